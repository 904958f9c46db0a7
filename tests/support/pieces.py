"""What is derived of a market comes in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["gathered"]


def gathered(pieces: Iterable[tuple[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """All rows of each table, by its name."""
    found: dict[str, list[pl.DataFrame]] = {}
    for name, rows in pieces:
        found.setdefault(name, []).append(rows)
    return {name: pl.concat(parts) for name, parts in found.items()}
