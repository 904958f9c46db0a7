"""Pages whose times nobody can count on: how many of each market."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["OddTimes", "odd_times"]

_ODD = text(statement(__package__, "odd_times"))


@dataclass(frozen=True, slots=True)
class OddTimes:
    """
    Pages of one market, as they are shown.

    Attributes:
        market: its code.
        undated: pages without any time.
        clock: pages whose own clock contradicts the time of their source.
        not_open: pages of days on which the market did not exist, by its calendar.
    """

    market: str
    undated: int
    clock: int
    not_open: int


def odd_times(connection: Connection) -> list[OddTimes]:
    """Return the markets that have such pages. It goes through all readings: about a second for a million pages."""
    return [OddTimes(*row) for row in connection.execute(_ODD)]
