"""
A country's share of a market's vendors, listings, sales and turnover, month by month (methods E9).

Every figure depends on who counts as the country's (`definitions`), on how sales are attributed (`attribution`) and on
the denominator: all three are arguments, and columns of the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from cryptodrug_scraper.measures.estimators.cluster_share import ratio_limits, wilson_limits
from cryptodrug_scraper.measures.places.attribution import MONTH_COLUMNS
from cryptodrug_scraper.measures.places.definitions import Definition, Denominator, in_denominator, membership

if TYPE_CHECKING:
    from datetime import date

__all__ = ["FEW_VENDORS", "Attribution", "attributed", "country_shares", "sums_share"]

Attribution = Literal["A1", "A2", "A3"]

FEW_VENDORS = 5
"""Figures that fewer vendors contribute to are marked, and suppressed where they are published (methods E9, 5; E14)."""

_COLUMNS = ("value", "total", "share", "share_low", "share_high", "vendor_count")


def _window(frame: pl.DataFrame, first_day: date, last_day: date) -> pl.DataFrame:
    """Rows of the months that a window touches, each as a whole."""
    return frame.filter(pl.col("month").is_between(first_day.replace(day=1), last_day))


def _rows(months: pl.DataFrame, definition: Definition, *, whole: bool) -> pl.DataFrame:
    """
    Listings with the countries that a definition looks at; for D1 those of the last snapshot: of each month, or of
    all.
    """
    if definition != "D1":
        return months.with_columns(pl.col("ever_codes").alias("codes"))
    last = months.filter("is_last").with_columns(pl.col("last_codes").alias("codes"))
    return last.filter(pl.col("month") == pl.col("month").max()) if whole else last


def attributed(
    sales: pl.DataFrame, months: pl.DataFrame, country: str, attribution: Attribution, definition: Definition = "D2"
) -> pl.DataFrame:
    """
    The part of each vendor's sales in each month that is attributed to a country.

    Args:
        sales: what `attribution.origin_months` gives, cut to the window.
        months: what `definitions.listing_months` gives, cut to the window: it says which vendors are the country's, and
            from how many countries they send, over all of it.
        country: ISO 3166-1 alpha-2.
        attribution: ``A1``, ``A2`` or ``A3``; see `attribution`.
        definition: of the country's vendors, for ``A2``.

    Returns:
        ``month``, ``vendor``, ``part_transactions``, ``transactions``, ``part_turnover_eur``, ``turnover_eur``.
    """
    figures = ("transactions", "turnover_eur")
    if attribution == "A1":
        weight = (pl.col("code") == country).fill_null(value=False).cast(pl.Float64)
        weighted = sales.with_columns(weight.alias("weight"))
    else:
        chosen: Definition = definition if attribution == "A2" else "D2"
        vendors = membership(_rows(months, chosen, whole=True), country, chosen)
        share = pl.lit(1.0) if attribution == "A2" else 1.0 / pl.col("country_count")
        weights = vendors.filter("is_member").select("vendor", share.alias("weight"))
        weighted = sales.join(weights, on="vendor", how="left").with_columns(pl.col("weight").fill_null(0.0))
    return (
        weighted.sort(MONTH_COLUMNS, nulls_last=True)
        .group_by("month", "vendor")
        .agg(
            *((pl.col(name) * pl.col("weight")).sum().alias(f"part_{name}") for name in figures),
            *(pl.col(name).sum() for name in figures),
        )
        .sort("month", "vendor")
    )


def country_shares(
    months: pl.DataFrame,
    sales: pl.DataFrame,
    *,
    market: str,
    country: str,
    definition: Definition,
    attribution: Attribution,
    first_day: date,
    last_day: date,
    denominator: Denominator = "all",
    drug_class: str | None = None,
) -> pl.DataFrame:
    """
    A country's shares of a market, by month.

    Months are those that the window touches, each as a whole, and only months with a snapshot have rows. ``D1`` takes a
    month's last snapshot. ``A2`` and ``A3`` look at a vendor's origins over the whole window.

    Args:
        months: what `definitions.listing_months` gives for one market.
        sales: what `attribution.origin_months` gives for it.
        market: code of the market.
        country: ISO 3166-1 alpha-2.
        definition: who is the country's: of vendors, of listings, and of the vendors of ``A2``.
        attribution: how sales count.
        first_day: first day of the window.
        last_day: its last day.
        denominator: ``all``; ``drugs`` or ``physical`` (listings and sales of such goods only); ``stated`` (listings,
            vendors and sales of which a country is known).
        drug_class: only listings and sales of this class.

    Returns:
        One row for each month and measure (``vendors``, ``listings``, ``transactions``, ``turnover_eur``): ``market``,
        ``month``, ``measure``, ``value``, ``total``, ``share``, ``share_low``, ``share_high`` (95 %: Wilson for vendors
        and listings, `cluster_share.ratio_limits` for sales), ``vendor_count`` (vendors in ``value``), ``is_few``
        (fewer than `FEW_VENDORS`), ``definition``, ``attribution``, ``denominator``.
    """
    chosen = in_denominator(denominator)
    if drug_class is not None:
        chosen &= pl.col("drug_class") == drug_class
    listings = _window(months, first_day, last_day).filter(chosen)
    sold = _window(sales, first_day, last_day).filter(chosen)
    if denominator == "stated":
        listings = listings.filter(pl.col("ever_codes").list.len() > 0)
        named = sold.filter(pl.col("code").is_not_null())
        sold = named if attribution == "A1" else sold.join(listings.select("vendor"), on="vendor", how="semi")
    sold = sold.join(_window(months, first_day, last_day).select("month").unique(), on="month", how="semi")
    rows = _rows(listings, definition, whole=False)
    parts = attributed(sold, listings, country, attribution, definition)
    found = [
        _counts(membership(rows, country, definition, by=["month"]), "vendors"),
        _listings(rows, country, definition),
        sums_share(parts, "transactions"),
        sums_share(parts, "turnover_eur"),
    ]
    order = pl.Enum(["vendors", "listings", "transactions", "turnover_eur"])
    return (
        pl.concat(found)
        .select(
            pl.lit(market).alias("market"),
            "month",
            "measure",
            *_COLUMNS,
            (pl.col("vendor_count") < FEW_VENDORS).alias("is_few"),
            pl.lit(definition).alias("definition"),
            pl.lit(attribution).alias("attribution"),
            pl.lit(denominator).alias("denominator"),
        )
        .sort("month", pl.col("measure").cast(order))
    )


def _counts(members: pl.DataFrame, measure: str, vendors: pl.DataFrame | None = None) -> pl.DataFrame:
    """Shares of counts by month; ``vendors`` gives ``vendor_count`` where it is not the value itself."""
    sums = members.group_by("month").agg(
        pl.col("is_member").sum().cast(pl.Float64).alias("value"), pl.len().cast(pl.Float64).alias("total")
    )
    if vendors is None:
        sums = sums.with_columns(pl.col("value").cast(pl.Int64).alias("vendor_count"))
    else:
        sums = sums.join(vendors, on="month", how="left").with_columns(pl.col("vendor_count").fill_null(0))
    low, high = wilson_limits(pl.col("value"), pl.col("total"))
    share = pl.col("value") / pl.col("total")
    limits = sums.with_columns(share.alias("share"), low.alias("share_low"), high.alias("share_high"))
    return limits.select("month", pl.lit(measure).alias("measure"), *_COLUMNS)


def _listings(rows: pl.DataFrame, country: str, definition: Definition) -> pl.DataFrame:
    members = membership(rows, country, definition, of="listing_id", by=["month"])
    owners = rows.select("month", "listing_id", "vendor").unique()
    theirs = members.filter("is_member").join(owners, on=["month", "listing_id"])
    count = theirs.group_by("month").agg(pl.col("vendor").n_unique().cast(pl.Int64).alias("vendor_count"))
    return _counts(members, "listings", count)


def sums_share(parts: pl.DataFrame, measure: Literal["transactions", "turnover_eur"]) -> pl.DataFrame:
    """
    Share of a sum over vendors by month, with its limits, from what `attributed` gives; a month without sales has
    none.
    """
    part, whole = pl.col(f"part_{measure}").cast(pl.Float64), pl.col(measure).cast(pl.Float64)
    low, high = ratio_limits(part, whole)
    return (
        parts.sort("month", "vendor")
        .group_by("month", maintain_order=True)
        .agg(
            part.sum().alias("value"),
            whole.sum().alias("total"),
            pl.when(whole.sum() > 0).then(part.sum() / whole.sum()).alias("share"),
            low.alias("share_low"),
            high.alias("share_high"),
            (part > 0).sum().cast(pl.Int64).alias("vendor_count"),
        )
        .select("month", pl.lit(measure).alias("measure"), *_COLUMNS)
    )
