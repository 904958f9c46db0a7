"""Places at the head of lists that vendors pay for, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.intervals import DAY

if TYPE_CHECKING:
    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.listings import Listings

__all__ = ["Promotions", "promotions_of"]

_WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Promotions:
    """
    Promoted listings, sorted by week and place. Listings that are hidden or gone are not shown.

    Attributes:
        listing: row of the listing.
        place: from 1.
        start: first second of its week.
    """

    listing: Ints
    place: Ints
    start: Ints

    def at(self, instant: int) -> Ints:
        """Rows of listings with a place at an instant, by place."""
        return self.listing[(self.start <= instant) & (instant < self.start + _WEEK)]


def promotions_of(calendar: Calendar, market: str, listings: Listings) -> Promotions:
    """A week's places go to some of the listings that there are when it begins."""
    places = calendar.scenario.markets[market].promoted
    draws = Draws(calendar.scenario.seed, "promoted")
    parts = [np.zeros((3, 0), dtype=np.int64)]
    for week, start in enumerate(range(calendar.start, calendar.closes(market), _WEEK)):
        there = np.flatnonzero((listings.created <= start) & (start < listings.ends))
        best = there[np.argsort(draws.words(listings.ids[there], week), kind="stable")[:places]]
        place = np.arange(1, len(best) + 1, dtype=np.int64)
        parts.append(np.stack((best, place, np.full(len(best), start, dtype=np.int64))))
    listing, place, begin = np.concatenate(parts, axis=1)
    return Promotions(listing, place, begin)
