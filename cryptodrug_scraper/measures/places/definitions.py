"""
Which vendors, or listings, are those of a country: four definitions (methods E9, 2).

``D1`` (point): ships from it at one snapshot. ``D2`` (ever): in any snapshot of the time. ``D3`` (main): no country has
more of the vendor's listings, or of its turnover. ``D4`` (exclusive): from it and from no other country. World, regions
and digital delivery are no countries. The denominator is a choice too, and is applied to listings before anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from cryptodrug_scraper.measures.places.settled import settled_origins

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "NOT_DRUGS",
    "Definition",
    "Denominator",
    "in_denominator",
    "listing_months",
    "membership",
    "origin_rows",
]

Definition = Literal["D1", "D2", "D3", "D4"]
Denominator = Literal["all", "drugs", "stated", "physical"]

NOT_DRUGS = ("Digital Goods", "Misc")
"""Classes of goods that are no drugs. A listing of unknown class is no drug, and no digital good."""
_CODES = pl.List(pl.Utf8)
_PARTIAL = "partial"


def in_denominator(denominator: Denominator) -> pl.Expr:
    """
    Tell whether a listing, or a sale, belongs to a denominator, from ``drug_class`` and ``product_class``.

    ``drugs``: of a class of drugs. ``physical``: neither of class ``Digital Goods`` nor ``digital`` to the market.
    ``all`` and ``stated`` take every listing; ``stated`` is about vendors, and leaves out those that name no country.
    """
    if denominator == "drugs":
        return pl.col("drug_class").is_in(NOT_DRUGS).not_().fill_null(value=False)
    if denominator == "physical":
        digital = (pl.col("drug_class") == "Digital Goods").fill_null(value=False)
        return ~(digital | (pl.col("product_class") == "digital").fill_null(value=False))
    return pl.lit(value=True)


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


def listing_months(rows: pl.DataFrame) -> pl.DataFrame:
    """
    What months need of `origin_rows`, one row for each listing and month with a snapshot that it was live in.

    Returns:
        ``month``, ``vendor``, ``listing_id``, ``ever_codes`` (countries in any snapshot of the month), ``last_codes``
        (in the month's last snapshot: the last that is not partial, if one is not), ``is_last`` (whether it was live
        in that one), ``drug_class``, ``product_class``. Lists are empty where no country is named, null where nothing
        was ever stated.
    """
    whole = pl.col("first_at").filter(~pl.col("is_partial"))
    last = rows.group_by("month").agg(pl.coalesce(whole.max(), pl.col("first_at").max()).alias("last_at"))
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


def membership(
    rows: pl.DataFrame,
    country: str,
    definition: Definition,
    *,
    of: Literal["vendor", "listing_id"] = "vendor",
    by: Sequence[str] = (),
    amounts: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """
    Which vendors, or listings, are those of a country.

    For ``D1`` the rows must be those of one snapshot for each group of ``by``; else those of the whole time.

    Args:
        rows: listings with ``vendor``, ``listing_id``, ``codes`` and the columns in ``by``, cut to the denominator.
        country: ISO 3166-1 alpha-2.
        definition: see the module.
        of: what is counted.
        by: columns that part the rows: a snapshot, a month, or none for the whole time.
        amounts: for ``D3`` by turnover: ``vendor``, ``code``, ``amount`` and the columns in ``by``.

    Returns:
        The columns in ``by``, ``of``, ``is_member``, ``country_count`` (different countries named). Where two countries
        lead equally, the vendor is ``D3`` of both.
    """
    keys = [*by, of]
    entities = rows.select(keys).unique()
    named = rows.select(*keys, *({"listing_id"} - {of}), pl.col("codes").alias("code"))
    named = named.explode("code", empty_as_null=True).filter(pl.col("code").is_not_null())
    counted = pl.col("listing_id").n_unique() if of == "vendor" else pl.len()
    weights = named.group_by(*keys, "code").agg(counted.cast(pl.Float64).alias("weight"))
    is_country = pl.col("code") == country
    if definition == "D3" and amounts is not None:
        paid = amounts.select(*keys, "code", pl.col("amount").alias("paid"))
        weights = weights.join(paid, on=[*keys, "code"], how="left").with_columns(pl.col("paid").fill_null(0.0))
        weights = weights.with_columns(
            pl.when(pl.col("paid").sum().over(keys) > 0).then("paid").otherwise("weight").alias("weight")
        )
    rule = {
        "D1": is_country.any(),
        "D2": is_country.any(),
        "D3": (is_country & (pl.col("weight") == pl.col("weight").max())).any(),
        "D4": is_country.all(),
    }[definition]
    judged = weights.group_by(keys).agg(rule.alias("is_member"), pl.len().alias("country_count"))
    return (
        entities.join(judged, on=keys, how="left")
        .with_columns(pl.col("is_member").fill_null(value=False), pl.col("country_count").fill_null(0))
        .sort(keys)
    )
