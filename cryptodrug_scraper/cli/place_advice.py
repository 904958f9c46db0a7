"""What to say of a place that SQL asks for, and that has no such code."""

from __future__ import annotations

import re
from difflib import get_close_matches

__all__ = ["code_meant", "unknown_place"]

_COMPARED = re.compile(
    r"""
    '([^']*)'\s*=\s*ANY\s*\(\s*[\w."]*code
    | \b\w*(?:country|origin|destination|code)\w*"?\s*(?:=|IN\s*\()\s*'([^']*)'
    """,
    re.IGNORECASE | re.VERBOSE,
)


def unknown_place(sql: str) -> str:
    """
    Return advice on a place with which SQL compares columns and whose code is unknown; empty where each is known.
    Functions of a country say so themselves.
    """
    words = [next(text for text in found.groups() if text) for found in _COMPARED.finditer(sql) if any(found.groups())]
    return _first_unknown(words) if words else ""


def _first_unknown(words: list[str]) -> str:
    from cryptodrug_scraper.measures.places.regions import COUNTRIES  # loaded only where a place is asked for
    from cryptodrug_scraper.page.places.names import place_names

    known = COUNTRIES | place_names().regions
    unknown = [word for word in words if word not in known]
    return f"{unknown[0]!r} is no code of a country or region; {code_meant(unknown[0])}" if unknown else ""


def code_meant(word: str) -> str:
    """Ask which country's code was meant by a word that is not one."""
    from cryptodrug_scraper.page.places.fields import parse_place
    from cryptodrug_scraper.page.places.names import place_names

    names = place_names().exact
    meant = parse_place(word).codes or [
        names[name] for name in get_close_matches(word.casefold(), names, n=1, cutoff=0.7)
    ]
    return f"did you mean {' or '.join(meant)}?" if meant else "give a code of ISO 3166-1, such as BE"
