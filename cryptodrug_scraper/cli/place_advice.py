"""What to say of a place that SQL asks for, and that has no such code."""

from __future__ import annotations

import re

from cryptodrug_scraper.cookbook.meant import code_meant

__all__ = ["unknown_place"]

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
