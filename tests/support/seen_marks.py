"""What a person sees of the marks on a page in Chromium, and what else looks like one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.inert.marks import Mark
from cryptodrug_scraper.explore.inert.page import inert_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.browsing import Page
    from tests.support.mark_tricks import TrickyPage

__all__ = ["Mark", "faults_of"]

_LOOK = """
(() => {
  const told = [];
  const yellow = (said) => {
    const [r, g, b, a = 1] = (said.match(/[\\d.]+/g) || []).map(Number);
    return a > 0.05 && r > 120 && g > 100 && b < Math.min(r, g) - 40 && Math.abs(r - g) < 110;
  };
  const contrast = (one, two) => {
    const parts = [one, two].map((said) => (said.match(/[\\d.]+/g) || [0, 0, 0]).map(Number));  // of what has no style
    return [0, 1, 2].reduce((sum, at) => sum + Math.abs(parts[0][at] - parts[1][at]), 0);
  };
  const marks = [...document.querySelectorAll("mark")];
  const found = {};
  for (const mark of marks) {
    mark.scrollIntoView({block: "center", inline: "center", behavior: "instant"});
    const rects = [...mark.getClientRects()].filter((one) => one.width > 2 && one.height > 5);
    const style = getComputedStyle(mark);
    const is_seen = rects.some((one) => {
      const [x, y] = [one.left + one.width / 2, one.top + one.height / 2];
      const top = document.elementFromPoint(x, y);
      return top !== null && (top === mark || mark.contains(top));
    });
    const letters = parseFloat(style.fontSize);
    if (!rects.length) told.push(`${mark.id} has no size`);
    else if (!is_seen) told.push(`${mark.id} is covered or off the page`);
    if (letters < 8 || letters > 60) told.push(`${mark.id} has letters of ${letters}`);
    if (style.visibility !== "visible" || style.direction !== "ltr") told.push(`${mark.id} is ${style.visibility}`);
    if (contrast(style.color, style.backgroundColor) < 250) told.push(`${mark.id} is ${style.color}`);
    for (let one = mark; one; one = one.parentElement)
      if (getComputedStyle(one).opacity !== "1") told.push(`${mark.id} is translucent`);
    (found[mark.id] ??= []).push(mark.textContent);
  }
  for (const one of document.querySelectorAll(".cd-page *")) {
    if (one.closest("mark, .cd-gone, .cd-hidden")) continue;
    const style = getComputedStyle(one);
    const said = `${one.outerHTML.slice(0, 90)}: `;
    if (yellow(style.backgroundColor) || yellow(style.color)) told.push(said + "yellow");
    for (const side of ["Top", "Right", "Bottom", "Left"])
      if (/dotted|dashed/.test(style[`border${side}Style`]) ||
          (style[`border${side}Width`] !== "0px" && yellow(style[`border${side}Color`])))
        told.push(said + "a line as of a mark");
    if (style.outlineStyle !== "none" && !one.classList.contains("cd-of")) told.push(said + "an outline");
    if (/dotted|dashed/.test(style.textDecorationStyle) || style.boxShadow !== "none") told.push(said + "decorated");
    if (style.position !== "static" || style.transform !== "none") told.push(said + "moved");
    if (getComputedStyle(one, "::after").content !== "none" && one.tagName !== "Q") told.push(said + "a sign");
    if (one.tagName === "IMG" && style.filter !== "grayscale(1)") told.push(said + "colours");
    if (one.id && one.id.startsWith("m")) told.push(said + "named as a mark");
  }
  return {told, found};
})()
"""


def faults_of(tab: Page, tricky: TrickyPage, file: Path) -> Iterator[str]:
    """
    Show a page in a browser, and tell each mark that is not seen, or not once, and whatever else looks like one.

    Args:
        tab: of the browser.
        tricky: the page.
        file: where it may be written to.
    """
    file.write_text(inert_page(tricky.text, tricky.marks), encoding="utf-8")
    tab.open(file)
    seen = tab.ask(_LOOK)
    yield from seen["told"]
    for name, words in tricky.said.items():
        shown = seen["found"].get(name, [])
        if len(shown) != 1 or not (shown[0] == words or shown[0].startswith("@")):
            yield f"{name} is on {json.dumps(shown)}, not on {words!r}"
