"""What a derivation could give no amount in EUR, since its currency has no rate of that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Connection

__all__ = ["WithoutRate", "without_rate"]

_UNVALUED = text(
    """
    SELECT
        market, count(*) FILTER (WHERE is_sale) AS sales, count(*) FILTER (WHERE NOT is_sale) AS prices,
        min(at AT TIME ZONE 'UTC')::date AS first_day, max(at AT TIME ZONE 'UTC')::date AS last_day
    FROM (
        SELECT part_id, market, true AS is_sale, occurred_from + (occurred_to - occurred_from) / 2 AS at
        FROM derived.sale WHERE price_source = 'no_rate'
        UNION ALL
        SELECT part_id, market, false, first_at FROM derived.listing_price WHERE price_eur IS NULL
    ) unvalued
    JOIN derived.run_part USING (part_id)
    WHERE derive_run = :run
    GROUP BY market
    ORDER BY market
    """
)


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
