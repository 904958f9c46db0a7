"""
Small, middle and bulk orders by weight: the second criterion of wholesale, beside value (methods E11).

An order's weight is the units ordered times the grams in one, as the listing's title states it; for pills and blotters
that of the substance in them. By value alone, about a quarter of revenue was wholesale on Silk Road; by value and
quantity together, 31 to 45 % of it: a figure must say which criterion it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.sales.value_bands import valued

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BULK_EUR", "TIERS", "WEIGHT_TIERS", "bulk_by_criterion", "weight_tiers", "with_weight_tier"]

TIERS = ("small", "middle", "bulk")
"""Orders for use, for a circle of people, and for trade."""

BULK_EUR = 1000.0
"""Value above which an order is bulk by value."""

WEIGHT_TIERS: dict[str, tuple[float, float]] = {
    "Cannabis": (100.0, 1000.0),
    "cannabis_concentrate": (20.0, 200.0),
    "synthetic_cannabinoid": (20.0, 200.0),
    "Stimulants": (20.0, 200.0),
    "amphetamine": (50.0, 500.0),
    "cocaine": (10.0, 100.0),
    "Ecstasy": (20.0, 200.0),
    "Opioids": (10.0, 100.0),
    "fentanyl": (0.1, 1.0),
    "Dissociatives": (20.0, 200.0),
    "Psychedelics": (5.0, 50.0),
    "lsd": (0.01, 0.1),
    "psilocybin": (100.0, 1000.0),
    "Benzos": (0.5, 5.0),
}
"""
Grams from which an order is of the middle and of the bulk tier, by substance, else by class.

No published tiers could be checked: these are this project's own, about a hundred and a thousand usual doses (of
cannabis, three months and more of daily use). Give others where a study has them.
"""


def with_weight_tier(sales: pl.DataFrame, *, tiers: Mapping[str, tuple[float, float]] = WEIGHT_TIERS) -> pl.DataFrame:
    """
    Add to each sale its weight and tier.

    Args:
        sales: ``quantity`` (null: one unit), ``quantity_grams`` (of one unit), ``substance``, ``drug_class``.
        tiers: grams from which an order is in the middle and in the bulk tier, by substance or class.

    Returns:
        the sales with ``order_grams`` and ``tier`` (`TIERS`; null where weight or drug are unknown, or no tiers are
        given for it).
    """
    names = list(tiers)
    limits = [
        pl.coalesce(
            pl.col(column).replace_strict(
                names, [tiers[name][place] for name in names], default=None, return_dtype=pl.Float64
            )
            for column in ("substance", "drug_class")
        )
        for place in (0, 1)
    ]
    grams = pl.col("quantity_grams") * pl.col("quantity").fill_null(1.0)
    tier = (
        pl.when(grams >= limits[1])
        .then(pl.lit("bulk"))
        .when(grams >= limits[0])
        .then(pl.lit("middle"))
        .when(grams < limits[0])
        .then(pl.lit("small"))
    )
    return sales.with_columns(grams.cast(pl.Float64).alias("order_grams"), tier.alias("tier"))


def weight_tiers(sales: pl.DataFrame, *, tiers: Mapping[str, tuple[float, float]] = WEIGHT_TIERS) -> pl.DataFrame:
    """
    How much of each class is sold in small, middle and bulk orders.

    Args:
        sales: as of `with_weight_tier` and `value_bands.value_bands`.
        tiers: as of `with_weight_tier`.

    Returns:
        ``drug_class``, ``tier`` (null: unknown), ``transactions``, ``turnover_eur``, ``transaction_share`` and
        ``turnover_share`` (of the class), ``largest_grams``, ``vendor_count``; sorted by class, the small tier first.
        Only sales of a known value.
    """
    rows = with_weight_tier(valued(sales), tiers=tiers)
    order = pl.col("tier").replace_strict(TIERS, range(len(TIERS)), default=len(TIERS), return_dtype=pl.Int8)
    return (
        rows.with_columns((pl.col("weight") * pl.col("amount_eur")).alias("turnover_eur"))
        .sort("turnover_eur", "transaction_id")
        .group_by("drug_class", "tier", maintain_order=True)
        .agg(
            pl.col("weight").sum().alias("transactions"),
            pl.col("turnover_eur").sum(),
            pl.col("order_grams").max().alias("largest_grams"),
            pl.col("vendor").n_unique().cast(pl.Int64).alias("vendor_count"),
        )
        .sort("drug_class", order, nulls_last=True)
        .select(
            "drug_class",
            "tier",
            "transactions",
            "turnover_eur",
            (pl.col("transactions") / pl.col("transactions").sum().over("drug_class")).alias("transaction_share"),
            (pl.col("turnover_eur") / pl.col("turnover_eur").sum().over("drug_class")).alias("turnover_share"),
            "largest_grams",
            "vendor_count",
        )
    )


def bulk_by_criterion(
    sales: pl.DataFrame,
    *,
    threshold_eur: float = BULK_EUR,
    tiers: Mapping[str, tuple[float, float]] = WEIGHT_TIERS,
) -> pl.DataFrame:
    """
    How much is bulk by value, by weight, by either and by both.

    Args:
        sales: as of `weight_tiers`.
        threshold_eur: an order above it is bulk by value.
        tiers: as of `with_weight_tier`.

    Returns:
        ``criterion`` (``value``, ``weight``, ``either``, ``both``), ``transactions``, ``turnover_eur``,
        ``transaction_share``, ``turnover_share`` (null without sales), ``weighed_share`` (of the transactions, those of
        known weight and tier: others cannot be bulk by weight, so that its shares are least values); four rows.
    """
    rows = with_weight_tier(valued(sales), tiers=tiers).sort("transaction_id")
    dear = pl.col("amount_eur") > threshold_eur
    heavy = (pl.col("tier") == "bulk").fill_null(value=False)
    euros = pl.col("weight") * pl.col("amount_eur")
    criteria = {"value": dear, "weight": heavy, "either": dear | heavy, "both": dear & heavy}
    weighed = pl.col("weight").filter(pl.col("tier").is_not_null()).sum()
    parts = [
        rows.select(
            pl.lit(name).alias("criterion"),
            pl.col("weight").filter(chosen).sum().alias("transactions"),
            euros.filter(chosen).sum().alias("turnover_eur"),
            pl.col("weight").sum().alias("all"),
            euros.sum().alias("all_eur"),
            weighed.alias("weighed"),
        )
        for name, chosen in criteria.items()
    ]
    some = pl.col("all") > 0
    return pl.concat(parts).select(
        "criterion",
        "transactions",
        "turnover_eur",
        pl.when(some).then(pl.col("transactions") / pl.col("all")).alias("transaction_share"),
        pl.when(some).then(pl.col("turnover_eur") / pl.col("all_eur")).alias("turnover_share"),
        pl.when(some).then(pl.col("weighed") / pl.col("all")).alias("weighed_share"),
    )
