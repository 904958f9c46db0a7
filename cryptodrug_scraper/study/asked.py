"""What findings are asked for: a country, a window, who is the country's, and how sales are attributed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date  # noqa: TC003  # a field of a dataclass

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES

__all__ = ["Asked", "country_checked"]


def country_checked(code: str) -> str:
    """
    Return the code of a country.

    Raises:
        ConfigurationError: there is no such country.
    """
    if code not in COUNTRIES:
        msg = f"{code!r} is no country: give its code of ISO 3166-1, such as DE"
        raise ConfigurationError(msg)
    return code


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What is asked for.

    Attributes:
        country: ISO 3166-1 alpha-2.
        first_day: first day of the window; the months that it touches count as a whole.
        last_day: its last day.
        definition: D1 point, D2 ever, D3 main, D4 exclusive.
        attribution: A1 listing's origins, A2 whole vendor, A3 equal shares of the vendor's origins.
    """

    country: str
    first_day: date
    last_day: date
    definition: str
    attribution: str

    def __post_init__(self) -> None:
        """
        Check the country and the days.

        Raises:
            ConfigurationError: the country is no code, or the window ends before it begins.
        """
        country_checked(self.country)
        if self.last_day < self.first_day:
            msg = f"the window ends on {self.last_day}, before it begins on {self.first_day}"
            raise ConfigurationError(msg)

    def of(self, country: str) -> Asked:
        """Return the same of a country."""
        return replace(self, country=country)

    def within(self, first_day: date, last_day: date) -> Asked | None:
        """Return the part of the window that lies in the months of other days; None where none does."""
        months = [(day.year, day.month) for day in (self.first_day, self.last_day, first_day, last_day)]
        if months[1] < months[2] or months[3] < months[0]:
            return None
        since, until = max(self.first_day, first_day), min(self.last_day, last_day)
        if until < since:  # other days of one month, which counts as a whole
            since = until = first_day
        return replace(self, first_day=since, last_day=until)
