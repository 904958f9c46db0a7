"""What a publication shows, as bytes of the ledger: no values, and marks in place of names of vendors and listings."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime
from functools import cache
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.disclosure.before import Shown
from cryptodrug_scraper.disclosure.sums import Key, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.disclosure.sums import Sums

__all__ = ["marked", "packed", "unpacked"]

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


def unpacked(said: bytes) -> dict[str, Shown]:
    """Return what `packed` made bytes of."""
    return {
        market: Shown(
            _sums_of(each["sales"]),
            [datetime.fromisoformat(at) for at in each["edges"]],
            {_key(place): mark for place, mark, _ in each["places"]},
            {_key(place): mark for place, _, mark in each["places"]},
            _sums_of(each["months"]),
            _sums_of(each["window"]),
            frozenset(map(_key, each["hidden_sales"])),
            frozenset(map(_key, each["hidden_listings"])),
        )
        for market, each in json.loads(zlib.decompress(said)).items()
    }


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


def _sums_of(said: Mapping[str, Any]) -> Sums:
    of = [_key(each) for each in said["of"]]
    return {
        _key(key): {of[number]: amount for amount, numbers in parts for number in numbers}
        for key, parts in said["sums"]
    }
