"""When a scenario's markets can be reached and traded on, and how much is ordered on each of them by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.economy.curves import Curve, through
from simulator.economy.intervals import DAY
from simulator.scenario import instant_of, per_million

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from simulator.draws import Ints
    from simulator.scenario import Scenario, Shock

__all__ = ["Calendar"]

# Orders from Monday to Sunday, in thousandths of the mean
_WEEK = np.array([1080, 1050, 1020, 1000, 960, 920, 970], dtype=np.int64)
_MONDAY = 4  # 1 January 1970 was a Thursday


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    A scenario's time.

    Attributes:
        scenario: the scenario.
        start: first second that is simulated.
        first: first second of the window.
        end: second after the last.
        days: midnight of each day from ``start`` to ``end``.
    """

    scenario: Scenario
    start: int
    first: int
    end: int
    days: Ints

    @classmethod
    def of(cls, scenario: Scenario) -> Calendar:
        """The calendar of a scenario."""
        first = instant_of(scenario.first)
        start, end = first - scenario.warm_up_days * DAY, instant_of(scenario.last) + DAY
        return cls(scenario, start, first, end, np.arange(start, end, DAY, dtype=np.int64))

    def opens(self, market: str) -> int:
        """Return the first second in which a market can be reached."""
        return instant_of(self.scenario.markets[market].founded)

    def closes(self, market: str) -> int:
        """Return the second from which the market cannot be reached, or the end of the simulation."""
        ends = self.scenario.markets[market].ends
        return self.end if ends is None else min(self.end, instant_of(ends) + DAY)

    def shock(self, market: str) -> Shock | None:
        """Return how a market ends, if it ends before the simulation does."""
        return next(
            (s for s in self.scenario.shocks if s.market == market and instant_of(s.announced) < self.end), None
        )

    def announced(self, market: str) -> int:
        """Return the second from which no vendor joins a market."""
        shock = self.shock(market)
        return self.closes(market) if shock is None else min(self.closes(market), instant_of(shock.announced))

    def halts(self, market: str) -> int:
        """Return the second from which nothing is ordered on a market."""
        shock = self.shock(market)
        return self.closes(market) if shock is None else min(self.closes(market), instant_of(shock.halts))

    def level(self, anchors: Sequence[tuple[date, float]]) -> Ints:
        """Values per day in millionths."""
        return through([(instant_of(day), per_million(value)) for day, value in anchors], self.days)

    def demand(self) -> dict[str, Curve]:
        """
        Return how much is ordered by day on each market, in relative numbers.

        Buyers leave a market over the ramp of its shock, and take their share elsewhere; when it halts nobody orders.
        """
        own = {name: self.level(market.demand) // 1000 for name, market in self.scenario.markets.items()}
        total = {name: level.copy() for name, level in own.items()}
        for shock in sorted(self.scenario.shocks, key=lambda shock: (shock.announced, shock.market)):
            since = instant_of(shock.announced)
            gone = np.clip((self.days - since) * 1000 // (shock.ramp_days * DAY), 0, 1000)
            vendors = self.scenario.markets[shock.market].vendors
            before = int(total[shock.market][np.clip((since - self.start) // DAY, 0, len(self.days) - 1)])
            for name, share in sorted(shock.buyers.items()):
                brought = before * per_million(share) // 1_000_000 * vendors // self.scenario.markets[name].vendors
                total[name] = total[name] + brought * gone // 1000
            total[shock.market] = total[shock.market] * (1000 - gone * 7 // 8) // 1000
        week = _WEEK[(self.days // DAY - _MONDAY) % 7]
        curves = {}
        for name, level in total.items():
            traded = (self.days >= self.opens(name)) & (self.days < self.halts(name))
            curves[name] = Curve.of(self.start, np.where(traded, level * week // 1000, 0))
        return curves
