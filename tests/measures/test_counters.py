"""Growth of counters."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from cryptodrug_scraper.measures.sales.counters import counter_growth, counter_months, snapshot_readings

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


def test_a_reset_starts_again() -> None:
    growth = counter_growth(readings(("é", 1, 5, 5), ("é", 8, 9, 9), ("é", 15, 2, 2), ("é", 22, 4, 4)), "id")
    assert growth["added"].to_list() == [4.0, 2.0]
    assert growth["occurred_from"].dt.day().to_list() == [1, 15]


def test_growth_of_rounded_counters_is_an_interval() -> None:
    growth = counter_growth(readings(("a", 1, 330, 339), ("a", 8, 350, 359), ("a", 15, 350, 359)), "id")
    assert growth.select("added", "added_low", "added_high").rows() == [(20.0, 11, 29), (0.0, 0, 9)]


def test_another_identifier_is_another_counter() -> None:
    assert counter_growth(readings(("a", 1, 90, 90), ("b", 8, 3, 3)), "id").is_empty()


def test_growth_is_spread_over_months_with_bounds() -> None:
    rows = pl.DataFrame(
        {
            "id": ["a", "a"],
            "occurred_from": [datetime(2019, 1, 22, tzinfo=UTC), datetime(2019, 2, 11, tzinfo=UTC)],
            "occurred_to": [datetime(2019, 2, 11, tzinfo=UTC), datetime(2019, 2, 21, tzinfo=UTC)],
            "added": [20.0, 6.0],
            "added_low": [19, 6],
            "added_high": [21, 6],
        },
        schema_overrides={"occurred_from": MOMENT, "occurred_to": MOMENT},
    )
    months = counter_months(rows, "id")
    assert months.rows() == [("a", date(2019, 1, 1), 10.0, 0, 21), ("a", date(2019, 2, 1), 16.0, 6, 27)]
    assert counter_months(rows.reverse(), "id").equals(months)


def test_a_snapshot_has_one_reading_whatever_the_order() -> None:
    statements = readings(("a", 1, 5, 5), ("a", 2, 6, 6), ("a", 9, 8, 8), ("b", 2, 1, 1)).with_columns(
        snapshot_id=pl.Series(["s1", "s1", "s2", "s1"])
    )
    found = snapshot_readings(statements, "id")
    assert found.select("id", "count_low").rows() == [("a", 6), ("a", 8), ("b", 1)]
    assert snapshot_readings(statements.reverse(), "id").equals(found)


def test_nothing_grows_nothing() -> None:
    growth = counter_growth(readings(), "id")
    assert growth.columns == ["id", "occurred_from", "occurred_to", "added", "added_low", "added_high"]
    assert counter_months(growth, "id").is_empty()
