"""
How far off orders without a printed amount may be, as printed amounts tell (methods E6).

What such an order was worth is the mean of what others of such prices were (`order_ratios`). Of one listing all may be
larger, for its buyers order alike: how much so is the intraclass correlation of the printed ones (Kish 1965, the design
effect; Ridout, Demetrio and Firth 1999, Biometrics 55, 137-148), which ``research.order_alike`` gives of all markets.
And the mean itself is that of the vendors who were met: with others it would be another one, for all orders together,
by the standard error of a ratio of sums over vendors (Cochran 1977, section 6.4).

Orders of a market that prints no amounts may all be of more units than those of the markets from which it is learned,
or of fewer: how far markets lie apart is the same correlation, of markets in place of listings (`order_apart`).

Example: orders of one listing are alike to 0.4, and vary by as much as they are. Ten listings of 50 orders each are out
by ``sqrt((0.4 + 0.6 / 50) / 10)``, a fifth, and a hundred of them by 6 %.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.cluster_share import LEAST_DEGREES, student_t
from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.estimators.pooling import capped

__all__ = ["FEWEST_ORDERS", "OrderDoubt", "order_alike", "order_apart", "order_doubt"]

FEWEST_ORDERS = 5
"""Orders of a listing, from which on it tells how alike they are."""
_UNITS = (1.5, 2.5, 4.5, 8.5)
"""Orders for more than one, two, four and eight units are taken together."""


class OrderDoubt(NamedTuple):
    """
    How far off amounts are that no page prints.

    Attributes:
        alike: how alike orders of one listing are in how many units they are of, 0 to 1; 1 where nothing tells it.
        shared: relative standard error of all of them together; None where fewer than two vendors tell it.
    """

    alike: float
    shared: float | None


def order_doubt(known: pl.DataFrame, most_share: float) -> OrderDoubt:
    """
    Learn how far off amounts may be that no page prints.

    Args:
        known: sales with a printed amount: ``market``, ``vendor``, ``listing_id`` (of which other markets may have the
            same), ``is_tiered``, ``band`` (of asked prices), ``amount_eur``, ``asked_eur``.
        most_share: most of all that one vendor weighs.
    """
    return OrderDoubt(order_alike(known), _shared(known, most_share))


def order_alike(known: pl.DataFrame) -> float:
    """
    Return how alike orders of one listing are in how many units they are of, 0 to 1; 1 where nothing tells it.

    Of orders for more than some units, that is how much more the part differs between listings of a cell than by
    chance.

    Args:
        known: as of `order_doubt`.
    """
    alike, _ = _in_common(known, ("market", "is_tiered", "band"), "listing_id", pl.len())
    return 1.0 if alike is None else alike


def order_apart(known: pl.DataFrame) -> float:
    """
    Return how far the orders of a market that prints no amounts may lie from those that are known.

    The estimator of `order_alike`, of markets in place of listings, or of vendors where one market alone prints
    amounts. A market that is none of those lies farther off, as a mean of few is none of all, and of few nobody knows
    how far they lie apart: Student's limits for the normal ones, of two degrees and more.

    Args:
        known: as of `order_doubt`.

    Returns:
        By how many standard deviations of an order they may be of more units, or of fewer (68 %); 1 where nothing
        tells it.
    """
    one = "market" if known["market"].n_unique() > 1 else "vendor"
    worth = (
        pl.len() ** 2 / (1 / pl.col("n")).sum()
    )  # of few orders in one a cell tells little, however many others have
    apart, many = _in_common(known, ("is_tiered", "band"), one, worth)
    if apart is None:
        return 1.0
    student = float(pl.select(student_t(pl.lit(max(LEAST_DEGREES, many - 1.0)))).item())
    return math.sqrt(apart * (1 + 1 / many)) * student / Z


def _in_common(known: pl.DataFrame, cell: tuple[str, ...], one: str, worth: pl.Expr) -> tuple[float | None, int]:
    """
    Which part of the variance of orders those of one have in common, 0 to 1, and how many of these there are.

    Args:
        known: as of `order_doubt`.
        cell: columns in which those are alike that are compared.
        one: the column that names it.
        worth: weight of a cell, of ``n``, the orders of each one in it.
    """
    over, under, names = 0.0, 0.0, pl.Series([], dtype=pl.String)
    for units in _UNITS:
        is_more = (pl.col("amount_eur") > units * pl.col("asked_eur")).cast(pl.Float64)
        ones = (
            known.group_by(*cell, one)
            .agg(n=pl.len().cast(pl.Float64), part=is_more.mean())
            .filter(pl.col("n") >= FEWEST_ORDERS)
            .sort(*cell, one)
        )
        names = names.append(ones[one])
        chance = (pl.col("part") * (1 - pl.col("part")) / (pl.col("n") - 1)).mean()
        cells = (
            ones.group_by(cell, maintain_order=True)
            .agg(many=pl.len(), worth=worth, apart=pl.col("part").var() - chance, usual=pl.col("part").mean())
            .filter(pl.col("many") > 1)
        )
        over += cells.select((pl.col("worth") * pl.col("apart")).sum()).item()
        under += cells.select((pl.col("worth") * pl.col("usual") * (1 - pl.col("usual"))).sum()).item()
    return min(max(over / under, 0.0), 1.0) if under > 0 else None, names.drop_nulls().n_unique()


def _shared(known: pl.DataFrame, most_share: float) -> float | None:
    """The relative standard error of what orders are worth in asked prices, over vendors that weigh as in a cell."""
    usual = pl.col("amount_eur").sum() / pl.col("asked_eur").sum()
    vendors = (
        known.with_columns(expected=pl.col("asked_eur") * usual.over("is_tiered", "band"))
        .group_by("vendor")
        .agg(pl.col("amount_eur", "expected").sum())
        .sort("vendor")
    )
    if vendors.height < 2:
        return None
    expected = vendors["expected"].to_numpy()
    weights = capped(expected, most_share=most_share) / expected
    paid, expected = vendors["amount_eur"].to_numpy() * weights, expected * weights
    apart = paid - expected * paid.sum() / expected.sum()
    return float(np.sqrt(vendors.height / (vendors.height - 1) * (apart**2).sum()) / paid.sum())
