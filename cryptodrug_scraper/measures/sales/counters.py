"""
Counters of sales that pages print, one reading for each snapshot (methods E5a).

Counters count orders when they are made, some days before they are rated. Imported counts of other markets are no part
of a market's counters and must not be given.
"""

from __future__ import annotations

import polars as pl

__all__ = ["snapshot_readings"]


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
