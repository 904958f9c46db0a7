"""
Which captures are one look at a market.

A crawl of ours is one snapshot. Captures of imported collections name no crawl: a run of them without a long pause is
one snapshot (methods E1). A collection that never pauses is one long snapshot, whose times stand beside it.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

__all__ = ["SNAPSHOT_GAP", "snapshots"]

SNAPSHOT_GAP = timedelta(hours=48)
"""Imported captures further apart than this are of different snapshots."""

_RUN = "_run"


def snapshots(pages: pl.DataFrame, market: str, *, gap: timedelta = SNAPSHOT_GAP) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Cut the captures of one market into snapshots.

    Args:
        pages: captures of the market: ``captured_at`` and ``crawl_id``, which is null for imported ones.
        market: code of the market.
        gap: pause between two imported captures above which the later one begins another snapshot.

    Returns:
        The snapshots in order of time (``snapshot_id, market, first_at, last_at, crawl_id, capture_count``), and the
        pages with ``snapshot_id``, in the order in which they came. A ``snapshot_id`` is ``<market>-<UTC time of the
        first capture>``; of several that begin in one second, all but the first carry a number.
    """
    rows = pages.drop("snapshot_id", strict=False).with_row_index("_row").with_columns(pl.col("crawl_id").cast(pl.Utf8))
    runs = (
        rows.filter(pl.col("crawl_id").is_null())
        .sort("captured_at")
        .select("_row", (pl.col("captured_at").diff() > gap).fill_null(value=False).cum_sum().alias(_RUN))
    )
    rows = rows.join(runs, on="_row", how="left")
    second = pl.col("first_at").dt.strftime("%Y%m%dT%H%M%SZ")
    place = pl.int_range(pl.len()).over("_second")
    looks = (
        rows.group_by("crawl_id", _RUN)
        .agg(
            pl.col("captured_at").min().alias("first_at"),
            pl.col("captured_at").max().alias("last_at"),
            pl.len().cast(pl.Int64).alias("capture_count"),
        )
        .sort("first_at", "crawl_id", nulls_last=False)
        .with_columns(second.alias("_second"))
        .with_columns(
            pl.concat_str(
                pl.lit(f"{market}-"),
                pl.col("_second"),
                pl.when(place > 0).then(pl.format("-{}", place + 1)).otherwise(pl.lit("")),
            ).alias("snapshot_id"),
            pl.lit(market).alias("market"),
        )
    )
    marked = rows.join(
        looks.select("crawl_id", _RUN, "snapshot_id"), on=["crawl_id", _RUN], how="left", nulls_equal=True
    ).sort("_row")
    return (
        looks.select("snapshot_id", "market", "first_at", "last_at", "crawl_id", "capture_count"),
        marked.drop("_row", _RUN),
    )
