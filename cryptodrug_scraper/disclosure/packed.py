"""What a publication shows, as bytes of the ledger: no values, and marks in place of names of vendors and listings."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import msgspec

from cryptodrug_scraper.disclosure.before import Shown
from cryptodrug_scraper.disclosure.sums import Key, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.disclosure.sums import Sums

__all__ = ["Unpacking", "marked", "packed"]

_DAY = "@"
"""Begins a text that is a day."""
_SALES, _LISTINGS = 1, 2
"""How many parts of a contribution are names."""


def marked(market: str, shown: Shown) -> Shown:
    """Return the same with marks in place of names."""
    marks = _Marks(market)
    return Shown(
        _without_names(shown.sales, marks, _SALES),
        shown.edges,
        {(marks[vendor], *rest): mark for (vendor, *rest), mark in shown.ratings.items()},
        {(marks[vendor], *rest): mark for (vendor, *rest), mark in shown.amounts.items()},
        _without_names(shown.months, marks, _LISTINGS),
        _without_names(shown.window, marks, _LISTINGS),
        shown.hidden_sales,
        shown.hidden_listings,
    )


def packed(shown: Mapping[str, Shown]) -> bytes:
    """Return what is shown of each market as bytes."""
    known = {
        market: {
            "sales": _sums(each.sales),
            "edges": [at.isoformat() for at in each.edges],
            "places": [[place, mark, each.amounts[place]] for place, mark in each.ratings.items()],
            "months": _sums(each.months),
            "window": _sums(each.window),
            "hidden_sales": sorted(map(_plain, each.hidden_sales), key=str),
            "hidden_listings": sorted(map(_plain, each.hidden_listings), key=str),
        }
        for market, each in shown.items()
    }
    return zlib.compress(json.dumps(known, separators=(",", ":"), default=_plain).encode())


class _Counted(msgspec.Struct, frozen=True):
    of: msgspec.Raw
    sums: list[msgspec.Raw]


class _Said(msgspec.Struct, frozen=True):
    sales: _Counted
    edges: list[datetime]
    places: list[tuple[list[Any], str, str]]
    months: _Counted
    window: _Counted
    hidden_sales: list[list[Any]]
    hidden_listings: list[list[Any]]


class Unpacking:
    """
    Makes of bytes what `packed` made them of.

    Publications have most of what they show in common, and a contribution or sum that is written in the same way is
    made once: so the time that many publications take is that of what differs.
    """

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(dict[str, _Said])
        self._contributions: dict[bytes, tuple[list[Key], dict[bytes, tuple[Key, dict[Key, float]]]]] = {}

    def __call__(self, said: bytes) -> dict[str, Shown]:
        """Return what is shown of each market, of which sums that were met before are the same objects."""
        known = self._decoder.decode(zlib.decompress(said))
        return {market: self._shown(each) for market, each in known.items()}

    def _shown(self, each: _Said) -> Shown:
        return Shown(
            self._sums_of(each.sales),
            each.edges,
            {_key(place): mark for place, mark, _ in each.places},
            {_key(place): mark for place, _, mark in each.places},
            self._sums_of(each.months),
            self._sums_of(each.window),
            frozenset(map(_key, each.hidden_sales)),
            frozenset(map(_key, each.hidden_listings)),
        )

    def _sums_of(self, said: _Counted) -> Sums:
        written = bytes(said.of)
        if written not in self._contributions:
            self._contributions[written] = ([_key(each) for each in msgspec.json.decode(written)], {})
        of, known = self._contributions[written]
        found = {}
        for each in map(bytes, said.sums):
            if each not in known:
                key, parts = msgspec.json.decode(each)
                known[each] = (_key(key), {of[number]: amount for amount, numbers in parts for number in numbers})
            key, part = known[each]
            found[key] = part
        return found


def _without_names(sums: Sums, marks: _Marks, names: int) -> Sums:
    named = _Named(marks, names)
    return {key: dict(zip(map(named.__getitem__, part), part.values(), strict=True)) for key, part in sums.items()}


class _Marks(dict[object, str]):
    """Marks of names of a market, by these: one is part of many contributions."""

    def __init__(self, market: str) -> None:
        super().__init__()
        self._market = market

    def __missing__(self, name: object) -> str:
        return self.setdefault(name, mark_of((self._market, name)))


class _Named(dict[Key, Key]):
    """Contributions with marks in place of names, by these: one is part of many sums."""

    def __init__(self, marks: _Marks, names: int) -> None:
        super().__init__()
        self._marks, self._names = marks, names

    def __missing__(self, of: Key) -> Key:
        marked = map(self._marks.__getitem__, of[: self._names])
        return self.setdefault(of, (*marked, *of[self._names :]))


def _plain(said: object) -> Any:  # noqa: ANN401  # what JSON has
    if isinstance(said, date):
        return _DAY + said.isoformat()
    return [_plain(each) for each in said] if isinstance(said, tuple) else said


def _key(said: Iterable[Any]) -> Key:
    return tuple([_of_plain(each) for each in said])  # a list is made faster than a generator is asked


def _of_plain(said: Any) -> Any:  # noqa: ANN401  # what JSON has
    if isinstance(said, str):
        return _day(said) if said[:1] == _DAY else said
    return _key(said) if isinstance(said, list) else said


@cache
def _day(said: str) -> date:
    return date.fromisoformat(said[len(_DAY) :])


def _sums(sums: Sums) -> dict[str, Any]:
    """Contributions once each, and of each sum how much it counts of which."""
    number = dict(zip(dict.fromkeys(chain.from_iterable(sums.values())), count()))
    rows = []
    for key, part in sums.items():
        by_amount: dict[float, list[int]] = {amount: [] for amount in part.values()}
        if len(by_amount) == 1:  # as of most
            (numbers,) = by_amount.values()
            numbers.extend(map(number.__getitem__, part))
        else:
            for of, amount in part.items():
                by_amount[amount].append(number[of])
        rows.append([key, [[amount, of] for amount, of in by_amount.items()]])
    return {"of": list(number), "sums": rows}
