"""What listings cost from when to when, with the holding prices that keep buyers off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.catalogue import LADDERS
from simulator.draws import Draws
from simulator.economy.distributions import exponential
from simulator.economy.intervals import DAY, FOREVER, Intervals, expand
from simulator.economy.packs import rounded
from simulator.scenario import per_million

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints
    from simulator.economy.calendar import Calendar
    from simulator.economy.listings import Listings

__all__ = ["Prices", "blocks", "prices_of", "unit_price"]

_HOLDING_BLOCK = 60 * DAY
_REPEATED = np.array([99_900, 999_900, 999_900, 9_999_900, 111_100, 888_800], dtype=np.int64)
_FACTORS = np.array([5, 10, 10, 20, 50, 100], dtype=np.int64)

_STEPS = max(len(ladder) for ladder in LADDERS)
_LEAST = np.array([[ladder[min(n, len(ladder) - 1)][0] for n in range(_STEPS)] for ladder in LADDERS], dtype=np.int64)
_RATE = np.array([[ladder[min(n, len(ladder) - 1)][1] for n in range(_STEPS)] for ladder in LADDERS], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Prices:
    """
    Prices of a market's listings.

    Attributes:
        spells: from when to when, by row of listing: from its creation to its end without a gap.
        cents: price of a unit (of the first tier) in hundredths of the vendor's currency.
        holding: whether it keeps buyers off.
    """

    spells: Intervals
    cents: Ints
    holding: Flags


def unit_price(cents: Ints, tiered: Ints, quantity: Ints) -> Ints:
    """What a unit costs in an order of ``quantity``, where one costs ``cents``."""
    reached = (_LEAST[tiered] <= quantity[:, None]).sum(axis=1) - 1
    rate = _RATE[tiered, np.clip(reached, 0, _STEPS - 1)]
    return np.where(tiered >= 0, (cents * rate + 500) // 1000, cents)


def blocks(since: Ints, until: Ints, length: int) -> tuple[Ints, Ints]:
    """The blocks of a length that each span of time holds whole: its index, and the block's number from 0."""
    return expand(np.maximum((until - since) // length, 0))


def _holding(calendar: Calendar, listings: Listings) -> Intervals:
    """Spells of holding prices: one at most in each block of 60 days, and over before the next."""
    habits = calendar.scenario.habits
    draws = Draws(calendar.scenario.seed, "holding")
    since = np.maximum(listings.created, calendar.start)
    row, number = blocks(since, np.minimum(listings.ends, calendar.end), _HOLDING_BLOCK)
    ids = listings.ids[row] << 5 | number
    held = np.flatnonzero(draws.chance(per_million(habits.holding), ids))
    row, number, ids = row[held], number[held], ids[held]
    start = since[row] + number * _HOLDING_BLOCK + DAY + draws.below(20 * DAY, ids, 1)
    length = np.minimum(DAY + exponential(draws, max(habits.holding_days - 1, 1) * DAY, ids, 2), 38 * DAY)
    return Intervals.sorted(row, start, start + length)


def prices_of(calendar: Calendar, listings: Listings) -> Prices:
    """All prices of a market's listings."""
    habits = calendar.scenario.habits
    draws = Draws(calendar.scenario.seed, "price")
    rows = np.arange(len(listings), dtype=np.int64)
    since = np.maximum(listings.created, calendar.start)
    step = habits.price_days * DAY
    changed, number = blocks(since, np.minimum(listings.ends, calendar.end), step)
    ids = listings.ids[changed] << 6 | number
    changes = since[changed] + number * step + draws.below(step - 2, ids) + 1
    holding = _holding(calendar, listings)

    entity = np.concatenate((rows, changed, holding.entity, holding.entity))
    start = np.concatenate((listings.created, changes, holding.start, holding.end))
    keys = np.unique(entity << 33 | start)
    entity, start = keys >> 33, keys & FOREVER
    last = np.append(entity[1:] != entity[:-1], True)
    spells = Intervals(entity, start, np.where(last, FOREVER, np.append(start[1:], FOREVER)))

    # the level of a spell is that of the last change before it
    turns = np.sort(changed << 33 | changes)
    level = np.searchsorted(turns, keys, side="right") - np.searchsorted(turns, entity << 33, side="right")
    spread = 2 * per_million(habits.price_step)
    drawn = draws.below(spread + 1, listings.ids[entity] << 6 | level, 1) - spread // 2
    cents = rounded(listings.cents[entity] * (1_000_000 + np.where(level > 0, drawn, 0)) // 1_000_000)

    held, is_held = holding.find(entity, start)
    ids = listings.ids[entity] << 6 | held % 64
    repeated = _REPEATED[draws.below(len(_REPEATED), ids, 2)]
    multiple = listings.cents[entity] * _FACTORS[draws.below(len(_FACTORS), ids, 3)]
    digits = draws.chance(per_million(habits.repeated_digits), ids, 4) & (repeated > 3 * listings.cents[entity])
    return Prices(spells, np.where(is_held, np.where(digits, repeated, multiple), cents), is_held)
