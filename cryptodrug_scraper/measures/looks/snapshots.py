"""
Which captures are one look at a market.

A crawl of ours is one snapshot. Captures of imported collections name no crawl: they are cut by the rhythm of the
collection (`rhythm`), or by a pause that the caller gives (methods E1). A collection that never pauses and shows no
page again is one long snapshot, whose times stand beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.looks.rhythm import runs_by_rhythm

if TYPE_CHECKING:
    from datetime import timedelta

__all__ = ["snapshots"]

_RUN, _STRAY = "_run", "is_stray"


def snapshots(pages: pl.DataFrame, market: str, *, gap: timedelta | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Cut the captures of one market into snapshots.

    Args:
        pages: captures of the market: ``captured_at``, ``crawl_id``, which is null for imported ones, ``url_key``
            (null: not known), ``kind``, ``is_wall``.
        market: code of the market.
        gap: pause between two imported captures above which the later one begins another snapshot, and below which it
            does not; None: the rhythm of the collection decides.

    Returns:
        The snapshots in order of time (``snapshot_id, market, first_at, last_at, crawl_id, capture_count, is_stray``),
        and the pages with ``snapshot_id``, in the order in which they came. ``is_stray`` is true of what is no look at
        the market: pages from between two crawls. A ``snapshot_id`` is ``<market>-<UTC time of the first capture>``; of
        several that begin in one second, all but the first carry a number.
    """
    rows = pages.drop("snapshot_id", strict=False).with_row_index("_row").with_columns(pl.col("crawl_id").cast(pl.Utf8))
    imported = rows.filter(pl.col("crawl_id").is_null()).sort("captured_at", "_row")
    runs = imported.select("_row", *(_runs_by_pause(gap) if gap is not None else runs_by_rhythm(imported)))
    rows = rows.join(runs, on="_row", how="left").with_columns(pl.col(_STRAY).fill_null(value=False))
    second = pl.col("first_at").dt.strftime("%Y%m%dT%H%M%SZ")
    place = pl.int_range(pl.len()).over("_second")
    looks = (
        rows.group_by("crawl_id", _RUN, _STRAY)
        .agg(
            pl.col("captured_at").min().alias("first_at"),
            pl.col("captured_at").max().alias("last_at"),
            pl.len().cast(pl.Int64).alias("capture_count"),
        )
        .sort("first_at", "crawl_id", _STRAY, _RUN, nulls_last=False)
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
    keys = ["crawl_id", _RUN, _STRAY]
    marked = rows.join(looks.select(*keys, "snapshot_id"), on=keys, how="left", nulls_equal=True).sort("_row")
    return (
        looks.select("snapshot_id", "market", "first_at", "last_at", "crawl_id", "capture_count", _STRAY),
        marked.drop("_row", _RUN, _STRAY),
    )


def _runs_by_pause(gap: timedelta) -> tuple[pl.Expr, pl.Expr]:
    number = (pl.col("captured_at").diff() > gap).fill_null(value=False).cum_sum().cast(pl.Int64)
    return number.alias(_RUN), pl.lit(value=False).alias(_STRAY)
