"""
Calendar months that dated intervals fall into: fractional allocation with bounds (methods E4).

A rating dated as "3d" lies somewhere in one day, one dated as "1 month" somewhere in thirty. Its share in a month is
the part of its half-open interval that lies there: ``|[from, to) & month| / |[from, to)|``. Months are those of UTC. A
month's sum of shares is its estimate; intervals wholly inside it are the lower bound, those that touch it the upper
one. The shares of a row add up to 1. Assumes that a rating is equally likely at any time in its interval.
"""

from __future__ import annotations

import polars as pl

__all__ = ["MONTH", "month_counts", "month_shares", "month_start"]

MONTH = "month"
"""Column with the first day of a month, as a date."""
_TICK = pl.duration(microseconds=1)
_MOMENT = pl.Datetime("us", "UTC")


def month_start(moment: pl.Expr) -> pl.Expr:
    """The first day of a moment's month, in UTC, as a date."""
    return moment.dt.truncate("1mo").dt.date()


def month_shares(intervals: pl.DataFrame) -> pl.DataFrame:
    """
    Cut half-open intervals at the starts of months.

    Args:
        intervals: ``occurred_from`` and ``occurred_to``; an interval that ends where it starts, or before, is the
            moment at which it starts. Rows without a start or an end have no month.

    Returns:
        ``row`` (UInt32, place in ``intervals``), ``month`` (Date), ``share`` (Float64, above 0 and at most 1); in order
        of both.
    """
    start, end = pl.col("occurred_from"), pl.col("occurred_to")
    rows = (
        intervals.select(start, end)
        .with_row_index("row")
        .drop_nulls()
        .with_columns(occurred_to=pl.max_horizontal(end, start + _TICK))
        .with_columns(month=month_start(start), last=month_start(end - _TICK))
    )
    whole = rows.filter(pl.col(MONTH) == pl.col("last")).select("row", MONTH, share=pl.lit(1.0))
    edge, following = pl.col(MONTH).cast(_MOMENT), pl.col(MONTH).dt.offset_by("1mo")
    overlap = pl.min_horizontal(end, following.cast(_MOMENT)) - pl.max_horizontal(start, edge)
    cut = (
        rows.filter(pl.col(MONTH) != pl.col("last"))
        .with_columns(pl.date_ranges(MONTH, "last", "1mo"))
        .explode(MONTH)
        .select("row", MONTH, share=overlap.dt.total_microseconds() / (end - start).dt.total_microseconds())
    )
    return pl.concat([whole, cut]).sort("row", MONTH)


def month_counts(intervals: pl.DataFrame, *by: str) -> pl.DataFrame:
    """
    Count intervals by month, with bounds; the count is that of the rows given, and so a lower bound of sales (methods
    E4).

    Args:
        intervals: ``occurred_from``, ``occurred_to`` and the columns to group by.
        by: columns to group by, besides the month.

    Returns:
        the grouping columns, ``month`` (Date), ``shown`` (Float64, sum of shares), ``shown_low`` and ``shown_high``
        (UInt32, intervals wholly inside the month, and touching it), in order of the keys. Months that no interval
        touches have no row.
    """
    shares = month_shares(intervals)
    keys = intervals.select(by).with_row_index("row")
    found = shares.join(keys, on="row", how="left") if by else shares
    return (
        found.group_by(*by, MONTH)
        .agg(
            pl.col("share").sort().sum().alias("shown"),
            (pl.col("share") >= 1).sum().cast(pl.UInt32).alias("shown_low"),
            pl.len().cast(pl.UInt32).alias("shown_high"),
        )
        .sort(*by, MONTH)
    )
