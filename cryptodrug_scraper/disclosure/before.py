"""
What was published before of a market, as sums of what is there now.

A contribution is the same as it was where the ratings, or the amounts, of its place have the same mark; else it was
another one, of the same vendor. So a cell less the same cell of an earlier derivation counts the vendors of whom
something else is known since.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from cryptodrug_scraper.disclosure.sums import Key, mark_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from cryptodrug_scraper.disclosure.sold import Sold
    from cryptodrug_scraper.disclosure.sums import Sums

__all__ = ["Before", "Shown", "Withheld"]

Withheld: TypeAlias = dict[Key, frozenset[UUID]]
"""Sums that are not published, each with the publications together with which it would have told of few."""
_Fixed: TypeAlias = "list[tuple[dict[Key, float], UUID]]"


@dataclass(slots=True)
class Shown:
    """
    What a publication shows of a market; marks stand for the names of vendors and listings.

    Attributes:
        sales: sums of sales, and `edges`, `ratings` and `amounts` as of `Sold`.
        months: numbers of listings of months.
        window: those of the window.
        hidden_sales: sums of sales that it withholds.
        hidden_listings: numbers of listings that it does.
    """

    sales: Sums
    edges: list[datetime]
    ratings: Mapping[Key, str]
    amounts: Mapping[Key, str]
    months: Sums
    window: Sums
    hidden_sales: frozenset[Key]
    hidden_listings: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Before:
    """
    What was published before of a market.

    Attributes:
        market: which.
        shown: by publication, what it shows.
    """

    market: str
    shown: Mapping[UUID, Shown] = field(default_factory=dict)

    @property
    def moments(self) -> set[datetime]:
        """At which sums of sales begin or end."""
        return {at for each in self.shown.values() for at in each.edges}

    def of_sales(self, sold: Sold) -> list[_Fixed]:
        """
        Return the sums of sales that were published, each with the first publication that has it.

        Args:
            sold: what there is now, whose time the `moments` divide.

        Returns:
            The sums as they are if other ratings are taken as other contributions, and, if these differ, as they are if
            other amounts are.
        """
        by_ratings = _distinct(self._sold(sold, "ratings"))
        if all(_same(each.amounts, sold.amounts, self.market) for each in self.shown.values()):
            return [by_ratings]
        return [by_ratings, _distinct(self._sold(sold, "amounts"))]

    def _sold(self, sold: Sold, marked_by: str) -> Iterator[tuple[dict[Key, float], UUID]]:
        names = {mark_of((self.market, place[0])): place[0] for place in sold.parts}
        now: Mapping[Key, str] = getattr(sold, marked_by)
        alike: list[_Moved] = []
        for publication, shown in self.shown.items():
            was = getattr(shown, marked_by)
            moved = next((each for each in alike if each.edges == shown.edges and each.was == was), None)
            if moved is None:
                moved = _Moved(shown.edges, names, sold, was, now)
                alike.append(moved)
            for part in moved.new.of(shown.sales):
                found: dict[Key, float] = {}
                for of, amount in part.items():
                    for each in moved.of(of):
                        found[each] = amount
                yield found, publication

    def of_listings(self, months: Sums, window: Sums, within: Mapping[Key, Key]) -> tuple[_Fixed, _Fixed]:
        """
        Return the numbers of listings of months, and those of windows, in the same way.

        Args:
            months: those that there are now, as `Listed` has them.
            window: the same.
            within: the same.
        """
        known = dict.fromkeys(chain(chain.from_iterable((*months.values(), *window.values())), within, within.values()))
        named = dict.fromkeys(chain.from_iterable(of[:2] for of in known))
        names: dict[str, Any] = {mark_of((self.market, name)): name for name in named}
        moved = _Named(names, {tuple(of): of for of in known})

        def told(which: str) -> Iterator[tuple[dict[Key, float], UUID]]:
            new = _New()
            for publication, shown in self.shown.items():
                for part in new.of(getattr(shown, which)):
                    yield dict(zip(map(moved.__getitem__, part), part.values(), strict=True)), publication

        return _distinct(told("months")), _distinct(told("window"))


class _New:
    """Finds sums that were not met before, of those that publications have in common (`packed.Unpacking`)."""

    def __init__(self) -> None:
        self._met: dict[int, dict[Key, float]] = {}

    def of(self, sums: Sums) -> Iterator[dict[Key, float]]:
        for part in sums.values():
            if id(part) not in self._met:
                self._met[id(part)] = part  # held, so that no other one has its identity
                yield part


class _Named(dict[Key, Key]):
    """Contributions of now by those with marks in place of names; one that is there no more has names where known."""

    def __init__(self, names: Mapping[str, Any], now: Mapping[Key, Key]) -> None:
        super().__init__()
        self._names, self._now = names, now

    def __missing__(self, of: Key) -> Key:
        vendor, listing, *rest = of
        named = (self._names.get(str(vendor), vendor), self._names.get(str(listing), listing), *rest)
        return self.setdefault(of, self._now.get(named, named))


class _Moved:
    """What contributions of publications, whose time is divided and places marked alike, are among those of now."""

    def __init__(
        self,
        edges: list[datetime],
        names: Mapping[str, Any],
        sold: Sold,
        was: Mapping[Key, str],
        now: Mapping[Key, str],
    ) -> None:
        self.edges, self.was = edges, was
        self._names, self._sold, self._now = names, sold, now
        self._known: dict[Key, list[Key]] = {}
        self._made = {tuple(of): of for of in sold.worth}
        self.new = _New()

    def of(self, of: Key) -> list[Key]:
        if of not in self._known:
            place = (self._names.get(str(of[0]), of[0]), *of[1:4])
            if self.was.get(of[:4]) == self._now.get(place) is not None:
                self._place(of[:4], place)
            if of not in self._known:
                edges, slot = ["", *map(str, self.edges), ""], of[5]
                until = edges[slot : slot + 2] if isinstance(slot, int) else []
                self._known[of] = [(place[0], "was", self.was.get(of[:4]), *of[1:5], *until)]
        return self._known[of]

    def _place(self, old: Key, new: Key) -> None:
        """All contributions of a place that are there still, by how it was divided."""
        for kind, slot in self._sold.parts[new]:
            at = self._sold.edges[slot - 1] if isinstance(slot, int) and slot else None
            then = 0 if at is None else bisect_right(self.edges, at)
            made = (*new, kind, slot)
            self._known.setdefault((*old, kind, then), []).append(self._made.get(made, made))


def _same(was: Mapping[Key, str], now: Mapping[Key, str], market: str) -> bool:
    return dict(was) == {(mark_of((market, vendor)), *rest): mark for (vendor, *rest), mark in now.items()}


def _distinct(sums: Iterator[tuple[dict[Key, float], UUID]]) -> _Fixed:
    """Sums that are not the same as one before."""
    known: dict[frozenset[tuple[Key, float]], tuple[dict[Key, float], UUID]] = {}
    for part, publication in sums:
        known.setdefault(frozenset(part.items()), (part, publication))
    return list(known.values())


def months_of(parts: Sequence[tuple[dict[Key, float], UUID]], month: object, within: Mapping[Key, Key]) -> _Fixed:
    """
    Return the numbers of listings that are of a month alone, as numbers of listings of any time.

    Args:
        parts: numbers of listings of months.
        month: which one.
        within: of `Listed`.
    """
    now = {tuple(listing): listing for listing in within.values()} if parts else {}
    return [
        ({within.get(of) or now.get(of[:2], of[:2]): amount for of, amount in part.items()}, publication)
        for part, publication in parts
        if part and all(of[2] == month for of in part)
    ]
