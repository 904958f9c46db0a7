"""What to say of a place that SQL asks for, and that has no such code."""

from __future__ import annotations

import re
from difflib import get_close_matches

__all__ = ["unknown_place"]

_COMPARED = re.compile(
    r"""
    '([^']*)'\s*=\s*ANY\s*\(\s*[\w."]*code
    | \b\w*(?:country|origin|destination|code)\w*"?\s*(?:=|IN\s*\()\s*'([^']*)'
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ASKED = re.compile(
    r"\b(?:country_\w+|destination|attributed_sale|value_band|vendor_weight|multi_origin|origin_vendor)\s*\(\s*'([^']*)'",
    re.IGNORECASE,
)
"""Functions of research whose first argument is a country."""


def unknown_place(sql: str, *, compared: bool = True) -> str:
    """
    Say that a place which SQL asks for has no such code, and what was meant; empty where each has one.

    Args:
        sql: a statement.
        compared: look at places that columns are compared with, and not only at those that functions are asked for.
    """
    patterns = (_ASKED, _COMPARED) if compared else (_ASKED,)
    words = [next(text for text in found.groups() if text) for each in patterns for found in each.finditer(sql)]
    return _first_unknown(words) if words else ""


def _first_unknown(words: list[str]) -> str:
    from cryptodrug_scraper.measures.regions import COUNTRIES  # loaded only where a result is empty
    from cryptodrug_scraper.page.places.fields import parse_place
    from cryptodrug_scraper.page.places.names import place_names

    names = place_names()
    for word in words:
        if word in COUNTRIES or word in names.regions:
            continue
        meant = parse_place(word).codes
        if not meant:
            meant = [names.exact[name] for name in get_close_matches(word.casefold(), names.exact, n=1, cutoff=0.7)]
        ask = f"did you mean {' or '.join(meant)}?" if meant else "give a code of ISO 3166-1, such as BE"
        return f"{word!r} is no code of a country or region; {ask}"
    return ""
