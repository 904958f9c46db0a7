"""A market's months."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.market_months import (
    c13_months,
    known_part,
    live_months,
    market_months,
    month_grades,
)

MOMENT = pl.Datetime("us", "UTC")
SNAPSHOTS = pl.Schema(
    {
        "snapshot_id": pl.String(),
        "first_at": MOMENT,
        "last_at": MOMENT,
        "grade": pl.String(),
        "listing_completeness": pl.Float64(),
        "vendor_completeness": pl.Float64(),
    }
)
MONTHS = pl.Schema(
    {
        "vendor": pl.String(),
        "month": pl.Date(),
        "transactions": pl.Float64(),
        "transactions_shown": pl.Float64(),
        "transactions_error": pl.Float64(),
        "transactions_rated": pl.Float64(),
        "transactions_otherwise": pl.Float64(),
    }
)
JANUARY, FEBRUARY, MARCH = date(2019, 1, 1), date(2019, 2, 1), date(2019, 3, 1)


def snapshots(*rows: tuple[str, int, int, str, float | None, float | None]) -> pl.DataFrame:
    made = [
        (name, at := datetime(2019, month, day, tzinfo=UTC), at, grade, listings, vendors)
        for name, month, day, grade, listings, vendors in rows
    ]
    return pl.DataFrame(made, schema=SNAPSHOTS, orient="row")


def months(*rows: tuple[str, date, float | None, float, float, float, float]) -> pl.DataFrame:
    """Rows of which all that is shown is surely of orders of the month, and nothing is raised to it."""
    return pl.DataFrame(rows, schema=MONTHS, orient="row").with_columns(
        transactions_made=pl.col("transactions"), transactions_sure=pl.col("transactions_shown").cast(pl.UInt32)
    )


LOOKS = snapshots(
    ("s1", 1, 2, "complete", 0.97, 0.99), ("s2", 1, 20, "partial", 0.5, 0.7), ("s3", 3, 30, "usable", None, 0.9)
)


def test_a_month_has_its_best_grade() -> None:
    assert month_grades(LOOKS).rows() == [(JANUARY, "complete", 0.97, 0.99), (MARCH, "usable", None, 0.9)]


def test_live_are_those_of_any_snapshot() -> None:
    states = pl.DataFrame(
        {"snapshot_id": ["s1", "s1", "s2", "s3"], "listing_id": ["1", "2", "3", "1"], "vendor": ["Æ", "Æ", "b", None]}
    )
    found = live_months("wsm", states, LOOKS)
    assert found.select("month", "measure", "value", "low", "vendor_count", "grade").rows() == [
        (JANUARY, "listings", 3.0, 3.0, 2, "complete"),
        (JANUARY, "vendors", 2.0, 2.0, 2, "complete"),
        (MARCH, "listings", 1.0, 1.0, 0, "usable"),
        (MARCH, "vendors", 0.0, 0.0, 0, "usable"),
    ]
    assert found["high"].to_list() == [pytest.approx(3 / 0.97), pytest.approx(2 / 0.99), None, 0.0]
    assert live_months("wsm", states.clear(), LOOKS).is_empty()


def test_transactions_are_added_up_with_their_errors() -> None:
    rows = months(("a", JANUARY, 100.0, 80.0, 3.0, 100.0, 100.0), ("b", JANUARY, 50.0, 40.0, 4.0, 0.0, 41.0))
    found = market_months("m", rows, LOOKS, (0.8, 0.78, 0.82)).row(0, named=True)
    assert (found["value"], found["vendor_count"], found["grade"]) == (150.0, 2, "complete")
    spread = (25 + (100 * 0.04 / (2 * 1.96) / 0.8) ** 2 + 9**2) ** 0.5
    assert (found["high"] - found["low"]) / 2 == pytest.approx(1.96 * spread, rel=0.02)
    assert market_months("m", rows.reverse(), LOOKS, (0.8, 0.78, 0.82)).row(0, named=True) == found


def test_the_lower_limit_is_not_below_what_was_shown_of_orders_of_the_month() -> None:
    rows = months(("a", JANUARY, 100.0, 98.0, 30.0, 100.0, 100.0))
    assert market_months("m", rows, LOOKS, None)["low"].to_list() == [98.0]
    late = rows.with_columns(transactions_sure=pl.lit(20, pl.UInt32))
    assert market_months("m", late, LOOKS, None)["low"].to_list() == [pytest.approx(56.3, abs=0.1)]


def test_what_vendors_are_raised_to_is_in_the_sum_and_not_in_its_interval() -> None:
    rows = months(("a", JANUARY, 100.0, 90.0, 3.0, 0.0, 100.0), ("b", JANUARY, 40.0, 40.0, 3.0, 0.0, 25.0))
    made = rows.with_columns(transactions_made=pl.Series([100.0, 25.0]), transactions_sure=pl.lit(0, pl.UInt32))
    found = market_months("m", made, LOOKS, None).row(0, named=True)
    assert found["value"] == 140.0
    assert found["low"] == pytest.approx(117.0, abs=1.0)
    assert found["high"] == 140.0


@pytest.mark.parametrize(
    ("month", "grade"),
    [(date(2018, 12, 1), "partial"), (JANUARY, "complete"), (FEBRUARY, "partial"), (MARCH, "usable")],
)
def test_months_that_snapshots_do_not_span_are_partial(month: date, grade: str) -> None:
    rows = months(("a", month, 10.0, 8.0, 1.0, 10.0, 10.0))
    assert market_months("m", rows, LOOKS, None)["grade"].to_list() == [grade]
    late = snapshots(("s1", 1, 10, "complete", 1.0, 1.0), ("s2", 3, 20, "complete", 1.0, 1.0))
    assert market_months("m", rows, late, None)["grade"].to_list() == ["partial"]


def test_nobody_can_say_how_much_more_there_was_outside_of_the_snapshots() -> None:
    rows = months(*(("a", month, 10.0, 8.0, 1.0, 10.0, 10.0) for month in (date(2018, 12, 1), FEBRUARY, MARCH)))
    found = market_months("m", rows, LOOKS, None)
    assert found["high"].is_null().to_list() == [True, False, False]
    assert found["low"].null_count() == 0


def test_nobody_can_say_how_much_partial_snapshots_missed() -> None:
    rows = months(("a", JANUARY, 10.0, 8.0, 1.0, 10.0, 10.0))
    thin = LOOKS.with_columns(grade=pl.lit("partial"))
    found = market_months("m", rows, thin, None).row(0, named=True)
    assert (found["grade"], found["high"]) == ("partial", None)
    assert 8.0 <= found["low"] < 10.0
    assert market_months("m", rows, LOOKS, None)["high"][0] > 10.0


def test_a_month_with_an_unknown_part_has_no_row() -> None:
    rows = months(("a", JANUARY, 100.0, 98.0, 30.0, 100.0, 100.0), ("b", JANUARY, None, 3.0, 0.0, 0.0, 0.0))
    assert market_months("m", rows, LOOKS, None).is_empty()


def test_nothing_has_no_months() -> None:
    found = market_months("m", months(), snapshots(), None)
    assert found.columns == [
        *("market", "month", "measure", "value", "low", "high", "vendor_count", "grade"),
        *("reason_code", "reason_values"),
    ]
    assert found.is_empty()


def test_sales_a_day_become_sales_a_month() -> None:
    looks = pl.DataFrame(
        {
            "snapshot_id": ["s1", "s2", "s3"],
            "sales_per_day": [2.0, 4.0, 5.0],
            "low": [1.0, 3.0, 5.0],
            "high": [2.0, 6.0, 5.5],
            "vendor_count": [3, 4, 9],
        }
    )
    found = c13_months("dream", looks, LOOKS)
    assert found.select("month", "measure", "value", "low", "high", "vendor_count", "grade").rows() == [
        (JANUARY, "transactions_c13", 93.0, 62.0, 124.0, 4, "complete"),
        (MARCH, "transactions_c13", 155.0, 155.0, 170.5, 9, "usable"),
    ]
    assert c13_months("dream", looks.clear(), LOOKS).is_empty()


@pytest.mark.parametrize(
    ("last", "ended", "part"),
    [
        (datetime(2019, 5, 1, tzinfo=UTC), None, 0.834),
        (datetime(2019, 4, 26, tzinfo=UTC), None, 0.668),
        (datetime(2019, 4, 16, tzinfo=UTC), None, 0.342),
        (datetime(2019, 4, 16, tzinfo=UTC), datetime(2019, 4, 16, tzinfo=UTC), 0.683),
        (datetime(2019, 4, 16, tzinfo=UTC), datetime(2019, 3, 2, tzinfo=UTC), 0.342),
        (datetime(2019, 3, 31, tzinfo=UTC), None, 0.0),
        (datetime(2019, 9, 1, tzinfo=UTC), None, 1.0),
    ],
)
def test_a_month_is_known_as_far_as_it_can_have_been_rated(last: datetime, ended: datetime | None, part: float) -> None:
    """By hand: of 15 days 15 - 5 (1 - exp(-3)) = 10.25 are known; of the month that is 0.342, of these days 0.683."""
    assert known_part(date(2019, 4, 1), last, 5.0, ended) == pytest.approx(part, abs=1e-3)


def test_a_month_that_cannot_be_known_yet_says_so_and_has_no_figure() -> None:
    looks = snapshots(("s1", 1, 2, "complete", 1.0, 1.0), ("s2", 3, 15, "complete", 1.0, 1.0))
    rows = months(("a", FEBRUARY, 20.0, 8.0, 1.0, 10.0, 10.0), ("a", MARCH, 10.0, 8.0, 1.0, 10.0, 10.0))
    whole, unknown = market_months("m", rows, looks, None, delay_days=5.0).iter_rows(named=True)
    assert (whole["month"], whole["value"], whole["reason_code"]) == (FEBRUARY, 20.0, None)
    assert (unknown["value"], unknown["low"], unknown["high"], unknown["grade"]) == (None, None, None, "partial")
    assert unknown["reason_code"] == "warning.not_yet_rated"
    told = json.loads(unknown["reason_values"])
    assert told == {"looked": "2019-03-15", "share": pytest.approx((14 - 5 * (1 - math.exp(-14 / 5))) / 31)}
    soon = market_months("m", rows, looks, None, delay_days=0.1)
    assert soon["value"].to_list() == [20.0, None], (
        "days after the last snapshot cannot be known, however soon ratings are"
    )
    ended = datetime(2019, 3, 15, tzinfo=UTC)
    assert market_months("m", rows, looks, None, delay_days=5.0, ended_at=ended)["value"].to_list() == [20.0, 10.0]


def test_what_unprinted_amounts_leave_open_is_in_the_interval_and_unknown_amounts_have_no_upper_end() -> None:
    rows = months(("a", JANUARY, 100.0, 80.0, 0.0, 0.0, 100.0), ("b", JANUARY, 100.0, 80.0, 0.0, 0.0, 100.0))
    rows = rows.with_columns(
        turnover_eur=pl.lit(1000.0), turnover_error=pl.lit(0.0), turnover_printed=pl.lit(0.0),
        turnover_assumed=pl.lit(1000.0), turnover_open=pl.lit(100.0), turnover_unlike=pl.lit(0.0),
    )  # fmt: skip

    def turnover(error: float | None) -> dict[str, Any]:
        found = market_months("m", rows, LOOKS, None, assumed_error=error).filter(pl.col("measure") == "turnover_eur")
        return found.row(0, named=True)

    own, both = turnover(0.0), turnover(0.1)
    alone = (1.96 * 2**0.5 * 100 / 2000) ** 2
    assert math.log(own["high"] / own["low"]) / 2 == pytest.approx(alone**0.5, rel=0.03)
    assert math.log(both["high"] / both["low"]) / 2 == pytest.approx((alone + (1.96 * 0.1) ** 2) ** 0.5, rel=0.03)
    few = rows.with_columns(turnover_unlike=pl.lit(100.0), turnover_open=pl.lit(0.0))
    found = market_months("m", few, LOOKS, None).filter(pl.col("measure") == "turnover_eur")
    student = 4.303 * 2**0.5 * 100 / 2000  # two vendors of one error: limits of two degrees
    assert math.log(2000 / found["low"][0]) == pytest.approx(student, rel=0.03)
    assert turnover(None)["high"] is None
    assert turnover(None)["low"] == own["low"]
