"""Rows of a market that are held whole, or in pieces of which one is held at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["FewerPieces", "Pieces", "grouped", "lessened", "pieces_of", "slices", "summed", "united"]

_ROWS_TOGETHER = 500_000
"""Rows that are collected before they are put together."""

Pieces: TypeAlias = "pl.DataFrame | Iterable[pl.DataFrame]"
"""All rows in one frame, or frames that together have them, as often as these are asked for."""


def pieces_of(rows: Pieces) -> Iterable[pl.DataFrame]:
    """The frames that have the rows: one at least."""
    return [rows] if isinstance(rows, pl.DataFrame) else rows


class FewerPieces:
    """
    Pieces put together, so that what is looked up for each of them is looked up for fewer.

    Args:
        pieces: frames, one at least, as often as they are asked for.
        least: how many rows each of the fewer has at least, but for the last.
    """

    def __init__(self, pieces: Iterable[pl.DataFrame], least: int) -> None:
        self._pieces, self._least = pieces, least

    def __iter__(self) -> Iterator[pl.DataFrame]:
        waiting: list[pl.DataFrame] = []
        for piece in self._pieces:
            waiting.append(piece)
            if sum(each.height for each in waiting) >= self._least:
                yield pl.concat(waiting)
                waiting = []
        if waiting:
            yield pl.concat(waiting)


def slices(rows: pl.DataFrame, most: int) -> Iterator[pl.DataFrame]:
    """Give rows in their order, so many at a time at most; of no rows, one frame without any."""
    if rows.is_empty():
        yield rows
    yield from rows.iter_slices(most)


def grouped(rows: pl.DataFrame, most: int, *by: str) -> Iterator[pl.DataFrame]:
    """
    Give rows some at a time, with all of a group together, in one frame at least.

    Args:
        rows: those.
        most: how many rows a frame has on average at most.
        by: the columns of a group.
    """
    parts = max(1, -(-rows.height // most))
    number = pl.struct(by).hash() % parts
    for part in range(parts):
        yield rows.filter(number == part) if parts > 1 else rows


def summed(parts: Iterable[pl.DataFrame], *by: str) -> pl.DataFrame:
    """
    Sum the columns of frames that have rows of the same groups.

    Args:
        parts: frames, one at least; all rows of some, and sums of those before, are held at a time.
        by: the columns of a group; all others are summed.
    """
    return lessened(parts, lambda rows: rows.group_by(by).sum())


def united(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the rows of frames, one at least, each once, in no order; of few frames all rows are held at a time."""
    return lessened((part.unique() for part in parts), pl.DataFrame.unique)


def lessened(parts: Iterable[pl.DataFrame], less: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """
    Put frames together, and lessen their rows whenever more have come than are left of those before.

    Args:
        parts: frames, one at least.
        less: gives fewer rows that tell the same beside others, of any that it gave and of those of the frames.
    """
    found: list[pl.DataFrame] = []
    waiting = 0
    for part in parts:
        found.append(part)
        waiting += part.height
        if waiting > max(_ROWS_TOGETHER, found[0].height):
            found, waiting = [less(pl.concat(found))], 0
    return less(pl.concat(found))
