"""
How often the asked price of one unit orders are worth, where no amount is printed (methods E6).

Assuming one unit understates turnover: by 29 % in one published simulation. Where a market prints both, the ratios of
what was paid to what was asked are learned there; they depend most on whether the listing has prices by quantity, and
on the price of a unit, so they are learned for each of these cells. A mean ratio for every order would give the right
sum and no large order at all, so the orders of a cell are given the ratios in the proportions in which they were met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BANDS_EUR", "LEAST_SALES", "STEPS", "order_ratios", "with_ratio"]

BANDS_EUR = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
"""Limits between the cells, by the asked price of a unit in EUR."""
LEAST_SALES = 30
"""A cell with fewer sales takes the ratios of all listings of its kind, or of all."""
STEPS = 20
"""Ratios that are kept of a cell: the mean of each twentieth of its sales, from the least to the greatest."""
_WHOLE = 0.03
"""A ratio this near to a whole number is one of whole units: rates and rounding hide it."""
_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of the golden ratio fill the interval from 0 to 1 evenly, however many are taken (Weyl)."""


def order_ratios(sales: pl.DataFrame, *, least_sales: int = LEAST_SALES) -> pl.DataFrame:
    """
    Return how often the asked price of one unit orders were worth.

    Args:
        sales: of `sale_amounts.sale_amounts`; those of several markets may stand together. Only those with a printed
            amount, one known listing and a price that is ``ok`` count.
        least_sales: with fewer a cell has no row.

    Returns:
        ``is_tiered`` (null: all listings), ``band`` (how many limits of `BANDS_EUR` the price exceeds; null: all
        prices), ``ratio`` (the sum of the paid over the sum of the asked), ``steps`` (`STEPS` of them, ascending, with
        that mean), ``sale_count``, sorted. No rows where nothing is known.
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
    each = pl.col("amount_eur") / pl.col("asked_eur")
    near = pl.max_horizontal(each.round(), 1.0)
    each = pl.when((each - near).abs() <= _WHOLE * near).then(near).otherwise(each)
    cell = ["is_tiered", "band"]
    ranked = pl.concat(parts).with_columns(each=each).sort(*cell, "each", nulls_last=True)
    place = pl.int_range(pl.len(), dtype=pl.Int64).over(cell)
    steps = (
        ranked.with_columns(step=place * STEPS // pl.len().over(cell))
        .group_by(*cell, "step")
        .agg(pl.col("each").mean())
        .sort("step")
        .group_by(cell)
        .agg(pl.col("each").alias("steps"))
    )
    sums = ranked.group_by(cell).agg(ratio=pl.col("amount_eur").sum() / pl.col("asked_eur").sum(), sale_count=pl.len())
    found = sums.join(steps, on=cell, nulls_equal=True).filter(pl.col("sale_count") >= least_sales)
    return found.select(*cell, "ratio", _to_the_mean(), "sale_count").sort(cell, nulls_last=True)


def with_ratio(rows: pl.DataFrame, ratios: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """
    Add what orders are worth: ``mean_ratio`` and ``order_ratio``, of the row's cell, else its kind, else all, else 1.

    ``mean_ratio`` is the same for all rows of a cell. ``order_ratio`` goes through the steps of the cell, in the order
    ``by``, so that rows which follow one another have each about as often as it was met.

    Args:
        rows: with ``is_tiered`` and ``asked_eur``.
        ratios: of `order_ratios`.
        by: columns that order the rows.
    """
    fields = ["ratio", "steps"]
    cell = ratios.filter(pl.col("band").is_not_null()).select("is_tiered", "band", of_cell=pl.struct(fields))
    kind = ratios.filter(pl.col("band").is_null() & pl.col("is_tiered").is_not_null())
    every = ratios.filter(pl.col("is_tiered").is_null()).select(of_all=pl.struct(fields))
    if every.is_empty():
        return rows.with_columns(mean_ratio=pl.lit(1.0), order_ratio=pl.lit(1.0))
    joined = rows.with_columns(band=_band()).join(cell, on=["is_tiered", "band"], how="left")
    joined = joined.join(kind.select("is_tiered", of_kind=pl.struct(fields)), on="is_tiered", how="left")
    joined = joined.join(every, how="cross").with_columns(of=pl.coalesce("of_cell", "of_kind", "of_all"))
    place = pl.struct(by).rank("ordinal").over("is_tiered", "band").cast(pl.Float64)
    steps = pl.col("of").struct.field("steps")
    chosen = ((place * _GOLDEN) % 1.0 * steps.list.len()).floor().cast(pl.Int64)
    return joined.with_columns(mean_ratio=pl.col("of").struct.field("ratio"), order_ratio=steps.list.get(chosen)).drop(
        "band", "of_cell", "of_kind", "of_all", "of"
    )


def _to_the_mean() -> pl.Expr:
    """
    ``steps`` moved so that their mean is ``ratio``.

    Many units are ordered of what costs little, so the mean of all ratios is above that of the sums. One unit stays
    one unit: what is beyond it is drawn nearer to it, as far as is needed, or a little away.
    """
    steps, ratio = pl.col("steps"), pl.col("ratio")
    part = (ratio - 1) / (steps.list.mean() - 1)
    drawn = 1 + part * (steps - 1)
    fits = part.is_between(0, 1.5) & (drawn.list.min() > 0)
    return pl.when(fits).then(drawn).otherwise(steps * (ratio / steps.list.mean())).alias("steps")


def _band() -> pl.Expr:
    above = [(pl.col("asked_eur") > limit).cast(pl.UInt32) for limit in BANDS_EUR]
    return pl.sum_horizontal(*above).cast(pl.UInt32)
