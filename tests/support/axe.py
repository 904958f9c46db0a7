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
axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false})
  .then((found) => found.violations.map((v) => `${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 200)}`))
"""
"""Frames are left out: what is in them is inert. Nor is anything loaded beforehand, which a file may not."""


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
