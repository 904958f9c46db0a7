from __future__ import annotations

from datetime import timedelta

import polars as pl

from cryptodrug_scraper.measures.places.destinations import listing_destinations
from tests.measures.destination_cases import FIRST, SNAPSHOTS, destinations, frames
from tests.measures.origin_cases import state_of


def test_a_card_or_another_page_does_not_take_back_what_the_text_excludes() -> None:
    text = ("US", "text", "not to the US")
    found = destinations(
        ("A1", 1, "page", "WORLD", [text]),
        ("A1", 2, "card", "WORLD", []),
        ("A1", 3, "page", "WORLD", [text]),
        ("A1", 3, "tab", "WORLD", []),
    )

    assert found.select("first_at", "code", "is_included", "words").rows() == [
        (FIRST, "US", False, "not to the US"),
        (FIRST, "WORLD", True, None),
    ]


def test_a_card_that_shows_no_field_says_nothing_and_a_whole_page_without_one_does() -> None:
    found = destinations(("A1", 1, "page", "EU", []), ("A1", 2, "card", None, []), ("A1", 3, "page", None, []))

    assert found.select("code", "first_at", "until_at").rows() == [
        ("EU", FIRST, FIRST + timedelta(days=60)),
        (None, FIRST + timedelta(days=60), FIRST + timedelta(days=60, hours=6)),
    ]


def test_empty_and_shuffled_frames() -> None:
    state = state_of({"A1": ["BE", "BE"], "\u042f1": ["BE", "BE"]})
    listings, out = frames(
        ("A1", 1, "page", "EU+US", [("GB", "text", "no UK"), ("GB", "text", "no U.K.")]),
        ("\u042f1", 2, "card", "BE", []),
    )
    whole = listing_destinations(state, listings, out, SNAPSHOTS, market="m")

    mixed = listing_destinations(state.reverse(), listings.reverse(), out.reverse(), SNAPSHOTS.reverse(), market="m")

    assert mixed.equals(whole)
    assert whole.filter(~pl.col("is_included"))["words"].to_list() == ["no UK"]
    nothing = listing_destinations(state.clear(), listings.clear(), out.clear(), SNAPSHOTS, market="m")
    assert nothing.schema == whole.schema
