"""How many times as much was sold on other markets after the end of one, and the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from simulator.truth.frames import INSTANT
from simulator.truth.worth import sales_in_euros

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from simulator.truth.frames import Frames

__all__ = ["growth_estimates"]

_GROWTH = """
    SELECT g.from_market, g.market, g.measure, g.quotient AS value, g.low, g.high,
           e.first_on::timestamp AT TIME ZONE 'UTC' - g.days * interval '1 day' AS since,
           e.first_on::timestamp AT TIME ZONE 'UTC' AS begins, e.last_on::timestamp AT TIME ZONE 'UTC' AS ends,
           e.last_on::timestamp AT TIME ZONE 'UTC' + g.days * interval '1 day' AS until
    FROM research.growth_after_end() g
    JOIN research.market_event e ON e.market = g.from_market AND e.event = g.event
    WHERE g.days >= 7
"""
_READ: dict[str, Any] = {
    **dict.fromkeys(("from_market", "market", "measure"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    **dict.fromkeys(("since", "begins", "ends", "until"), INSTANT),
}
_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("market", "period", "measure", "unit"), pl.String),
    **dict.fromkeys(("value", "low", "high", "true"), pl.Float64),
    "grade": pl.String,
    "counts": pl.Boolean,
}


def growth_estimates(frames: Frames, connection: Connection) -> pl.DataFrame:
    """
    Return the growth of each market after the end of each other one, where seven days or more of it were seen.

    Returns:
        ``market, period`` (the market that ended), ``measure, unit, value, low, high, true, grade, counts``: the truth
        is of all orders of the same days, and turnover of what was paid.
    """
    found = pl.read_database(_GROWTH, connection, schema_overrides=_READ, infer_schema_length=None)
    sales = sales_in_euros(frames)
    rows = []
    for row in found.iter_rows(named=True):
        sold = sales.filter(pl.col("market") == row["market"])
        before, after = (
            _sold(sold.filter(pl.col("at") >= row[first], pl.col("at") < row[last]), row["measure"])
            for first, last in (("since", "begins"), ("ends", "until"))
        )
        length = (row["until"] - row["ends"]) / (row["begins"] - row["since"])
        rows.append(
            {
                **{name: row[name] for name in ("market", "value", "low", "high")},
                "period": row["from_market"],
                "measure": f"growth of {row['measure']} after an end",
                "unit": "ratio",
                "true": after / before / length if before else None,
                "grade": None,
                "counts": row["value"] is not None and bool(before),
            }
        )
    return pl.DataFrame(rows, schema=_SCHEMA)


def _sold(sales: pl.DataFrame, measure: str) -> float:
    if measure == "vendors":
        return float(sales["account_id"].n_unique())
    return float(sales["paid_eur"].sum() if measure == "turnover_eur" else sales.height)
