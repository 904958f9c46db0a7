"""
How much of the trade is in few hands (methods E11): shares of the largest vendors, Gini's coefficient, the
Herfindahl-Hirschman index.

The units are accounts: linked accounts of one person make trade look less concentrated than it is. Vendors who sold
nothing in a month are not in it: with them, Gini's coefficient would measure how many accounts lie idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MEASURES", "TOP_PERCENT", "concentration"]

TOP_PERCENT = (1, 5, 10)
"""Per cent of vendors whose share is given; the number of vendors is rounded up, so that there is one at least."""

MEASURES = ("transactions", "turnover_eur")
"""What concentration is measured in."""


def concentration(
    vendor_month: pl.DataFrame, *, measures: Sequence[str] = MEASURES, top_percent: Sequence[int] = TOP_PERCENT
) -> pl.DataFrame:
    """
    Concentration by month, for one market.

    ``G = 2 sum(i x_i) / (n sum(x)) - (n + 1) / n`` with the values in ascending order (Gini 1912, in the form of Sen
    1973): 0 where all sell as much, near 1 where one sells all. ``HHI = sum of squared shares`` (Hirschman 1945,
    Herfindahl 1950), from ``1 / n`` to 1; its inverse is a number of equal vendors. Example: values 1, 2, 3, 4 give
    G = 0.25 and HHI = 0.3.

    Args:
        vendor_month: ``vendor``, ``month``, and a column for each measure: one row for each vendor and month.
        measures: columns to measure.
        top_percent: per cent of vendors.

    Returns:
        ``month``, ``measure``, ``vendor_count``, ``total``, ``top_1_share`` and so on for each per cent, ``gini``,
        ``hhi``; sorted by month and measure. No row for a month in which nobody sold anything that is known.
    """
    months = [_of_measure(vendor_month, measure, top_percent) for measure in measures]
    return pl.concat(months).sort("month", "measure")


def _of_measure(vendor_month: pl.DataFrame, measure: str, top_percent: Sequence[int]) -> pl.DataFrame:
    rows = (
        vendor_month.select("vendor", "month", pl.col(measure).cast(pl.Float64).alias("x"))
        .filter(pl.col("x") > 0)
        .sort("month", "x", "vendor")
    )
    n, total = pl.len(), pl.col("x").sum()
    rank = pl.int_range(1, n + 1)
    top = {f"top_{percent}_share": pl.col("x").tail((n * percent + 99) // 100).sum() / total for percent in top_percent}
    return rows.group_by("month", maintain_order=True).agg(
        pl.lit(measure).alias("measure"),
        n.cast(pl.Int64).alias("vendor_count"),
        total.alias("total"),
        **top,
        gini=2 * (rank * pl.col("x")).sum() / (n * total) - (n + 1) / n,
        hhi=((pl.col("x") / total) ** 2).sum(),
    )
