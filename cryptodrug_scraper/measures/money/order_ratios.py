"""
How often the asked price of one unit orders are worth, where no amount is printed (methods E6).

Assuming one unit understates turnover: by 29 % in one published simulation. Where a market prints both, the ratios of
what was paid to what was asked are learned there; they depend most on whether the listing has prices by quantity, and
on the price of a unit, so they are learned for each of these cells. A mean ratio for every order would give the right
sum and no large order at all, so the orders of a cell are given the ratios in the proportions in which they were met.
No one vendor decides on a cell (`pooling`): a cell needs several, none weighs more than a share of it, and none lies
farther out than the next one does. A cell of too few takes in the prices next to it, whose orders are the most alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped, vendor_weights, within_others
from cryptodrug_scraper.measures.money.order_doubt import order_doubt

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BANDS_EUR",
    "FEWEST_OF_CELL",
    "LEAST_SALES",
    "MOST_OF_CELL",
    "STEPS",
    "order_ratios",
    "printed_orders",
    "with_ratio",
]

BANDS_EUR = (10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
"""Limits between the cells, by the asked price of a unit in EUR."""
LEAST_SALES = 30
"""A cell with fewer sales takes in the cells next to it, as many as it needs; where its whole kind has too few, it
takes the ratios of all."""
FEWEST_OF_CELL = 10
"""So does a cell of fewer vendors: of fewer, each is so much of it that leaving one out makes another cell of it."""
MOST_OF_CELL = 0.4
"""
Most of a cell that one vendor weighs. Less than half, so that none decides alone. With a fifth, the largest vendors of
a cell of few would weigh little more than the smallest, whose few orders would decide as much as the others' hundreds.
"""
STEPS = 20
"""Ratios that are kept of a cell: the mean of each twentieth of its sales, from the least to the greatest."""
_BESIDE = 5.0
"""Usual orders that a vendor's own are put beside before it is said to be far off."""
_WHOLE = 0.03
"""A ratio this near to a whole number is one of whole units: rates and rounding hide it."""
_RATIOS = pl.Schema(
    {
        "is_tiered": pl.Boolean(),
        "band": pl.UInt32(),
        "ratio": pl.Float64(),
        "steps": pl.List(pl.Float64()),
        "sale_count": pl.UInt32(),
        "alike": pl.Float64(),
        "shared": pl.Float64(),
    }
)
_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of the golden ratio fill the interval from 0 to 1 evenly, however many are taken (Weyl)."""


def order_ratios(sales: pl.DataFrame, *, least_sales: int = LEAST_SALES) -> pl.DataFrame:
    """
    Return how often the asked price of one unit orders were worth.

    Args:
        sales: of `sale_amounts.sale_amounts`; those of several markets may stand together, with their ``market``. Only
            those with a printed amount, one known listing and a price that is ``ok`` count.
        least_sales: see `LEAST_SALES`.

    Returns:
        ``is_tiered`` (null: all listings), ``band`` (how many limits of `BANDS_EUR` the price reaches; null: all
        prices), ``ratio`` (the sum of the paid over the sum of the asked), ``steps`` (`STEPS` of them, ascending, with
        that mean), ``sale_count`` (of the cell and those that it took in), sorted; and, the same in all rows, ``alike``
        and ``shared``, how far off amounts may be that rest on them (`order_doubt`). No rows where nothing is known.
    """
    known = printed_orders(sales)
    found = []
    for (is_tiered,), kind in known.group_by("is_tiered", maintain_order=True):
        if _is_enough(kind, least_sales):
            near = ((band, _near(kind, band, least_sales)) for band in range(len(BANDS_EUR) + 1))
            found += [(is_tiered, band, *_of_cell(rows), rows.height) for band, rows in (*near, (None, kind))]
    if known.height >= least_sales:
        found.append((None, None, *_of_cell(known), known.height))
    doubt = order_doubt(known, MOST_OF_CELL)
    ratios = pl.DataFrame([(*row, *doubt) for row in found], schema=_RATIOS, orient="row")
    return ratios.with_columns(_to_the_mean()).sort("is_tiered", "band", nulls_last=True)


def printed_orders(sales: pl.DataFrame) -> pl.DataFrame:
    """
    Return the sales that tell what orders are worth in asked prices, with their ``band`` of asked prices.

    Args:
        sales: as of `order_ratios`.
    """
    market = pl.col("market") if "market" in sales.columns else pl.lit("")
    return sales.filter(
        (pl.col("price_source") == "printed")
        & (pl.col("price_flag") == "ok")
        & (pl.col("asked_eur") > 0)
        & pl.col("listing_id").is_not_null()
    ).select("vendor", "listing_id", "is_tiered", "amount_eur", "asked_eur", market=market, band=_band())


def _is_enough(rows: pl.DataFrame, least_sales: int) -> bool:
    return rows.height >= least_sales and rows["vendor"].n_unique() >= FEWEST_OF_CELL


def _near(kind: pl.DataFrame, band: int, least_sales: int) -> pl.DataFrame:
    """The sales of a band, with as many bands on both sides as are needed to be enough."""
    apart = (pl.col("band").cast(pl.Int64) - band).abs()
    reaches = (kind.filter(apart <= reach) for reach in range(len(BANDS_EUR)))
    return next((rows for rows in reaches if _is_enough(rows, least_sales)), kind)


def _of_cell(rows: pl.DataFrame) -> tuple[float, list[float]]:
    """
    The sum of the paid over the sum of the asked, and the mean ratio of each twentieth of the orders.

    Vendors with most weigh less, the two that are farthest off stand where the next ones do, and no order is
    larger than the largest of the second vendor.
    """
    vendors = rows.group_by("vendor").agg(pl.col("amount_eur", "asked_eur").sum(), usual=pl.col("asked_eur").median())
    vendors = vendors.sort("vendor")
    paid, asked = vendors["amount_eur"].to_numpy(), vendors["asked_eur"].to_numpy()
    some = _BESIDE * float(np.median(vendors["usual"].to_numpy()))
    beside = (paid + some * float(np.median(paid / asked))) / (asked + some)
    moved = np.maximum(paid / asked + (within_others(beside) - beside) * (asked + some) / asked, 0.0)
    ratio = float(np.average(moved, weights=capped(asked, most_share=MOST_OF_CELL)))
    each = pl.col("amount_eur") / pl.col("asked_eur")
    near = pl.max_horizontal(each.round(), 1.0)
    each = pl.when((each - near).abs() <= _WHOLE * near).then(near).otherwise(each)
    orders = rows.with_columns(each=each, weight=vendor_weights(rows, most_share=MOST_OF_CELL))
    largest = within_others(orders.group_by("vendor").agg(pl.col("each").max())["each"].to_numpy()).max()
    orders = orders.sort("each", "weight").with_columns(pl.col("each").clip(upper_bound=largest))
    each_of, upto = orders["each"].to_numpy(), orders["weight"].cum_sum().to_numpy()
    place = ((upto - orders["weight"].to_numpy() / 2) / upto[-1] * STEPS).astype(np.int64).clip(0, STEPS - 1)
    steps = []
    for step in range(STEPS):
        there = place == step
        if there.any():
            steps.append(float(np.average(each_of[there], weights=orders["weight"].to_numpy()[there])))
        else:  # one order is more than a twentieth
            steps.append(float(each_of[np.searchsorted(upto, (step + 0.5) / STEPS * upto[-1])]))
    return ratio, steps


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
    steps = pl.col("steps").list.len().cast(pl.Int64)
    numbered = ratios.with_row_index("of").with_columns(count=steps, first=steps.cum_sum() - steps)
    cell = numbered.filter(pl.col("band").is_not_null()).select("is_tiered", "band", of_cell="of")
    kind = numbered.filter(pl.col("band").is_null() & pl.col("is_tiered").is_not_null())
    every = numbered.filter(pl.col("is_tiered").is_null())["of"]
    if every.is_empty():
        return rows.with_columns(mean_ratio=pl.lit(1.0), order_ratio=pl.lit(1.0))
    place = pl.struct(by).rank("ordinal").over("is_tiered", "band").cast(pl.Float64)
    chosen = ((place * _GOLDEN) % 1.0 * pl.col("count")).floor().cast(pl.Int64)
    joined = (
        rows.with_columns(band=_band())
        .join(cell, on=["is_tiered", "band"], how="left")
        .join(kind.select("is_tiered", of_kind="of"), on="is_tiered", how="left")
        .with_columns(of=pl.coalesce("of_cell", "of_kind", pl.lit(every[0], dtype=every.dtype)))
        .join(numbered.select("of", "count", "first", mean_ratio="ratio"), on="of", how="left")
        .with_columns(place=pl.col("first") + chosen)
    )
    each = numbered["steps"].explode()  # every row with the steps of its cell would be ten times as wide
    ratio = each.gather(joined["place"]).alias("order_ratio")
    return joined.drop("band", "of_cell", "of_kind", "of", "count", "first", "place").with_columns(ratio)


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
    reached = [(pl.col("asked_eur") >= limit).cast(pl.UInt32) for limit in BANDS_EUR]
    return pl.sum_horizontal(*reached).cast(pl.UInt32)
