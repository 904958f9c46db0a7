"""Rows of a market that are held whole, or in pieces of which one is held at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Pieces", "pieces_of"]

Pieces: TypeAlias = "pl.DataFrame | Iterable[pl.DataFrame]"
"""All rows in one frame, or frames that together have them, as often as these are asked for."""


def pieces_of(rows: Pieces) -> Iterable[pl.DataFrame]:
    """The frames that have the rows: one at least."""
    return [rows] if isinstance(rows, pl.DataFrame) else rows
