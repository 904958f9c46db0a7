"""
Cells that rest on few vendors, which a report for the public does not show.

A figure of one to four vendors says something of each of them. Within a group whose sum is known another cell of five
vendors or more is hidden too, since the sum less what is shown would tell of those hidden alone (Willenborg and de Waal
2001, section 6); `derive.findings.linked` looks at what several figures tell together. A cell to which no vendor adds
anything tells of nobody, and is shown: none above 1,000 EUR is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Sequence

__all__ = ["FEW", "HIDDEN", "hide_marked", "hide_small", "marked"]

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
    few = pl.col(count).is_between(1, FEW - 1).fill_null(value=False)
    marked = frame.with_columns(few.alias(HIDDEN))
    if within:
        rest = ~pl.col(HIDDEN) & (pl.col(count) >= FEW)
        smallest = pl.when(rest).then(pl.col(count)).rank("ordinal").over(within) == 1
        takes = pl.col(HIDDEN).any().over(within)
        marked = marked.with_columns((pl.col(HIDDEN) | (takes & smallest).fill_null(value=False)).alias(HIDDEN))
    return hide_marked(frame, values, marked[HIDDEN], count=count, is_identified=is_identified)


def hide_marked(
    frame: pl.DataFrame,
    values: Sequence[str],
    marked: pl.Series,
    *,
    count: str = "vendor_count",
    is_identified: bool = False,
) -> pl.DataFrame:
    """
    Take the values of marked rows away; other arguments and what is returned are those of `hide_small`.

    Args:
        frame: rows.
        values: columns whose values become null; the number of vendors with them.
        marked: for each row, whether it is hidden.
        count: the column with the number of vendors.
        is_identified: hide nothing.
    """
    if is_identified:
        return frame.with_columns(pl.lit(value=False).alias(HIDDEN))
    names = dict.fromkeys([*values, count])
    return frame.with_columns(marked.alias(HIDDEN)).with_columns(
        pl.when(~pl.col(HIDDEN)).then(pl.col(name)).alias(name) for name in names
    )


def marked(frame: pl.DataFrame, hidden: Collection[tuple[Hashable, ...]], kind: str, *columns: str) -> pl.Series:
    """Return for each row whether its sum is among those that are withheld."""
    return pl.Series([(kind, *row) in hidden for row in frame.select(columns).rows()], dtype=pl.Boolean)
