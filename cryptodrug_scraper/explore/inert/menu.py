"""Where the menu of a site is on a page: the element around the names of its categories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cryptodrug_scraper.page.document import Element

__all__ = ["menu_of"]

_NUMBER = re.compile(r"[\s\d.,()]+\Z")
_FEWEST = 5
"""Names of categories that make a menu."""
_SHARE = 0.8
"""Of all places of these names, that are within the menu."""
_LARGEST = 0.5
"""Of a page's words, that a menu may have: what has more is the page."""


def menu_of(root: Element, names: Collection[str], said: Callable[[str], str]) -> Element | None:
    """
    Return the innermost element that has nearly all names of categories in it, and little else; None if there is none.

    Args:
        root: the page.
        names: of the categories.
        said: takes out of a text what the page did not have.
    """
    known = {_plain(name) for name in names}
    if len(known) < _FEWEST:
        return None
    count: dict[Element, int] = {}
    size: dict[Element, int] = {}
    for element in reversed(list(root.iter())):  # what is within an element comes after it
        texts = [element.text or "", *((child.tail or "") for child in element)] if isinstance(element.tag, str) else []
        words = [_plain(said(text)) for text in texts]
        count[element] = sum(word in known for word in words) + sum(count.get(child, 0) for child in element)
        size[element] = sum(map(len, words)) + sum(size.get(child, 0) for child in element)
    if count[root] < _FEWEST:
        return None
    element = root
    while True:
        inner = next((child for child in element if count.get(child, 0) >= _SHARE * count[root]), None)
        if inner is None:
            return element if size[element] <= _LARGEST * size[root] else None
        element = inner


def _plain(text: str) -> str:
    """A text without blanks around it and the number of listings behind it."""
    return " ".join(_NUMBER.sub("", text).split())
