"""Counters that grow as no vendor sells."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.sales.plausible_counters import (
    doubted_months,
    paces,
    plausible_bands,
    plausible_readings,
)

START = datetime(2018, 12, 10, 6, tzinfo=UTC)
MONTH = timedelta(days=30)
READINGS = {
    "vendor": pl.String(),
    "captured_at": pl.Datetime("us", "UTC"),
    "count_low": pl.Int64(),
    "count_high": pl.Int64(),
    "count_middle": pl.Float64(),
}
REVIEWS = {"vendor": pl.String(), "occurred_from": pl.Datetime("us", "UTC"), "occurred_to": pl.Datetime("us", "UTC")}
NO_REVIEWS = pl.DataFrame(schema=REVIEWS)
OTHERS = [("bo", 100, 160, 220), ("çe", 40, 40, 41)]
"""The busiest of the others sells two a day: ten a day are what a vendor can have, 300 in a month."""


def readings(*counters: tuple[str, int, int, int]) -> pl.DataFrame:
    rows = [
        (vendor, START + place * MONTH, count, count, float(count))
        for vendor, *counts in counters
        for place, count in enumerate(counts)
    ]
    return pl.DataFrame(rows, schema=READINGS, orient="row")


def rated(vendor: str, count: int) -> pl.DataFrame:
    """Ratings of a month from the first reading on."""
    at = [START + MONTH * (number + 0.5) / count for number in range(count)]
    return pl.DataFrame([(vendor, when, when + timedelta(hours=1)) for when in at], schema=REVIEWS, orient="row")


def kept(counts: tuple[int, int, int], reviews: pl.DataFrame = NO_REVIEWS) -> list[int]:
    every = readings(*OTHERS, ("ÿl", *counts))
    most = paces(every, reviews, 0.7)
    found, doubted = plausible_readings(every, reviews, most, 0.7)
    assert found.height + doubted.height == every.height
    assert set(doubted["vendor"]) <= {"ÿl"}
    return found.filter(pl.col("vendor") == "ÿl")["count_low"].to_list()


def test_a_counter_that_leaps_on_one_page_is_read_without_it() -> None:
    assert kept((335, 99_999_999, 350)) == [335, 350]
    assert kept((335, 350, 10**12)) == [335, 350]
    assert kept((335, 99_999_999, 10**12)) == [335]


def test_a_vendor_may_sell_five_times_what_the_busiest_of_the_others_does() -> None:
    assert kept((335, 635, 900)) == [335, 635, 900]
    assert kept((335, 636, 900)) == [335, 900]


def test_a_vendor_of_most_sales_of_a_market_is_believed_by_its_ratings() -> None:
    assert kept((20_000, 21_000, 21_040)) == [20_000]
    assert kept((20_000, 21_000, 21_040), rated("ÿl", 400)) == [20_000, 21_000, 21_040]


def test_a_fall_is_no_growth() -> None:
    assert kept((10**12, 335, 350)) == [10**12, 335, 350]


def test_months_of_what_is_not_believed() -> None:
    every = readings(*OTHERS, ("ÿl", 335, 99_999_999, 350))
    _, doubted = plausible_readings(every, NO_REVIEWS, paces(every, NO_REVIEWS, None), None)
    assert doubted_months(doubted).rows() == [("ÿl", date(2018, 12, 1)), ("ÿl", date(2019, 1, 1))]


def test_others_decide_what_a_vendor_can_sell() -> None:
    most = dict(paces(readings(*OTHERS, ("ÿl", 335, 99_999_999, 10**12)), NO_REVIEWS, None).iter_rows())
    assert most["ÿl"] == pytest.approx(10.0)
    assert dict(paces(readings(("ÿl", 1, 2, 3)), NO_REVIEWS, None).iter_rows()) == {"ÿl": 100.0}


def test_a_band_that_counts_as_many_is_left_out_unless_the_rows_are_there() -> None:
    bands = pl.DataFrame(
        {"vendor": ["ÿl", "bo"], "snapshot_id": "s", "captured_at": START + MONTH, "ratings": [900, 50]},
    )
    most = paces(readings(*OTHERS, ("ÿl", 335, 340, 350)), NO_REVIEWS, 0.7)
    assert plausible_bands(bands, NO_REVIEWS, most, 33.3)["vendor"].to_list() == ["bo"]
    assert plausible_bands(bands, rated("ÿl", 300), most, 33.3)["vendor"].to_list() == ["ÿl", "bo"]
