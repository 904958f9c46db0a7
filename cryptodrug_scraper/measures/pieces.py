"""Rows of a market that are held whole, or in pieces of which one is held at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Pieces", "pieces_of", "summed"]

_ROWS_TOGETHER = 500_000
"""Rows that are collected before they are summed."""

Pieces: TypeAlias = "pl.DataFrame | Iterable[pl.DataFrame]"
"""All rows in one frame, or frames that together have them, as often as these are asked for."""


def pieces_of(rows: Pieces) -> Iterable[pl.DataFrame]:
    """The frames that have the rows: one at least."""
    return [rows] if isinstance(rows, pl.DataFrame) else rows


def summed(parts: Iterable[pl.DataFrame], *by: str) -> pl.DataFrame:
    """
    Sum the columns of frames that have rows of the same groups.

    Args:
        parts: frames, one at least; all rows of some, and sums of those before, are held at a time.
        by: the columns of a group; all others are summed.
    """
    found: list[pl.DataFrame] = []
    waiting = 0
    for part in parts:
        found.append(part)
        waiting += part.height
        if waiting > max(_ROWS_TOGETHER, found[0].height):
            found, waiting = [pl.concat(found).group_by(by).sum()], 0
    return pl.concat(found).group_by(by).sum()
