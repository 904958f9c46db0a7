"""What a report is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.study.asked import Asked

if TYPE_CHECKING:
    from datetime import date

__all__ = ["ATTRIBUTIONS", "DEFINITIONS", "Scope"]

DEFINITIONS = ("D1", "D2", "D3", "D4")
ATTRIBUTIONS = ("A1", "A2", "A3")
_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Scope:
    """
    A country, a window of days, and how figures are made of them.

    Attributes:
        country: ISO 3166-1 alpha-2, in capitals.
        first_day: first day of the window, in UTC.
        last_day: its last day.
        definition: who is the country's: D1 point, D2 ever, D3 main, D4 exclusive.
        attribution: which sales are: A1 by listings, A2 of whole vendors, A3 by parts of vendors.
        is_identified: whether handles and cells of fewer than five vendors are shown.
        neighbours: of the country, where a question is about them; none: those that are declared.
    """

    country: str
    first_day: date
    last_day: date
    definition: str = "D2"
    attribution: str = "A1"
    is_identified: bool = False
    neighbours: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """The same, as findings are asked for."""
        return Asked(self.country, self.first_day, self.last_day, self.definition, self.attribution)

    def __post_init__(self) -> None:
        """
        Refuse what is no scope.

        Raises:
            ConfigurationError: a part is invalid, or the window ends before it begins.
        """
        if _COUNTRY.fullmatch(self.country) is None:
            msg = f"{self.country!r} is no country: give its ISO code of two letters, such as DE"
            raise ConfigurationError(msg)
        if self.definition not in DEFINITIONS or self.attribution not in ATTRIBUTIONS:
            msg = f"{self.definition} and {self.attribution}: give a definition D1-D4 and an attribution A1-A3"
            raise ConfigurationError(msg)
        if self.last_day < self.first_day:
            msg = f"the window ends on {self.last_day}, before it begins on {self.first_day}"
            raise ConfigurationError(msg)

    def values(self) -> dict[str, object]:
        """Return each part by the name that it has as a parameter of the queries of the report."""
        return {
            "country": self.country,
            "definition": self.definition,
            "attribution": self.attribution,
            "first_day": self.first_day,
            "last_day": self.last_day,
        }
