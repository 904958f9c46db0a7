"""Which records of two readings of a page are the same, by their order and by what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from msgspec import UNSET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.records import Record

__all__ = ["BY_PLACE", "Alignment"]

BY_PLACE = frozenset({"position"})
"""Fields that say at which place of a list the record stands; they change with all that stands before."""
_MOST_PAIRS = 250_000
"""Pairs of records that are compared field by field: to compare all of two lists of thousands takes gigabytes."""
_Codes: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.int64]]"


class Alignment:
    """
    The records of one type on a page, with which those of other readings of it are paired.

    Args:
        records: in the order of the page.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._names = [name for name in type(records[0]).__struct_fields__ if name not in BY_PLACE]
        self._ids: dict[object, int] = {}
        self._mine = np.array([self._coded(record) for record in records])

    def with_those(self, theirs: Sequence[Record]) -> list[int | None]:
        """
        Return for each of our records the number of theirs that is the same; None where it is gone.

        What is equal at both ends is the same. Of what is left, pairs are chosen in the order of both, so that they are
        alike in as much as possible; where too much is left for that, only equal ones are paired.
        """
        if not theirs:
            return [None] * len(self._mine)
        mine, its = self._mine, np.array([self._known(record) for record in theirs])
        most = min(len(mine), len(its))
        start = _equal_at_start(mine[:most], its[:most])
        end = _equal_at_start(mine[::-1][: most - start], its[::-1][: most - start])
        rows, columns = mine[start : len(mine) - end], its[start : len(its) - end]
        in_order = _alike_in_order if len(rows) * len(columns) <= _MOST_PAIRS else _equal_in_order
        middle = [None if column is None else start + column for column in in_order(rows, columns)]
        return [*range(start), *middle, *range(len(its) - end, len(its))]

    def _coded(self, record: Record) -> list[int]:
        """Numbers for the values of a record, the same for the same; 0 for what it does not show."""
        return [
            0
            if (value := getattr(record, name)) is UNSET
            else self._ids.setdefault(_named(name, value), len(self._ids) + 1)
            for name in self._names
        ]

    def _known(self, record: Record) -> list[int]:
        """The numbers that values of a record already have; -1 for those that have none."""
        return [
            0 if (value := getattr(record, name)) is UNSET else self._ids.get(_named(name, value), -1)
            for name in self._names
        ]


def _named(name: str, value: object) -> tuple[str, object]:
    return name, value if isinstance(value, str) else repr(value)


def _equal_at_start(mine: _Codes, its: _Codes) -> int:
    different = np.flatnonzero((mine != its).any(axis=1))
    return int(different[0]) if len(different) else len(mine)


def _equal_in_order(mine: _Codes, its: _Codes) -> list[int | None]:
    """Pair each row with the next column that is equal, as far as either can have moved."""
    places: dict[bytes, list[int]] = {}
    for place in range(len(its) - 1, -1, -1):
        places.setdefault(its[place].tobytes(), []).append(place)
    moved = len(its) - len(mine)
    pairs: list[int | None] = []
    last = -1
    for number, row in enumerate(mine):
        left = places.get(row.tobytes(), [])
        while left and left[-1] <= max(last, number + min(moved, 0) - 1):
            left.pop()
        if left and left[-1] <= number + max(moved, 0):
            last = left.pop()
            pairs.append(last)
        else:
            pairs.append(None)
    return pairs


def _alike_in_order(mine: _Codes, its: _Codes) -> list[int | None]:
    """Pair rows with columns, both in their order, so that the pairs are alike in as much as possible."""
    rows, columns = len(mine), len(its)
    pairs: list[int | None] = [None] * rows
    if not rows or not columns:
        return pairs
    alike = ((mine[:, None, :] == its[None, :, :]) & (mine[:, None, :] != 0)).sum(axis=2)
    best = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for row in range(rows):
        paired = best[row, :-1] + alike[row]
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(best[row, 1:], paired))
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs[row] = column
    return pairs
