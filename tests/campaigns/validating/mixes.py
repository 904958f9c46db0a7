"""What a country's sales are of, and how large its orders are, as shares of its sales of a window, and the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from simulator.truth.months import whole_months
from simulator.truth.printed import numbered
from simulator.truth.worth import sales_in_euros

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from simulator.truth.frames import Frames

__all__ = ["mix_estimates"]

_CUTS = (20, 50, 100, 200, 500, 1000)
_CLASSES = """
    SELECT DISTINCT ON (market, listing_id) market, listing_id, drug_class, substance IS NOT NULL AS is_named
    FROM research.listing_presence
    ORDER BY market, listing_id, substance IS NULL, drug_class IS NULL, snapshot_last_at DESC
"""
_MIX = """
    SELECT measure AS of, goods AS part, vendor_count, share, share_low, share_high, quotient, quotient_low,
           quotient_high
    FROM research.country_mix(:country, 'D2', 'A1', :first_day, :last_day)
    WHERE market = :market AND level = 'drug_class' AND measure <> 'listings'
"""
_BANDS = """
    SELECT 'transactions' AS of, band_from::int::text AS part, transaction_share AS share,
           transaction_share_low AS share_low, transaction_share_high AS share_high, vendor_count
    FROM research.value_band(:country, 'D2', 'A1', :first_day, :last_day) WHERE market = :market
    UNION ALL
    SELECT 'turnover_eur', band_from::int::text, turnover_share, turnover_share_low, turnover_share_high, vendor_count
    FROM research.value_band(:country, 'D2', 'A1', :first_day, :last_day) WHERE market = :market
"""
_READ: dict[str, Any] = {
    "of": pl.String,
    "part": pl.String,
    "vendor_count": pl.Int64,
    **dict.fromkeys((f"{of}{end}" for of in ("share", "quotient") for end in ("", "_low", "_high")), pl.Float64),
}
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("market", "period", "measure", "unit"), pl.String),
    **dict.fromkeys(("value", "low", "high", "true"), pl.Float64),
    "grade": pl.String,
    "counts": pl.Boolean,
}
_KEYS = ["of", "part"]


def mix_estimates(frames: Frames, connection: Connection, looks: pl.DataFrame, country: str) -> pl.DataFrame:
    """
    Return shares of classes of drugs and of bands of value among a country's sales, and location quotients.

    A listing's class is what was read of it: what is tried is whether rated sales speak for all.

    Args:
        frames: the truth.
        connection: to the database.
        looks: snapshots: ``market, first_at, last_at``.
        country: ISO 3166-1 alpha-2.

    Returns:
        ``market, period`` (the class, or where the band begins), ``measure, unit, value, low, high, true, grade,
        counts``, of all months of a market that its snapshots tell whole, taken together.
    """
    parts = []
    months = whole_months(frames, looks).filter("is_whole")
    sales = _sales(frames, connection, country)
    for (market,), of_market in months.group_by("market", maintain_order=True):
        first, last = of_market["month"].min(), of_market["month"].max()
        asked = {"market": market, "country": country, "first_day": first, "last_day": last}
        sold = sales.filter(
            (pl.col("market") == market) & pl.col("at").dt.date().dt.month_start().is_between(first, last)
        )
        known = sold.filter(pl.col("drug_class").is_not_null()).with_columns(part_of="drug_class")
        mixes = _read(connection, _MIX, asked).join(_shares(known), on=_KEYS, how="left")
        bands = _read(connection, _BANDS, asked).join(_shares(sold.with_columns(part_of="band")), on=_KEYS, how="left")
        parts += [
            _as(market, mixes, "share", pl.format("{} of goods of {} (A1)", "of", pl.lit(country)), "share"),
            _as(market, mixes, "quotient", pl.format("quotient of goods of {} ({})", pl.lit(country), "of"), "ratio"),
            _as(market, bands, "share", pl.format("{} by value of {} (A1)", "of", pl.lit(country)), "share"),
        ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=_SCHEMA)


def _sales(frames: Frames, connection: Connection, country: str) -> pl.DataFrame:
    """
    All sales: ``market, at, amount_eur, part`` (of the country), ``drug_class``, ``band``.

    What a sale was worth is what was paid for it, with the delivery that printed amounts hold.
    """
    classes = numbered(pl.read_database(_CLASSES, connection)).drop_nulls("listing_id")
    is_drug = ~pl.col("drug_class").is_in(["Digital Goods", "Misc"]) | pl.col("is_named")
    codes = pl.col("origin_codes")
    chosen = pl.lit("0")
    for edge in _CUTS:
        chosen = pl.when(pl.col("paid_eur") >= edge).then(pl.lit(str(edge))).otherwise(chosen)
    return (
        sales_in_euros(frames)
        .with_columns(
            pl.col("market").cast(pl.String),
            part=pl.when(codes.list.contains(country)).then(1 / codes.list.len()).otherwise(0.0).fill_null(0.0),
            band=chosen,
        )
        .join(classes.filter(is_drug).drop("is_named"), on=["market", "listing_id"], how="left")
        .select("market", "at", pl.col("paid_eur").alias("amount_eur"), "part", "drug_class", "band")
    )


def _shares(sold: pl.DataFrame) -> pl.DataFrame:
    """The true shares of each ``part_of`` among the country's sales: ``of, part, true_share, true_quotient``."""
    rows = []
    for of, worth in (("transactions", pl.lit(1.0)), ("turnover_eur", pl.col("amount_eur"))):
        summed = (
            sold.with_columns(theirs=worth * pl.col("part"), anyones=worth)
            .group_by(part=pl.col("part_of"))
            .agg(pl.col("theirs", "anyones").sum())
        )
        share, of_all = pl.col("theirs") / pl.col("theirs").sum(), pl.col("anyones") / pl.col("anyones").sum()
        rows.append(summed.select(pl.lit(of).alias("of"), "part", true_share=share, true_quotient=share / of_all))
    return pl.concat(rows)


def _read(connection: Connection, query: str, asked: dict[str, Any]) -> pl.DataFrame:
    return pl.read_database(
        query, connection, schema_overrides=_READ, infer_schema_length=None, execute_options={"parameters": asked}
    )


def _as(market: object, rows: pl.DataFrame, of: str, measure: pl.Expr, unit: str) -> pl.DataFrame:
    return rows.select(
        pl.lit(market).alias("market"),
        period="part",
        measure=measure,
        unit=pl.lit(unit),
        value=of,
        low=f"{of}_low",
        high=f"{of}_high",
        true=pl.col(f"true_{of}").fill_null(0.0),
        grade=pl.lit(None, pl.String),
        counts=pl.col("vendor_count") > 0,
    ).filter(pl.col("value").is_not_null())
