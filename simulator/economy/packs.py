"""How much of its product a listing sells in one pack, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import CATALOGUE, DRUGS, PACK_CENTS, STEPS
from simulator.draws import Draws, weyl
from simulator.economy.distributions import pick
from simulator.economy.intervals import FOREVER
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places
    from simulator.state import Currency

__all__ = ["CURRENCIES", "Packs", "choose_packs", "rounded"]

CURRENCIES: tuple[Currency, ...] = ("USD", "EUR", "GBP")
_PER_USD = np.array([1000, 885, 775], dtype=np.int64)  # what vendors go by when they set a price, in thousandths
_SMALL, _LARGE = 20_000, 100_000  # hundredths that separate orders by size
_ONE_GRAM, _ONE_PIECE = 1, 0  # steps of `catalogue` that a unit of a listing with tiers is

_LADDER_OF = np.array([0 if good.kind == "weight" else 2 for good in CATALOGUE], dtype=np.int64)
_BY_WEIGHT = np.array([good.kind == "weight" for good in CATALOGUE])
_WITH_TIERS = np.array([good.kind in {"weight", "pills"} for good in CATALOGUE])


@dataclass(frozen=True, slots=True)
class Packs:
    """Columns of `listings.Listings` with the same names."""

    step: Ints
    tiered: Ints
    cents: Ints
    currency: Ints
    limit: Ints


def rounded(cents: Ints) -> Ints:
    """Prices as people set them: the dearer, the rounder."""
    step: Ints = np.select([cents >= 50_000, cents >= 10_000, cents >= 2000, cents >= 300], [1000, 500, 100, 50], 5)
    price: Ints = np.maximum((cents + step // 2) // step * step, 5)
    return price


def choose_packs(
    calendar: Calendar,
    market: str,
    accounts: Accounts,
    places: Places,
    account: Ints,
    ids: Ints,
    product: Ints,
    created: Ints,
    weight: Ints,
) -> Packs:
    """
    Packs and prices.

    A listing is for small, large or wholesale orders; the shares of these are the country's, and hold for orders too,
    because they are dealt out evenly over listings from the most to the least asked for.
    """
    scenario = calendar.scenario
    draws = Draws(scenario.seed, "pack")
    settings = list(scenario.countries.values())
    country = places.country_at(accounts.person[account], created)
    ruled = country.copy()
    for number, entry in enumerate(settings):
        if entry.order_limit is not None:  # holds for those too who go there later
            ruled[np.isin(accounts.person[account], places.lives.entity[places.country == number])] = number
    classes = np.zeros(len(ids), dtype=np.int64)
    for number, entry in enumerate(settings):
        rows = np.flatnonzero(ruled == number)
        rows = rows[np.argsort(-weight[rows], kind="stable")]
        shares = np.array([per_million(share) for share in entry.orders], dtype=np.int64)
        classes[rows] = pick(shares, weyl(np.arange(len(rows), dtype=np.int64), 0x2545F491))

    names = [CURRENCIES.index(entry.currency) for entry in settings]
    own = np.array(names, dtype=np.int64)[country]
    currency = np.where(draws.chance(250_000, accounts.ids[account]), 0, own)
    if scenario.markets[market].dollars:
        currency = np.zeros_like(own)
    factor = np.array([round(entry.price * 1000) for entry in settings], dtype=np.int64)[country]
    factor = np.where(product >= DRUGS, 1000, factor) * _PER_USD[currency] // 1000
    mood = 850 + draws.below(300, accounts.ids[account], 1) + draws.below(100, ids, 1)  # dear and cheap vendors
    factor = factor * mood // 1000

    tiered = np.where(draws.chance(per_million(scenario.markets[market].tiers), ids, 2) & _WITH_TIERS[product], 1, 0)
    tiered = np.where(tiered == 1, np.where(draws.chance(300_000, ids, 3), 1, _LADDER_OF[product]), -1)
    limits = [FOREVER if entry.order_limit is None else entry.order_limit * 100 for entry in settings]
    limit = np.array(limits, dtype=np.int64)[ruled]

    prices = PACK_CENTS[product] * factor[:, None] // 1000
    low = np.array([0, _SMALL + _SMALL // 10, _LARGE], dtype=np.int64)[classes]
    high = np.array([_SMALL * 6 // 10, _LARGE * 85 // 100, 1_200_000], dtype=np.int64)[classes]
    fits = (prices >= low[:, None]) & (prices < high[:, None]) & (PACK_CENTS[product] >= 300)
    ordinal = np.cumsum(fits, axis=1)
    wanted = draws.below(np.maximum(ordinal[:, -1], 1), ids, 4) + 1
    step = (ordinal < wanted[:, None]).sum(axis=1)
    nearest = np.minimum((prices < low[:, None]).sum(axis=1), STEPS - 1)
    step = np.where(ordinal[:, -1] > 0, np.minimum(step, STEPS - 1), nearest)
    step = np.where(tiered >= 0, np.where(_BY_WEIGHT[product], _ONE_GRAM, _ONE_PIECE), step)
    cents = rounded(prices[np.arange(len(ids)), step])
    while np.any(over := (cents * 125 // 100 > limit) & (step > 0)):
        step = np.where(over, step - 1, step)
        cents = rounded(prices[np.arange(len(ids)), step])
    return Packs(step=step, tiered=tiered, cents=cents, currency=currency, limit=limit)
