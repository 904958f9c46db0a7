"""How unsure the number of a vendor's ratings in a month is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.month_doubts import month_doubts
from cryptodrug_scraper.measures.sales.vendor_months import vendor_months

SCHEMA: dict[str, Any] = {
    "vendor": pl.String,
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
    "certainty": pl.Float64,
    "first_page": pl.UInt32,
}
MAY = datetime(2019, 5, 1, tzinfo=UTC)


def left(day: float, days: float = 1, certainty: float = 1.0, page: int = 1) -> dict[str, object]:
    """A rating left within some days from a day of May on."""
    start = MAY + timedelta(days=day - 1)
    return {
        "vendor": "Åsa",
        "occurred_from": start,
        "occurred_to": start + timedelta(days=days),
        "certainty": certainty,
        "first_page": page,
    }


def doubts(*ratings: dict[str, object]) -> dict[date, float]:
    found = month_doubts(pl.DataFrame(ratings, schema=SCHEMA))
    return dict(found.select("month", "rating_variance").iter_rows())


def test_ratings_that_are_told_apart_and_dated_leave_no_doubt() -> None:
    assert doubts(left(3), left(31.5)) == {}


def test_a_rating_that_may_be_another_counts_with_its_chance() -> None:
    assert doubts(left(3, certainty=0.7), left(4, certainty=0.7)) == {date(2019, 5, 1): pytest.approx(0.42)}


def test_ratings_of_one_page_of_unsure_time_are_early_or_late_together() -> None:
    together = doubts(*(left(29, 6) for _ in range(10)))
    apart = doubts(*(left(29, 6, page=page) for page in range(10)))
    assert together == {date(2019, month, 1): pytest.approx(100 * 0.25) for month in (5, 6)}
    assert apart == {date(2019, month, 1): pytest.approx(10 * 0.25) for month in (5, 6)}


def test_doubts_widen_the_interval_of_a_month_and_move_no_estimate() -> None:
    ratings = pl.DataFrame([left(2 + day, certainty=0.6) for day in range(20)], schema=SCHEMA)
    rates = pl.DataFrame(
        {"vendor": [None], "feedback_rate": [0.5], "feedback_error": [0.0]}, schema_overrides={"vendor": pl.String}
    )
    readings = pl.DataFrame(
        schema={
            "vendor": pl.String,
            "captured_at": SCHEMA["occurred_from"],
            "count_low": pl.Int64,
            "count_high": pl.Int64,
            "count_middle": pl.Float64,
        }
    )
    bands = pl.DataFrame(
        schema={
            "vendor": pl.String,
            "snapshot_id": pl.String,
            "captured_at": SCHEMA["occurred_from"],
            "ratings": pl.Int64,
        }
    )
    sure, unsure = (
        vendor_months(ratings, readings, bands, rates, doubts=each).row(0, named=True)
        for each in (None, month_doubts(ratings))
    )
    assert sure["transactions"] == unsure["transactions"]
    assert unsure["transactions_high"] > sure["transactions_high"]
    error = (unsure["transactions_error"] ** 2 - sure["transactions_error"] ** 2) ** 0.5
    assert error == pytest.approx((20 * 0.24) ** 0.5 / 0.5)
