"""A market's columns at one instant: which listings are live, at what price, sold how often, from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.products import PRODUCTS

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints
    from simulator.economy.market import MarketTruth
    from simulator.economy.people import Accounts

__all__ = ["Moment"]


class Moment:
    """
    Columns of a market at an instant, worked out once.

    Attributes:
        open: whether the market can be reached.
        live: by listing, whether it is on show.
        ranked: rows of live listings, most popular first.
        price: by listing, row of its price. origin: row of its origin.
        sold: by listing, number of its sales.
        stars: by row of `MarketTruth.reviews_by_account`, stars as they are counted (reviews of the future have some
            too).
        written: by review, when it was written, as the market says; None where that is the truth for all of them.
        vendors: rows of accounts that there are. sales: their sales.
        promoted: rows of live listings with a place that is paid for, by place.
    """

    def __init__(self, truth: MarketTruth, accounts: Accounts, instant: int) -> None:
        listings, reviews = truth.listings, truth.reviews
        self.open = truth.opens <= instant < truth.closes
        live: Flags = (listings.created <= instant) & (instant < listings.ends) & self.open
        live[listings.hidden.entity[listings.hidden.at(instant)]] = False
        self.live = live
        self.ranked: Ints = truth.popularity[live[truth.popularity]]
        self.price = _rows(len(listings), truth.prices.spells.entity, truth.prices.spells.at(instant))
        self.origin = _rows(len(listings), truth.origins.spells.entity, truth.origins.spells.at(instant))
        before = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(truth.sales.at <= instant)))
        self.sold: Ints = np.diff(before[truth.sale_ends])
        now = np.where(reviews.counted & (reviews.edited_at <= instant), reviews.edited_stars, reviews.stars)
        self.stars: Ints = now[truth.reviews_by_account]
        renewed: Flags = reviews.renewed & (reviews.edited_at <= instant)
        self.written: Ints | None = np.where(renewed, reviews.edited_at, reviews.at) if renewed.any() else None
        rows = np.arange(truth.rows.start, truth.rows.stop, dtype=np.int64)
        self.vendors: Ints = rows[(accounts.joined[rows] <= instant) & self.open]
        self.sales = dict(zip(self.vendors.tolist(), truth.sales_until(self.vendors, instant).tolist(), strict=True))
        promoted = truth.promotions.at(instant)
        self.promoted: Ints = promoted[live[promoted]]
        self._products = listings.product[self.ranked]
        self._numbers = listings.number

    def numbers_of(self, products: frozenset[str]) -> list[int]:
        """Numbers of live listings of some products, most popular first."""
        wanted = np.array([product in products for product in PRODUCTS])
        found: list[int] = self._numbers[self.ranked[wanted[self._products]]].tolist()
        return found

    def counts(self) -> dict[str, int]:
        """Live listings by product, none left out."""
        counts = np.bincount(self._products, minlength=len(PRODUCTS)).tolist()
        return dict(zip(PRODUCTS, counts, strict=True))


def _rows(length: int, entity: Ints, rows: Ints) -> Ints:
    found = np.zeros(length, dtype=np.int64)
    found[entity[rows]] = rows
    return found
