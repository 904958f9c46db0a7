"""
The set of countries that a vendor sends from, at each snapshot and over time (methods E9; pitfall 12).

The set is the union over the vendor's live listings. Regions, the world and digital delivery are left out of it, and
kept beside it. Spells have ends between two statements: the last without and the first with, or the other way round.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.places.regions import is_country
from cryptodrug_scraper.measures.places.settled import settled_origins

__all__ = ["origin_history", "vendor_origins"]

_PARTIAL = "partial"


def vendor_origins(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Where each vendor sent from at each snapshot in which it had a live listing.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``.

    Returns:
        One row for each vendor and snapshot: ``snapshot_id``, ``vendor``, ``first_at``, ``last_at``, ``origin_codes``
        (sorted List of Utf8; empty where no listing names a country; null where none ever stated anything),
        ``other_codes`` (regions and ``WORLD``), ``seen_from`` and ``seen_to`` (the first and the last time in the
        snapshot at which a page showed one of the listings; all of the snapshot where none did), ``listing_count``
        (live listings), ``country_listing_count`` (those that name a country), ``stated_count`` (those whose origin was
        read in this very snapshot).
    """
    settled = settled_origins(listing_state, snapshots)
    element = pl.element()
    others = listing_state.select(
        "snapshot_id", "vendor", pl.col("origin_codes").list.eval(element.filter(~is_country(element))).alias("other")
    )
    codes = pl.col("country_codes")
    by_vendor = settled.group_by("snapshot_id", "vendor", "first_at", "last_at").agg(
        codes.drop_nulls().explode().drop_nulls().unique().sort().alias("origin_codes"),
        codes.is_not_null().any().alias("is_known"),
        pl.coalesce(pl.col("seen_at").min(), pl.col("first_at").first()).alias("seen_from"),
        pl.coalesce(pl.col("seen_at").max(), pl.col("last_at").first()).alias("seen_to"),
        pl.len().alias("listing_count"),
        (codes.list.len() > 0).sum().alias("country_listing_count"),
        (pl.col("evidence") == "stated").sum().alias("stated_count"),
    )
    other = others.group_by("snapshot_id", "vendor").agg(
        pl.col("other").drop_nulls().explode().drop_nulls().unique().sort().alias("other_codes")
    )
    return (
        by_vendor.join(other, on=["snapshot_id", "vendor"], how="left")
        .with_columns(pl.when("is_known").then("origin_codes").alias("origin_codes"))
        .select(
            "snapshot_id",
            "vendor",
            "first_at",
            "last_at",
            "origin_codes",
            "other_codes",
            "seen_from",
            "seen_to",
            "listing_count",
            "country_listing_count",
            "stated_count",
        )
        .sort("first_at", "snapshot_id", "vendor")
    )


def origin_history(origins: pl.DataFrame, snapshots: pl.DataFrame, *, market: str) -> pl.DataFrame:
    """
    Spells of one set of countries, of each vendor.

    A snapshot in which nothing is known of a vendor's origin, or in which the vendor was not seen, ends no spell. The
    spell that a vendor begins with has a lower bound only where an earlier snapshot, not ``partial``, did not have the
    vendor; likewise at the end.

    Args:
        origins: what `vendor_origins` gives.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``, ``grade``.
        market: code of the market.

    Returns:
        ``market``, ``vendor``, ``origin_codes`` (List of Utf8; empty: names no country), ``from_earliest``,
        ``from_latest``, ``to_earliest``, ``to_latest``: it began after ``from_earliest`` and not after ``from_latest``,
        and ended not before ``to_earliest`` and before ``to_latest``; each is at or after the one before. They are
        times at which pages showed the vendor's listings, and ends of snapshots that did not have the vendor. Null
        ``from_earliest``: perhaps before the first snapshot. Null ``to_latest``: not ended yet, as far as was seen.
        ``snapshot_count`` is the number of snapshots.
    """
    known = _at_one_time(origins.filter(pl.col("origin_codes").is_not_null()))
    key = pl.col("origin_codes").list.join(",")
    spells = (
        known.with_columns((key != key.shift(1).over("vendor")).fill_null(value=True).alias("is_new"))
        .with_columns(pl.col("is_new").cum_sum().over("vendor").alias("spell"))
        .group_by("vendor", "spell")
        .agg(
            pl.col("origin_codes").first(),
            pl.col("seen_from").first().alias("from_latest"),
            pl.col("seen_to").max().alias("to_earliest"),
            pl.col("snapshot_count").sum(),
        )
        .sort("vendor", "spell")
        .with_columns(pl.col("from_latest").shift(-1).over("vendor").alias("to_latest"))
        .with_columns(pl.min_horizontal("to_earliest", "to_latest").alias("to_earliest"))  # snapshots may overlap
        .with_columns(pl.col("to_earliest").shift(1).over("vendor").alias("from_earliest"))
    )
    return (
        _bounded(spells, origins, snapshots)
        .select(
            pl.lit(market).alias("market"),
            "vendor",
            "origin_codes",
            "from_earliest",
            "from_latest",
            "to_earliest",
            "to_latest",
            "snapshot_count",
        )
        .sort("vendor", "from_latest")
    )


def _at_one_time(known: pl.DataFrame) -> pl.DataFrame:
    """Of snapshots that show a vendor first at one instant nobody can say which came first: they show one set."""
    return (
        known.group_by("vendor", "seen_from")
        .agg(
            pl.col("seen_to").max(),
            pl.col("origin_codes").explode(empty_as_null=False).drop_nulls().unique().sort(),
            pl.len().alias("snapshot_count"),
        )
        .sort("vendor", "seen_from")
    )


def _bounded(spells: pl.DataFrame, origins: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """Bound a vendor's first and last spell by snapshots that did not have the vendor at all."""
    looks = snapshots.filter(pl.col("grade") != _PARTIAL).select("first_at", "last_at").sort("first_at")
    seen = origins.group_by("vendor").agg(
        pl.col("first_at").min().alias("seen_first"), pl.col("seen_to").max().alias("seen_last")
    )
    before = seen.sort("seen_first").join_asof(
        looks.select("first_at", pl.col("first_at").alias("not_before")),
        left_on="seen_first",
        right_on="first_at",
        strategy="backward",
        allow_exact_matches=False,
    )
    after = seen.sort("seen_last").join_asof(
        looks.select("first_at", pl.col("last_at").alias("not_after")),
        left_on="seen_last",
        right_on="first_at",
        strategy="forward",
        allow_exact_matches=False,
    )
    return (
        spells.join(before.select("vendor", "not_before"), on="vendor", how="left")
        .join(after.select("vendor", "not_after"), on="vendor", how="left")
        .with_columns(
            pl.coalesce("from_earliest", "not_before").alias("from_earliest"),
            pl.coalesce("to_latest", "not_after").alias("to_latest"),
        )
    )
