from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.review_lists import band_checks, rating_ages, review_counts, row_cap
from tests.measures.snapshot_frames import frame, pages, reviews_aged


def band(page: int, vendor: str, **values: int) -> list[dict[str, Any]]:
    """Counters of five stars by band."""
    return [
        {"page": page, "vendor": vendor, "counter": "stars_5", "window_or_band": name, "value": value}
        for name, value in values.items()
    ]


def rolling(page: int, vendor: str, **signs: int) -> list[dict[str, Any]]:
    return [
        {
            "page": page,
            "vendor": vendor,
            "counter": f"feedback_{sign}",
            "window_or_band": window,
            "value": value // part,
        }
        for sign, value in signs.items()
        for window, part in (("1m", 4), ("12m", 1))
    ]


def lists(*pages_and_vendors: tuple[int, str], kind: str = "vendor_feedback") -> pl.DataFrame:
    return pages(*({"page": page, "kind": kind, "url_key": f"/{name}"} for page, name in pages_and_vendors))


def test_the_worked_example_of_a_band_agrees() -> None:
    ages = [1.0] * 223 + [32.0] * 7 + [33.0] * 12 + [60.0] * 5
    counters = frame("counters", *band(1, "a", newer_1m=233, newer_3m=14, older=361))
    found = band_checks(lists((1, "a")), rating_ages(frame("reviews", *reviews_aged(1, "a", *ages))), counters)
    row = found.row(0, named=True)
    assert (row["sure_count"], row["target"], row["possible_count"]) == (223, 233, 242)
    assert (row["row_count"], row["band_sum"], row["window"]) == (247, 608, "newer_1m")


def test_stars_are_summed() -> None:
    counters = frame("counters", *band(1, "a", newer_1m=3), *band(1, "a", newer_1m=4)).with_columns(
        pl.Series("counter", ["stars_5", "stars_1"])
    )
    assert band_checks(lists((1, "a")), rating_ages(frame("reviews")), counters).item(0, "target") == 7


def test_rolling_windows_are_held_against_the_longest_and_have_no_sum_of_bands() -> None:
    counters = frame("counters", *rolling(1, "a", positive=40, neutral=8, negative=4))
    found = band_checks(lists((1, "a")), rating_ages(frame("reviews", *reviews_aged(1, "a", 5, 200, 500))), counters)
    assert found.select("window", "target", "possible_count", "band_sum").row(0) == ("12m", 52, 2, None)


def test_a_page_fetched_twice_is_one_and_other_pages_of_the_list_are_added() -> None:
    rows = [*reviews_aged(1, "a", 1, 2), *reviews_aged(2, "a", 1, 2, 3), *reviews_aged(3, "a", 40)]
    shown = lists((1, "p1"), (2, "p1"), (3, "p2"))
    found = band_checks(shown, rating_ages(frame("reviews", *rows)), frame("counters", *rolling(1, "a", positive=4)))
    assert found.item(0, "row_count") == 4


def test_ratings_on_pages_of_listings_are_no_vendor_s_list() -> None:
    shown = pages({"page": 1, "kind": "vendor_profile"}, {"page": 2, "kind": "listing"})
    counters = frame("counters", *rolling(1, "a", positive=9))
    found = band_checks(shown, rating_ages(frame("reviews", *reviews_aged(2, "a", 1, 2))), counters)
    assert found.item(0, "row_count") == 0


def stated(*rows: tuple[str, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["vendor", "row_count", "stated_count"], orient="row")


@pytest.mark.parametrize(
    ("rows", "cap"),
    [
        ((("a", 300, 680), ("b", 300, 5800), ("c", 90, 120)), 300),
        ((("a", 299, 680), ("b", 300, 5800)), None),
        ((("a", 300, 300), ("b", 300, 300)), None),
        ((("a", 300, 680), ("a", 300, 690)), None),
        ((("a", 12000, 12000), ("b", 300, 680), ("c", 300, 690), ("d", 300, 301), ("e", 9, 9)), 300),
        ((("a", 12000, 12000), ("b", 300, 680), ("c", 300, 690), ("d", 299, 301), ("e", 9, 9)), None),
        ((), None),
    ],
)
def test_a_limit_is_learned_where_several_lists_end_exactly_there_with_more_to_show(
    rows: tuple[tuple[str, int, int], ...], cap: int | None
) -> None:
    frame_of = stated(*rows) if rows else stated(("x", 0, 0)).clear()
    assert row_cap(frame_of) == cap


def counted(shown: pl.DataFrame, counters: list[Any], rows: list[Any], *rated: tuple[int, str, int]) -> list[Any]:
    vendors = frame("vendors", *({"page": page, "vendor": name, "rating_count": n} for page, name, n in rated))
    return review_counts(shown, vendors, frame("reviews", *rows), frame("counters", *counters)).rows()


def test_a_list_is_short_by_what_its_window_counts_and_no_row_can_be() -> None:
    rows = reviews_aged(1, "a", *[3.0] * 6, *[33.0] * 2, 80)
    assert counted(lists((1, "a")), band(1, "a", newer_1m=10, newer_3m=30, older=500), rows) == [("s1", 9, 11, None)]
    assert counted(lists((1, "a")), band(1, "a", newer_1m=7, newer_3m=30, older=500), rows) == [("s1", 9, 9, None)]


def test_a_list_that_was_not_read_is_short_by_what_the_vendor_s_counter_says() -> None:
    shown = pages({"page": 1, "kind": "vendor_feedback"}, {"page": 2, "kind": "vendor_profile"})
    counters = rolling(1, "a", positive=4) + rolling(2, "b", positive=12)
    assert counted(shown, counters, reviews_aged(1, "a", 1, 2, 3, 4)) == [("s1", 4, 16, None)]


def test_a_list_that_was_not_read_is_expected_to_show_the_share_that_others_of_its_size_show() -> None:
    rows = reviews_aged(1, "a", *[60.0] * 40) + reviews_aged(2, "b", *[60.0] * 60)
    counters = band(1, "a", newer_1m=0, older=80) + band(2, "b", newer_1m=0, older=120)
    assert counted(lists((1, "a"), (2, "b")), counters, rows, (1, "c", 100), (1, "a", 70)) == [("s1", 100, 150, None)]


def test_no_list_is_expected_to_be_longer_than_the_longest() -> None:
    rows = reviews_aged(1, "a", *[60.0] * 30) + reviews_aged(2, "b", *[60.0] * 30)
    counters = band(1, "a", newer_1m=90, older=80) + band(2, "b", newer_1m=90, older=120)
    assert counted(lists((1, "a"), (2, "b")), counters, rows, (1, "č", 5000)) == [("s1", 60, 90, None)]


def test_of_one_vendor_no_more_is_missing_than_five_times_the_longest_list_of_another() -> None:
    names = ["a", "b", "c", "d", "ö"]
    shown = lists(*enumerate(names, start=1))
    rows = {name: reviews_aged(page, name, *[3.0] * page) for page, name in enumerate(names, start=1)}
    counts = {"a": 1, "b": 5, "c": 3, "d": 6, "ö": 10**9}
    bands = {name: band(page, name, newer_1m=counts[name]) for page, name in enumerate(names, start=1)}
    every = ([row for name in of for row in known[name]] for of in (names, names[1:]) for known in (bands, rows))
    of_all, rows_of_all, of_few, rows_of_few = every
    assert counted(shown, of_all, rows_of_all) == [("s1", 15, 15 + 3 + 2 + 5 * 4, 15 + 3 + 2)]
    assert counted(shown, of_few, rows_of_few) == [("s1", 14, 14 + 3 + 2 + 10**9 - 5, None)]


def test_where_nothing_counts_ratings_there_is_nothing_to_compare() -> None:
    assert counted(lists((1, "a")), [], reviews_aged(1, "a", 1, 2)) == []
    found = review_counts(pages(), frame("vendors"), frame("reviews"), frame("counters"))
    numbers = dict.fromkeys(("review_seen", "review_expected", "review_expected_but_for_one"), pl.Int64)
    assert found.schema == {"snapshot_id": pl.Utf8, **numbers}


def test_the_order_of_rows_changes_nothing() -> None:
    shown = lists(*((page, f"v{page % 4}") for page in range(1, 9)))
    rows = frame(
        "reviews", *(each for page in range(1, 9) for each in reviews_aged(page, f"v{page % 4}", 1, 20, 40 + page))
    )
    counters = frame(
        "counters", *(each for page in range(1, 9) for each in band(page, f"v{page % 4}", newer_1m=page, older=9))
    )
    vendors = frame("vendors", {"page": 1, "vendor": "other", "rating_count": 17})
    found = review_counts(shown, vendors, rows, counters)
    assert found.height == 1
    mixed = [part.sample(fraction=1, shuffle=True, seed=6) for part in (shown, vendors, rows, counters)]
    assert_frame_equal(found, review_counts(*mixed))
