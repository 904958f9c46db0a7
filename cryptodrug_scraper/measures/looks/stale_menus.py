"""
Menus that are those of an earlier look.

The counts of a menu change from week to week. One with the counts of a look of weeks before stands on copies of an old
page, or is never counted anew: it does not tell how many listings there are now. The first look that shows it is
believed, as nothing tells which is right.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

__all__ = ["without_stale_menus"]

_WEEK = timedelta(days=7)
_LEAST = 100
"""With fewer listings nothing may have changed in a week."""


def without_stale_menus(pages: pl.DataFrame, menus: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Take from pages the menus whose counts are those of a look that began a week or more before.

    Args:
        pages: ``snapshot_id, menu_id`` and others.
        menus: ``menu_id, category_path, listing_count``.
        snapshots: ``snapshot_id, first_at``.

    Returns:
        The pages, in their order, with ``menu_id`` null where it tells nothing.
    """
    entry = pl.format("{}={}", "category_path", "listing_count")
    counts = (
        menus.drop_nulls("listing_count")
        .group_by("menu_id")
        .agg(counts=entry.sort().str.join("\n"), most=pl.col("listing_count").sum())
        .filter(pl.col("most") >= _LEAST)
    )
    shown = pages.select("snapshot_id", "menu_id").drop_nulls().unique().join(counts, on="menu_id")
    dated = shown.join(snapshots.select("snapshot_id", "first_at"), on="snapshot_id")
    is_stale = pl.col("first_at") - pl.col("first_at").min().over("counts") >= _WEEK
    stale = dated.filter(is_stale).select("snapshot_id", "menu_id", is_stale=pl.lit(value=True))
    marked = pages.join(stale, on=["snapshot_id", "menu_id"], how="left", maintain_order="left")
    return marked.with_columns(menu_id=pl.when(pl.col("is_stale").is_null()).then("menu_id")).drop("is_stale")
