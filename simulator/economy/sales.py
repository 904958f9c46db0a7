"""Sales: orders in the times in which a listing can be ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import DRUGS
from simulator.draws import Draws
from simulator.economy.distributions import extra_units
from simulator.economy.intervals import FOREVER, expand
from simulator.economy.prices import unit_price
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.curves import Curve
    from simulator.economy.intervals import Intervals
    from simulator.economy.listings import Listings
    from simulator.economy.people import Accounts
    from simulator.economy.prices import Prices

__all__ = ["Sales", "feedback_odds", "sales_of"]

_FINE = 1 << 34  # parts into which expected sales are divided for a mean
_SPARE = 4  # of so many drawn, one may be lost to times in which nothing can be ordered
_SEVERAL = np.array([1, 1, 1, 2, 2, 3, 5, 5, 10, 10, 15, 20, 25, 50], dtype=np.int64)  # units where there are tiers
_DEAR = 20_000  # hundredths from which most orders are of one pack,
_ONCE = 700_000  # so many of a million,
_THRIFTY = 900_000  # and to which so many of a million keep where they may say how much


@dataclass(frozen=True, slots=True)
class Sales:
    """
    All sales of one market, sorted by listing and time.

    Attributes:
        listing: row of the listing.
        at: when it was ordered.
        quantity: units.
        cents: what they cost without postage, in hundredths of the listing's currency.
        buyer: number of the buyer; the same person has the same one on every market.
    """

    listing: Ints
    at: Ints
    quantity: Ints
    cents: Ints
    buyer: Ints

    def __len__(self) -> int:
        return len(self.listing)


def feedback_odds(calendar: Calendar, accounts: Accounts) -> Ints:
    """The share of each account's sales that is reviewed, in millionths."""
    low, high = (per_million(share) for share in calendar.scenario.habits.feedback)
    return low + Draws(calendar.scenario.seed, "feedback odds").below(high - low + 1, accounts.ids)


def sales_of(
    calendar: Calendar,
    market: str,
    accounts: Accounts,
    vacations: Intervals,
    listings: Listings,
    prices: Prices,
    demand: Curve,
) -> Sales:
    """
    All sales of a market.

    Sales come by weight of the listing and by demand while it can be ordered. Drawn are somewhat too many; those fall
    out that come while the listing is hidden or has a holding price or its vendor is away, then what is still too much.
    """
    scenario = calendar.scenario
    draws = Draws(scenario.seed, f"sale {market}")
    since = demand.until(np.maximum(listings.created, calendar.start))
    ends = np.minimum(np.minimum(listings.ends, accounts.left[listings.account]), calendar.halts(market))
    passed = np.maximum(demand.until(ends) - since, 0)
    share = np.cumsum(listings.weight * (passed >> 8))
    portion = np.diff(share, prepend=0) // (int(share[-1]) // _FINE + 1)
    odds = int((feedback_odds(calendar, accounts)[listings.account] * portion).sum()) // max(int(portion.sum()), 1)
    wanted = round(len(listings) * scenario.markets[market].reviews) * 1_000_000 // odds
    step = max(int(share[-1]) // (wanted + wanted // _SPARE), 1)
    counts = np.diff(share // step, prepend=0)
    owner, ordinal = expand(counts)
    moment = since[owner] + (draws.halves(listings.ids[owner] << 20 | ordinal) * passed[owner] >> 32)
    keys = owner << 33 | demand.when(moment)
    del owner, ordinal, moment
    keys.sort()
    listing, at = keys >> 33, keys & FOREVER
    price, _ = prices.spells.find(listing, at)
    lost = prices.holding[price] | listings.hidden.cover(listing, at) | (at < listings.created[listing])
    lost |= vacations.cover(listings.account[listing], at) | (at >= ends[listing])
    kept = np.flatnonzero(~lost)
    if len(kept) > wanted:
        chance = draws.words(kept, 1)
        kept = np.sort(kept[np.argpartition(chance, wanted)[:wanted]])
    listing, at, cents = listing[kept], at[kept], prices.cents[price[kept]]
    del keys, lost, price

    rows = np.arange(len(listing), dtype=np.int64)
    tiered, limit = listings.tiered[listing], listings.limit[listing]
    quantity = 1 + np.where((cents > _DEAR) & draws.chance(_ONCE, rows, 5), 0, extra_units(draws, rows, 2))
    several = _SEVERAL[draws.below(len(_SEVERAL), rows, 3)]
    several = np.where(
        draws.chance(_THRIFTY, rows, 6), np.minimum(several, np.maximum(_DEAR * 3 // 4 // cents, 1)), several
    )
    quantity = np.where(tiered >= 0, several, quantity)
    quantity = np.where(listings.product[listing] >= DRUGS, np.minimum(quantity, 3), quantity)
    quantity = np.clip(quantity, 1, np.maximum(limit // cents, 1))
    buyers = max(wanted // scenario.habits.orders_per_buyer, 10)
    drawn = draws.halves(rows, 4) >> 1
    buyer = (drawn * drawn >> 30) * buyers >> 32  # some buy often
    return Sales(listing, at, quantity, unit_price(cents, tiered, quantity) * quantity, buyer)
