"""
Cells that rest on few vendors, which a report for the public does not show.

A figure of one to four vendors says something of each of them. Where a single cell of a group with a known sum would be
hidden, the next smallest is hidden too, since the sum would give it away (Willenborg and de Waal 2001, section 6). A
cell to which no vendor adds anything tells of nobody, and is shown: none above 1,000 EUR is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEW", "HIDDEN", "hide_small"]

FEW = 5
"""With fewer vendors a cell is not for publication."""
HIDDEN = "is_hidden"
"""The column that tells whether the values of a row are hidden."""


def hide_small(
    frame: pl.DataFrame,
    values: Sequence[str],
    *,
    count: str = "vendor_count",
    within: Sequence[str] = (),
    is_identified: bool = False,
) -> pl.DataFrame:
    """
    Take away what rests on few vendors.

    Args:
        frame: rows with a number of vendors.
        values: columns whose values become null; the number of vendors with them.
        count: the column with the number of vendors.
        within: columns that part the rows into groups whose sum is known; without any, rows stand for themselves.
        is_identified: hide nothing.

    Returns:
        the rows, with `HIDDEN`.
    """
    if is_identified:
        return frame.with_columns(pl.lit(value=False).alias(HIDDEN))
    few = pl.col(count).is_between(1, FEW - 1).fill_null(value=False)
    marked = frame.with_columns(few.alias(HIDDEN))
    if within:
        next_one = pl.when(~pl.col(HIDDEN) & (pl.col(count) > 0)).then(pl.col(count)).rank("ordinal").over(within)
        alone = pl.col(HIDDEN).sum().over(within) == 1
        marked = marked.with_columns((pl.col(HIDDEN) | (alone & (next_one == 1)).fill_null(value=False)).alias(HIDDEN))
    hidden = [pl.when(~pl.col(HIDDEN)).then(pl.col(name)).alias(name) for name in dict.fromkeys([*values, count])]
    return marked.with_columns(hidden)
