from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.measures.looks.control_ratios import control_ratios
from tests.measures.snapshot_frames import frame, pages, reviews_aged

if TYPE_CHECKING:
    import polars as pl


def controls(shown: pl.DataFrame, **tables: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    frames = [
        frame(name, *tables.get(name, [])) for name in ("listings", "vendors", "reviews", "counters", "totals", "menus")
    ]
    found = control_ratios(shown, frames[0].drop("snapshot_id"), *frames[1:])
    return {row["control"]: row for row in found.to_dicts()}


def bands(page: int, vendor: str, newer: int, older: int) -> list[dict[str, Any]]:
    return [
        {"page": page, "vendor": vendor, "counter": "stars_5", "window_or_band": name, "value": value}
        for name, value in (("newer_1m", newer), ("older", older))
    ]


@pytest.mark.parametrize(("target", "agreeing"), [(222, 0), (223, 1), (233, 1), (242, 1), (243, 0)])
def test_a_band_agrees_between_the_rows_of_31_and_those_of_34_days(target: int, agreeing: int) -> None:
    rows = reviews_aged(1, "a", *[1.0] * 223, *[32.0] * 7, *[33.0] * 12, *[90.0] * 5)
    found = controls(pages({"page": 1, "kind": "vendor_feedback"}), reviews=rows, counters=bands(1, "a", target, 9))
    assert found["band_rows"]["compared_count"] == 1
    assert found["band_rows"]["agreeing_count"] == agreeing


def test_lists_at_their_greatest_length_are_left_out() -> None:
    rows = [*reviews_aged(1, "a", 1, 2, 3), *reviews_aged(2, "b", 1, 2, 3), *reviews_aged(3, "c", 1)]
    counters = [*bands(1, "a", 50, 100), *bands(2, "b", 60, 100), *bands(3, "c", 1, 0)]
    shown = pages(*({"page": n, "kind": "vendor_feedback"} for n in (1, 2, 3)))
    found = controls(shown, reviews=rows, counters=counters)["band_rows"]
    assert (found["compared_count"], found["agreeing_count"], found["ratio"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("header", "total", "agreeing"), [(300, 305, 1), (600, 608, 1), (3750, 4010, 1), (600, 595, 0)]
)
def test_bands_are_held_against_a_header_that_rounds_down(header: int, total: int, agreeing: int) -> None:
    found = controls(
        pages({"page": 1, "kind": "vendor_feedback"}),
        counters=bands(1, "a", 5, total - 5),
        vendors=[{"page": 1, "vendor": "a", "seen_on": "page", "rating_count": header}],
    )
    assert (found["band_header"]["seen"], found["band_header"]["expected"]) == (total, header)
    assert found["band_header"]["agreeing_count"] == agreeing


def test_rows_of_all_pages_of_a_list_are_held_against_the_total_above_it() -> None:
    shown = pages(
        {"page": 1, "kind": "vendor_feedback", "url_key": "/p/0"},
        {"page": 2, "kind": "vendor_feedback", "url_key": "/p/1"},
        {"page": 3, "kind": "vendor_feedback", "url_key": "/n/0"},
        {"page": 4, "kind": "listing_feedback", "url_key": "/l"},
    )
    signs = [(1, "positive", 3), (2, "positive", 1), (3, "negative", 1), (4, "positive", 1), (4, "negative", 1)]
    rows = [
        row | {"sign": sign, "listing_id": f"{page}-{n}" if page < 4 else "7"}
        for page, sign, count in signs
        for n, row in enumerate(reviews_aged(page, "a", *range(count)))
    ]
    totals = [{"page": page, "listed_kind": "review", "total_count": n} for page, n in ((1, 4), (2, 4), (3, 2), (4, 2))]
    found = controls(shown, reviews=rows, totals=totals)["rows_counter"]
    assert (found["seen"], found["expected"]) == (7, 8)
    assert (found["compared_count"], found["agreeing_count"]) == (3, 2)


def test_a_page_that_promises_rows_and_has_none_disagrees() -> None:
    found = controls(
        pages({"page": 1, "kind": "listing_feedback"}, {"page": 2, "kind": "listing_feedback"}),
        totals=[
            {"page": 1, "listed_kind": "review", "total_count": 4},
            {"page": 2, "listed_kind": "review", "total_count": 0},
        ],
    )["rows_counter"]
    assert (found["ratio"], found["compared_count"], found["agreeing_count"]) == (0, 2, 1)


def test_categories_are_held_against_the_listings_reached_in_them() -> None:
    menus = [
        {"menu_id": "m", "category_path": path, "listing_count": n}
        for path, n in (("Drugs", 4), ("Drugs/Weed", 2), ("Fraud", 2))
    ]
    listings = [{"page": 1, "listing_id": str(n), "category_path": "Drugs/Weed", "seen_on": "card"} for n in range(5)]
    found = controls(pages({"page": 1, "menu_id": "m"}), menus=menus, listings=listings)["category_listings"]
    assert (found["seen"], found["expected"], found["compared_count"], found["agreeing_count"]) == (4, 6, 2, 1)


def test_vendors_named_are_held_against_those_visited() -> None:
    vendors = [
        {"page": 1, "vendor": "ana", "seen_on": "page"},
        {"page": 1, "vendor": "ana", "seen_on": "card"},
        {"page": 1, "vendor": "łukasz", "seen_on": "listing"},
    ]
    found = controls(pages({"page": 1}), vendors=vendors)["vendors_visited"]
    assert (found["seen"], found["expected"], found["ratio"]) == (1, 2, 0.5)


def test_nothing_to_compare_gives_no_row() -> None:
    assert controls(pages({"page": 1})) == {}
    assert controls(pages()) == {}
