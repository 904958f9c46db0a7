"""What findings are asked for: a country, a window, who is the country's, and how sales are attributed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # a field of a dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.parameters import Findings

__all__ = ["STUDY_COUNTRY", "Asked"]

STUDY_COUNTRY = "BE"
"""The country that the study is of."""


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

    def fill(self, sql: str, market: str) -> str:
        """
        Write what is asked for into a statement.

        Args:
            sql: with ``{country}``, ``{market}``, ``{days}`` (both days), ``{vendors}`` (arguments of functions that
                take country, definition and days) and ``{sales}`` (of those that take the attribution too).
            market: code of the market.
        """
        country, days = _quoted(self.country), f"{_quoted(str(self.first_day))}, {_quoted(str(self.last_day))}"
        definition, attribution = _quoted(self.definition), _quoted(self.attribution)
        return sql.format(
            country=country,
            days=days,
            first_day=_quoted(str(self.first_day)),
            last_day=_quoted(str(self.last_day)),
            market=_quoted(market),
            vendors=f"{country}, {definition}, {days}",
            sales=f"{country}, {definition}, {attribution}, {days}",
            partner="'NL'" if self.country == STUDY_COUNTRY else _PARTNER.format(country=country, days=days),
            into="true" if self.country != STUDY_COUNTRY else "'NL' = ANY (m.from_codes)",
            out="true" if self.country != STUDY_COUNTRY else "'DE' = ANY (m.to_codes)",
        )


_PARTNER = (
    "(SELECT c.code FROM research.multi_origin({country}, {days}) x "
    "CROSS JOIN LATERAL unnest(x.origin_codes) AS c(code) "
    "WHERE c.code <> {country} GROUP BY c.code ORDER BY count(*) DESC, c.code LIMIT 1)"
)
"""The country from which most of those send that send from another one too, on all markets."""


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
