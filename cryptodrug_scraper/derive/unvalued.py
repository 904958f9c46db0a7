"""What a derivation could give no amount in EUR, since its currency has no rate of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["WithoutRate", "without_rate"]

_UNVALUED = text(statement(__package__, "unvalued"))


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


def without_rate(connection: Connection, run: UUID) -> list[WithoutRate]:
    """Return what a derivation could not give an amount in EUR, market by market; markets without such have none."""
    return [WithoutRate(*row) for row in connection.execute(_UNVALUED, {"run": run})]
