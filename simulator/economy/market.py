"""The whole truth of one market, in columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.distributions import exponential
from simulator.economy.intervals import DAY, Intervals
from simulator.economy.listings import Listings, listings_of
from simulator.economy.origins import Origins, origins_of
from simulator.economy.prices import Prices, blocks, prices_of
from simulator.economy.promotion import Promotions, promotions_of
from simulator.economy.reviews import Reviews, reviews_of
from simulator.economy.sales import Sales, sales_of
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.curves import Curve
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places

__all__ = ["MarketTruth", "market_of", "vacations_of"]

_VACATION_BLOCK = 90 * DAY


@dataclass(frozen=True)
class MarketTruth:
    """
    One market.

    Attributes:
        name: of the market.
        rows: rows of its accounts among all accounts.
        opens, closes: when it can be reached: from, and until before.
        listings, prices, origins, sales, reviews, promotions: what there is on it.
    """

    name: str
    rows: range
    opens: int
    closes: int
    listings: Listings
    prices: Prices
    origins: Origins
    sales: Sales
    reviews: Reviews
    promotions: Promotions

    @cached_property
    def popularity(self) -> Ints:
        """Rows of all listings, most popular first."""
        return np.argsort(-self.listings.weight, kind="stable")

    @cached_property
    def rows_by_number(self) -> dict[int, int]:
        """Rows of all listings, by number."""
        numbers: list[int] = self.listings.number.tolist()
        return {number: row for row, number in enumerate(numbers)}

    @cached_property
    def sale_ends(self) -> Ints:
        """Where the sales of each listing begin, and the last ones end."""
        return np.searchsorted(self.sales.listing, np.arange(len(self.listings) + 1, dtype=np.int64))

    @cached_property
    def review_ends(self) -> Ints:
        """Where the reviews of each listing begin, and the last ones end."""
        return np.searchsorted(self.reviews.listing, np.arange(len(self.listings) + 1, dtype=np.int64))

    @cached_property
    def reviews_by_account(self) -> Ints:
        """Rows of all reviews, sorted by account and time."""
        return np.lexsort((self.reviews.number, self.listings.account[self.reviews.listing]))

    @cached_property
    def review_moments(self) -> Ints:
        """``account << 33 | time`` of each of `reviews_by_account`: how many there were by an instant is a search."""
        rows = self.reviews_by_account
        return self.listings.account[self.reviews.listing[rows]] << 33 | self.reviews.at[rows]

    @cached_property
    def sale_moments(self) -> Ints:
        """The same for sales, without their rows."""
        return np.sort(self.listings.account[self.sales.listing] << 33 | self.sales.at)

    def sales_until(self, accounts: Ints, instant: int | Ints) -> Ints:
        """How many sales accounts had made by an instant."""
        since = np.searchsorted(self.sale_moments, accounts << 33)
        return np.searchsorted(self.sale_moments, accounts << 33 | instant, side="right") - since


def vacations_of(calendar: Calendar, accounts: Accounts) -> Intervals:
    """Spells in which vendors are away, by account: one at most in each block of 90 days."""
    habits = calendar.scenario.habits
    draws = Draws(calendar.scenario.seed, "vacation")
    since = np.maximum(accounts.joined, calendar.start)
    closes = np.array([calendar.closes(name) for name in calendar.scenario.markets], dtype=np.int64)
    row, number = blocks(since, np.minimum(accounts.ended(), closes[accounts.market]), _VACATION_BLOCK)
    ids = accounts.ids[row] << 6 | number
    away = np.flatnonzero(draws.chance(per_million(habits.vacation), ids))
    row, number, ids = row[away], number[away], ids[away]
    start = since[row] + number * _VACATION_BLOCK + draws.below(45 * DAY, ids, 1)
    length = np.minimum(2 * DAY + exponential(draws, max(habits.vacation_days - 2, 1) * DAY, ids, 2), 44 * DAY)
    return Intervals.sorted(row, start, start + length)


def market_of(
    calendar: Calendar, name: str, accounts: Accounts, places: Places, vacations: Intervals, demand: Curve
) -> MarketTruth:
    """Make one market, given all accounts."""
    place = list(calendar.scenario.markets).index(name)
    first, last = np.searchsorted(accounts.market, (place, place + 1))
    listings = listings_of(calendar, name, accounts, places)
    prices = prices_of(calendar, listings)
    sales = sales_of(calendar, name, accounts, vacations, listings, prices, demand)
    return MarketTruth(
        name=name,
        rows=range(int(first), int(last)),
        opens=calendar.opens(name),
        closes=calendar.closes(name),
        listings=listings,
        prices=prices,
        origins=origins_of(calendar, name, accounts, places, listings),
        sales=sales,
        reviews=reviews_of(calendar, name, accounts, listings, sales),
        promotions=promotions_of(calendar, name, listings),
    )
