"""Menus whose counts are those of a look of weeks before: they tell nothing of how many listings there are now."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.measures.looks.completeness import completeness
from cryptodrug_scraper.measures.looks.stale_menus import without_stale_menus
from tests.measures.snapshot_frames import frame, pages, snapshots


def counts(menu: str, drugs: int | None, fraud: int | None = 60) -> list[dict[str, Any]]:
    found = (("Drugs", drugs), ("Fraud", fraud))
    return [{"menu_id": menu, "category_path": path, "listing_count": count} for path, count in found]


def kept(days: float, *menus: list[dict[str, Any]]) -> list[str | None]:
    """Which menus of looks are believed, each of which shows its own."""
    shown = pages(
        *({"page": at, "snapshot_id": f"s{at}", "menu_id": menu[0]["menu_id"]} for at, menu in enumerate(menus, 1))
    )
    entries = frame("menus", *(entry for menu in menus for entry in menu)).unique(maintain_order=True)
    found = without_stale_menus(shown.reverse(), entries.reverse(), snapshots(len(menus), days=days))
    assert found.columns == shown.columns
    assert found["page"].to_list() == shown["page"].reverse().to_list()
    return found.sort("page")["menu_id"].to_list()


def test_a_menu_with_the_counts_of_weeks_before_is_not_believed_again() -> None:
    assert kept(30, counts("a", 140), counts("a", 140), counts("b", 150)) == ["a", None, "b"]


def test_counts_decide_and_not_what_else_stands_in_the_menu() -> None:
    assert kept(30, counts("a", 140), counts("b", 140)) == ["a", None]
    assert kept(30, counts("a", 140), counts("b", 140, 61)) == ["a", "b"]


@pytest.mark.parametrize(("days", "drugs"), [(6, 140), (30, 39)])
def test_within_a_week_and_of_few_listings_nothing_may_have_changed(days: float, drugs: int) -> None:
    assert kept(days, counts("a", drugs), counts("a", drugs)) == ["a", "a"]


def test_menus_without_counts_are_left_alone() -> None:
    assert kept(30, counts("a", None, None), counts("a", None, None)) == ["a", "a"]
    assert without_stale_menus(pages(), frame("menus"), snapshots(0)).is_empty()


def test_a_look_with_an_old_menu_alone_is_graded_by_what_else_it_shows() -> None:
    shown = pages(
        *({"page": at, "snapshot_id": f"s{at}", "kind": "category_list", "menu_id": "a"} for at in (1, 2)),
    )
    cards = [
        {"page": page, "listing_id": f"{number}", "seen_on": "card"} for page in (1, 2) for number in range(page * 98)
    ]
    vendors, reviews, counters, totals = (frame(name) for name in ("vendors", "reviews", "counters", "totals"))
    looks = snapshots(2, days=30).select(
        "snapshot_id", "first_at", "crawl_id", is_stray=pl.lit(value=False), capture_count=pl.lit(7)
    )
    listings = frame("listings", *cards).drop("snapshot_id")
    menus = frame("menus", *counts("a", 40))
    found = completeness(looks, shown, listings, vendors, reviews, counters, totals, menus).to_dicts()
    assert [(row["listing_expected"], row["grade"]) for row in found] == [(100, "complete"), (None, "partial")]
