"""
What lacks in a derivation that was made: amounts for want of rates, pages of a time to come, and what bounds left out.

It is read from the database to be told, and decides nothing of what is derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.future import Future, future_captures

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["Lacking", "WithoutRate", "lacking", "told"]

_UNVALUED = text(statement(__package__, "unvalued"))
_LEFT_OUT = text(statement(__package__, "left_out"))
_WORDS = {
    "edits": "pair of ratings that may be one before and after an edit"
    "|pairs of ratings that may be one before and after an edit",
    "listings": "rating of which more listings fit than are told apart"
    "|ratings of which more listings fit than are told apart",
    "parts": "price by quantity or way of delivery of a listing with more than are tried"
    "|prices by quantity and ways of delivery of listings with more than are tried",
    "coins": "coin that pages print rates of|coins that pages print rates of",
    "chained": "account in a chain of keys, of which only those that are linked themselves count as of one owner"
    "|accounts in chains of keys, of which only those that are linked themselves count as of one owner",
}


@dataclass(frozen=True, slots=True)
class WithoutRate:
    """
    What has no amount in EUR of one market, though a price is known.

    Attributes:
        market: its code.
        sales: those with ``price_source`` ``no_rate``; they are counted, and no amount is known.
        prices: spells of asked prices without ``price_eur``.
        first_day: the first day (UTC) of which a rate lacks.
        last_day: the last.
    """

    market: str
    sales: int
    prices: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Lacking:
    """
    What lacks in a derivation.

    Attributes:
        without_rate: what has no amount in EUR, market by market; markets without such are left out.
        future: pages that were left out, as their time had not come when they were loaded.
        left_out: what bounds left out of each part, by the part's name and the bound's (`left_out`).
    """

    without_rate: list[WithoutRate]
    future: list[Future]
    left_out: dict[str, dict[str, int]]


def lacking(connection: Connection, run: UUID) -> Lacking:
    """
    Return what lacks in a derivation.

    Args:
        connection: of the database.
        run: the identifier of the derivation.
    """
    beyond: dict[str, dict[str, int]] = {}
    for part, bound, count in connection.execute(_LEFT_OUT, {"run": run}):
        beyond.setdefault(part, {})[bound] = count
    unvalued = [WithoutRate(*row) for row in connection.execute(_UNVALUED, {"run": run})]
    return Lacking(unvalued, future_captures(connection), beyond)


def told(what: str, count: int) -> str:
    """Describe what a bound left out."""
    return f"left out: {counted(count, _WORDS[what])}"
