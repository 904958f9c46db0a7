"""Listings: their products and packs, their lives, and the times in which they are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.distributions import exponential, lognormal
from simulator.economy.intervals import DAY, FOREVER, Intervals, expand
from simulator.economy.packs import choose_packs
from simulator.economy.people import size_of
from simulator.economy.ranges import choose_products
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places

__all__ = ["Listings", "listings_of"]

_COUNT_SIGMA = 500  # beyond what the size of a vendor's trade makes of it
_POPULARITY_SIGMA = 1150
_OLDEST_DAYS = 300
_GAP = 9


@dataclass(frozen=True, slots=True)
class Listings:
    """
    All listings of one market, sorted by time of creation.

    Attributes:
        number: what the market calls it.
        ids: what its chance is drawn for.
        account: row of the vendor's account among all accounts.
        product: place in `simulator.products.PRODUCTS`. step: size of pack, place in `catalogue.AMOUNTS`.
        created: when it was put up.
        deleted: when it was taken down, or `FOREVER`.
        ends: from when it cannot be seen, for whatever reason, at the latest.
        weight: how much it is asked for.
        tiered: place of its prices by quantity in `catalogue.LADDERS`; -1 where one pack is one unit.
        cents: what a unit usually costs, in hundredths of the vendor's currency.
        currency: 0 USD, 1 EUR, 2 GBP.
        limit: hundredths that no order may exceed, or `FOREVER`.
        hidden: spells of being hidden, by row.
    """

    number: Ints
    ids: Ints
    account: Ints
    product: Ints
    step: Ints
    created: Ints
    deleted: Ints
    ends: Ints
    weight: Ints
    tiered: Ints
    cents: Ints
    currency: Ints
    limit: Ints
    hidden: Intervals

    def __len__(self) -> int:
        return len(self.number)


def _hidden(calendar: Calendar, market: str, ids: Ints, created: Ints, ends: Ints) -> Intervals:
    settings = calendar.scenario.markets[market]
    draws = Draws(calendar.scenario.seed, "hidden")
    since = np.maximum(created, calendar.start)
    room = ends - since
    rows = np.flatnonzero(draws.chance(per_million(settings.hidden), ids) & (room > 2 * DAY))
    start = since[rows] + DAY + (draws.halves(ids[rows], 1) * (room[rows] - DAY) >> 32)
    length = DAY // 2 + exponential(draws, settings.hidden_days * DAY, ids[rows], 2)
    end = start + length
    return Intervals.sorted(rows, start, np.where(end < ends[rows], end, FOREVER))


def listings_of(calendar: Calendar, market: str, accounts: Accounts, places: Places) -> Listings:
    """
    All listings of a market.

    Args:
        calendar: time, and the scenario.
        market: its name.
        accounts: accounts of all markets.
        places: where their owners live.
    """
    scenario = calendar.scenario
    settings, place = scenario.markets[market], list(scenario.markets).index(market)
    draws = Draws(scenario.seed, "listing")
    closes = calendar.closes(market)
    until = np.minimum(accounts.ended(), closes)
    owners = np.flatnonzero((accounts.market == place) & (until > calendar.start) & ~(accounts.joined >= closes))

    ids = accounts.ids[owners]
    trade = np.array([round(country.trade * 100) for country in scenario.countries.values()], dtype=np.int64)
    sizes = size_of(calendar, accounts.person[owners]) * trade[places.home[accounts.person[owners]]] // 100
    factor = (sizes >> 4) * (lognormal(draws, _COUNT_SIGMA, ids) >> 4) >> 8
    factor = np.where(
        places.other[accounts.person[owners]], factor * round(settings.other_listings * 100) // 100, factor
    )
    wanted = round(len(owners) * settings.listings)
    ends = np.cumsum(np.maximum(factor, 1)) * 1000
    step = max(int(ends[-1]) // wanted, 1)
    counts = np.maximum(np.diff(ends // step, prepend=0), 1)

    who, ordinal = expand(counts)
    account = owners[who]
    ids = accounts.ids[account] << 20 | ordinal
    joined, end = accounts.joined[account], until[account]
    before = accounts.first[account] & draws.chance(per_million(settings.listed_before), ids, 1)
    opening = ~accounts.first[account] & draws.chance(500_000, ids, 1)
    low = np.where(before, np.maximum(joined, calendar.start - _OLDEST_DAYS * DAY), np.maximum(joined, calendar.start))
    high = np.where(before, calendar.start, np.where(opening, np.minimum(end, joined + 20 * DAY), end))
    created = low + (draws.halves(ids, 2) * np.maximum(high - low, 1) >> 32)

    life = np.maximum(created, calendar.start) + exponential(draws, settings.life_days * DAY, ids, 3)
    left = accounts.left[account]
    deleted = np.where(life < end, life, np.where(accounts.deletes[account] & (left < closes), left, FOREVER))
    deleted = np.where(deleted < np.minimum(closes, accounts.banned[account]), deleted, FOREVER)
    gone = np.minimum(np.minimum(deleted, accounts.banned[account]), closes)

    order = np.lexsort((ids, created))
    account, ids, created, deleted, gone = (column[order] for column in (account, ids, created, deleted, gone))
    weight = np.clip((sizes[who[order]] >> 6) * (lognormal(draws, _POPULARITY_SIGMA, ids, 4) >> 6) >> 14, 1, 1 << 18)
    product = choose_products(calendar, market, accounts, places, account, ids)
    packs = choose_packs(calendar, market, accounts, places, account, ids, product, created, weight)
    gaps = draws.below(_GAP, ids, 5) + 1
    return Listings(
        number=np.cumsum(gaps) + settings.first_listing,
        ids=ids,
        account=account,
        product=product,
        step=packs.step,
        created=created,
        deleted=deleted,
        ends=gone,
        weight=weight,
        tiered=packs.tiered,
        cents=packs.cents,
        currency=packs.currency,
        limit=packs.limit,
        hidden=_hidden(calendar, market, ids, created, np.minimum(gone, left[order])),
    )
