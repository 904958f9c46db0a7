"""Months that dated intervals fall into."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.measures.times.months import month_counts, month_shares

MOMENT = pl.Datetime("us", "UTC")
SCHEMA = pl.Schema({"vendor": pl.String(), "occurred_from": MOMENT, "occurred_to": MOMENT})
FEBRUARY, MARCH = date(2019, 2, 1), date(2019, 3, 1)


def intervals(*rows: tuple[datetime | None, datetime | None], vendor: str = "Vlaamse Apotheek") -> pl.DataFrame:
    return pl.DataFrame([(vendor, start, end) for start, end in rows], schema=SCHEMA, orient="row")


def days_ago(fetched: datetime, days: int) -> tuple[datetime, datetime]:
    return fetched - timedelta(days=days + 1), fetched - timedelta(days=days)


FETCHED = datetime(2019, 3, 4, 12, tzinfo=UTC)


def test_days_lie_in_a_month_or_in_two() -> None:
    shares = month_shares(intervals(days_ago(FETCHED, 5), days_ago(FETCHED, 3)))
    assert shares.rows() == [(0, FEBRUARY, 1.0), (1, FEBRUARY, 0.5), (1, MARCH, 0.5)]


def test_a_month_ago_lies_in_three() -> None:
    fetched = datetime(2019, 4, 1, tzinfo=UTC)
    shares = month_shares(intervals((fetched - timedelta(days=60), fetched - timedelta(days=30))))
    assert shares["month"].to_list() == [date(2019, 1, 1), FEBRUARY, MARCH]
    assert shares["share"].to_list() == pytest.approx([1 / 30, 28 / 30, 1 / 30])


def test_an_interval_that_ends_with_the_month_does_not_touch_the_next() -> None:
    shares = month_shares(intervals((datetime(2019, 2, 28, tzinfo=UTC), datetime(2019, 3, 1, tzinfo=UTC))))
    assert shares.rows() == [(0, FEBRUARY, 1.0)]


def test_a_moment_lies_where_it_starts_and_an_unknown_end_nowhere() -> None:
    edge = datetime(2019, 3, 1, tzinfo=UTC)
    assert month_shares(intervals((edge, edge), (edge, None), (None, edge))).rows() == [(0, MARCH, 1.0)]


def test_bounds_are_what_lies_inside_and_what_touches() -> None:
    counts = month_counts(intervals(days_ago(FETCHED, 5), days_ago(FETCHED, 3)), "vendor")
    assert counts.rows() == [("Vlaamse Apotheek", FEBRUARY, 1.5, 1, 2), ("Vlaamse Apotheek", MARCH, 0.5, 0, 1)]
    assert month_counts(intervals(days_ago(FETCHED, 5)).drop("vendor")).rows() == [(FEBRUARY, 1.0, 1, 1)]


def test_nothing_has_no_month() -> None:
    assert month_shares(intervals()).schema == {"row": pl.UInt32, "month": pl.Date, "share": pl.Float64}
    assert month_counts(intervals(), "vendor").is_empty()


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 2000)), min_size=1, max_size=12), st.randoms())
def test_shares_of_an_interval_are_one_in_any_order(spans: list[tuple[int, int]], random: object) -> None:
    start = datetime(2018, 11, 1, tzinfo=UTC)
    rows = [(start + timedelta(hours=at), start + timedelta(hours=at + long)) for at, long in spans]
    shares = month_shares(intervals(*rows))
    assert shares.group_by("row").agg(pl.col("share").sum())["share"].to_list() == pytest.approx([1.0] * len(rows))
    before = month_counts(intervals(*rows), "vendor")
    random.shuffle(rows)  # type: ignore[attr-defined]
    assert month_counts(intervals(*rows), "vendor").equals(before)
    assert before.filter(pl.col("shown") < pl.col("shown_low")).is_empty()
    assert before.filter(pl.col("shown") > pl.col("shown_high")).is_empty()
