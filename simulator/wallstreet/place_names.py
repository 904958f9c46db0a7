"""
Where listings are sent from and to, as the market prints it.

Origins are a country's name or its code, several joined by strokes. Destinations are the world, the world with
exceptions, or codes of countries: the market knows no regions there, so one stands for its countries.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.state import ListingState
    from simulator.wallstreet.labels import Labels

__all__ = ["COUNTRIES", "destinations", "is_region", "origin", "ships_to"]

_LANGUAGES = ("en", "de", "fr", "es", "it", "br")
_TABLES = tomllib.loads((files(__package__) / "place_names.toml").read_text(encoding="utf-8"))
_NAMES: dict[str, dict[str, str]] = {
    place: dict(zip(_LANGUAGES, names, strict=True)) for place, names in _TABLES["names"].items()
}
_REGIONS: dict[str, list[str]] = _TABLES["regions"]

COUNTRIES: tuple[str, ...] = tuple(sorted(place for place in _NAMES if len(place) == 2 and place != "EU"))
"""What the filters of a list offer."""


def origin(places: Iterable[str], labels: Labels, *, named: bool) -> str:
    """The origin's text: ``Netherlands``, or ``NL`` unless ``named``, or ``BE/NL``. Empty if the vendor gives none."""
    places = tuple(places)
    if len(places) == 1 and (named or places[0] in _REGIONS or places[0] == "WORLD"):
        return _NAMES.get(places[0], {}).get(labels.code, places[0])
    return "/".join(_NAMES[place][labels.code] if place in _REGIONS else place for place in places)


def is_region(code: str) -> bool:
    """Whether a code is that of a region and not of a country or the world."""
    return code in _REGIONS


def destinations(listing: ListingState) -> tuple[list[str], list[str]]:
    """Codes of destinations, or ``WORLD``, and codes of the exceptions that are printed with ``WORLD``."""
    excluded = _countries(listing.excluded)
    if "WORLD" in listing.destinations:
        return ["WORLD"], excluded
    return [code for code in _countries(listing.destinations) if code not in excluded], []


def ships_to(listing: ListingState, labels: Labels) -> tuple[str, str]:
    """A sentence and the codes that it brings along, either of which may be empty."""
    codes, excluded = destinations(listing)
    if not codes:
        return "", ""
    if codes != ["WORLD"]:
        return labels.ships_some, ", ".join(codes)
    return (labels.ships_except, ", ".join(excluded)) if excluded else (labels.ships_world, "")


def _countries(places: Iterable[str]) -> list[str]:
    found = dict.fromkeys(code for place in places for code in _REGIONS.get(place, [place]))
    return list(found)
