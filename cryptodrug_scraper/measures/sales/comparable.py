"""
An estimator of published series, for holding a figure against one made the same way; never a default (methods E16).

Christin (2013), *Traveling the Silk Road*: sales per day from the feedback of 29 days. Older age tokens err by up to 29
days.
"""

from __future__ import annotations

import polars as pl

__all__ = ["CHRISTIN_DAYS", "christin_29"]

CHRISTIN_DAYS = 29
"""Days of feedback before a look."""


def christin_29(reviews: pl.DataFrame, looks: pl.DataFrame, *, days: int = CHRISTIN_DAYS) -> pl.DataFrame:
    """
    Sales per day at each look: feedback of the days before it over their number.

    Feedback counts by the middle of its interval. The lower bound is feedback that the look itself showed; the upper
    one counts edited feedback twice, as cumulative feedback with new text does.

    Args:
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``, ``first_seen_at``, ``last_seen_at``,
            ``state``.
        looks: ``snapshot_id``, ``first_at``, ``last_at``.
        days: the window.

    Returns:
        ``snapshot_id``, ``last_at``, ``sales_per_day``, ``low``, ``high`` (Float64), ``vendor_count`` (UInt32), in
        order of the second; 0 where feedback is known but none lies in the window, null where none is.
    """
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    rows = reviews.select(
        "vendor",
        "first_seen_at",
        "last_seen_at",
        at=middle,
        is_edited=(pl.col("state") == "edited").fill_null(value=False),
    ).drop_nulls("at")
    looked = looks.select("snapshot_id", "first_at", "last_at").with_columns(
        since=pl.col("last_at") - pl.duration(days=days)
    )
    within = rows.join_where(looked, pl.col("at") > pl.col("since"), pl.col("at") <= pl.col("last_at"))
    seen = (pl.col("first_seen_at") <= pl.col("last_at")) & (pl.col("last_seen_at") >= pl.col("first_at"))
    sums = within.group_by("snapshot_id").agg(
        sales_per_day=pl.len() / days,
        low=seen.sum() / days,
        high=(pl.len() + pl.col("is_edited").sum()) / days,
        vendor_count=pl.col("vendor").drop_nulls().n_unique(),
    )
    none = None if rows.is_empty() else 0
    return (
        looked.join(sums, on="snapshot_id", how="left")
        .select(
            "snapshot_id",
            "last_at",
            *(
                pl.coalesce(name, pl.lit(none)).cast(pl.Float64).alias(name)
                for name in ("sales_per_day", "low", "high")
            ),
            pl.coalesce("vendor_count", pl.lit(none)).cast(pl.UInt32).alias("vendor_count"),
        )
        .sort("last_at", "snapshot_id")
    )
