from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.listing_totals import category_totals, market_totals, pager_counts
from tests.measures.snapshot_frames import frame, pages


def menu(name: str, **counts: int | None) -> list[dict[str, Any]]:
    """Entries of a menu; two underscores part the levels of a path."""
    return [
        {"menu_id": name, "category_path": path.replace("__", "/"), "listing_count": n} for path, n in counts.items()
    ]


def counted(*frames: pl.DataFrame) -> list[tuple[str, int]]:
    return market_totals(*frames).select("snapshot_id", "listing_expected").rows()


def total(entries: list[dict[str, Any]], *menus: str) -> list[tuple[str, int]]:
    shown = pages(*({"page": number, "menu_id": name} for number, name in enumerate(menus or ("m",), start=1)))
    return counted(shown, frame("menus", *entries), frame("totals"), frame("listings"))


def test_parents_that_hold_their_children_are_not_counted_twice() -> None:
    assert total(menu("m", Drugs=195, Drugs__Cannabis=52, Drugs__Cannabis__Weed=25, Drugs__MDMA=2, Fraud=31)) == [
        ("s1", 226)
    ]


def test_parents_without_a_count_and_with_less_than_their_children_hold_these() -> None:
    assert total(menu("m", Drugs=None, Drugs__Weed=52, Drugs__MDMA=2, Fraud=0, Fraud__Cards=7, Fraud__Data=4)) == [
        ("s1", 65)
    ]


def test_children_without_their_parent_in_the_menu_count_too() -> None:
    assert total(menu("m", Drugs__Weed__Seeds=4, Drugs__MDMA=2, Other=3)) == [("s1", 9)]


def test_a_menu_that_unfolds_one_category_gives_the_same() -> None:
    assert (
        total(menu("m", Drogues=40, Drogues__Résine=40, Autre=3))
        == total(menu("m", Drogues=40, Autre=3))
        == [("s1", 43)]
    )


def test_the_median_over_captures_stands() -> None:
    entries = menu("a", Drugs=10) + menu("b", Drugs=12) + menu("c", Drugs=99)
    assert total(entries, "a", "b", "c") == [("s1", 12)]
    assert total(entries, "a", "a", "a", "b", "c") == [("s1", 10)]


def test_a_category_of_one_page_alone_is_none() -> None:
    entries = menu("a", Drugs=195, Fraud=31, Books=0) + menu("b", Drugs=195, Fraud=31, Books=0, Forged=10**9)
    assert total(entries, "a", "a", "b") == [("s1", 226)]
    assert total(entries, "a", "b", "b") == [("s1", 226 + 10**9)]


def test_a_menu_of_one_category_says_nothing_of_others() -> None:
    entries = menu("a", Drugs=195) + menu("b", Fraud=31) + menu("c", Books=4)
    assert total(entries, "a", "a", "a", "b", "c") == [("s1", 230)]


def test_a_menu_without_counts_says_nothing() -> None:
    assert total(menu("m", Drugs=None, Drugs__Weed=None)) == []
    assert total([], "m") == []


def paged(*lists: tuple[int, int, tuple[str, ...]], kind: str = "category_list") -> list[tuple[str, int]]:
    shown = pages(*({"page": page, "kind": kind} for page, _, _ in lists))
    counts = frame("totals", *({"page": page, "listed_kind": "listing", "total_count": n} for page, n, _ in lists))
    cards = frame("listings", *({"page": page, "category_path": path} for page, _, paths in lists for path in paths))
    return counted(shown, frame("menus"), counts, cards)


def test_pagers_stand_in_for_menus_by_the_category_that_all_cards_share() -> None:
    found = paged((1, 30, ("Drugs/Weed", "Drugs/MDMA")), (2, 20, ("Drugs/Weed", "Drugs/Weed")), (3, 5, ("Other",)))
    assert found == [("s1", 35)]


def test_a_pager_of_the_whole_market_is_no_sum_with_those_of_categories() -> None:
    found = counted(
        pages({"page": 1, "kind": "category_list"}, {"page": 2, "kind": "category_list"}),
        frame("menus"),
        frame(
            "totals",
            {"page": 1, "listed_kind": "listing", "total_count": 293},
            {"page": 2, "listed_kind": "listing", "total_count": 25},
        ),
        frame(
            "listings",
            {"page": 1, "category_path": "Drugs/Weed"},
            {"page": 1, "category_path": "Fraud"},
            {"page": 2, "category_path": "Drugs/Weed"},
        ),
    )
    assert found == [("s1", 293)]


def test_pagers_of_vendors_and_of_ratings_count_no_market() -> None:
    assert paged((1, 30, ("Drugs",)), kind="vendor_profile") == []


@pytest.mark.parametrize(("count", "expected"), [(10**9, 5), (299, 304), (301, 5)])
def test_a_pager_that_counts_far_more_than_the_list_ever_did_is_none(count: int, expected: int) -> None:
    looks = [("s0", "Drugs", 30), ("s1", "Drugs", count), ("s2", "Drugs", 28), ("s1", "Other", 5)]
    shown = pages(*({"page": page, "kind": "category_list", "snapshot_id": look[0]} for page, look in enumerate(looks)))
    totals = [{"page": page, "listed_kind": "listing", "total_count": look[2]} for page, look in enumerate(looks)]
    cards = [{"page": page, "category_path": look[1]} for page, look in enumerate(looks)]
    found = counted(shown, frame("menus"), frame("totals", *totals), frame("listings", *cards))
    assert found == [("s0", 30), ("s1", expected), ("s2", 28)]


def test_categories_are_told_apart_by_the_first_part_of_their_path() -> None:
    shown = pages({"page": 1, "menu_id": "m"}, {"page": 2, "menu_id": "m", "snapshot_id": "s0"})
    entries = frame("menus", *menu("m", Drugs=4, Drugs__Weed=9, Fraud=2))
    paged = pager_counts(shown, frame("totals"), frame("listings"))
    found = category_totals(shown, entries, paged)
    assert found.rows() == [("s0", "Drugs", 9), ("s0", "Fraud", 2), ("s1", "Drugs", 9), ("s1", "Fraud", 2)]
    again = category_totals(shown.reverse(), entries.reverse(), paged.reverse())
    assert_frame_equal(found, again)


def test_nothing_gives_nothing() -> None:
    found = market_totals(pages(), frame("menus"), frame("totals"), frame("listings"))
    assert found.schema == {
        "snapshot_id": pl.Utf8,
        **dict.fromkeys(("listing_expected", "menu_count", "list_count"), pl.Int64),
    }
    assert not found.height


def numbered(*lists: tuple[int, int, int]) -> list[tuple[str, int]]:
    """Pages of one list: which it is, of how many, and how many cards it has."""
    shown = pages(*({"page": page, "kind": "category_list"} for page, _, _ in lists))
    stated = [{"page": page, "listed_kind": "listing", "page_number": page, "page_count": of} for page, of, _ in lists]
    cards = [
        {"page": page, "listing_id": f"{page}-{i}", "category_path": "Drugs"} for page, _, n in lists for i in range(n)
    ]
    return counted(shown, frame("menus"), frame("totals", *stated), frame("listings", *cards))


def test_a_last_page_that_is_not_full_tells_how_many_a_list_has() -> None:
    assert numbered((1, 4, 15), (4, 4, 6)) == [("s1", 51)]
    assert numbered((1, 4, 15), (3, 4, 15)) == []
    assert numbered((1, 4, 15), (4, 4, 15)) == []  # a market may end its lists at a page


def test_of_a_category_and_one_within_it_the_outer_one_is_compared() -> None:
    entries = menu("m", Drugs=1000, Drugs__Weed=600)
    shown = pages(
        {"page": 1, "kind": "category_list", "menu_id": "m"}, {"page": 2, "kind": "category_list", "menu_id": "m"}
    )
    stated = [
        {"page": 1, "listed_kind": "listing", "total_count": 8},
        {"page": 2, "listed_kind": "listing", "total_count": 6},
    ]
    cards: list[dict[str, Any]] = [
        *({"page": 1, "listing_id": f"m{i}", "category_path": "Drugs/MDMA"} for i in range(2)),
        *({"page": page, "listing_id": f"w{i}", "category_path": "Drugs/Weed"} for page in (1, 2) for i in range(6)),
    ]
    found = market_totals(shown, frame("menus", *entries), frame("totals", *stated), frame("listings", *cards))
    assert found.rows() == [("s1", 8, 1000, 8)]
