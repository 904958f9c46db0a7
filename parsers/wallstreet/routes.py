"""Read where goods come from and where they are sent, on listings and cards in six languages."""

from __future__ import annotations

import re
from functools import lru_cache

from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import Place
from parsers.wallstreet.labels import LISTING, PHRASES

__all__ = ["destination", "needs_list", "origin"]

_BRACKETS = re.compile(r"(.*?)\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*\Z", re.DOTALL)


@lru_cache(maxsize=8192)
def origin(text: str) -> Place | None:
    """Read ``Ships from: Germany``; None where nothing stands behind the label."""
    value = _value(text, "ships_from")
    words = value.split()
    if LISTING.meaning(" ".join(words[:2])) == "ships_from":
        value = " ".join(words[2:])
    return parse_place(value) if value else None


@lru_cache(maxsize=8192)
def destination(text: str, listed: str | None = None) -> Place | None:
    """
    Read ``Ships Worldwide (no US)``, ``Only ships to certain countries (DE, BE)`` or ``Worldwide with Exceptions``.

    On cards the list stands apart: ``listed``. The raw text of the place is both.
    """
    value = _value(text, "ships_to")
    if not value and not listed:
        return None
    raw = value if listed is None else f"{value} {listed}".strip()
    if listed is None and (match := _BRACKETS.match(value)) is not None:
        value, listed = match[1], match[2]
    phrase = PHRASES.within(value)
    if phrase is None:
        return parse_place(raw)
    if phrase == "worldwide" and not listed:
        return Place(raw, "world", ["WORLD"], [])
    if not listed:
        return parse_place(raw)
    places = parse_place(listed)
    if phrase == "exceptions" or (phrase == "worldwide" and not places.codes and places.excluded):
        return Place(raw, "world", ["WORLD"], sorted({*places.codes, *places.excluded}))
    return Place(raw, places.kind, places.codes, places.excluded)


@lru_cache(maxsize=1024)
def needs_list(text: str) -> bool:
    """Tell whether a text announces a list of countries that it does not hold itself."""
    return PHRASES.within(text) in {"exceptions", "certain"} and "(" not in text


def _value(text: str, meaning: str) -> str:
    """What stands behind a label and its colon; the whole text where it has none."""
    label, colon, value = text.partition(":")
    if colon and (LISTING.meaning(label) == meaning or not value.strip()):
        return value.strip()
    return text.strip()
