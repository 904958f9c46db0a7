"""A market at an instant, as `simulator.state.Snapshot` wants it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from cryptodrug_scraper.errors import ConfigurationError
from simulator.economy.displays import display_of
from simulator.economy.listing_states import ListingStates
from simulator.economy.moment import Moment
from simulator.economy.review_states import ReviewList, ReviewStates
from simulator.economy.vendor_states import VendorStates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from simulator.draws import Ints
    from simulator.economy.world import World
    from simulator.state import ListingState, ReviewState, VendorState

__all__ = ["MarketSnapshot", "snapshot_of"]

_KEPT_LISTS = 16


class MarketSnapshot:
    """
    One market at one instant.

    Its columns are worked out when it is made, since all pages need them. Names, offers and states are made when they
    are asked for, those of vendors once.
    """

    def __init__(self, world: World, market: str, instant: int) -> None:
        self.market = market
        self.instant = instant
        self._world, self._truth = world, world.markets[market]
        self._moment = Moment(self._truth, world.accounts, instant)
        self._vendor_states = VendorStates(world, self._truth, self._moment, instant)
        self._listing_states = ListingStates(world, self._truth, self._moment, instant, self._vendor)
        self._review_states = ReviewStates(world, self._truth, instant, self._listing_states.title, self._handle)
        self.display = display_of(world.scenario.markets[market].display)
        self._states: dict[int, VendorState] = {}
        self._lists: dict[frozenset[str], list[int]] = {}
        self._reviews: dict[int, ReviewList] = {}

    @cached_property
    def _accounts(self) -> dict[str, int]:
        """Rows of accounts, by name."""
        names, vendors = self._world.texts.names, self._moment.vendors
        numbers = self._world.renames.handles(vendors, self.instant).tolist()
        return dict(zip(map(names.handle, numbers), vendors.tolist(), strict=True))

    @cached_property
    def _handles(self) -> dict[int, str]:
        return {row: handle for handle, row in self._accounts.items()}

    @cached_property
    def _offers(self) -> dict[int, list[int]]:
        """Numbers of live listings, newest first, by account."""
        listings, live = self._truth.listings, np.flatnonzero(self._moment.live)[::-1]
        offers: dict[int, list[int]] = {}
        for number, account in zip(listings.number[live].tolist(), listings.account[live].tolist(), strict=True):
            offers.setdefault(account, []).append(number)
        return offers

    def _row(self, listing_id: int) -> int | None:
        """The row of a live listing."""
        row = self._truth.rows_by_number.get(listing_id)
        return row if row is not None and self._moment.live[row] else None

    @property
    def open(self) -> bool:
        """Whether the market can be reached at all: not before it begins and not after it ends."""
        return self._moment.open

    def counts(self) -> Mapping[str, int]:
        """Live listings by product code."""
        return self._moment.counts()

    def listing_ids(self, products: Sequence[str]) -> Sequence[int]:
        """Live listings of some products, most popular first."""
        wanted = frozenset(products)
        if wanted not in self._lists:
            self._lists[wanted] = self._moment.numbers_of(wanted)
        return self._lists[wanted]

    def promoted_ids(self) -> Sequence[int]:
        """Listings with a paid-for place, by place."""
        numbers: list[int] = self._truth.listings.number[self._moment.promoted].tolist()
        return numbers

    def listing(self, listing_id: int) -> ListingState | None:
        """A live listing."""
        row = self._row(listing_id)
        return None if row is None else self._listing_states.state(row)

    def handles(self) -> Sequence[str]:
        """All vendors with an account, banned ones too."""
        return list(self._accounts)

    def vendor(self, handle: str) -> VendorState | None:
        """A vendor by name, or None."""
        row = self._accounts.get(handle)
        return None if row is None else self._vendor(row)

    def vendor_listing_ids(self, handle: str) -> Sequence[int]:
        """A vendor's live listings, newest first."""
        row = self._accounts.get(handle)
        return [] if row is None else self._offers.get(row, [])

    def vendor_reviews(self, handle: str) -> Sequence[ReviewState]:
        """All reviews that a vendor has, newest first; of deleted listings too."""
        row = self._accounts.get(handle)
        if row is None:
            return []
        if row not in self._reviews:
            if len(self._reviews) >= _KEPT_LISTS:
                self._reviews.pop(next(iter(self._reviews)))
            first, last = self._vendor_states.rows_of_reviews(row)
            rows = self._truth.reviews_by_account[first:last]
            self._reviews[row] = ReviewList(self._newest_first(rows), self._review_states.state)
        return self._reviews[row]

    def listing_reviews(self, listing_id: int) -> Sequence[ReviewState]:
        """All reviews of a live listing, newest first."""
        row = self._row(listing_id)
        if row is None:
            return []
        first, end = self._truth.review_ends[row : row + 2].tolist()
        last = first + int(np.searchsorted(self._truth.reviews.at[first:end], self.instant, side="right"))
        return ReviewList(self._newest_first(np.arange(first, last, dtype=np.int64)), self._review_states.state)

    def star_counts(self, handle: str, since: int, until: int) -> tuple[int, int, int, int, int]:
        """How many reviews of 1 to 5 stars a vendor got at or after ``since`` and before ``until``."""
        row = self._accounts.get(handle)
        if row is None:
            return 0, 0, 0, 0, 0
        if self._moment.written is not None:
            first, last = self._vendor_states.rows_of_reviews(row)
            written = self._moment.written[self._truth.reviews_by_account[first:last]]
            stars = self._moment.stars[first:last][(since <= written) & (written < until)]
            _, one, two, three, four, five = np.bincount(stars, minlength=6).tolist()
            return one, two, three, four, five
        until = min(until, self.instant + 1)
        keys = np.array([row << 33 | max(since, 0), row << 33 | max(until, 0)], dtype=np.int64)
        first, last = np.searchsorted(self._truth.review_moments, keys).tolist()
        _, one, two, three, four, five = np.bincount(self._moment.stars[first:last], minlength=6).tolist()
        return one, two, three, four, five

    def rates(self) -> Mapping[tuple[str, str], Decimal]:
        """The market's exchange table: units of the second currency for one of the first, such as BTC to EUR."""
        return self._world.rates.at(self.instant)

    def _newest_first(self, rows: Ints) -> Ints:
        """Reviews that were sorted by the time at which they were written first."""
        if self._moment.written is not None:
            rows = rows[np.argsort(self._moment.written[rows], kind="stable")]
        return rows[::-1]

    def _vendor(self, row: int) -> VendorState:
        if row not in self._states:
            self._states[row] = self._vendor_states.state(row)
        return self._states[row]

    def _handle(self, row: int) -> str:
        return self._handles[row]


def snapshot_of(world: World, market: str, instant: int) -> MarketSnapshot:
    """
    What a market shows at an instant, in seconds since 1970.

    Raises:
        ConfigurationError: the world has no such market, or is about another time.
    """
    if market not in world.markets:
        message = f"there is no market {market!r} here: take one of {', '.join(world.markets)}"
        raise ConfigurationError(message)
    if not world.calendar.start <= instant < world.calendar.end:
        days = f"{world.scenario.first} to {world.scenario.last}"
        message = f"the instant {instant} is outside the scenario: take one of its days, {days}"
        raise ConfigurationError(message)
    return MarketSnapshot(world, market, instant)
