"""What the headings of a page say it is of."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.shapes import is_name

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Element
    from cryptodrug_scraper.scaffold.roles import Roles
    from cryptodrug_scraper.scaffold.saved_page import SavedPage

__all__ = ["headings_of", "large_texts", "named_on", "said_before"]

_HEADINGS = ("h1", "h2", "h3", "h4")


_LARGE = frozenset({"4", "5", "6", "7", "+1", "+2", "+3", "+4"})
"""Sizes of letters from which on a text is a heading; 3 is that of the page."""
_NAMING = ("span", "td", "dd", "b", "strong", "font", "big", "i", "em")
"""What may hold a name that is no heading."""
_LEVELS = 4
"""Elements around one before which words for it are looked for."""
_NAMES = re.compile(r"[^/?&=#]+")


def headings_of(page: SavedPage, roles: Roles) -> list[str]:
    """The texts of a page that may say what it is of: headings, and elements called so, outside of what it repeats."""
    inside = {
        element
        for found in (roles.cards, roles.reviews, roles.accounts)
        if (blocks := found.get(id(page))) is not None
        for element in blocks.inside()
    }
    found: list[str] = []
    for element in page.document.root.iter(*_HEADINGS, "div", "span", "p", "td", "b", "font", "big"):
        called = (element.get("class") or "").lower()
        if element not in inside and (_is_large(element) or "title" in called or "head" in called):
            found += [text for text in (page.document.text(element), page.document.line(element.text or "")) if text]
    return found


def said_before(page: SavedPage, element: Element) -> Element | None:
    """The nearest element with a text before an element, or before what holds it; None where none is near."""
    at: Element | None = element
    for _ in range(_LEVELS):
        if at is None:
            return None
        for before in at.itersiblings(preceding=True):
            if isinstance(before.tag, str) and page.document.text(before):
                return before
        at = at.getparent()
    return None


def large_texts(page: SavedPage) -> set[str]:
    """The texts of headings, by their tags or by the size of their letters."""
    return {page.document.text(element) for element in page.document.root.iter() if _is_large(element)}


def _is_large(element: Element) -> bool:
    """Tell whether an element is a heading, by its tag or by the size of its letters."""
    return element.tag in {*_HEADINGS, "big"} or (element.tag == "font" and element.get("size") in _LARGE)


def named_on(page: SavedPage, roles: Roles) -> str | None:
    """
    The account whose page a page seems to be: a heading, or a text, begins or ends with its name, and several links of
    the page have that name in their address.
    """
    hrefs = [element.get("href") or "" for element in page.document.root.iter("a", "form")]
    for text in headings_of(page, roles):
        for name in (text, text.split(" ", 1)[0]):
            if name in roles.vendors or (is_name(name) and sum(name in _NAMES.findall(href) for href in hrefs) > 1):
                return name
        if text.rsplit(" ", 1)[-1] in roles.vendors:
            return text.rsplit(" ", 1)[-1]
    said = {page.document.line(element.text or "") for element in page.document.root.iter(*_NAMING)}
    tabs = Counter(
        value for href in hrefs for value in _NAMES.findall(href) if value in said and value in roles.vendors
    )
    return tabs.most_common(1)[0][0] if tabs and tabs.most_common(1)[0][1] > 1 else None
