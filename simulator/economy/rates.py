"""Exchange rates, day by day."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from simulator.draws import Draws
from simulator.economy.curves import through
from simulator.economy.intervals import DAY
from simulator.scenario import instant_of, per_million

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.draws import Ints
    from simulator.economy.calendar import Calendar

__all__ = ["COINS", "Rates", "rates_of"]

COINS = ("BTC", "BCH", "XMR", "LTC")
_DIGITS = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Rates:
    """
    Rates of all days.

    Attributes:
        start: midnight of the first day.
        dollars: millionths of a USD for one unit, by currency or coin and day; 1000000 for USD itself.
    """

    start: int
    dollars: dict[str, Ints]
    _tables: dict[int, Mapping[tuple[str, str], Decimal]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def at(self, instant: int) -> Mapping[tuple[str, str], Decimal]:
        """
        Units of the second for one of the first: of each coin in all others and all currencies, and of EUR in USD.
        """
        days = len(self.dollars["USD"])
        day = min(max((instant - self.start) // DAY, 0), days - 1)
        if day not in self._tables:
            self._tables[day] = self._table(day)
        return self._tables[day]

    def _table(self, day: int) -> Mapping[tuple[str, str], Decimal]:
        worth = {name: Decimal(int(column[day])) for name, column in self.dollars.items()}
        table = {
            (coin, name): (worth[coin] / worth[name]).quantize(_DIGITS)
            for coin in COINS
            for name in worth
            if name != coin
        }
        table["EUR", "USD"] = (worth["EUR"] / worth["USD"]).quantize(_DIGITS)
        return table

    def cents_in_eur(self, cents: Ints, currency: str, at: Ints) -> Ints:
        """Amounts of a currency in hundredths of a EUR, by the rate of the day."""
        days = np.clip((at - self.start) // DAY, 0, len(self.dollars["USD"]) - 1)
        return cents * self.dollars[currency][days] // self.dollars["EUR"][days]

    def moved(self, cents: int, currency: str, paid: int, seen: int) -> int:
        """An amount at a later instant, if it was paid in bitcoin and is converted back then."""
        last = len(self.dollars["USD"]) - 1
        sooner, later = (min(max((instant - self.start) // DAY, 0), last) for instant in (paid, seen))
        worth, coin = self.dollars[currency], self.dollars["BTC"]
        factor = Fraction(int(worth[sooner]), int(coin[sooner])) * Fraction(int(coin[later]), int(worth[later]))
        return round(cents * factor)


def rates_of(calendar: Calendar) -> Rates:
    """
    Rates by straight lines between the scenario's anchors, with some noise on the days between.

    EUR, GBP and the coins are given in USD, other currencies in units for one USD.
    """
    scenario = calendar.scenario
    draws = Draws(scenario.seed, "rate")
    dollars = {"USD": np.full(len(calendar.days), 1_000_000, dtype=np.int64)}
    for number, (name, anchors) in enumerate(scenario.rates.items()):
        given = [(instant_of(day), per_million(value)) for day, value in anchors]
        level = through(given, calendar.days)
        noise = per_million(scenario.rate_noise) // (1 if name in COINS else 4)
        stray = draws.below(2 * noise + 1, calendar.days // DAY, number) - noise
        fixed = np.isin(calendar.days, np.array([at for at, _ in given], dtype=np.int64))
        level = level + np.where(fixed, 0, level // 1000 * stray // 1000)
        dollars[name] = level if name in {*COINS, "EUR", "GBP"} else 10**12 // level
    return Rates(calendar.start, dollars)
