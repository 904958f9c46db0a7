"""Readings of counters."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from cryptodrug_scraper.measures.sales.counters import snapshot_readings

MOMENT = pl.Datetime("us", "UTC")


def readings(*rows: tuple[str, int, int, int]) -> pl.DataFrame:
    """Readings of days of February 2019, the lowest and highest count each."""
    return pl.DataFrame(
        [(key, datetime(2019, 2, day, tzinfo=UTC), low, high, (low + high) / 2) for key, day, low, high in rows],
        schema={
            "id": pl.String,
            "captured_at": MOMENT,
            "count_low": pl.Int64,
            "count_high": pl.Int64,
            "count_middle": pl.Float64,
        },
        orient="row",
    )


def test_a_snapshot_has_one_reading_whatever_the_order() -> None:
    statements = readings(("a", 1, 5, 5), ("a", 2, 6, 6), ("a", 9, 8, 8), ("b", 2, 1, 1)).with_columns(
        snapshot_id=pl.Series(["s1", "s1", "s2", "s1"])
    )
    found = snapshot_readings(statements, "id")
    assert found.select("id", "count_low").rows() == [("a", 6), ("a", 8), ("b", 1)]
    assert snapshot_readings(statements.reverse(), "id").equals(found)
