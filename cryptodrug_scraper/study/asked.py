"""What findings are asked for: a country, a window, who is the country's, and how sales are attributed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date  # noqa: TC003  # a field of a dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.statements import with_values

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.parameters import Findings

__all__ = ["Asked"]


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
        if self.country not in COUNTRIES:
            msg = f"{self.country!r} is no country: give its code of ISO 3166-1, such as BE"
            raise ConfigurationError(msg)
        if self.last_day < self.first_day:
            msg = f"the window ends on {self.last_day}, before it begins on {self.first_day}"
            raise ConfigurationError(msg)

    @classmethod
    def of(cls, parameters: Findings) -> Asked:
        """Return what the parameters of a derivation ask for."""
        return cls(
            parameters.country,
            parameters.first_day,
            parameters.last_day,
            parameters.definition,
            parameters.attribution,
        )

    def within(self, first_day: date, last_day: date) -> Asked:
        """Return the part of the window that lies within other days, or the window itself where none does."""
        since, until = max(self.first_day, first_day), min(self.last_day, last_day)
        if until < since:
            return self
        return Asked(self.country, since, until, self.definition, self.attribution)

    def filled(self, sql: str, market: str | None = None, **values: object) -> str:
        """
        Write what is asked for into a statement, so that it runs as it stands.

        Args:
            sql: with ``:country``, ``:definition``, ``:attribution``, ``:first_day``, ``:last_day``, ``:market`` or
                names of other values where these stand.
            market: code of the market.
            values: others, by name.
        """
        return with_values(sql, {**asdict(self), "market": market, **values})
