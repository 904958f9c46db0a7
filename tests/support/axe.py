"""What an accessibility checker, axe, says of a page in a browser."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.browsing import Page

__all__ = ["violations"]

_RUN = """
(async () => {
  const words = new Set(['class', 'style', 'role', 'type', 'scope', 'lang', 'dir', 'colspan', 'rowspan']);
  const value = (name, text) =>
    words.has(name) || text.length < 6 && name.startsWith('aria-') ? text : text.trim() > '';
  const kind = (one) => [
    one.tagName,
    ...[...one.attributes].map((each) => `${each.name}=${value(each.name, each.value)}`),
    Math.max(...[...one.childNodes].map((node) => Math.min(2, node.nodeType === 3 ? node.data.trim().length : 0))),
    ...[...one.children].map((each) => `(${kind(each)})`),
  ].join();
  const left = [];
  for (const parent of document.querySelectorAll('tbody, ul, ol, select')) {
    const seen = {};
    for (const one of [...parent.children]) {
      if (one.matches('[id]') || one.contains(document.activeElement) || one.querySelector('[id], iframe')) continue;
      const its = kind(one);
      seen[its] = (seen[its] ?? 0) + 1;
      if (seen[its] > 3) {
        const place = document.createComment('');
        one.replaceWith(place);
        left.push([place, one]);
      }
    }
  }
  const looks = new Map();
  const look = (one) => {
    if (one === null) return '';
    if (!looks.has(one)) {
      const {color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity, position} = getComputedStyle(one);
      const its = [one.tagName, color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity, position];
      looks.set(one, `${look(one.parentElement)} ${its.join()}`);
    }
    return looks.get(one);
  };
  const alike = {};
  for (const one of document.querySelectorAll('body, body *')) {
    const hasText = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
    if (hasText || one.matches('input')) (alike[look(one)] ??= []).push(one);
  }
  const texts = new Set(Object.values(alike).flatMap((each) => [each[0], each.at(-1)]));
  texts.forEach((one) => one.setAttribute('data-contrast', ''));
  axe.configure({rules: [{id: 'color-contrast', selector: '[data-contrast]'}]});
  try {
    const found = await axe.run(
      document, {resultTypes: ['violations'], preload: false, iframes: false, selectors: false}
    );
    return found.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 200)}`);
  } finally {
    texts.forEach((one) => one.removeAttribute('data-contrast'));
    left.forEach(([place, one]) => place.replaceWith(one));
  }
})()
"""
"""
Frames are left out: what is in them is inert. Nor is anything loaded beforehand, which a file may not.

Of rows, items and choices that differ in their words alone, the first three are looked at: each takes a hundredth of a
second, and a page has thousands. One with another element, class, style or attribute is another kind, and so is one in
which a text or a value is empty, or a text is a single letter, whose contrast axe does not judge. Of texts in the same
colours, sizes and surroundings the contrast of the first and the last is judged: all of them take most of the time.
"""


def violations(page: Page) -> list[str]:
    """Return what is wrong with the page that is shown: how grave it is, the rule, and the first element."""
    page.run(_axe())
    found: list[str] = page.ask(_RUN)
    return found


@cache
def _axe() -> str:
    place = find_spec("axe_playwright_python")
    assert place is not None
    assert place.origin is not None
    return Path(place.origin).with_name("axe.min.js").read_text(encoding="utf-8")
