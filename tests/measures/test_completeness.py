from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.completeness import completeness, is_usable
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import Words
from tests.measures.snapshot_frames import START, frame, pages, reviews_aged
from tests.support.examples import examples


def looks(*crawls: str | None) -> pl.DataFrame:
    rows = [{"snapshot_id": f"s{i}", "first_at": START, "crawl_id": crawl} for i, crawl in enumerate(crawls, start=1)]
    made = frame("snapshots", *rows).select("snapshot_id", "first_at", "crawl_id")
    return made.with_columns(is_stray=pl.lit(value=False), capture_count=pl.lit(7, pl.Int64))


def graded(shown: pl.DataFrame, *crawls: str | None, **tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    frames = [
        frame(name, *tables.get(name, [])) for name in ("listings", "vendors", "reviews", "counters", "totals", "menus")
    ]
    listings = frames[0].drop("snapshot_id")
    return completeness(looks(*(crawls or (None,))), shown, listings, *frames[1:]).to_dicts()


def told(row: dict[str, Any]) -> str:
    reason = Reason.of(row["reason_code"], row["reason_values"])
    assert reason is not None
    return sentence(Words("en"), reason)


def menu(count: int) -> list[dict[str, Any]]:
    return [{"menu_id": "m", "category_path": "Drugs", "listing_count": count}]


def cards(page: int, count: int, *, vendor: str | None = None, seen_on: str = "card") -> list[dict[str, Any]]:
    return [{"page": page, "listing_id": f"{n}", "vendor": vendor, "seen_on": seen_on} for n in range(count)]


@pytest.mark.parametrize(("seen", "grade"), [(95, "complete"), (94, "usable"), (80, "usable"), (79, "partial")])
def test_listings_of_cards_and_pages_are_held_against_the_market_s_own_total(seen: int, grade: str) -> None:
    shown = pages({"page": 1, "kind": "category_list", "menu_id": "m"}, {"page": 2, "kind": "listing", "menu_id": "m"})
    (row,) = graded(shown, listings=cards(1, seen) + cards(2, 3, seen_on="page"), menus=menu(100))
    assert (row["listing_seen"], row["listing_expected"], row["listing_page_count"]) == (seen, 100, 3)
    assert row["listing_completeness"] == pytest.approx(seen / 100)
    assert row["grade"] == grade
    assert row["reason_code"] == "completeness.listings"
    assert json.loads(row["reason_values"]) == {"expected": 100, "seen": seen, "share": seen / 100}


def test_a_collection_of_listing_pages_has_no_share_of_vendors_or_ratings() -> None:
    shown = pages({"page": 1, "kind": "listing", "menu_id": "m"})
    vendors = [{"page": 1, "vendor": "ana", "seen_on": "listing"}]
    (row,) = graded(shown, listings=cards(1, 9, vendor="ana", seen_on="page"), vendors=vendors, menus=menu(10))
    assert (row["vendor_completeness"], row["review_completeness"]) == (None, None)
    assert (row["vendor_seen"], row["vendor_expected"]) == (0, 1)
    assert row["grade"] == "usable"
    assert json.loads(row["reason_values"]) == {
        "decided": {"code": "completeness.listings", "values": {"expected": 10, "seen": 9, "share": 0.9}},
        "expected": 1,
    }
    assert told(row) == (
        "the least complete are listings: 9 of 10 (90.0 %); no snapshot of the market has vendors' own pages: vendors "
        "(1 named) and ratings on their pages are outside of what was collected"
    )


def test_a_collection_of_vendors_pages_has_nothing_that_names_others() -> None:
    shown = pages({"page": 1, "kind": "vendor_profile"}, {"page": 2, "kind": "vendor_offers"})
    vendors = [{"page": 1, "vendor": "ana", "seen_on": "page"}, {"page": 2, "vendor": "ana", "seen_on": "card"}]
    (row,) = graded(shown, vendors=vendors, listings=cards(2, 3, vendor="ana"))
    assert [row[f"{of}_completeness"] for of in ("listing", "vendor", "review")] == [None, None, None]
    assert row["grade"] == "partial"
    assert (row["reason_code"], row["reason_values"]) == ("completeness.nothing", "{}")


def test_vendors_named_on_cards_and_listings_are_held_against_those_visited() -> None:
    shown = pages(
        {"page": 1, "kind": "category_list"}, {"page": 2, "kind": "vendor_profile"}, {"page": 3, "kind": "listing"}
    )
    vendors = [
        {"page": 1, "vendor": "ana", "seen_on": "card"},
        {"page": 2, "vendor": "ana", "seen_on": "page"},
        {"page": 2, "vendor": "ana", "seen_on": "page"},
        {"page": 3, "vendor": "ñandú", "seen_on": "listing"},
    ]
    (row,) = graded(shown, vendors=vendors, listings=cards(1, 1, vendor="šárka") + cards(3, 1))
    assert (row["vendor_seen"], row["vendor_expected"]) == (1, 3)
    assert row["vendor_completeness"] == pytest.approx(1 / 3)
    assert row["grade"] == "partial"
    assert row["reason_code"] == "completeness.vendors"
    assert json.loads(row["reason_values"]) == {"expected": 3, "seen": 1, "share": pytest.approx(1 / 3)}


def test_a_crawl_that_lost_all_vendors_pages_shows_none_of_them_where_other_crawls_have_some() -> None:
    shown = pages(
        {"page": 1, "kind": "category_list"},
        {"page": 2, "kind": "vendor_profile"},
        {"page": 3, "kind": "category_list", "snapshot_id": "s2"},
    )
    vendors = [
        {"page": 1, "vendor": "ana", "seen_on": "card"},
        {"page": 2, "vendor": "ana", "seen_on": "page"},
        {"page": 3, "vendor": "ana", "seen_on": "card"},
    ]
    crawls = graded(shown, "a", "b", vendors=vendors)
    assert [row["vendor_completeness"] for row in crawls] == [1, 0]
    imported = graded(shown, "a", None, vendors=vendors)
    assert [row["vendor_completeness"] for row in imported] == [1, None]


def test_the_least_share_decides_and_is_named() -> None:
    shown = pages({"page": 1, "kind": "category_list", "menu_id": "m"}, {"page": 2, "kind": "vendor_feedback"})
    counters = [{"page": 2, "vendor": "ana", "counter": "feedback_positive", "window_or_band": "12m", "value": 10}]
    vendors = [{"page": 2, "vendor": "ana", "seen_on": "page"}]
    (row,) = graded(
        shown,
        listings=cards(1, 10, vendor="ana"),
        menus=menu(10),
        vendors=vendors,
        counters=counters,
        reviews=reviews_aged(2, "ana", *range(1, 10)),
    )
    assert (row["listing_completeness"], row["vendor_completeness"]) == (1, 1)
    assert (row["review_seen"], row["review_expected"]) == (9, 10)
    assert row["grade"] == "usable"
    assert row["reason_code"] == "completeness.reviews"
    assert json.loads(row["reason_values"]) == {"expected": 10, "seen": 9, "share": 0.9}


def test_more_than_expected_is_all() -> None:
    shown = pages({"page": 1, "kind": "category_list", "menu_id": "m"})
    (row,) = graded(shown, listings=cards(1, 12), menus=menu(10))
    assert (row["listing_seen"], row["listing_completeness"], row["grade"]) == (12, 1, "complete")


def test_walls_and_cut_pages_are_counted() -> None:
    shown = pages({"page": 1, "is_wall": True}, {"page": 2, "is_complete": False}, {"page": 3, "is_wall": True})
    (row,) = graded(shown)
    assert (row["wall_count"], row["incomplete_count"]) == (2, 1)


def test_a_look_at_a_part_of_the_market_is_partial_for_its_vendors_too() -> None:
    rows = pl.DataFrame(
        {
            "listing_completeness": [0.1, 0.97, None, None, 0.9],
            "vendor_completeness": [1.0, 0.5, 0.9, None, None],
            "grade": ["partial", "partial", "usable", "partial", "partial"],
        }
    )
    assert rows.select(is_usable("vendor")).to_series().to_list() == [False, False, True, False, True]
    assert rows.select(is_usable("listing")).to_series().to_list() == [False, True, True, False, True]


def test_no_snapshots_give_none_and_the_order_of_rows_changes_nothing() -> None:
    reviews, counters, totals = frame("reviews"), frame("counters"), frame("totals")
    rest = (reviews, counters, totals)
    empty = completeness(looks(), pages(), frame("listings"), frame("vendors"), *rest, frame("menus"))
    assert empty.height == 0
    shown = pages(*({"page": n, "kind": "category_list", "menu_id": f"m{n % 3}"} for n in range(1, 8)))
    listings = frame("listings", *(row for n in range(1, 8) for row in cards(n, n, vendor=f"v{n % 3}")))
    menus = frame("menus", *(entry | {"menu_id": f"m{n}"} for n in range(3) for entry in menu(8 + n)))
    vendors = frame("vendors", {"page": 1, "vendor": "v1", "seen_on": "page"})
    first = completeness(looks(None), shown, listings, vendors, *rest, menus)
    mixed = completeness(looks(None), shown.reverse(), listings.reverse(), vendors.reverse(), *rest, menus.reverse())
    assert_frame_equal(first, mixed)
    assert first.item(0, "listing_expected") == 9


@pytest.mark.parametrize(
    ("vendors", "more_of_worst", "more_of_next", "grade"),
    [
        (5, 0, 0, "complete"),
        (5, 10**9, 0, "usable"),
        (5, 10**9, 12, "usable"),  # without the worst, 60 of 72
        (5, 10**9, 18, "partial"),  # 60 of 78
        (4, 10**9, 0, "partial"),
    ],
)
def test_no_vendor_s_count_of_ratings_alone_makes_a_snapshot_partial(
    vendors: int, more_of_worst: int, more_of_next: int, grade: str
) -> None:
    named = {page: f"vendor-{page}" for page in range(1, vendors + 1)}
    more = {1: more_of_worst, 2: more_of_next}
    bands = {"counter": "stars_5", "window_or_band": "newer_1m"}
    (row,) = graded(
        pages(
            {"page": 0, "kind": "category_list", "menu_id": "m"},
            *({"page": page, "kind": "vendor_feedback"} for page in named),
        ),
        listings=cards(0, 10),
        menus=menu(10),
        vendors=[{"page": page, "vendor": name, "seen_on": "page"} for page, name in named.items()],
        reviews=[row for page, name in named.items() for row in reviews_aged(page, name, *[2.0] * (9 + page))],
        counters=[
            {"page": page, "vendor": name, **bands, "value": 9 + page + more.get(page, 0)}
            for page, name in named.items()
        ],
    )
    assert row["grade"] == grade
    decided = {"complete": "listings", "usable": "reviews_of_a_vendor", "partial": "reviews"}[grade]
    assert row["reason_code"] == f"completeness.{decided}"
    assert ("but_for_one" in json.loads(row["reason_values"])) == (grade == "usable")
    assert "review_expected_but_for_one" not in row
    if vendors == 5:
        assert row["review_expected"] <= 60 + 5 * 14 + more_of_next


def test_one_vendor_s_page_of_feedback_is_no_look_at_a_market() -> None:
    shown = pages({"page": 1, "kind": "vendor_feedback"})
    counters = [{"page": 1, "vendor": "ana", "counter": "feedback_positive", "window_or_band": "12m", "value": 30}]
    vendors = [{"page": 1, "vendor": "ana", "seen_on": "page"}]
    (row,) = graded(shown, vendors=vendors, counters=counters, reviews=reviews_aged(1, "ana", *range(1, 31)))
    assert (row["review_seen"], row["review_expected"], row["review_completeness"]) == (30, 30, 1)
    assert (row["grade"], row["reason_code"]) == ("partial", "completeness.of_no_market")
    assert json.loads(row["reason_values"]) == {"fewest": 5, "vendors": 1}


@pytest.mark.parametrize(("count", "grade"), [(4, "partial"), (5, "complete")])
def test_a_few_vendors_are_no_market(count: int, grade: str) -> None:
    shown = pages({"page": 0, "kind": "listing"}, *({"page": n, "kind": "vendor_profile"} for n in range(1, count + 1)))
    vendors = [{"page": n, "vendor": f"v{n}", "seen_on": "page"} for n in range(1, count + 1)]
    (row,) = graded(shown, vendors=vendors, listings=cards(0, 1, vendor="v1"))
    assert (row["vendor_completeness"], row["grade"]) == (1, grade)
    assert row["reason_code"] == f"completeness.{'of_no_market' if grade == 'partial' else 'vendors'}"


def test_an_empty_market_is_no_complete_one() -> None:
    shown = pages({"page": 1, "kind": "category_list", "menu_id": "m"})
    (row,) = graded(shown, menus=menu(0))
    assert (row["grade"], row["reason_code"]) == ("partial", "completeness.nothing")


def test_strays_are_partial_whatever_they_show() -> None:
    shown = pages({"page": 1, "kind": "category_list", "menu_id": "m"})
    vendors, reviews, counters, totals = (frame(name) for name in ("vendors", "reviews", "counters", "totals"))
    listings, menus = frame("listings", *cards(1, 10)).drop("snapshot_id"), frame("menus", *menu(10))
    strays = looks(None).with_columns(is_stray=pl.lit(value=True))
    (row,) = completeness(strays, shown, listings, vendors, reviews, counters, totals, menus).to_dicts()
    assert (row["listing_completeness"], row["grade"]) == (1, "partial")
    assert (row["reason_code"], json.loads(row["reason_values"])) == ("completeness.strays", {"pages": 7})


def lists(*counts: tuple[str, int, int]) -> dict[str, Any]:
    """Lists of categories, one page each: the path, what the pager counts, and how many cards there are."""
    return {
        "shown": pages(*({"page": n, "kind": "category_list", "menu_id": "m"} for n, _ in enumerate(counts))),
        "totals": [
            {"page": n, "listed_kind": "listing", "total_count": total} for n, (_, total, _) in enumerate(counts)
        ],
        "listings": [
            {"page": n, "listing_id": f"{path}-{i}", "seen_on": "card", "category_path": path}
            for n, (path, _, cards_) in enumerate(counts)
            for i in range(cards_)
        ],
    }


def test_where_pagers_were_followed_to_their_end_a_menu_that_counts_otherwise_is_not_believed_and_told() -> None:
    told = [
        {"menu_id": "m", "category_path": path, "listing_count": n} for path, n in (("Drugs", 9000), ("Fraud", 1000))
    ]
    (row,) = graded(menus=told, **lists(("Drugs", 90, 90), ("Fraud", 10, 10)))
    assert (row["listing_seen"], row["listing_expected"], row["grade"]) == (100, 100, "complete")
    assert row["reason_code"] == "completeness.contradicted"
    assert json.loads(row["reason_values"]) == {
        "decided": {"code": "completeness.listings", "values": {"expected": 100, "seen": 100, "share": 1.0}},
        "lists": 100,
        "menu": 10000,
    }


def test_a_contradiction_alone_makes_nothing_complete() -> None:
    told = [
        {"menu_id": "m", "category_path": path, "listing_count": n} for path, n in (("Drugs", 9000), ("Fraud", 1000))
    ]
    (row,) = graded(menus=told, **lists(("Drugs", 90, 30), ("Fraud", 10, 10)))
    assert (row["listing_expected"], row["grade"]) == (10000, "partial")  # that of Fraud is a tenth of the menu
    assert json.loads(row["reason_values"])["lists"] == 100


def test_menus_and_pagers_that_count_nearly_the_same_are_no_contradiction() -> None:
    told = [{"menu_id": "m", "category_path": "Drugs", "listing_count": 100}]
    (row,) = graded(menus=told, **lists(("Drugs", 97, 97)))
    assert (row["listing_expected"], row["reason_code"]) == (100, "completeness.listings")


KINDS = ("home", "category_list", "listing", "vendor_profile", "vendor_feedback", "vendor_offers")


@settings(max_examples=examples(20))
@given(
    shown=st.lists(st.tuples(st.sampled_from(KINDS), st.booleans()), max_size=6),
    vendors=st.integers(0, 7),
    listed=st.integers(0, 12),
    counted=st.none() | st.integers(0, 14),
    paged=st.none() | st.integers(0, 14),
    stated=st.none() | st.integers(0, 40),
    is_stray=st.booleans(),
)
def test_no_grade_is_better_than_what_names_the_market(
    shown: list[tuple[str, bool]],
    vendors: int,
    listed: int,
    counted: int | None,
    paged: int | None,
    stated: int | None,
    is_stray: bool,
) -> None:
    places = range(len(shown))
    found = completeness(
        looks(None).with_columns(is_stray=pl.lit(is_stray)),
        pages(*({"page": n, "kind": kind, "menu_id": "m" if has else None} for n, (kind, has) in enumerate(shown))),
        frame("listings", *(row for n in places for row in cards(n, listed, vendor="v1"))).drop("snapshot_id"),
        frame("vendors", *({"page": n, "vendor": f"v{v}", "seen_on": "page"} for n in places for v in range(vendors))),
        frame("reviews", *(row for n in places for row in reviews_aged(n, "v1", 1, 2, 3))),
        frame(
            "counters",
            *(
                {"page": n, "vendor": "v1", "counter": "feedback_positive", "window_or_band": "12m", "value": stated}
                for n in places
                if stated is not None
            ),
        ),
        frame("totals", *({"page": n, "listed_kind": "listing", "total_count": paged} for n in places)),
        frame("menus", {"menu_id": "m", "category_path": "Drugs", "listing_count": counted}),
    )
    (row,) = found.to_dicts()
    names_market = row["listing_completeness"] is not None or (
        row["vendor_completeness"] is not None and row["vendor_expected"] >= 5
    )
    assert row["grade"] == "partial" or (names_market and not is_stray)
    said = Reason.of(row["reason_code"], row["reason_values"])
    assert said is not None
    assert "{" not in sentence(Words("en"), said)
    assert all(row[f"{of}_completeness"] is None or 0 <= row[f"{of}_completeness"] <= 1 for of in ("listing", "vendor"))
