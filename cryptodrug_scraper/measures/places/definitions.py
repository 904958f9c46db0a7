"""
Which countries each listing named in a month: what the definitions of a country's vendors rest on (methods E9, 2).

``D1`` (point): ships from it at one snapshot. ``D2`` (ever): in any snapshot of the time. ``D3`` (main): no country has
more of the vendor's listings. ``D4`` (exclusive): from it and from no other country. They are applied in SQL, by
``research.country_share``. World, regions and digital delivery are no countries.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.places.settled import settled_origins

__all__ = ["listing_months", "origin_rows"]

_CODES = pl.List(pl.Utf8)
_PARTIAL = "partial"


def origin_rows(listing_state: pl.DataFrame, snapshots: pl.DataFrame) -> pl.DataFrame:
    """
    Live listings at snapshots, with their countries.

    Args:
        listing_state: state of listings at snapshots; ``vendor`` is the account.
        snapshots: ``snapshot_id``, ``first_at``, ``last_at``, and ``grade`` if there is one.

    Returns:
        ``snapshot_id``, ``first_at``, ``month`` (Date, first day of the month of ``first_at``), ``vendor``,
        ``listing_id``, ``codes`` (List of Utf8; null where never stated), ``drug_class``, ``product_class``,
        ``is_partial`` (whether the snapshot is).
    """
    goods = listing_state.select("snapshot_id", "listing_id", "vendor", "drug_class", "product_class")
    grades = snapshots if "grade" in snapshots.columns else snapshots.with_columns(pl.lit("usable").alias("grade"))
    return (
        settled_origins(listing_state, snapshots)
        .join(goods, on=["snapshot_id", "listing_id", "vendor"], how="left")
        .join(grades.select("snapshot_id", (pl.col("grade") == _PARTIAL).alias("is_partial")), on="snapshot_id")
        .select(
            "snapshot_id",
            "first_at",
            pl.col("first_at").dt.truncate("1mo").dt.date().alias("month"),
            "vendor",
            "listing_id",
            pl.col("country_codes").alias("codes"),
            "drug_class",
            "product_class",
            "is_partial",
        )
        .sort("first_at", "snapshot_id", "vendor", "listing_id")
    )


def listing_months(rows: pl.DataFrame, market: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    What months need of `origin_rows`, one row for each listing and month with a snapshot that it was live in.

    Args:
        rows: of `origin_rows`, all of the listings that are asked for.
        market: ``month, first_at, is_partial`` of all listings of the market, which tell what its last snapshots are;
            None: ``rows`` has all.

    Returns:
        ``month``, ``vendor``, ``listing_id``, ``ever_codes`` (countries in any snapshot of the month), ``last_codes``
        (in the month's last snapshot: the last that is not partial, if one is not), ``is_last`` (whether it was live
        in that one), ``drug_class``, ``product_class``. Lists are empty where no country is named, null where nothing
        was ever stated.
    """
    whole = pl.col("first_at").filter(~pl.col("is_partial"))
    last = (
        (rows if market is None else market)
        .group_by("month")
        .agg(last_at=pl.coalesce(whole.max(), pl.col("first_at").max()))
    )
    at_last = pl.col("first_at") == pl.col("last_at")
    known = pl.col("codes").is_not_null().any()
    return (
        rows.join(last, on="month")
        .sort("first_at", "snapshot_id")
        .group_by("month", "vendor", "listing_id")
        .agg(
            pl.when(known).then(pl.col("codes").explode().drop_nulls().unique().sort().implode()).alias("ever_codes"),
            pl.col("codes").filter(at_last).last().alias("last_codes"),
            at_last.any().alias("is_last"),
            pl.col("drug_class").drop_nulls().last(),
            pl.col("product_class").drop_nulls().last(),
        )
        .with_columns(pl.col("ever_codes").cast(_CODES))
        .sort("month", "vendor", "listing_id")
    )
