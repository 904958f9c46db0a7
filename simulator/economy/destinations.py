"""Where a vendor's listings are sent to, and where not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.draws import Draws

if TYPE_CHECKING:
    from simulator.economy.places import Places
    from simulator.scenario import Scenario

__all__ = ["Destinations"]

_REGIONS = ("", "EU", "EUROPE", "WORLD")
_NEIGHBOURS = ("AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PL", "PT", "SE")


class Destinations:
    """Destinations of one market's listings."""

    def __init__(self, scenario: Scenario, places: Places, market: str) -> None:
        self._places = places
        self._field = scenario.markets[market].exclusion_field
        self._draws = Draws(scenario.seed, "destination")
        self._countries = list(scenario.countries)
        self._settings = list(scenario.countries.values())
        self._known: dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def of(
        self, account: int, ids: int, home: int, *, digital: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """
        Where a listing is sent.

        Args:
            account: row of the vendor's account.
            ids: what the listing's chance is drawn for.
            home: number of the country in which the vendor lives.
            digital: whether nothing is posted.

        Returns:
            Destinations; places left out in the market's field for that; places left out in the text.
        """
        if digital:
            return (("WORLD",) if ids % 3 else ()), (), ()
        if (account, home) not in self._known:
            self._known[account, home] = self._rule(account, home)
        sends, excluded = self._known[account, home]
        in_field = self._field and not self._places.in_text[account]
        return sends, (excluded if in_field else ()), (() if in_field else excluded)

    def _rule(self, account: int, home: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        places, country, picker = self._places, self._countries[home], self._draws.picker(account)
        reach = int(places.sends[account])
        sends: tuple[str, ...] = (_REGIONS[reach],) if reach else (country,)
        way = picker.below(10)
        if reach in {1, 2} and way < 2:
            sends = tuple(sorted(picker.some(_NEIGHBOURS, 3 + picker.below(8))))
        elif reach == 3 and way < 3:
            sends = ("WORLD", country) if way else ("EUROPE", "WORLD")
        if not places.excludes[account]:
            return sends, ()
        able = [place for place in self._settings[home].excluded if place not in {country, *sends}]
        return sends, tuple(picker.some(able, 1 + picker.below(4)))
