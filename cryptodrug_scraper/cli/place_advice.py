"""What to say of a place that SQL asks for, and that has no such code."""

from __future__ import annotations

import re
from difflib import get_close_matches

__all__ = ["unknown_place"]

_NAMED = re.compile(
    r"""
    '([^']*)'\s*=\s*ANY\s*\(\s*[\w."]*code
    | \b\w*(?:country|origin|destination|code)\w*"?\s*(?:=|IN\s*\()\s*'([^']*)'
    | \b(?:country_share|destination)\s*\(\s*'([^']*)'
    """,
    re.IGNORECASE | re.VERBOSE,
)


def unknown_place(sql: str) -> str:
    """Say that a place which SQL asks for has no such code, and what was meant; empty where each has one."""
    from cryptodrug_scraper.measures.regions import COUNTRIES  # loaded only where a result is empty
    from cryptodrug_scraper.page.places.fields import parse_place
    from cryptodrug_scraper.page.places.names import place_names

    names = place_names()
    for found in _NAMED.finditer(sql):
        word = next(text for text in found.groups() if text is not None)
        if word in COUNTRIES or word in names.regions:
            continue
        meant = parse_place(word).codes
        if not meant:
            meant = [names.exact[name] for name in get_close_matches(word.casefold(), names.exact, n=1, cutoff=0.7)]
        ask = f"did you mean {' or '.join(meant)}?" if meant else "give a code of ISO 3166-1, such as BE"
        return f"{word!r} is no code of a country or region; {ask}"
    return ""
