"""Ratings that are equal but for their dates: one of which a page is dated wrongly, or two."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.measures.rating_rows import Site, at, rating


def listed(seen: float, age: float, text: str, listing: str = "71", **fields: Any) -> dict[str, Any]:
    return rating(seen, age, text=text, listing_id=listing, buyer_mask=None, **fields)


def crowd(site: Site, texts: int = 300) -> None:
    """Other listings with words of their own, from which it is learnt how rarely words stand twice on a page."""
    for listing in range(texts // 15):
        rows = [listed(10, 1 + place, f"{listing} ładnie zapakowane {place}", f"o{listing}") for place in range(15)]
        site.page("one", rows, f"/o{listing}", "listing")


def found_of(site: Site, listing: str = "71") -> list[dict[str, Any]]:
    found = site.distinct().filter(pl.col("listing_id") == listing).sort("occurred_from")
    return found.select("occurred_from", "occurred_to", "sighting_count", "certainty").rows(named=True)


def test_distinctive_words_on_one_listing_are_one_rating_though_dates_contradict() -> None:
    site = Site()
    crowd(site)
    site.page("one", [listed(10, 3, "trzeci raz, znowu na czas")], kind="listing", doubt=0.003)
    site.page("two", [listed(40, 8, "trzeci raz, znowu na czas")], kind="listing", doubt=0.1)
    (found,) = found_of(site)
    assert found["sighting_count"] == 2
    assert 0.9 < found["certainty"] < 1
    assert at(5.9) < found["occurred_from"] < found["occurred_to"] < at(7.1), (
        "the page that is surer of its time dates it"
    )


def test_where_both_pages_are_as_sure_the_earlier_date_counts() -> None:
    site = Site()
    crowd(site)
    site.page("one", [listed(10, 3, "trzeci raz, znowu na czas")], kind="listing", doubt=0.1)
    site.page("two", [listed(40, 8, "trzeci raz, znowu na czas")], kind="listing", doubt=0.1)
    (found,) = found_of(site)
    assert found["occurred_to"] < at(8)


def test_words_that_stand_twice_on_pages_are_two_ratings() -> None:
    site = Site()
    for listing in range(30):
        rows = [listed(10, 1 + place, "super, dzięki", f"o{listing}") for place in range(4)]
        site.page("one", rows, f"/o{listing}", "listing")
    site.page("one", [listed(10, 3, "super, dzięki")], kind="listing", doubt=0.1)
    site.page("two", [listed(40, 8, "super, dzięki")], kind="listing", doubt=0.1)
    assert [row["sighting_count"] for row in found_of(site)] == [1, 1]


def test_two_ratings_of_unsure_identity_say_so() -> None:
    site = Site()
    for listing in range(30):
        said = ["super, dzięki" if place < 2 and listing < 2 else f"{listing} {place}" for place in range(15)]
        rows = [listed(10, 1 + place, text, f"o{listing}") for place, text in enumerate(said)]
        site.page("one", rows, f"/o{listing}", "listing")
    site.page("one", [listed(10, 3, "super, dzięki")], kind="listing", doubt=0.1)
    site.page("two", [listed(40, 8, "super, dzięki")], kind="listing", doubt=0.1)
    assert all(0 < row["certainty"] < 1 for row in found_of(site))


def test_pages_of_sure_times_show_two_ratings_of_the_same_words() -> None:
    site = Site()
    crowd(site)
    for snapshot, seen, age in (("one", 10, 3), ("two", 40, 8)):
        site.page(snapshot, [listed(seen, age, "trzeci raz, znowu na czas")], kind="listing", doubt=0.0)
    assert [row["certainty"] for row in found_of(site)] == [1.0, 1.0]


def test_two_that_one_look_shows_are_two() -> None:
    site = Site()
    crowd(site)
    twice = [listed(40, age, "trzeci raz, znowu na czas") for age in (8, 33)]
    site.page("two", twice, kind="listing", doubt=0.5)
    assert [row["sighting_count"] for row in found_of(site)] == [1, 1]


def test_the_same_words_on_two_listings_are_two() -> None:
    site = Site()
    crowd(site)
    site.page("one", [listed(10, 3, "trzeci raz, znowu na czas", "71")], "/71", "listing", doubt=0.5)
    site.page("two", [listed(40, 8, "trzeci raz, znowu na czas", "72")], "/72", "listing", doubt=0.5)
    assert (len(found_of(site, "71")), len(found_of(site, "72"))) == (1, 1)


@pytest.mark.parametrize("doubt", [0.0, 0.5, 1.0])
def test_the_markets_own_words_tell_no_ratings_apart(doubt: float) -> None:
    site = Site()
    for snapshot, seen, age in (("one", 10, 3), ("two", 40, 8)):
        site.page(
            snapshot, [rating(seen, age, listing_id="71", buyer_mask=None, text=None)], kind="listing", doubt=doubt
        )
    assert [row["sighting_count"] for row in found_of(site)] == [1, 1]


def test_no_ratings_give_nothing() -> None:
    assert Site().distinct().is_empty()
