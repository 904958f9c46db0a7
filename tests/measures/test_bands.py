"""Counts of ratings by age."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.bands import (
    DEFAULT_WIDTHS,
    band_counts,
    band_width,
    newest_band,
    total_ratings,
)

MOMENT = pl.Datetime("us", "UTC")
AT = datetime(2019, 3, 4, 12, tzinfo=UTC)
COUNTERS = pl.Schema(
    {
        "page": pl.UInt32(),
        "snapshot_id": pl.String(),
        "captured_at": MOMENT,
        "vendor": pl.String(),
        "counter": pl.String(),
        "window_or_band": pl.String(),
        "value": pl.Int64(),
    }
)
ROWS = pl.Schema(
    {"page": pl.UInt32(), "position": pl.Int32(), "captured_at": MOMENT, "occurred_from": MOMENT, "occurred_to": MOMENT}
)


def counters(*rows: tuple[int, str, str, str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame([(page, "s", AT, *rest) for page, *rest in rows], schema=COUNTERS, orient="row")


def reviews(page: int, ages: list[float], first: int = 1) -> pl.DataFrame:
    rows = [
        (page, first + place, AT, AT - timedelta(days=age + 0.5), AT - timedelta(days=age - 0.5))
        for place, age in enumerate(ages)
    ]
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def test_stars_of_a_band_are_added_and_votes_are_none() -> None:
    found = band_counts(
        counters(
            (1, "Ünal", "stars_5", "newer_1m", 130),
            (1, "Ünal", "stars_1", "newer_1m", 9),
            (1, "Ünal", "stars_5", "older", 7),
            (1, "Ünal", "votes", None, 99),
            (1, "Ünal", "stars_2", "older", None),
        )
    )
    assert found.select("window_or_band", "ratings").rows() == [("newer_1m", 139), ("older", 7)]
    assert newest_band(found)["ratings"].to_list() == [139]


def test_disjoint_bands_add_up_and_windows_only_for_vendors_that_joined_in_them() -> None:
    bands = band_counts(
        counters(
            (1, "d", "stars_5", "newer_1m", 139),
            (1, "d", "stars_5", "newer_3m", 226),
            (1, "d", "stars_5", "older", 243),
            (2, "young", "feedback_positive", "1m", 4),
            (2, "young", "feedback_positive", "12m", 30),
            (2, "young", "feedback_negative", "12m", 2),
            (3, "old", "feedback_positive", "1m", 4),
            (3, "old", "feedback_positive", "12m", 30),
        )
    )
    joined = pl.DataFrame({"vendor": ["old", "young"], "member_since": [date(2018, 3, 1), date(2018, 5, 1)]})
    assert total_ratings(bands, joined).select("vendor", "ratings").rows() == [("d", 608), ("young", 32)]


def test_the_width_is_the_age_up_to_which_rows_equal_the_bands() -> None:
    ages = [day / 10 for day in range(10, 900)]
    pages = pl.concat([reviews(1, ages), reviews(2, ages[::2]), reviews(3, [float(day) for day in range(1000)])])
    bands = band_counts(
        counters(
            (1, "a", "stars_5", "newer_1m", sum(age < 33.35 for age in ages)),
            (2, "b", "stars_5", "newer_1m", sum(age < 33.35 for age in ages[::2])),
            (3, "cut off", "stars_5", "newer_1m", 600),
        )
    )
    assert band_width(bands, pages) == pytest.approx(33.35, abs=0.06)
    assert band_width(bands, pages.sample(fraction=1, shuffle=True, seed=1)) == band_width(bands, pages)


def test_later_pages_and_odd_widths_tell_nothing() -> None:
    ages = [float(day) for day in range(1, 400)]
    bands = band_counts(counters((1, "a", "stars_5", "1m", 250)))
    assert band_width(bands, pl.concat([reviews(1, ages), reviews(2, ages * 2)])) == DEFAULT_WIDTHS["1m"]
    near = [age / 10 for age in ages]
    assert band_width(bands, pl.concat([reviews(1, near), reviews(2, ages * 2)])) == pytest.approx(25.05)
    assert band_width(bands, pl.concat([reviews(1, near, 31), reviews(2, ages * 2)])) == DEFAULT_WIDTHS["1m"]


def test_bands_without_rows_have_the_default_width() -> None:
    bands = band_counts(counters((1, "a", "stars_5", "newer_1m", 250)))
    assert band_width(bands, reviews(1, [])) == DEFAULT_WIDTHS["newer_1m"]


def test_nothing_has_no_width() -> None:
    none = band_counts(counters())
    assert band_width(none, reviews(1, [])) is None
    assert total_ratings(none, pl.DataFrame(schema={"vendor": pl.String, "member_since": pl.Date})).is_empty()
