"""
What a derivation thinks of the times that sources of pages state, counted.

It is read from the database to be told, and decides nothing of what is derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["Times", "current_times", "of_markets", "times_of"]

_TIMES = text(statement(__package__, "times"))
_CURRENT = text("SELECT derive_run FROM research.derivation WHERE is_current")


@dataclass(frozen=True, slots=True)
class Times:
    """
    Pages of one market, by the verdicts of ``capture_time``.

    Attributes:
        market: its code.
        source: what states their times, as ``capture_origin.time_source``; ``all`` for all sources together.
        pages: how many there are.
        older: those that were made before what their source states.
        newer: those that were made after it.
        unsure: those of which nothing else tells, or which contradict themselves; what the source states stands.
        without_time: those whose time is not known at all.
    """

    market: str
    source: str
    pages: int
    older: int
    newer: int
    unsure: int
    without_time: int

    @property
    def are_apart(self) -> bool:
        """Whether all of them have no time, or another than is stated: none is of a look at the market."""
        return 0 < self.pages == self.moved + self.without_time

    @property
    def moved(self) -> int:
        """Pages that were made at another time than their source states."""
        return self.older + self.newer


def times_of(connection: Connection, run: UUID) -> list[Times]:
    """
    Count the pages of a derivation: one entry for each market and source of times.

    Args:
        connection: of the database.
        run: the identifier of the derivation.
    """
    return [Times(*row) for row in connection.execute(_TIMES, {"run": run})]


def current_times(connection: Connection) -> list[Times]:
    """Count the pages of the current derivation, as `times_of`; none where nothing was derived."""
    run = connection.execute(_CURRENT).scalar_one_or_none()
    return [] if run is None else times_of(connection, run)


def of_markets(times: list[Times]) -> list[Times]:
    """Add up the sources of each market."""
    wholes = []
    for market in dict.fromkeys(each.market for each in times):
        own = [each for each in times if each.market == market]
        counts = ("pages", "older", "newer", "unsure", "without_time")
        wholes.append(Times(market, "all", *(sum(getattr(each, name) for each in own) for name in counts)))
    return wholes
