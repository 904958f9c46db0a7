from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from cryptodrug_scraper.measures.places.definitions import listing_months, origin_rows
from tests.measures.origin_cases import snapshots_on, state_of

SNAPSHOTS = snapshots_on(
    datetime(2019, 1, 5, tzinfo=UTC), datetime(2019, 1, 25, tzinfo=UTC), datetime(2019, 2, 10, tzinfo=UTC)
)
STATE = state_of(
    {
        "A1": ["BE", None, "BE"],
        "A2": [None, "NL", "NL"],
        "A3": [None, "NL", "WORLD"],
        "B1": ["BE+NL", "BE+NL", "?"],
        "C1": ["-", "-", "-"],
    }
)


def test_a_month_keeps_its_last_snapshot_apart() -> None:
    found = listing_months(origin_rows(STATE, SNAPSHOTS)).filter(pl.col("month") == date(2019, 1, 1))

    assert found.select("listing_id", "ever_codes", "last_codes", "is_last").rows() == [
        ("A1", ["BE"], None, False),
        ("A2", ["NL"], ["NL"], True),
        ("A3", ["NL"], ["NL"], True),
        ("B1", ["BE", "NL"], ["BE", "NL"], True),
        ("C1", [], [], True),
    ]


def test_a_partial_snapshot_is_not_the_last_one_where_another_is_whole() -> None:
    partial = SNAPSHOTS.with_columns(
        pl.when(pl.col("snapshot_id") == "S2").then(pl.lit("partial")).otherwise("grade").alias("grade")
    )

    found = listing_months(origin_rows(STATE, partial)).filter("is_last")

    assert found.filter(pl.col("month") == date(2019, 1, 1))["listing_id"].to_list() == ["A1", "B1", "C1"]
    assert found.filter(pl.col("month") == date(2019, 2, 1)).height == 5


def test_empty_and_shuffled_frames() -> None:
    rows = origin_rows(STATE, SNAPSHOTS)
    months = listing_months(rows)

    assert listing_months(rows.sample(fraction=1, shuffle=True, seed=6)).equals(months)
    assert origin_rows(STATE.reverse(), SNAPSHOTS.reverse()).equals(rows)
    assert listing_months(rows.clear()).schema == months.schema
