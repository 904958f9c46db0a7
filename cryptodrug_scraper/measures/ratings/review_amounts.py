"""
Whether the amounts that a market prints with its ratings stay the same from one snapshot to the next (methods E8, E16).

A site that converts at the time of viewing prints another amount for the same rating in each snapshot. Then the amount
is no part of a rating's identity, and its value is the one converted back at the rate of its own capture. One vendor
alone, whose amounts are others on each page, says nothing of its market: it is left out (`but_for_one`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["LEAST_PAIRS", "LEAST_SHARE", "amount_pairs", "amounts_are_stable", "but_for_one", "stable_currencies"]

LEAST_PAIRS = 30
"""With fewer pairs nothing is proved: the lower 95 % limit of 30 of 30 is 0.89 (Wilson)."""
LEAST_SHARE = 0.995
"""Share of pairs with the same amount from which amounts count as stable; the rest were taken for another rating."""


def amount_pairs(sightings: pl.DataFrame, views: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """
    Return the amounts of successive sightings of the same review, in different snapshots and the same currency.

    Only ratings without an equal one on their pages are compared, so that no other rating is taken for them.

    Args:
        sightings: ``row, review, key, view, captured_at, amount, amount_currency``, aligned without amounts.
        views: ``view, snapshot_id``.
        keys: ``key, account``: whose each key is.

    Returns:
        ``vendor, amount_currency, amount_before, amount, captured_before, captured_at``.
    """
    alone = (pl.len() == pl.col("view").n_unique()) & (pl.col("review").n_unique() == 1)
    before = pl.col("amount", "captured_at", "snapshot_id").shift(1).over("review", "amount_currency")
    return (
        sightings.filter(pl.col("amount").is_not_null() & pl.col("amount_currency").is_not_null())
        .select("row", "review", "key", "view", "captured_at", "amount", "amount_currency")
        .filter(alone.over("key"))
        .join(views.select("view", "snapshot_id"), on="view")
        .sort("row")
        .with_columns(before.name.suffix("_before"))
        .filter(pl.col("snapshot_id") != pl.col("snapshot_id_before"))
        .join(keys.select("key", vendor="account"), on="key", how="left", maintain_order="left")
        .select(
            "vendor",
            "amount_currency",
            "amount_before",
            "amount",
            captured_before="captured_at_before",
            captured_at="captured_at",
        )
    )


def but_for_one(pairs: pl.DataFrame) -> pl.DataFrame:
    """Leave out of each currency the vendor with most pairs that moved, where others use the currency too."""
    moved = (pl.col("amount") != pl.col("amount_before")).sum()
    vendors = pairs.group_by("amount_currency", "vendor").agg(moved=moved)
    vendors = vendors.sort("moved", "vendor", descending=[True, False])
    several = vendors.filter(pl.len().over("amount_currency") >= FEWEST_POOLED, pl.col("moved") > 0)
    worst = several.unique("amount_currency", keep="first", maintain_order=True)
    return pairs.join(worst, on=["amount_currency", "vendor"], how="anti", nulls_equal=True)


def amounts_are_stable(
    pairs: pl.DataFrame, market: str, *, least_pairs: int = LEAST_PAIRS, least_share: float = LEAST_SHARE
) -> pl.DataFrame:
    """
    Tell for each currency whether amounts stay the same from snapshot to snapshot.

    Args:
        pairs: of `amount_pairs`.
        market: code of the market.
        least_pairs: pairs that are needed to call amounts stable.
        least_share: share of pairs with the same amount that is needed.

    Returns:
        For each currency: ``market, amount_currency, pair_count, same_count`` (without the vendor that is left out),
        ``is_stable``.
    """
    same = pl.col("amount") == pl.col("amount_before")
    return (
        but_for_one(pairs)
        .group_by("amount_currency")
        .agg(pl.len().cast(pl.Int64).alias("pair_count"), same.sum().cast(pl.Int64).alias("same_count"))
        .with_columns(
            market=pl.lit(market),
            is_stable=(pl.col("pair_count") >= least_pairs)
            & (pl.col("same_count") >= least_share * pl.col("pair_count")),
        )
        .select("market", "amount_currency", "pair_count", "same_count", "is_stable")
        .sort("amount_currency")
    )


def stable_currencies(stability: pl.DataFrame) -> Collection[str]:
    """The currencies that `amounts_are_stable` proved stable."""
    return frozenset(stability.filter("is_stable")["amount_currency"])
