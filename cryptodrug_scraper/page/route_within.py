"""Read where something is sent from and to, where a line says both: ``Denmark → EU``, ``Sendes fra Danmark til EU``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.fields import parse_place

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["ARROWS", "ROUTE_WORDS", "arrowed", "route_within"]

ARROWS = ("→", "->", "=>", "⇒", "➔", "➜", "»")
"""Signs between an origin and a destination."""
ROUTE_WORDS = (
    *("to", "nach", "naar", "vers", "til", "till", "a", "para", "hacia", "verso", "do", "către", "u"),
    *("до", "в", "σε", "προς"),
)
"""Words between an origin and a destination."""
_TO = re.compile(rf"\s+(?:{'|'.join(ROUTE_WORDS)})\s+", re.IGNORECASE)
_ARROW = re.compile(r"arrow|chevron-right|angle-right|long-right", re.IGNORECASE)
_LONGEST = 120


def route_within(text: str) -> tuple[str, str] | None:
    """
    Return the origin and the destination that a line names, as printed; None where it does not name a known place on
    each side of an arrow or of a word such as ``to``. Words in small letters before the origin are left out.
    """
    if len(text) > _LONGEST:
        return None
    splits = [text.partition(arrow) for arrow in ARROWS if text.count(arrow) == 1]
    splits += [(text[: found.start()], found[0], text[found.end() :]) for found in _TO.finditer(text)]
    for before, _, after in splits:
        origin, destination = _place_at_end(before), after.strip()
        if origin is not None and parse_place(destination).kind != "unknown":
            return origin, destination
    return None


def arrowed(document: Document, element: Element) -> str:
    """
    Return what an element says, with an arrow in the place of each picture of one: an element without a text whose
    class, name or description speaks of an arrow.
    """
    parts = [element.text or ""]
    for child in element:
        said = document.text(child) if isinstance(child.tag, str) else ""
        is_arrow = isinstance(child.tag, str) and not said and _ARROW.search(" ".join(map(str, child.attrib.values())))
        parts += [f" {ARROWS[0]} " if is_arrow else said, child.tail or ""]
    return " ".join(" ".join(parts).split())


def _place_at_end(text: str) -> str | None:
    """The longest end of a text that is a known place and begins with a capital letter, as names do."""
    words = text.split()
    ends = (" ".join(words[place:]) for place, word in enumerate(words) if word[0].isupper())
    return next((end for end in ends if parse_place(end).kind != "unknown"), None)
