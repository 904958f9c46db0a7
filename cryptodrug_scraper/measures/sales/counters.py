"""
Growth of counters between two captures (methods E5a).

A page prints how often a listing or a vendor has sold so far. Between two captures the counter grew by ``c_k -
c_(k-1)``. A rounded counter is an interval, and so is its growth. A counter that is surely smaller than before was
reset, and a new segment starts
there: nothing is known about the time between. A listing that comes back under another identifier is another counter.
Counters count orders when they are made, some days before they are rated. Imported counts of other markets are no part
of a market's counters and must not be given.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.times.months import month_shares

__all__ = ["counter_growth", "counter_months", "snapshot_readings"]


def snapshot_readings(statements: pl.DataFrame, by: str) -> pl.DataFrame:
    """
    Keep one reading of each counter for each snapshot: the last, and of equal times the largest.

    Args:
        statements: ``snapshot_id``, ``captured_at``, the column named by ``by``, ``count_low``, ``count_high``,
            ``count_middle``.
        by: column that names the counter, as ``vendor`` or ``listing_id``.

    Returns:
        the named column, ``captured_at``, ``count_low``, ``count_high``, ``count_middle``, in order of the first two.
    """
    columns = [by, "captured_at", "count_low", "count_high", "count_middle"]
    return (
        statements.filter(pl.col("count_low").is_not_null(), pl.col(by).is_not_null())
        .sort(by, "captured_at", "count_low", "count_high")
        .group_by(by, "snapshot_id", maintain_order=True)
        .agg(pl.col("captured_at", "count_low", "count_high", "count_middle").last())
        .select(columns)
        .sort(columns)
    )


def counter_growth(readings: pl.DataFrame, by: str) -> pl.DataFrame:
    """
    Growth of each counter from one reading to the next.

    Args:
        readings: as from `snapshot_readings`; one for each counter and time.
        by: column that names the counter.

    Returns:
        the named column, ``occurred_from`` and ``occurred_to`` (the times of both readings), ``added`` (Float64,
        difference of the middles, not below 0), ``added_low``, ``added_high`` (Int64). Resets, and counters with one
        reading, have no row.

    Example: 5, 9, 2, 4 gives 4, nothing, and 2. 330 and 350, each up to 9 more, give 20, from 11 to 29.
    """
    low, high, middle = pl.col("count_low"), pl.col("count_high"), pl.col("count_middle")
    return (
        readings.sort(by, "captured_at")
        .with_columns(
            occurred_from=pl.col("captured_at").shift().over(by),
            added=(middle - middle.shift().over(by)).clip(lower_bound=0.0),
            added_low=(low - high.shift().over(by)).clip(lower_bound=0),
            added_high=high - low.shift().over(by),
        )
        .filter(pl.col("added_high") >= 0)
        .select(by, "occurred_from", pl.col("captured_at").alias("occurred_to"), "added", "added_low", "added_high")
    )


def counter_months(growth: pl.DataFrame, by: str) -> pl.DataFrame:
    """
    Spread the growth of counters over months, evenly between both readings.

    Args:
        growth: as from `counter_growth`.
        by: column to sum by, as ``vendor`` for the listings of a vendor too.

    Returns:
        the named column, ``month``, ``counter_transactions`` (Float64), ``counter_low`` (Int64: growth between readings
        of the same month), ``counter_high`` (Int64: growth between readings of which any time lies in the month).
    """
    spread = month_shares(growth).join(growth.with_row_index("row"), on="row", how="left")
    return (
        spread.group_by(by, "month")
        .agg(
            (pl.col("added") * pl.col("share")).sort().sum().alias("counter_transactions"),
            pl.col("added_low").filter(pl.col("share") >= 1).sum().alias("counter_low"),
            pl.col("added_high").sum().alias("counter_high"),
        )
        .sort(by, "month")
    )
