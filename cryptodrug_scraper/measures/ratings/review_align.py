"""
The alignment of E3 (methods, Appendix A): equal rows of successive views, one to one where their intervals intersect.

A pair keeps the intersection of its intervals. Pairs are as many as can be: the interval that ends first takes, of
those of the other side that meet it, the one that ends first. This is exact, since all that meet it hold its end, and
the one that ends first meets the fewest others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["MOST_TRIED", "Interval", "aligned", "least_starts", "pairs"]

_COLUMNS = ("row", "view", "low", "high", "amount", "amount_currency")
_ROWS_AT_ONCE = 200_000
"""Rows that are held as Python objects at a time."""
MOST_TRIED = 1000
"""Free intervals that one is held against, those that end soonest: of thousands alike, none is more likely."""

Interval = tuple[int, int, "float | None", "str | None"]
"""First microsecond, the one after the last, the amount and its currency."""


def aligned(rows: pl.DataFrame, stable: Collection[str] = ()) -> pl.Series:
    """
    Return which rows are sightings of one review.

    Args:
        rows: ``row, key, view, low, high, amount, amount_currency, repeat_of`` of `review_views.review_views`, in order
            of ``row``.
        stable: currencies whose amounts never move; there, different amounts are different reviews.

    Returns:
        For each row, the first row of its review.
    """
    own = rows.filter(pl.col("repeat_of").is_null()).select(*_COLUMNS, "key")
    fixed = pl.when(pl.col("amount_currency").is_in(list(stable))).then(pl.struct("amount", "amount_currency"))
    groups = own.group_by("key").agg(
        pl.col("row").min().alias("review"),
        (
            (pl.len() == pl.col("view").n_unique())
            & (pl.col("low").max() < pl.col("high").min())
            & (fixed.n_unique() == 1)
        ).alias("is_one"),
    )
    own = own.join(groups, on="key", how="left", maintain_order="left")
    plain = own.filter(pl.col("is_one")).select("row", "review")
    rest = own.filter(~pl.col("is_one")).sort("key", "view", "high", "low", "amount_currency", "amount", "row")
    found = rest.select("row", review=pl.Series(list(_sequences(rest, frozenset(stable))), dtype=pl.UInt32))
    by_row = pl.concat([plain, found])
    stands_for = rows.select(pl.coalesce("repeat_of", "row").alias("row"))
    return stands_for.join(by_row, on="row", how="left", maintain_order="left")["review"]


def pairs(
    known: Sequence[Interval], new: Sequence[Interval], stable: frozenset[str] = frozenset()
) -> Iterator[tuple[int, int]]:
    """
    Pair intervals of two sides that intersect, one to one, as many as can be.

    Args:
        known: one side, sorted by end.
        new: the other side, sorted by end.
        stable: currencies in which different amounts never pair.

    Yields:
        Places of a pair, in ``known`` and in ``new``.
    """
    sides = _Side(known), _Side(new)
    i = j = 0
    while i < len(known) and j < len(new):
        side = 0 if known[i][1] <= new[j][1] else 1
        here, there = (i, j) if side == 0 else (j, i)
        if sides[side].is_free(here):
            mate = _mate(sides[side].intervals[here], sides[1 - side], there, stable)
            if mate is not None:
                sides[1 - side].take(mate)
                yield (here, mate) if side == 0 else (mate, here)
        if side == 0:
            i += 1
        else:
            j += 1


class _Side:
    """Intervals sorted by end, and which of them are free: the next one is found without looking at those taken."""

    __slots__ = ("_next", "intervals", "starts")

    def __init__(self, intervals: Sequence[Interval]) -> None:
        self.intervals = intervals
        self.starts = least_starts(intervals)
        self._next = list(range(len(intervals) + 1))

    def is_free(self, place: int) -> bool:
        return self._next[place] == place

    def take(self, place: int) -> None:
        self._next[place] = place + 1

    def free_from(self, place: int) -> int:
        """The first free place from one on; behind the last one if there is none."""
        following = self._next
        end = place
        while following[end] != end:
            end = following[end]
        while following[place] != end and place != end:
            following[place], place = end, following[place]
        return end


def _mate(own: Interval, others: _Side, place: int, stable: frozenset[str]) -> int | None:
    """The first free interval from a place on that meets one; of equal ones, the first with the same amount."""
    low, high, amount, currency = own
    intervals, starts = others.intervals, others.starts
    first = None
    at = others.free_from(place)
    for _ in range(MOST_TRIED):
        if at >= len(intervals) or starts[at] >= high:
            break
        other = intervals[at]
        if first is not None and other[1] != intervals[first][1]:
            break
        here, at = at, others.free_from(at + 1)
        if other[0] >= high or other[1] <= low:
            continue
        is_equal = amount == other[2] and currency == other[3]
        if not is_equal and currency in stable and currency == other[3]:
            continue
        if is_equal:
            if first is None or intervals[first][0] == other[0]:
                return here
        elif first is None:
            first = here
    return first


def least_starts(intervals: Sequence[Interval]) -> list[int]:
    """Return, for each place, the least start from there on."""
    least, starts = 1 << 63, [0] * len(intervals)
    for at in range(len(intervals) - 1, -1, -1):
        least = starts[at] = min(least, intervals[at][0])
    return starts


def _sequences(rows: pl.DataFrame, stable: frozenset[str]) -> Iterator[int]:
    """The review of each row, of rows sorted by key and view."""
    lengths = rows.group_by("key", maintain_order=True).len()["len"].to_list()
    at = first = 0
    while first < len(lengths):
        last, size = first, 0
        while last < len(lengths) and (size == 0 or size + lengths[last] <= _ROWS_AT_ONCE):
            size += lengths[last]
            last += 1
        part = rows.slice(at, size)
        columns = [part[name].to_list() for name in _COLUMNS]
        begin = 0
        for length in lengths[first:last]:
            yield from _sequence(stable, *(column[begin : begin + length] for column in columns))
            begin += length
        at, first = at + size, last


def _sequence(
    stable: frozenset[str],
    rows: list[int],
    views: list[int],
    lows: list[int],
    highs: list[int],
    amounts: list[float | None],
    currencies: list[str | None],
) -> list[int]:
    """The review (its first row) of each row of one key."""
    known: list[tuple[int, int, float | None, str | None, int]] = []
    members: list[list[int]] = []
    begin = 0
    while begin < len(rows):
        end = begin
        while end < len(rows) and views[end] == views[begin]:
            end += 1
        new = list(zip(lows[begin:end], highs[begin:end], amounts[begin:end], currencies[begin:end], strict=True))
        free = set(range(len(new)))
        for old, at in list(pairs([item[:4] for item in known], new, stable)):
            low, high, amount, currency, review = known[old]
            free.discard(at)
            members[review].append(begin + at)
            if amount is None or currency not in stable:
                amount, currency = new[at][2:]
            known[old] = (max(low, new[at][0]), min(high, new[at][1]), amount, currency, review)
        for at in sorted(free):
            known.append((*new[at], len(members)))
            members.append([begin + at])
        known.sort(key=_by_end)
        begin = end
    review_of = [0] * len(rows)
    for places in members:
        review = min(rows[place] for place in places)
        for place in places:
            review_of[place] = review
    return review_of


def _by_end(item: tuple[int, int, float | None, str | None, int]) -> tuple[int, int, int]:
    return item[1], item[0], item[4]
