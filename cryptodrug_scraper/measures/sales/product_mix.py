"""
What a market's goods are: its mix by listings, vendors, transactions and turnover (methods E11).

The four differ, so all are given. What no rule could classify is a row of its own, with no name: shares are of
everything, and beside them those of what is classified.
"""

from __future__ import annotations

from typing import Literal

import polars as pl

__all__ = ["BASES", "NO_REVENUE", "Level", "class_parts", "product_mix"]

Level = Literal["drug_class", "substance"]
"""What goods are told apart by."""

BASES = ("listings", "vendors", "transactions", "turnover_eur")
"""What a mix is counted in."""

NO_REVENUE = ("holding", "free")
"""Flags of prices that are counted as transactions and add nothing to turnover (methods E7)."""

_PARTS = {"basis": pl.String(), "vendor": pl.String(), "class": pl.String(), "value": pl.Float64()}


def _sold(sales: pl.DataFrame) -> pl.DataFrame:
    """Sales with what each adds to the two sums."""
    weight = pl.col("weight") if "weight" in sales.columns else pl.lit(1.0)
    counts = pl.col("price_flag").is_in(NO_REVENUE).not_().fill_null(value=True)
    amount = pl.when(counts).then("amount_eur").fill_null(0.0)
    return sales.with_columns(weight.alias("transactions"), (weight * amount).alias("turnover_eur"))


def _offered(listings: pl.DataFrame, level: Level) -> pl.DataFrame:
    """One row for each listing, as it was stated last, with the last class that could be told."""
    last = listings.sort("stated_page", "snapshot_id", nulls_last=False).group_by("listing_id", maintain_order=True)
    columns = [name for name in ("vendor", "weight") if name in listings.columns]
    return last.agg(pl.col(columns).last(), pl.col(level).drop_nulls().last())


def class_parts(listings: pl.DataFrame, sales: pl.DataFrame, level: Level) -> pl.DataFrame:
    """
    What each vendor adds to each class, on each basis: what mixes and their intervals are summed from.

    Args:
        listings: ``snapshot_id``, ``listing_id``, ``vendor``, ``stated_page``, the level's column; ``weight`` if not
            all listings count wholly (of a country, for instance).
        sales: ``vendor``, ``amount_eur``, ``price_flag``, the level's column; ``weight`` if not all count wholly (of a
            month, or of a country).
        level: what goods are told apart by.

    Returns:
        ``basis``, ``vendor``, ``class`` (null: unclassified), ``value`` above 0; sorted. A vendor counts as 1 in each
        class that it lists; what it has in all is in no row.
    """
    offered, sold = _offered(listings, level), _sold(sales)
    weight = pl.col("weight") if "weight" in offered.columns else pl.lit(1.0)
    named = {"vendor": pl.col("vendor"), "class": pl.col(level)}
    live = offered.select(**named, weight=weight.cast(pl.Float64)).filter(pl.col("weight") > 0)
    parts = [
        live.select(pl.lit("listings").alias("basis"), "vendor", "class", value="weight"),
        live.select("vendor", "class").unique().select(pl.lit("vendors").alias("basis"), pl.all(), value=pl.lit(1.0)),
        *(
            sold.select(pl.lit(basis).alias("basis"), **named, value=pl.col(basis).cast(pl.Float64))
            for basis in BASES[2:]
        ),
    ]
    whole = pl.concat([part.cast(pl.Schema(_PARTS)) for part in parts])
    sums = whole.sort("value").group_by("basis", "vendor", "class").agg(pl.col("value").sum())
    return sums.filter(pl.col("value") > 0).sort("basis", "vendor", "class", nulls_last=True)


def product_mix(listings: pl.DataFrame, sales: pl.DataFrame, *, level: Level = "drug_class") -> pl.DataFrame:
    """
    The mix of one market in the time of the rows given: cut them to a snapshot or a month first.

    Example: of five listings with four classified, three of them cannabis, cannabis has a share of 0.6, and of 0.75 of
    what is classified.

    Args:
        listings: of `listing_state`: ``snapshot_id``, ``listing_id``, ``vendor``, ``stated_page``, and the level's
            column. A listing of several snapshots counts once, with the last class that is known.
        sales: ``vendor``, ``amount_eur``, ``price_flag``, the level's column; ``weight`` (part of the sale that counts:
            in the month, or scaled to all sales) if there is one.
        level: classes, or substances.

    Returns:
        ``basis`` (`BASES`), ``class`` (null: unclassified), ``value``, ``total``, ``share``, ``classified_share`` (null
        for what is unclassified), ``vendor_count``; sorted by basis as in `BASES`, the largest class first. Shares of
        vendors add up to more than 1, as vendors sell several classes. Prices that hold a place, and free goods, are
        transactions without turnover; transactions without a known amount too.
    """
    parts = class_parts(listings, sales, level)
    totals = parts.group_by("basis").agg(
        pl.when(pl.col("basis").first() == "vendors")
        .then(pl.col("vendor").n_unique().cast(pl.Float64))
        .otherwise(pl.col("value").sum())
        .alias("total"),
        pl.when(pl.col("basis").first() == "vendors")
        .then(pl.col("vendor").filter(pl.col("class").is_not_null()).n_unique().cast(pl.Float64))
        .otherwise(pl.col("value").filter(pl.col("class").is_not_null()).sum())
        .alias("classified"),
    )
    order = pl.col("basis").replace_strict({name: place for place, name in enumerate(BASES)}, return_dtype=pl.Int8)
    known = pl.col("class").is_not_null()
    return (
        parts.group_by("basis", "class")
        .agg(pl.col("value").sum(), pl.col("vendor").n_unique().cast(pl.Int64).alias("vendor_count"))
        .join(totals, on="basis")
        .with_columns(
            (pl.col("value") / pl.col("total")).alias("share"),
            pl.when(known).then(pl.col("value") / pl.col("classified")).alias("classified_share"),
        )
        .sort(order, -pl.col("value").round(9), "class", nulls_last=True)
        .select("basis", "class", "value", "total", "share", "classified_share", "vendor_count")
    )
