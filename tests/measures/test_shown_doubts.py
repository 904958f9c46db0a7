"""How many ratings fewer or more than their dates tell a month may have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.month_doubts import shown_doubts
from cryptodrug_scraper.measures.sales.vendor_months import vendor_months

MOMENT = pl.Datetime("us", "UTC")
REVIEWS: dict[str, Any] = {
    "vendor": pl.String, "listing_id": pl.String, "stars": pl.Float64, "sign": pl.String, "comment": pl.Binary,
    "is_default_comment": pl.Boolean, "buyer_mask": pl.String, "occurred_from": MOMENT, "occurred_to": MOMENT,
    "last_seen_at": MOMENT, "state": pl.String, "certainty": pl.Float64, "first_page": pl.UInt32,
    "first_ordinal": pl.Int32, "last_page": pl.UInt32,
}  # fmt: skip
PAGES: dict[str, Any] = {
    "page": pl.UInt32, "captured_to": MOMENT, "estimated_from": MOMENT, "estimated_to": MOMENT,
    "is_apart": pl.Boolean, "is_vague": pl.Boolean, "doubt": pl.Float64,
}  # fmt: skip
MAY, APRIL, JUNE = date(2019, 5, 1), date(2019, 4, 1), date(2019, 6, 1)
START = datetime(2019, 5, 1, tzinfo=UTC)
SURE, UNSURE, VAGUE, MOVED, UNKNOWN = 1, 2, 3, 4, 5


def day(number: float) -> datetime:
    return START + timedelta(days=number - 1)


def rating(at: float, *, days: float = 1, **more: Any) -> dict[str, Any]:
    """A rating of May that two pages show which agree with their source, unless it is said otherwise."""
    row = dict.fromkeys(REVIEWS) | {
        "vendor": "Åsa", "stars": 5.0, "occurred_from": day(at), "occurred_to": day(at + days),
        "state": "seen", "last_seen_at": day(31),
        "certainty": 1.0, "first_page": SURE, "first_ordinal": 1, "last_page": 9,
    }  # fmt: skip
    return row | more


def pages() -> pl.DataFrame:
    """
    Pages of the last day of May: one that is confirmed, one that nothing dates, a vague one, an old copy, and one of
    which only the years of its market are known.
    """
    kinds = ((SURE, 30, 31, False, 0.003), (UNSURE, 30, 31, False, 0.08), (VAGUE, 10, 31, False, 0.5),
             (MOVED, 20, 21, True, 0.05), (9, 30, 31, False, 0.003))  # fmt: skip
    rows = [
        (page, day(31), day(first), day(last), is_apart, False, doubt) for page, first, last, is_apart, doubt in kinds
    ]
    rows.append((UNKNOWN, day(31), day(-900), day(31), True, True, 0.5))
    return pl.DataFrame(rows, schema=PAGES, orient="row")


def doubts(*ratings: dict[str, Any], rows: tuple[tuple[int, float, float], ...] = ()) -> dict[date, tuple[int, int]]:
    shown = pl.DataFrame(
        [(page, "Åsa", day(first), day(last)) for page, first, last in rows],
        schema={"page": pl.UInt32, "vendor": pl.String, "occurred_from": MOMENT, "occurred_to": MOMENT}, orient="row",
    )  # fmt: skip
    found = shown_doubts(pl.DataFrame(ratings, schema=REVIEWS), (shown.clear(), shown), pages())
    return {month: (less, more) for month, less, more in found.select("month", "less", "more").iter_rows()}


def test_ratings_that_several_good_pages_show_leave_no_doubt() -> None:
    assert doubts(rating(3), rating(12, first_page=UNSURE), rating(31.5)) == {}


@pytest.mark.parametrize(
    "more",
    [{"certainty": 0.7}, {"state": "vanished"}, {"first_page": VAGUE, "last_page": VAGUE}],
)
def test_a_rating_that_may_be_another_may_not_be_there(more: dict[str, Any]) -> None:
    assert doubts(rating(3), rating(29, **more))[MAY] == (1, 0)


def test_of_ratings_that_are_equal_to_the_minute_all_but_one_may_not_be_there() -> None:
    minute = 1 / 1440
    same = [rating(7, days=minute, first_page=page) for page in (SURE, UNSURE, 9)]
    assert doubts(*same, rating(7, days=minute, stars=4.0))[MAY] == (2, 0)
    assert doubts(*(rating(7, first_page=page) for page in (SURE, UNSURE))) == {}  # of one day there may be two


def test_a_rating_that_one_undated_page_shows_may_be_of_an_earlier_month() -> None:
    assert doubts(rating(3, first_page=UNSURE, last_page=UNSURE)) == {MAY: (1, 0), APRIL: (0, 1)}
    assert doubts(rating(13, first_page=UNSURE, last_page=UNSURE)) == {MAY: (1, 0)}  # the old copy is 11 days older


def test_a_rating_that_was_edited_may_be_two_of_which_the_second_was_left_later() -> None:
    assert doubts(rating(3, state="edited", last_seen_at=day(33))) == {MAY: (0, 1), JUNE: (0, 1)}


def test_rows_of_a_page_of_vague_time_may_be_ratings_of_their_own() -> None:
    rows = ((VAGUE, 5.0, 25.0), (VAGUE, 6.0, 33.0), (SURE, 7.0, 8.0))
    assert doubts(rating(5), rating(7), rows=rows) == {MAY: (0, 2), JUNE: (0, 1)}


def test_bounds_of_a_month_move_by_what_is_unsure() -> None:
    ratings = pl.DataFrame([rating(3), rating(10), rating(31, days=2)], schema=REVIEWS)
    readings = pl.DataFrame(
        schema={"vendor": pl.String, "captured_at": MOMENT, "count_low": pl.Int64, "count_high": pl.Int64,
                "count_middle": pl.Float64}
    )  # fmt: skip
    bands = pl.DataFrame(
        schema={"vendor": pl.String, "snapshot_id": pl.String, "captured_at": MOMENT, "ratings": pl.Int64}
    )
    rates = pl.DataFrame(schema={"vendor": pl.String, "feedback_rate": pl.Float64, "feedback_error": pl.Float64})
    unsure = pl.DataFrame(
        {"vendor": ["Åsa"], "month": [MAY], "less": [5], "more": [4]},
        schema={"vendor": pl.String, "month": pl.Date, "less": pl.UInt32, "more": pl.UInt32},
    )
    dated, doubted = (
        vendor_months(ratings, readings, bands, rates, unsure=each).filter(pl.col("month") == MAY)
        for each in (None, unsure)
    )
    columns = ("transactions_shown", "shown_low", "shown_high", "review_count")
    assert dated.select(columns).row(0) == (2.5, 2, 3, 3)
    assert doubted.select(columns).row(0) == (2.5, 0, 7, 3)


def test_a_page_of_any_year_makes_no_rating_of_a_month_doubtful() -> None:
    assert doubts(rating(3), rows=((UNKNOWN, -900, 31),)) == {}
    assert doubts(rating(3, first_page=UNSURE, last_page=UNSURE)).keys() == {APRIL, MAY}


def test_rows_are_counted_some_pages_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ((VAGUE, 5.0, 25.0), (VAGUE, 6.0, 33.0), (UNSURE, 6.0, 33.0), (VAGUE, 7.0, 9.0))
    some = (
        rating(5, first_page=VAGUE),
        rating(7),
        rating(9, first_page=UNSURE, last_page=UNSURE),
        rating(3, state="edited"),
    )
    at_once = doubts(*some, rows=rows)
    monkeypatch.setattr("cryptodrug_scraper.measures.ratings.month_doubts._AT_ONCE", 1)
    assert at_once == doubts(*some, rows=rows) != {}
