"""Captures whose time had not come yet when they were loaded: which they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

__all__ = ["Future", "future_captures"]

_FUTURE = text(statement(__package__, "future"))


@dataclass(frozen=True, slots=True)
class Future:
    """
    Captures of one market whose time had not come yet when they were loaded.

    Attributes:
        market: its code; empty for pages of no known market.
        captures: how many there are.
        first_day: the first day (UTC) that they state.
        last_day: the last.
        example: where one of the last day lies.
    """

    market: str
    captures: int
    first_day: date
    last_day: date
    example: str | None


def future_captures(connection: Connection) -> list[Future]:
    """Return the captures that no derivation counts, as their time had not come yet when they were loaded."""
    return [Future(*row) for row in connection.execute(_FUTURE)]
