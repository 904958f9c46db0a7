"""The kinds of values that queries are asked with: what each may be, and what to say of what it may not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.cookbook.meant import code_meant, did_you_mean
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.page.calendar import EVENTS, MOVING
from cryptodrug_scraper.page.classes import SUBSTANCES
from cryptodrug_scraper.page.market import markets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["EVENTS_HELD", "MARKETS_HELD", "NOTHING_HELD", "Held", "Kind", "NoValueError", "kind_of"]

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?", re.ASCII)
_MOST_DAYS = 3660

_DEFINITIONS = {
    "D1": "at the month's last snapshot",
    "D2": "at any snapshot",
    "D3": "mainly",
    "D4": "only",
}
_ATTRIBUTIONS = {
    "A1": "by the origins of listings",
    "A2": "whole vendors",
    "A3": "by the number of a vendor's countries",
}


class NoValueError(ValueError):
    """What was given is no value of its kind; the message says why, and what to give."""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of values.

    Attributes:
        read: makes the value of what was given, or raises `NoValueError`.
        choices: all that may be given, each with a note, where these are few; else empty.
        is_day: whether it is a day.
    """

    read: Callable[[str], object]
    choices: Mapping[str, str]
    is_day: bool = False


class Held(NamedTuple):
    """
    What a database holds that values can name.

    Attributes:
        markets: codes of markets.
        events: words of events after which vendors move.
    """

    markets: Sequence[str] = ()
    events: Sequence[str] = ()


NOTHING_HELD = Held()
MARKETS_HELD = "SELECT DISTINCT market FROM market_life ORDER BY 1"
EVENTS_HELD = "SELECT DISTINCT event FROM market_event WHERE acts IN ('shock', 'end', 'closing') ORDER BY 1"


def kind_of(name: str, held: Held = NOTHING_HELD) -> Kind:
    """
    Return the kind of that name, as heads of queries give it.

    Args:
        name: the name.
        held: codes and words of the database, beside those of installed markets and those that all markets share.
    """
    if name == "market":
        titles = {market.name: market.title for market in markets()}
        return _one_of("market", {code: titles.get(code, code) for code in sorted({*titles, *held.markets})})
    if name == "event":
        shared = [word for word, event in EVENTS.items() if event.acts in MOVING]
        return _one_of("event that ends a market", dict.fromkeys([*shared, *sorted({*held.events} - {*shared})], ""))
    return _KINDS[name]


def _country(given: str) -> str:
    code = given.upper()
    if code not in COUNTRIES:
        msg = f"{given!r} is no country: {code_meant(given)}"
        raise NoValueError(msg)
    return code


def _day(given: str) -> date:
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError as error:
        msg = f"{given!r} is no day: {error}"
        raise NoValueError(msg) from error
    msg = f"{given!r} is no day: write it as 2019-01-31"
    raise NoValueError(msg)


def _number(given: str) -> int | float:
    if not _NUMBER.fullmatch(given) or not float(given):
        msg = f"{given!r} is no number above 0: write it as 100 or 0.5, with at most nine digits before the point"
        raise NoValueError(msg)
    return float(given) if "." in given else int(given)


def _days(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 0 < int(given[:9]) <= _MOST_DAYS:
        msg = f"{given!r} is no number of days: give a whole number from 1 to {_MOST_DAYS}"
        raise NoValueError(msg)
    return int(given)


def _one_of(what: str, choices: Mapping[str, str]) -> Kind:
    def read(given: str) -> str:
        if given not in choices:
            meant = did_you_mean(given, choices) or f"; give one of {', '.join(choices)}"
            msg = f"{given!r} is no {what}{meant}"
            raise NoValueError(msg)
        return given

    return Kind(read, choices)


_KINDS: Mapping[str, Kind] = {
    "country": Kind(_country, {}),
    "day": Kind(_day, {}, is_day=True),
    "substance": _one_of("substance", SUBSTANCES),
    "definition": _one_of("definition", _DEFINITIONS),
    "attribution": _one_of("attribution", _ATTRIBUTIONS),
    "number": Kind(_number, {}),
    "days": Kind(_days, {}),
}
"""The kinds that depend on no database."""
