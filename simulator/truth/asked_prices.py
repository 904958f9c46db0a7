"""Asked prices that only kept buyers off, and sales that were large and real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.worth import sales_in_euros

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["BULK_EUR", "bulk_sales", "price_spells"]

BULK_EUR = 1000.0
"""From what worth on a sale is called bulk."""


def price_spells(frames: Frames) -> pl.DataFrame:
    """
    Return the spells of asked prices, and whether each only keeps buyers off.

    Returns:
        ``market, listing_id, since, until, price, currency, holding``, sorted; ``until`` is null where the spell lasts
        as long as the listing.
    """
    prices = frames.table("price").with_columns((pl.col("cents") / 100).alias("price"))
    columns = ("market", "listing_id", "since", "until", "price", "currency", "holding")
    return prices.select(columns).sort("market", "listing_id", "since")


def bulk_sales(frames: Frames, shown: pl.DataFrame, *, least_eur: float = BULK_EUR) -> pl.DataFrame:
    """
    Return the large sales whose review a page showed: all of them are real, for nobody pays a holding price.

    Args:
        frames: the truth.
        shown: `simulator.truth.shown.shown_reviews`.
        least_eur: from what worth on.

    Returns:
        ``market, sale_id, listing_id, account_id, at, amount_eur``, sorted; ``at`` is when the review was left,
        ``amount_eur`` what was paid, with postage.
    """
    worth = sales_in_euros(frames).filter(pl.col("paid_eur") >= least_eur)
    found = shown.join(worth.select("market", "sale_id", amount_eur="paid_eur"), on=("market", "sale_id"))
    return found.select("market", "sale_id", "listing_id", "account_id", "at", "amount_eur").sort("market", "sale_id")
