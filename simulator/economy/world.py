"""The whole economy of a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.economy.calendar import Calendar
from simulator.economy.market import MarketTruth, market_of, vacations_of
from simulator.economy.people import Accounts, accounts_of
from simulator.economy.places import Places, places_of
from simulator.economy.postage import postage_of
from simulator.economy.rates import Rates, rates_of
from simulator.economy.renames import Renames, renames_of
from simulator.economy.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulator.draws import Ints
    from simulator.economy.intervals import Intervals
    from simulator.scenario import Scenario

__all__ = ["World", "build_world"]


@dataclass(frozen=True)
class World:
    """
    Everything that happens in a scenario.

    Attributes:
        scenario: the scenario that it was made from.
        calendar: its time.
        accounts: all accounts of vendors; places: where their owners live and send from; vacations: by account.
        renames: when accounts take another name.
        rates: exchange rates.
        markets: the markets, by name.
    """

    scenario: Scenario
    calendar: Calendar
    accounts: Accounts
    places: Places
    vacations: Intervals
    renames: Renames
    rates: Rates
    markets: dict[str, MarketTruth]

    @cached_property
    def texts(self) -> Texts:
        """The texts of the economy."""
        return Texts(self.scenario.seed, self.accounts, self.markets)

    @cached_property
    def postage(self) -> dict[str, Ints]:
        """Postage of each sale of the markets whose amounts include it, in hundredths of the listing's currency."""
        return {
            name: postage_of(self.scenario, self.accounts, self.places, truth)
            for name, truth in self.markets.items()
            if self.scenario.markets[name].display.postage_included
        }


def build_world(scenario: Scenario, only: Collection[str] | None = None) -> World:
    """
    Make the economy of a scenario: the same on every machine.

    Args:
        scenario: the scenario to make it from.
        only: markets whose listings and sales are wanted. They are the same as with the others, but show no ratings
            that were earned on those.
    """
    calendar = Calendar.of(scenario)
    accounts = accounts_of(calendar)
    places = places_of(calendar, accounts)
    vacations = vacations_of(calendar, accounts)
    demand = calendar.demand()
    markets = {
        name: market_of(calendar, name, accounts, places, vacations, demand[name])
        for name in scenario.markets
        if only is None or name in only
    }
    renames = renames_of(calendar, accounts)
    return World(scenario, calendar, accounts, places, vacations, renames, rates_of(calendar), markets)
