"""
How often the asked price of one unit an order is worth, where no amount is printed (methods E6).

Assuming one unit understates turnover: by 29 % in one published simulation. Where a market prints both, the ratio of
what was paid to what was asked is learned there; it depends most on whether the listing has prices by quantity, and on
the price of a unit, so it is learned for each of these cells.
"""

from __future__ import annotations

import polars as pl

__all__ = ["BANDS_EUR", "LEAST_SALES", "order_ratios", "with_ratio"]

BANDS_EUR = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
"""Limits between the cells, by the asked price of a unit in EUR."""
LEAST_SALES = 30
"""A cell with fewer sales takes the ratio of all listings of its kind, or of all."""


def order_ratios(sales: pl.DataFrame, *, least_sales: int = LEAST_SALES) -> pl.DataFrame:
    """
    Return what orders are worth in asked prices of one unit: the sum of the paid over the sum of the asked.

    Args:
        sales: of `sale_amounts.sale_amounts`; those of several markets may stand together. Only those with a printed
            amount, one known listing and a price that is ``ok`` count.
        least_sales: with fewer a cell has no row.

    Returns:
        ``is_tiered`` (null: all listings), ``band`` (how many limits of `BANDS_EUR` the price exceeds; null: all
        prices), ``ratio, sale_count``, sorted. No rows where nothing is known.
    """
    known = sales.filter(
        (pl.col("price_source") == "printed")
        & (pl.col("price_flag") == "ok")
        & (pl.col("asked_eur") > 0)
        & pl.col("listing_id").is_not_null()
    ).select("is_tiered", "amount_eur", "asked_eur", band=_band())
    nothing = {"is_tiered": pl.lit(None, pl.Boolean), "band": pl.lit(None, pl.UInt32)}
    parts = [
        known,
        known.with_columns(band=nothing["band"]),
        known.with_columns(**nothing),
    ]
    cells = (
        pl.concat(parts)
        .group_by("is_tiered", "band")
        .agg(ratio=pl.col("amount_eur").sum() / pl.col("asked_eur").sum(), sale_count=pl.len())
    )
    return cells.filter(pl.col("sale_count") >= least_sales).sort("is_tiered", "band", nulls_last=True)


def with_ratio(rows: pl.DataFrame, ratios: pl.DataFrame) -> pl.DataFrame:
    """
    Add ``order_ratio``: that of the row's cell, else of its kind, else of all, else 1 (one unit is assumed).

    Args:
        rows: with ``is_tiered`` and ``asked_eur``.
        ratios: of `order_ratios`.
    """
    cell = ratios.filter(pl.col("band").is_not_null()).select("is_tiered", "band", of_cell="ratio")
    kind = ratios.filter(pl.col("band").is_null() & pl.col("is_tiered").is_not_null())
    every = ratios.filter(pl.col("is_tiered").is_null())["ratio"]
    joined = rows.with_columns(band=_band()).join(cell, on=["is_tiered", "band"], how="left")
    joined = joined.join(kind.select("is_tiered", of_kind="ratio"), on="is_tiered", how="left")
    overall = pl.lit(every[0] if len(every) else 1.0)
    return joined.with_columns(order_ratio=pl.coalesce("of_cell", "of_kind", overall)).drop(
        "band", "of_cell", "of_kind"
    )


def _band() -> pl.Expr:
    above = [(pl.col("asked_eur") > limit).cast(pl.UInt32) for limit in BANDS_EUR]
    return pl.sum_horizontal(*above).cast(pl.UInt32)
