"""The crawls of a market: the days on which they begin by a policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from simulator.scenario import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from simulator.archiving.policy import Policy, Saver
    from simulator.scenario import Scenario

__all__ = ["Crawl", "crawls_of"]

_STEPS = {"week": timedelta(days=7), "day": timedelta(days=1), "month": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Crawl:
    """
    One crawl.

    Attributes:
        market: of which market.
        day: on which it begins.
        policy: how it goes.
        currency: in which prices are shown, where the policy says so.
        saver: what names its files, where the policy says so.
        before: the market's crawl before it.
    """

    market: str
    day: date
    policy: Policy
    currency: str | None = None
    saver: Saver | None = None
    before: Crawl | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name in the names of its files."""
        return f"{self.market}-{self.day.isoformat()}"

    @property
    def begins(self) -> int:
        """Seconds since 1970."""
        return instant_of(self.day) + self.policy.hour * 3600

    @property
    def ends(self) -> int:
        """Seconds since 1970."""
        return self.begins + int(self.policy.hours * 3600)


def crawls_of(scenario: Scenario, market: str, policy: Policy) -> list[Crawl]:
    """Return all crawls in the time of the scenario while the market can be reached, in order."""
    table = scenario.markets[market]
    first = max(filter(None, (scenario.first, table.founded, policy.first)))
    last = min(filter(None, (scenario.last, table.ends, policy.last)))
    wanted = sorted({*policy.days}) if policy.days else _days(first, last, policy)
    days = [day for day in wanted if first <= day <= last]
    currencies, savers = cycle(policy.currencies or (None,)), cycle(policy.savers or (None,))
    crawls: list[Crawl] = []
    for day, currency, saver in zip(days, currencies, savers, strict=False):
        crawls.append(Crawl(market, day, policy, currency, saver, crawls[-1] if crawls else None))
    return crawls


def _days(first: date, last: date, policy: Policy) -> Iterator[date]:
    day = first
    while day <= last:
        if policy.every != "month" or day.day == policy.day_of_month:
            yield day
        day += _STEPS[policy.every]
