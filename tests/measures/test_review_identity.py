from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from cryptodrug_scraper.measures.ratings.review_described import DISTINCT_REVIEW
from tests.measures.rated_vendor import tabs
from tests.measures.rating_rows import NO_NAMES, Site, at, digest, distinct_reviews, in_groups, rating


def test_no_row_gives_no_review_with_the_same_columns() -> None:
    found = Site().distinct()
    assert found.height == 0
    assert dict(found.schema) == dict(pl.DataFrame(schema=DISTINCT_REVIEW).schema)


def test_the_same_snapshot_twice_changes_nothing() -> None:
    once, twice = Site(), Site()
    rows = [rating(10, 9), rating(10, 9), rating(10, 2, 1 / 24, buyer_mask="ż...9")]
    once.page("a", rows)
    twice.page("a", rows)
    twice.page("a", rows)
    assert once.distinct().height == twice.distinct().height == 3
    assert twice.distinct()["sighting_count"].to_list() == [2, 2, 2]


def test_two_equal_rows_of_one_page_stay_two() -> None:
    site = Site()
    site.page("a", [rating(10.4, 9), rating(10.4, 9)])
    assert site.distinct()["review_id"].to_list() == ["1-0", "1-1"]


def test_a_row_of_9_days_and_one_of_39_a_month_later_are_one_review() -> None:
    site = Site()
    site.page("a", [rating(10.4, 9)])
    site.page("b", [rating(40.4, 39)])
    (review,) = site.distinct().to_dicts()
    assert (review["occurred_from"], review["occurred_to"]) == (at(0.4), at(1.4))
    assert (review["first_seen_at"], review["last_seen_at"]) == (at(10.4), at(40.4))
    assert (review["first_page"], review["last_page"], review["state"]) == (1, 2, "seen")


def test_300_rows_twice_without_overlap_are_600() -> None:
    site = Site()
    site.page("a", [rating(30, day / 10, 1 / 24, text=None) for day in range(300)], told={"hidden_count": 40})
    site.page("b", [rating(70, day / 10, 1 / 24, text=None) for day in range(300)], told={"hidden_count": 340})
    found = site.distinct()
    assert found.height == 600
    assert set(found["state"]) == {"seen"}


def test_the_intervals_of_all_sightings_are_cut_with_each_other() -> None:
    site = Site()
    site.page("a", [rating(10, 2, 1)])
    site.page("b", [rating(20.5, 13, 1)])
    (review,) = site.distinct().to_dicts()
    assert (review["occurred_from"], review["occurred_to"]) == (at(7), at(7.5))


def test_clocks_may_differ_by_the_tolerance_and_no_more() -> None:
    minute = 1 / 1440
    for drift, count in ((3, 1), (5, 2)):
        site = Site()
        site.page("a", [rating(1, 0.5, minute)])
        site.page("b", [rating(2, 1.5 + (drift + 1) * minute, minute)])
        assert site.distinct().height == count


@pytest.mark.parametrize(("rate", "every"), [(3, 30), (8, 7), (20, 30)])
def test_ratings_of_a_known_vendor_are_counted_right(rate: float, every: float) -> None:
    rows, pages = tabs(rate, every, seed=7)
    visible = rows["truth"].n_unique()
    found = distinct_reviews(rows, pages, NO_NAMES)
    assert found.height == pytest.approx(visible, rel=0.002)
    key = ("stars", "comment", "buyer_mask", "amount")
    by_age = rows.select(*key, "occurred_from").n_unique()
    undated = rows.select(key).n_unique()
    if rate < 20:  # a list cut at 300 a month shows no rating twice
        assert by_age > 1.05 * visible
    assert undated < visible


def test_the_order_of_rows_changes_nothing() -> None:
    rows, pages = tabs(8, 7, seed=3, offset=1, vendors=2)
    found = distinct_reviews(rows, pages, NO_NAMES)
    for seed in (1, 2):
        mixed = rows.sample(fraction=1, shuffle=True, seed=seed)
        assert distinct_reviews(mixed, pages.reverse(), NO_NAMES).equals(found)
    assert found["review_id"].n_unique() == found.height


@pytest.mark.parametrize("vendors", [2, pytest.param(7, marks=pytest.mark.campaign)])
def test_it_does_not_matter_which_accounts_are_told_together(vendors: int) -> None:
    rows, pages = tabs(8, 7, seed=3, offset=1, vendors=vendors)
    assert rows["vendor"].n_unique() == vendors
    found = distinct_reviews(rows, pages, NO_NAMES)
    assert found.equals(in_groups(rows, pages, NO_NAMES))


def test_amounts_that_move_and_a_crawl_in_another_currency_change_no_count() -> None:
    rows, pages = tabs(8, 30, seed=5)
    plain = distinct_reviews(rows, pages, NO_NAMES)
    day = pl.col("captured_at").dt.ordinal_day()
    moved = rows.with_columns((pl.col("amount") * (1 + 0.002 * day)).round())
    assert distinct_reviews(moved, pages, NO_NAMES).height == plain.height
    in_btc = pl.col("page") == 3
    coins = rows.with_columns(
        amount=pl.when(in_btc).then((pl.col("amount") / 4000).round_sig_figs(1)).otherwise("amount"),
        amount_step=pl.when(in_btc).then(0.001).otherwise("amount_step"),
        amount_currency=pl.when(in_btc).then(pl.lit("BTC")).otherwise("amount_currency"),
    )
    found = distinct_reviews(coins, pages, NO_NAMES)
    assert found.height == pytest.approx(plain.height, rel=0.002)
    with_amount = moved.select("stars", "comment", "buyer_mask", "amount").n_unique()
    assert with_amount > 1.15 * plain.height


def test_the_finest_printed_amount_is_kept_with_its_time() -> None:
    site = Site()
    site.page("a", [rating(10, 9, amount=0.03, amount_currency="BTC", amount_step=0.01)])
    site.page("b", [rating(20, 19, amount=118.0, amount_currency="EUR", amount_step=1.0)])
    site.page("c", [rating(30, 29, amount=121.0, amount_currency="EUR", amount_step=1.0)])
    (review,) = site.distinct().to_dicts()
    assert (review["amount"], review["amount_currency"], review["amount_at"]) == (121.0, "EUR", at(30))


def test_renamed_vendors_keep_their_reviews() -> None:
    names = pl.DataFrame({"vendor": ["Γάτα", "Σκύλος"], "account": ["Σκύλος", "Σκύλος"]})
    site = Site()
    site.page("a", [rating(10.4, 9, vendor="Γάτα")])
    site.page("b", [rating(40.4, 39, vendor="Σκύλος")])
    assert site.distinct().height == 2
    assert site.distinct(names)["vendor"].to_list() == ["Σκύλος"]


def test_the_same_rating_on_two_kinds_of_page_is_one() -> None:
    site = Site()
    row = rating(10, 4, 1 / 1440, sign="positive", stars=None, listing_id="10605", amount=12.5, amount_currency="USD")
    site.page("a", [row, row | {"listing_id": "10699"}])
    site.page("a", [row], url="/l", kind="listing_feedback")
    found = site.distinct()
    assert found.select("listing_id", "listing_source", "sighting_count").rows() == [
        ("10605", "page", 2),
        ("10699", "page", 1),
    ]


def test_a_row_that_slides_to_the_next_page_is_no_second_rating() -> None:
    first = [rating(10, day, buyer_mask=None, text=None) for day in (1, 2, 2, 3)]
    later = [row | {"captured_at": at(10.002)} for row in (first[3], rating(10, 3, buyer_mask=None, text=None))]
    site = Site()
    site.page("a", first, url="/p", told={"page_number": 1})
    site.page("a", later, url="/p/30", told={"page_number": 2})
    assert site.distinct().height == 5
    slid, apart = site.distinct().sort("sighting_count", descending=True)["sighting_count"].to_list()[:2]
    assert (slid, apart) == (2, 1)


@pytest.mark.parametrize("told", [True, False])
def test_pages_of_one_instant_slide_in_the_order_of_their_numbers(told: bool) -> None:
    site = Site()
    pages = {
        "/v/1020": [rating(10, 3, text="c"), rating(10, 4, text="d")],
        "/v": [rating(10, 1, text="a"), rating(10, 2, text="b")],
        "/v/990": [rating(10, 2, text="b"), rating(10, 3, text="c")],
    }
    for url, rows in pages.items():
        number = {"/v": 1, "/v/990": 2, "/v/1020": 3}[url]
        site.page("a", rows, url=url, told={"page_number": number} if told else None)

    assert [1, 1, 2, 2] == sorted(site.distinct()["sighting_count"])


def test_rows_slide_from_a_page_that_was_fetched_long_before_the_one_that_shows_them_again() -> None:
    """The second page is of the day before; the fourth was fetched before the third."""
    minute = 1 / 1440
    site = Site()
    rows = {day: rating(10, day, minute, text=f"naïf {day}") for day in (0.5, 2, 3, 4, 5, 6, 7)}
    later = {day: row | {"captured_at": at(11)} for day, row in rows.items()}
    site.page("a", [rows[2], rows[3], rows[4]], url="/p/30", told={"page_number": 2})
    site.page("a", [later[0.5]], url="/p", told={"page_number": 1})
    site.page("a", [later[6], later[7]], url="/p/90", told={"page_number": 4})
    site.page("a", [later[3], later[4], later[5]], url="/p/60", told={"page_number": 3})
    assert sorted(site.distinct()["sighting_count"]) == [1, 1, 1, 1, 1, 2, 2]


def test_equal_rows_of_two_pages_of_one_list_are_two_where_nothing_slid() -> None:
    first = [rating(10, day, buyer_mask=None, text=None) for day in (1, 2, 3)]
    later = [rating(10, day, buyer_mask=None, text=None) for day in (4, 3, 5)]
    site = Site()
    site.page("a", first, url="/p", told={"page_number": 1})
    site.page("a", later, url="/p/30", told={"page_number": 2})
    assert site.distinct().height == 6


def test_a_rating_is_vanished_only_where_a_whole_list_lacks_it() -> None:
    cases = (({"total_count": 1}, "vanished"), ({"total_count": 9}, "seen"), ({"hidden_count": 7}, "seen"))
    for told, state in cases:
        site = Site()
        site.page("a", [rating(10, 5, text="été"), rating(10, 9)], told={"total_count": 2})
        site.page("b", [rating(20, 19)], told=told)
        states = dict(zip(site.distinct()["comment"], site.distinct()["state"], strict=True))
        assert states == {digest("été"): state, digest("прекрасно"): "seen"}


def test_without_totals_only_what_is_far_younger_than_the_oldest_row_has_vanished() -> None:
    for age, state in ((20, "vanished"), (30, "seen")):
        site = Site()
        site.page("a", [rating(50, age, text="été"), rating(50, 36)])
        site.page("b", [rating(60, 46)])
        assert site.distinct().filter(pl.col("comment") == digest("été"))["state"].to_list() == [state]


def test_by_a_page_whose_time_is_not_known_nothing_has_vanished() -> None:
    for is_vague, state in ((False, "vanished"), (True, "seen")):
        site = Site()
        site.page("a", [rating(50, 20, text="été"), rating(50, 36)])
        site.page(None, [rating(60, 46)], is_vague=is_vague)
        assert site.distinct().filter(pl.col("comment") == digest("été"))["state"].to_list() == [state]


def test_a_rating_that_was_left_in_one_of_several_years_has_no_month() -> None:
    site = Site()
    site.page("a", [rating(10, 5, width=800, text="été"), rating(10, 5, width=700)])
    dates = dict(site.distinct().select("comment", "occurred_from").iter_rows())
    assert [dates[digest("été")] is None, dates[digest("прекрасно")] is None] == [True, False]


def test_intervals_are_never_empty() -> None:
    site = Site()
    site.page("a", [rating(1, 0.5, 1 / 1440)])
    site.page("b", [rating(2, 1.5 + 1 / 1440, 1 / 1440)])
    (review,) = site.distinct().to_dicts()
    assert review["occurred_to"] - review["occurred_from"] >= timedelta(minutes=1)


def test_a_time_that_cannot_be_is_no_time() -> None:
    site = Site()
    rows = [rating(10, 5, text="bon"), rating(10, 5, text="odd"), rating(10, 5, text="old")]
    late, old = datetime(2500, 1, 1, tzinfo=UTC), datetime(1500, 1, 1, tzinfo=UTC)
    rows[1] |= {"occurred_from": late, "occurred_to": late + timedelta(days=1)}
    rows[2] |= {"occurred_from": old, "occurred_to": old + timedelta(days=1)}
    site.page("a", rows)
    found = site.distinct()
    assert found.height == 3
    assert found["occurred_from"].null_count() == found["occurred_to"].null_count() == 2
