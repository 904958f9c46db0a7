"""What was paid for postage: each order takes one of the ways of delivery that its listing had then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import is_digital
from simulator.draws import Draws
from simulator.economy.destinations import Destinations
from simulator.economy.packs import CURRENCIES
from simulator.economy.words.shipping import options_of

if TYPE_CHECKING:
    from simulator.draws import Ints, Picker
    from simulator.economy.market import MarketTruth
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places
    from simulator.scenario import Scenario
    from simulator.state import Shipping

__all__ = ["postage_of", "shipping_picker"]


def shipping_picker(seed: int, ids: int) -> Picker:
    """What the ways of delivery of a listing are drawn from."""
    return Draws(seed, "listing page").picker(ids, 1)


def postage_of(scenario: Scenario, accounts: Accounts, places: Places, truth: MarketTruth) -> Ints:
    """Postage of each sale, in hundredths of the listing's currency."""
    sales, listings, origins = truth.sales, truth.listings, truth.origins
    spells, _ = origins.spells.find(sales.listing, sales.at)
    homes = places.country_at(accounts.person[listings.account[sales.listing]], sales.at)
    destinations, countries = Destinations(scenario, places, truth.name), list(scenario.countries)
    known: dict[tuple[int, int], tuple[Shipping, ...]] = {}

    def options(row: int, spell: int, home: int) -> tuple[Shipping, ...]:
        ids, digital = int(listings.ids[row]), is_digital(int(listings.product[row]))
        sends, _, _ = destinations.of(int(listings.account[row]), ids, home, digital=digital)
        currency = CURRENCIES[listings.currency[row]]
        picker, origin = shipping_picker(scenario.seed, ids), origins.codes(spell, countries)
        return options_of(picker, currency, sends, origin, digital=digital)

    drawn = Draws(scenario.seed, f"postage {truth.name}").halves(np.arange(len(sales), dtype=np.int64))
    cents = []
    columns = (sales.listing, spells, homes, sales.quantity, drawn)
    for row, spell, home, quantity, draw in zip(*(column.tolist() for column in columns), strict=True):
        ways = known.get((spell, home))
        if ways is None:
            ways = known[spell, home] = options(row, spell, home)
        way = ways[draw * len(ways) >> 32] if ways else None
        cents.append(0 if way is None else way.price.cents * (quantity if way.per == "item" else 1))
    return np.array(cents, dtype=np.int64)
