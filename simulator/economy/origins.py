"""Where each listing is said to be sent from, over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import CATALOGUE
from simulator.draws import Draws
from simulator.economy.intervals import FOREVER, Intervals
from simulator.economy.places import UNDECLARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.listings import Listings
    from simulator.economy.people import Accounts
    from simulator.economy.places import Places

__all__ = ["Origins", "origins_of"]

_DIGITAL = np.array([good.kind == "digital" for good in CATALOGUE])
_NOTHING = len(UNDECLARED) - 1


@dataclass(frozen=True, slots=True)
class Origins:
    """
    Origins of a market's listings.

    Attributes:
        spells: from when to when, by row of listing, from its creation on without a gap.
        country: number of the country; where none is named, -1 - its place in `places.UNDECLARED`.
        second: number of a second country that is named with it, or -1.
    """

    spells: Intervals
    country: Ints
    second: Ints

    def codes(self, spell: int, countries: Sequence[str]) -> tuple[str, ...]:
        """The places that a listing names in a spell, sorted; ``countries`` are those of the scenario."""
        country, second = int(self.country[spell]), int(self.second[spell])
        if country < 0:
            return UNDECLARED[-1 - country]
        return tuple(sorted({countries[country]} | ({countries[second]} if second >= 0 else set())))


def origins_of(calendar: Calendar, market: str, accounts: Accounts, places: Places, listings: Listings) -> Origins:
    """
    Origins of all listings of a market.

    They follow their vendor to another country. Of those of a vendor who sends from two, some name one, some the other,
    and some both where the market has room for it.
    """
    draws = Draws(calendar.scenario.seed, "origin")
    account = listings.account
    person = accounts.person[account]
    first, _ = places.lives.find(person, listings.created)
    follows = np.minimum(first + 1, len(places.lives) - 1)
    moves = np.flatnonzero((places.lives.entity[follows] == person) & (follows > first))
    moves = moves[places.lives.start[follows[moves]] < listings.ends[moves]]
    end = np.full(len(listings), FOREVER, dtype=np.int64)
    end[moves] = places.lives.start[follows[moves]]

    partner, declares = places.partner[account], places.declares[account]
    way = draws.below(100, listings.ids)
    both = (way >= 60) if calendar.scenario.markets[market].free_origin else way >= 100
    of_partner = (partner >= 0) & ~both & (way % 10 >= 7)
    home = places.country[first]
    country = np.where(of_partner, partner, home)
    country = np.where(declares >= 0, -1 - declares, country)
    country = np.where(_DIGITAL[listings.product], -1 - np.where(way < 50, _NOTHING, 0), country)
    second = np.where((partner >= 0) & both & (country >= 0), partner, -1)

    rows = np.arange(len(listings), dtype=np.int64)
    named = country[moves] >= 0
    entity = np.concatenate((rows, moves))
    start = np.concatenate((listings.created, end[moves]))
    until = np.concatenate((end, np.full(len(moves), FOREVER, dtype=np.int64)))
    countries = np.concatenate((country, np.where(named, places.country[follows[moves]], country[moves])))
    seconds = np.concatenate((second, second[moves]))
    order = np.lexsort((start, entity))
    return Origins(Intervals(entity[order], start[order], until[order]), countries[order], seconds[order])
