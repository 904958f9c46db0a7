"""Which shares of a market are a country's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.live import live_listings
from simulator.truth.worth import origin_codes, sales_in_euros

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["country_shares"]


def country_shares(frames: Frames, looks: pl.DataFrame, country: str) -> pl.DataFrame:
    """
    Return a country's shares of vendors, listings, transactions and turnover.

    A vendor is of a country by a live listing that states it as an origin, at one look (D1) or at any look of a month
    (D2); denominators are all vendors with a live listing, and all live listings. A sale is of it by what its listing
    stated at that time, by an equal part where that is a set (A1); denominators are all sales of the month.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.
        country: ISO 3166-1 alpha-2.

    Returns:
        ``market, month, snapshot_id, definition, measure, value, total, share``, sorted. ``definition`` is ``D1`` (a
        row for each look; ``snapshot_id`` is null for the others), ``D2`` or ``A1``; ``measure`` is ``vendors``,
        ``listings``, ``transactions`` or ``turnover_eur``.
    """
    live = live_listings(frames, looks).with_columns(pl.col("first_at").dt.date().dt.month_start().alias("month"))
    stated = frames.table("listing_origin").filter(_names(country))
    there = live.join(stated.select("market", "listing_id", "since", "until"), on=("market", "listing_id"))
    there = there.filter(
        (pl.col("since") <= pl.col("last_at")) & (pl.col("until").is_null() | (pl.col("until") > pl.col("first_at")))
    )
    parts = []
    for definition, keys in (("D1", ["market", "month", "snapshot_id"]), ("D2", ["market", "month"])):
        for measure, counted in (("vendors", "account_id"), ("listings", "listing_id")):
            number = pl.col(counted).n_unique().cast(pl.Float64)
            values = live.group_by(keys).agg(number.alias("total"))
            of_country = there.group_by(keys).agg(number.alias("value"))
            parts.append(_as(definition, measure, values.join(of_country, on=keys, how="left")))
    sales = sales_in_euros(frames).with_columns(pl.col("at").dt.date().dt.month_start().alias("month"))
    codes = pl.col("origin_codes")
    part = pl.when(codes.list.contains(country)).then(1 / codes.list.len()).otherwise(0.0).fill_null(0.0)
    by_month = sales.with_columns(part.alias("part")).group_by("market", "month")
    parts += [
        _as(
            "A1",
            "transactions",
            by_month.agg(pl.len().cast(pl.Float64).alias("total"), pl.col("part").sum().alias("value")),
        ),
        _as(
            "A1",
            "turnover_eur",
            by_month.agg(
                pl.col("paid_eur").sum().alias("total"), (pl.col("paid_eur") * pl.col("part")).sum().alias("value")
            ),
        ),
    ]
    return pl.concat(parts).sort("market", "month", "definition", "measure", "snapshot_id", nulls_last=True)


def _names(country: str) -> pl.Expr:
    return origin_codes().list.contains(country)


def _as(definition: str, measure: str, values: pl.DataFrame) -> pl.DataFrame:
    snapshot = (
        pl.col("snapshot_id") if "snapshot_id" in values.columns else pl.lit(None, pl.String).alias("snapshot_id")
    )
    value = pl.col("value").fill_null(0.0)
    return values.select(
        "market",
        "month",
        snapshot,
        pl.lit(definition).alias("definition"),
        pl.lit(measure).alias("measure"),
        value,
        "total",
        (value / pl.col("total")).alias("share"),
    )
