"""What a word may have been meant to be that is not known."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["code_meant", "did_you_mean"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask whether one of some words was meant; empty if none is like it."""
    close = get_close_matches(word.lower(), sorted({*known} - {word.lower()}), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def code_meant(word: str) -> str:
    """Ask which country's code was meant by a word that is not one."""
    from cryptodrug_scraper.measures.places.regions import COUNTRIES  # noqa: PLC0415
    from cryptodrug_scraper.page.places.fields import parse_place  # noqa: PLC0415  # names of places take long to read
    from cryptodrug_scraper.page.places.names import place_names  # noqa: PLC0415

    names = place_names().exact
    meant = parse_place(word).codes or [
        names[name] for name in get_close_matches(word.casefold(), names, n=1, cutoff=0.7)
    ]
    if meant and not COUNTRIES.issuperset(meant):
        return "it is a region; give the code of one country, such as BE"
    return f"did you mean {' or '.join(meant)}?" if meant else "give a code of ISO 3166-1, such as BE"
