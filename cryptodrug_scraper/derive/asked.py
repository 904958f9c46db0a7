"""What is asked for listings, and what they are of: of the listings of one group of accounts at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.money.holding_prices import UNAVAILABLE, unavailable
from cryptodrug_scraper.measures.money.order_quantities import latest_parts
from cryptodrug_scraper.measures.money.own_currency import own_currencies, stated_prices
from cryptodrug_scraper.measures.money.price_spells import price_spells
from cryptodrug_scraper.measures.sales.sale_facts import stated_facts

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.looked import Looked
    from cryptodrug_scraper.derive.rates import Rates

__all__ = ["Asked", "asked_prices"]


class Asked(NamedTuple):
    """
    What the listings of one market are of, and what is asked for them.

    Attributes:
        spells: `measures.money.price_spells.price_spells`.
        bulk: ``listing_id, quantity_grams, quantity_units``, as each listing states them last.
        told: `measures.money.holding_prices.unavailable`.
        tiers: `measures.money.order_quantities.latest_parts` of prices by quantity.
        shipping: the same of ways of delivery.
        facts: `measures.sales.sale_facts.stated_facts`.
    """

    spells: pl.DataFrame
    bulk: pl.DataFrame
    told: pl.DataFrame
    tiers: pl.DataFrame
    shipping: pl.DataFrame
    facts: pl.DataFrame


def asked_prices(looked: Looked, rates: Rates) -> Asked:
    """
    Return what is asked for the listings of a market.

    Args:
        looked: its frames.
        rates: exchange rates up to its last capture.
    """
    beside = looked.parts("prices", "tiers", "shipping")
    said = looked.frame("texts").filter(pl.col("body").str.contains(UNAVAILABLE))
    found = []
    for number, listings in enumerate(looked.listings.each()):
        prices, tiers, shipping = (each.of(number) for each in beside)
        stated = stated_prices(listings, prices, rates.dollars)
        sizes = listings.sort("page", "ordinal").group_by("listing_id", maintain_order=True)
        found.append(
            Asked(
                price_spells(stated, rates.fx, own_currencies(stated)),
                sizes.agg(pl.col("quantity_grams", "quantity_units").drop_nulls().last()),
                unavailable(listings, said),
                latest_parts(tiers, listings),
                latest_parts(shipping, listings),
                stated_facts(listings),
            )
        )
        for each in beside:
            each.drop(number)
    spells, bulk, told, tiers, shipping, facts = (pl.concat(parts) for parts in zip(*found, strict=True))
    by_parts = ("listing_id", "ordinal")
    return Asked(
        spells.sort("listing_id", "first_at", "currency", "price"),
        bulk,
        told.sort("listing_id", "captured_at"),
        tiers.sort(by_parts),
        shipping.sort(by_parts),
        facts,
    )
