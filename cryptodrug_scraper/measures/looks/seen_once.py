"""How many ratings of each month one look alone shows, by which those are judged that no look shows (Lincoln 1930)."""

from __future__ import annotations

import polars as pl

__all__ = ["seen_once"]


def seen_once(reviews: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Return, for each month in which ratings were left, which part of them no second look shows.

    A rating was shown by one look only if the time from its first page to its last is no longer than the longest look.

    Args:
        reviews: distinct ratings: ``occurred_from, first_seen_at, last_seen_at``.
        snapshots: of the market: ``first_at, last_at``.

    Returns:
        ``month`` (Date, of the first instant at which a rating can have been left), ``seen_once`` (0 to 1), sorted; no
        rows without a snapshot.
    """
    longest = pl.lit(snapshots.select((pl.col("last_at") - pl.col("first_at")).max()).item(), pl.Duration("us"))
    return (
        reviews.drop_nulls("occurred_from")
        .group_by(month=pl.col("occurred_from").dt.date().dt.month_start())
        .agg(seen_once=(pl.col("last_seen_at") - pl.col("first_seen_at") <= longest).mean())
        .drop_nulls()
        .sort("month")
    )
