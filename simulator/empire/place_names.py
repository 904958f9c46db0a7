"""
Places in Empire's words: names of the market's old list of countries, its continents, and World Wide.

The table is ``countries.csv``, in the order of the menu; names without a code are of countries that are no more.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CONTINENTS",
    "COUNTRY_NAMES",
    "PREFERRED",
    "destination_codes",
    "destination_names",
    "origin_code",
    "place_name",
]

WORLD = "WORLD"
PREFERRED = ("World Wide", "Australia", "United Kingdom", "United States", "Europe")
"""What the menus of places begin with."""
CONTINENTS = ("Asia", "Africa", "Antarctica(c)", "Australia(c)", "Europe", "North America", "South America")

_ROWS = list(csv.DictReader((files("simulator.empire") / "countries.csv").read_text("utf-8").splitlines()))
COUNTRY_NAMES: tuple[str, ...] = tuple(row["name"] for row in _ROWS)
_NAMES = {row["code"]: row["name"] for row in _ROWS if row["code"]} | {
    WORLD: "World Wide",
    "EUROPE": "Europe",
    "ASIA": "Asia",
    "AFRICA": "Africa",
    "OCEANIA": "Australia(c)",
    "NORTH_AMERICA": "North America",
    "SOUTH_AMERICA": "South America",
}
_EUROPEAN = frozenset((
    "AD", "AL", "AT", "AX", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FO", "FR", "GB",
    "GG", "GI", "GR", "HR", "HU", "IE", "IM", "IS", "IT", "JE", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT",
    "NL", "NO", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SJ", "SK", "SM", "UA", "VA", "EUROPE", "EU",
))  # fmt: skip


def _listed(code: str) -> str:
    """The code under which the market's list knows a place: Europe's or the world's for a country that it has not."""
    if code in _NAMES:
        return code
    return "EUROPE" if code in _EUROPEAN else WORLD


def place_name(code: str) -> str:
    """A place as the market's menus call it."""
    return _NAMES[_listed(code)]


def origin_code(codes: Sequence[str]) -> str:
    """
    What a vendor picks from the menu of origins, which takes one answer: the place, the continent of several places in
    Europe, or else World Wide.
    """
    listed = {_listed(code) for code in codes}
    if len(listed) == 1:
        return listed.pop()
    return "EUROPE" if listed and all(code in _EUROPEAN for code in codes) else WORLD


def destination_codes(codes: Sequence[str]) -> list[str]:
    """What a vendor ticks on the menu of destinations, in order and each once; World Wide if nothing is said."""
    return list(dict.fromkeys(_listed(code) for code in codes)) or [WORLD]


def destination_names(codes: Sequence[str]) -> str:
    """Destinations as a listing prints them."""
    return ", ".join(_NAMES[code] for code in destination_codes(codes))
