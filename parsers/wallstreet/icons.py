"""
Icons of the ionicons font, which stand before a line and say in every language what it is about.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

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
"""What the icons in front of a listing's facts mean."""

_ICON = re.compile(r"\bion-[a-z0-9-]+")
_BREAKS = frozenset(
    {"br", "hr", "i", "div", "p", "table", "ul", "ol", "dl", "form", "section", "h1", "h2", "h3", "h4", "h5", "h6"}
)


@lru_cache(maxsize=1024)
def meaning_of(names: str) -> str | None:
    """What the icon among the class names of an element says; None where there is none, or nobody knows it."""
    icon = icon_of(names)
    return None if icon is None else ICONS.get(icon)


@lru_cache(maxsize=1024)
def icon_of(names: str) -> str | None:
    """The icon among the class names of an element, such as ``ion-log-out``."""
    match = _ICON.search(names)
    return None if match is None else match[0]


def rest_of_line(document: Document, element: Element) -> str:
    """The text behind an element up to the end of its line: a break, a block, or the next icon."""
    tail = element.tail
    following = element.getnext()
    if following is None or following.tag in _BREAKS:
        return document.line(tail) if tail else ""
    pieces = [tail or ""]
    while following is not None and following.tag not in _BREAKS:
        pieces += map(str, following.itertext())
        pieces.append(following.tail or "")
        following = following.getnext()
    return document.line("".join(pieces))
