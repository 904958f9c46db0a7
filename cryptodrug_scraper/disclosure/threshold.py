"""How many vendors a published figure must speak of, and how much of it may be one's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.verdicts import FEWEST_VENDORS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FEWEST", "PERCENT", "any_few", "few", "is_few"]

FEWEST = FEWEST_VENDORS
"""Vendors of whom a published figure must speak (design, ethics in code): those on whom a verdict must rest, too."""

PERCENT = 10
"""How near anybody may come to what one vendor sells, as a percentage of that (`dominance`)."""


def is_few(count: float | None) -> bool:
    """Whether a number of vendors is too small to be spoken of, and not none."""
    return count is not None and 0 < round(count) < FEWEST


def few(column: str) -> pl.Expr:
    """The same of a column; what is not known is not few."""
    return pl.col(column).is_between(1, FEWEST - 1).fill_null(value=False)


def any_few(columns: Iterable[str]) -> pl.Expr:
    """Whether any of these columns is few."""
    return pl.any_horizontal(few(column) for column in columns)
