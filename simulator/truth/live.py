"""Which listings were on show at looks at their market, and how many listings and vendors that makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["live_listings", "populations"]


def live_listings(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return the listings that were live at each look.

    A listing is on show at a look if a page could have shown it at some instant from its beginning to its end. One
    that is hidden all that time is live nevertheless if it was on show at a look before and at one after.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, snapshot_id, first_at, last_at, listing_id, account_id, on_show``, sorted; ``on_show`` is false for
        those that are hidden.
    """
    listings = frames.table("listing").select("market", "listing_id", "account_id", "created", "ended")
    there = looks.join(listings, on="market").filter(
        (pl.col("created") <= pl.col("last_at")) & (pl.col("ended").is_null() | (pl.col("ended") > pl.col("first_at")))
    )
    hidden = frames.table("hidden").select("market", "listing_id", "since", "until")
    away = looks.join(hidden, on="market").filter(
        (pl.col("since") <= pl.col("first_at")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("last_at")))
    )
    away = away.select("snapshot_id", "listing_id", pl.lit(value=False).alias("on_show")).unique()
    keys = ("market", "listing_id")
    seen = pl.when("on_show").then("first_at")
    return (
        there.join(away, on=("snapshot_id", "listing_id"), how="left")
        .with_columns(pl.col("on_show").fill_null(value=True))
        .with_columns(seen.min().over(keys).alias("first_seen"), seen.max().over(keys).alias("last_seen"))
        .filter(pl.col("first_at").is_between("first_seen", "last_seen"))
        .select("market", "snapshot_id", "first_at", "last_at", "listing_id", "account_id", "on_show")
        .sort("market", "first_at", "listing_id")
    )


def populations(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return how many listings and vendors there were at each look.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, snapshot_id, of`` (``listing``, ``vendor``) with ``on_show`` (could be seen), ``live`` (with those
        that are hidden and came back), and ``ever`` (there at some instant from the market's first look to this one).
        Vendors are accounts with such a listing.
    """
    live = live_listings(frames, looks)
    listings = frames.table("listing").select("market", "listing_id", "account_id", "created", "ended")
    since = looks.with_columns(pl.col("first_at").min().over("market").alias("since"))
    ever = since.join(listings, on="market").filter(
        (pl.col("created") <= pl.col("last_at")) & (pl.col("ended").is_null() | (pl.col("ended") > pl.col("since")))
    )
    parts = [
        looks.select("market", "snapshot_id", pl.lit(of).alias("of"))
        .join(_count(live.filter("on_show"), who, "on_show"), on="snapshot_id", how="left")
        .join(_count(live, who, "live"), on="snapshot_id", how="left")
        .join(_count(ever, who, "ever"), on="snapshot_id", how="left")
        for of, who in (("listing", "listing_id"), ("vendor", "account_id"))
    ]
    numbers = pl.col("on_show", "live", "ever").fill_null(0).cast(pl.Int64)
    return pl.concat(parts).with_columns(numbers).sort("market", "snapshot_id", "of")


def _count(rows: pl.DataFrame, who: str, name: str) -> pl.DataFrame:
    return rows.group_by("snapshot_id").agg(pl.col(who).n_unique().alias(name))
