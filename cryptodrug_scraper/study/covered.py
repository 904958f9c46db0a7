"""Of how many months of those of which a study spoke the data tell anything, by market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study
    from cryptodrug_scraper.words.wording import Words

__all__ = ["Covered", "covered_months"]

_MONTHS = text(statement(__package__, "covered"))


@dataclass(frozen=True, slots=True)
class Covered:
    """
    What there is of a market for the claims of a study.

    Attributes:
        market: its code.
        months: of the study and of the window asked for, with a snapshot that is not partial: their first days.
        total: of how many months the study spoke.
    """

    market: str
    months: tuple[date, ...]
    total: int

    def told(self, words: Words, title: str, study: str) -> str:
        """Return it as a sentence, with names of the market and of the study."""
        values = {"market": title, "study": study, "total": words.number(self.total)}
        if not self.months:
            return words("found.not_covered", **values)
        first, last = words.full_month(self.months[0]), words.full_month(self.months[-1])
        if len(self.months) == 1:
            return words("found.covered_month", month=first, **values)
        return words("found.covered", first=first, last=last, number=words.number(len(self.months)), **values)


def covered_months(connection: Connection, asked: Asked, study: Study) -> list[Covered]:
    """
    Return for each market of a study in how many of its months the data have a snapshot that counts, which is not
    partial, as far as these are asked for; markets of which all months are covered are left out.

    Args:
        connection: of the database.
        asked: the window.
        study: whose markets and months.
    """
    total = 12 * (study.last_day.year - study.first_day.year) + study.last_day.month - study.first_day.month + 1
    within = asked.within(study.first_day, study.last_day)
    found = []
    for market in study.markets:
        months: tuple[date, ...] = ()
        if within is not None:
            days = {"first_day": within.first_day, "last_day": within.last_day, "market": market}
            months = tuple(connection.execute(_MONTHS, days).scalars())
        if len(months) < total:
            found.append(Covered(market, months, total))
    return found
