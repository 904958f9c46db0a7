"""
Icons of the ionicons font, which stand before a line and show its meaning in every language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["ICONS", "icon_of", "meaning_of", "rest_of_line"]

ICONS = {
    "ion-log-out": "ships_from",
    "ion-log-in": "ships_to",
    "ion-android-share-alt": "payment",
    "ion-android-checkmark-circle": "auto_accept",
    "ion-ios-monitor-outline": "digital",
    "ion-ios-infinite": "unlimited",
}
"""The meanings of the icons before a listing's facts."""

_ICON = re.compile(r"\bion-[a-z0-9-]+")
_BREAKS = frozenset(
    {"br", "hr", "i", "div", "p", "table", "ul", "ol", "dl", "form", "section", "h1", "h2", "h3", "h4", "h5", "h6"}
)


@lru_cache(maxsize=1024)
def meaning_of(names: str) -> str | None:
    """Return the meaning of the icon among an element's class names; None if there is none, or it is unknown."""
    icon = icon_of(names)
    return None if icon is None else ICONS.get(icon)


@lru_cache(maxsize=1024)
def icon_of(names: str) -> str | None:
    """Return the icon among an element's class names, such as ``ion-log-out``."""
    match = _ICON.search(names)
    return None if match is None else match[0]


def rest_of_line(document: Document, element: Element) -> str:
    """Return the text after an element up to the end of its line: a break, a block, or the next icon."""
    tail = element.tail
    following = element.getnext()
    if following is None or following.tag in _BREAKS:
        return document.line(tail) if tail else ""
    pieces = [tail or ""]
    while following is not None and following.tag not in _BREAKS:
        pieces += texts(following)
        pieces.append(following.tail or "")
        following = following.getnext()
    return document.line("".join(pieces))
