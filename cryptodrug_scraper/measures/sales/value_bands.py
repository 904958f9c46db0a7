"""
Small and large orders: how much is sold in bands of value, and what was the largest (methods E11, 1.2).

The value is that of the order, not the price of a listing, which differs where several units are ordered. Published
thresholds: more than USD 1,000 counts as wholesale (Aldridge and Decary-Hetu 2016; Kruithof et al. 2016), the study of
the Belgian trade has bands at EUR 200 and 1,000. Orders without a known value are in no share; they are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import (
    LEVEL,
    REPLICATES,
    bootstrap_ratio,
    cluster_weights,
    none_of,
    percentiles,
    seed_of,
)
from cryptodrug_scraper.measures.sales.product_mix import NO_REVENUE

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CUTS_EUR", "Above", "Implied", "implied_small_mean", "orders_above", "value_bands", "valued"]

CUTS_EUR = (20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
"""Where bands end by default, in EUR. A value at a cut is in the band above it."""

_LEAST_VENDORS = 2


def valued(sales: pl.DataFrame) -> pl.DataFrame:
    """Sales of a known value that is revenue, with ``weight`` (1 where there is none)."""
    weight = pl.col("weight") if "weight" in sales.columns else pl.lit(1.0)
    revenue = pl.col("price_flag").is_in(NO_REVENUE).not_().fill_null(value=True) & (pl.col("amount_eur") > 0)
    return sales.with_columns(weight.cast(pl.Float64).alias("weight")).filter(revenue, pl.col("weight") > 0)


def value_bands(
    sales: pl.DataFrame,
    *,
    market: str,
    cuts: Sequence[float] = CUTS_EUR,
    replicates: int = REPLICATES,
    level: float = LEVEL,
) -> pl.DataFrame:
    """
    Share of transactions and of turnover in each band of value.

    Args:
        sales: ``transaction_id``, ``vendor``, ``amount_eur``, ``price_flag``; ``weight`` if not all count wholly (of a
            country or a month). One market.
        market: its code, of which the draws depend.
        cuts: where bands end, in EUR, ascending.
        replicates: draws of the bootstrap over vendors.
        level: share of intervals that hold the true value.

    Returns:
        ``from_eur`` (0 for the first), ``to_eur`` (null for the last; not in the band), ``transactions``,
        ``turnover_eur``, ``transaction_share``, ``transaction_share_low``, ``transaction_share_high``,
        ``turnover_share``, ``turnover_share_low``, ``turnover_share_high``, ``vendor_count``; one row for each band, in
        order, with nulls where nothing has a value. In a band without orders, the upper limit of the share of
        transactions is that of `orders_above`, and that of turnover is null: no share of it can be excluded. With
        one vendor only there are no intervals otherwise; with fewer than some twenty they are too narrow.

    Raises:
        ValueError: the cuts do not ascend.
    """
    edges = np.asarray([0.0, *cuts])
    if not (np.diff(edges) > 0).all():
        message = "cuts must ascend, and be above 0"
        raise ValueError(message)
    rows = valued(sales)
    band = pl.lit(0, pl.Int64) + sum((pl.col("amount_eur") >= cut).cast(pl.Int64) for cut in cuts)
    sums = (
        rows.sort("transaction_id")
        .with_columns(band.alias("band"), (pl.col("weight") * pl.col("amount_eur")).alias("eur"))
        .group_by("vendor", "band", maintain_order=True)
        .agg(pl.col("weight").sum(), pl.col("eur").sum())
    )
    vendors = sums["vendor"].unique().sort()
    row, column = vendors.search_sorted(sums["vendor"]).to_numpy(), sums["band"].to_numpy()
    counts, euros = np.zeros((len(vendors), len(edges))), np.zeros((len(vendors), len(edges)))
    counts[row, column], euros[row, column] = sums["weight"].to_numpy(), sums["eur"].to_numpy()
    drawn = cluster_weights(len(vendors), seed=seed_of("value bands", market), replicates=replicates)
    columns: dict[str, object] = {
        "from_eur": edges,
        "to_eur": [*cuts, None],
        "transactions": counts.sum(axis=0),
        "turnover_eur": euros.sum(axis=0),
    }
    for name, values in (("transaction_share", counts), ("turnover_share", euros)):
        total = values.sum()
        columns[name] = values.sum(axis=0) / total if total > 0 else [None] * len(edges)
        replicated = bootstrap_ratio(values, values.sum(axis=1, keepdims=True), drawn)
        limits = [percentiles(replicated[:, place], level=level) for place in range(len(edges))]
        empty = none_of(len(rows), level=level) if name == "transaction_share" and len(rows) else None
        none = values.sum(axis=0) == 0
        if len(vendors) < _LEAST_VENDORS:
            limits = [(np.nan, np.nan)] * len(edges)  # it would be drawn each time, and seem to be certain
        columns[f"{name}_low"] = [low for low, _ in limits]
        columns[f"{name}_high"] = [empty if none[place] else high for place, (_, high) in enumerate(limits)]
    columns["vendor_count"] = (counts > 0).sum(axis=0).astype(np.int64)
    kinds = {name: pl.Int64 if name == "vendor_count" else pl.Float64 for name in columns}
    return pl.DataFrame(columns, schema=kinds, strict=False).fill_nan(None)


@dataclass(frozen=True, slots=True)
class Above:
    """
    Orders above a threshold, and the largest of all, with its evidence.

    Attributes:
        threshold_eur: the threshold; an order of just that is not above it.
        transactions: orders with a known value. unvalued: those without.
        above: orders above it. surely_above, perhaps_above: by the lower and the upper limit of their values.
        share: of the orders with a known value that is above; None without any.
        share_high: upper limit of the true share where none is: ``1 - 0.05^(1/n)``; None where there are some.
        largest_eur, largest_low_eur, largest_high_eur: value of the largest order, and its limits; None without any.
        largest_transaction_id, largest_vendor, largest_price_source: which it is, whose, and where its value is from.
    """

    threshold_eur: float
    transactions: int
    unvalued: int
    above: int
    surely_above: int
    perhaps_above: int
    share: float | None
    share_high: float | None
    largest_eur: float | None
    largest_low_eur: float | None
    largest_high_eur: float | None
    largest_transaction_id: str | None
    largest_vendor: str | None
    largest_price_source: str | None


def orders_above(sales: pl.DataFrame, threshold_eur: float, *, level: float = LEVEL) -> Above:
    """
    Count the orders above a threshold, and name the largest: the evidence for "none above 1,000 EUR".

    Example: of 1,500 orders none is above it, so the true share is at most 0.20 % (methods E11).

    Args:
        sales: as of `value_bands`, with ``amount_eur_low``, ``amount_eur_high`` and ``price_source``. Each counts once,
            whatever its weight: a part of a sale is as large an order. Holding prices are no orders of that value, and
            a filter of large prices would make the finding circular: count what it removed.
        threshold_eur: the threshold.
        level: of the upper limit.
    """
    rows = valued(sales).unique("transaction_id")
    known = len(rows)
    count = {
        name: int((rows[column].fill_null(0.0) > threshold_eur).sum())
        for name, column in (("above", "amount_eur"), ("surely_above", "amount_eur_low"))
    }
    reaches = pl.max_horizontal("amount_eur", "amount_eur_high") > threshold_eur
    largest = rows.sort("amount_eur", "transaction_id", descending=[True, False]).head(1).to_dicts()
    evidence = largest[0] if largest else {}
    return Above(
        threshold_eur=threshold_eur,
        transactions=known,
        unvalued=sales["transaction_id"].n_unique() - known,
        perhaps_above=len(rows.filter(reaches)),
        share=count["above"] / known if known else None,
        share_high=none_of(known, level=level) if known and not count["above"] else None,
        largest_eur=evidence.get("amount_eur"),
        largest_low_eur=evidence.get("amount_eur_low"),
        largest_high_eur=evidence.get("amount_eur_high"),
        largest_transaction_id=evidence.get("transaction_id"),
        largest_vendor=evidence.get("vendor"),
        largest_price_source=evidence.get("price_source"),
        **count,
    )


@dataclass(frozen=True, slots=True)
class Implied:
    """
    What two shares imply of the means of large and small orders.

    Attributes:
        ratio: mean of the large ones over mean of the small ones.
        least_small_eur: the least that the small ones can be on average, as large ones are at least the threshold.
    """

    ratio: float
    least_small_eur: float


def implied_small_mean(turnover_share: float, transaction_share: float, threshold_eur: float) -> Implied:
    """
    Return what published shares of large orders imply: a check of whether they go together (methods 1.2).

    With shares ``w`` of turnover and ``p`` of transactions at or above a threshold, ``w = p b / (p b + (1 - p) s)`` for
    the means ``b`` above and ``s`` below, so ``b / s = w / (1 - w) (1 - p) / p``; as ``b`` is at least the threshold,
    ``s`` is at least the threshold over that ratio. Example: 30 % of turnover in 10 % of the orders gives 3.857, and
    small orders of at least 51.9 EUR at a threshold of 200 EUR.

    Raises:
        ValueError: a share is not between 0 and 1.
    """
    if not (0 < turnover_share < 1 and 0 < transaction_share < 1):
        message = "both shares must be above 0 and below 1"
        raise ValueError(message)
    ratio = turnover_share / (1 - turnover_share) * (1 - transaction_share) / transaction_share
    return Implied(ratio, threshold_eur / ratio)
