from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.measures.accounts.first_seen import FIRST_SEEN, first_seen
from tests.measures.account_pages import INSTANT, LISTINGS, REVIEWS, VENDORS, at, on, rows


def snapshots() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "first_at": [at("01-15", 9), at("02-15", 9), at("03-15", 9), at("04-15", 9)],
            "last_at": [at("01-15", 18), at("02-15", 18), at("03-15", 18), at("04-15", 18)],
            "grade": ["complete", "usable", "partial", "complete"],
        },
        schema={"first_at": INSTANT, "last_at": INSTANT, "grade": pl.String},
    )


def seen(*stated: dict[str, object], listings: pl.DataFrame | None = None, **more: object) -> list[tuple[object, ...]]:
    listings = rows(LISTINGS) if listings is None else listings
    found = first_seen("x", rows(VENDORS, *stated), listings, snapshots(), **more)  # type: ignore[arg-type]
    assert found.schema == FIRST_SEEN
    return found.drop("market").rows()


def test_between_the_last_usable_snapshot_without_it_and_the_first_sighting() -> None:
    stated = [{"vendor": "Żubr", "captured_at": at("04-15")}, {"vendor": "Żubr", "captured_at": at("04-15", 14)}]
    assert seen(*stated) == [("Żubr", at("02-15", 9), at("04-15"), "snapshot")]


def test_what_the_first_snapshot_shows_has_no_beginning() -> None:
    assert seen({"vendor": "zon", "captured_at": at("01-15")}) == [("zon", None, at("01-15"), "snapshot")]


def test_the_day_of_joining_decides_where_it_is_printed() -> None:
    stated = {"vendor": "zon", "captured_at": at("04-15"), "member_since": on("03-28")}
    assert seen(stated) == [("zon", at("03-28", 0), at("03-29", 0), "member_since")]
    assert seen(stated, use_member_since=False) == [("zon", at("02-15", 9), at("04-15"), "snapshot")]


def test_one_who_joined_on_the_day_of_its_first_sighting_was_there_by_then() -> None:
    stated = {"vendor": "zon", "captured_at": at("04-15", 13), "member_since": on("04-15")}
    assert seen(stated) == [("zon", at("04-15", 0), at("04-15", 13), "member_since")]


def test_a_day_of_joining_after_the_first_sighting_is_a_mistake() -> None:
    stated = {"vendor": "zon", "captured_at": at("02-15"), "member_since": on("03-28")}
    assert seen(stated) == [("zon", at("01-15", 9), at("02-15"), "snapshot")]


@pytest.mark.parametrize(
    ("rated", "first"),
    [("04-01", "02-15"), ("02-01", "01-15"), ("01-02", None)],  # missed by the snapshot in between, or by all
)
def test_the_oldest_rating_moves_the_end_back(rated: str, first: str | None) -> None:
    reviews = rows(
        REVIEWS,
        {"vendor": "zon", "occurred_from": at("04-10"), "occurred_to": at("04-11")},
        {"vendor": "zon", "occurred_from": at(rated, 0), "occurred_to": at(rated)},
        {"vendor": "maan", "occurred_from": at("01-01"), "occurred_to": at("01-02")},
    )
    expected = [("zon", None if first is None else at(first, 9), at(rated), "review")]
    assert seen({"vendor": "zon", "captured_at": at("04-15")}, reviews=reviews) == expected


def test_a_rating_younger_than_the_first_sighting_says_nothing() -> None:
    reviews = rows(REVIEWS, {"vendor": "zon", "occurred_from": at("04-16"), "occurred_to": at("04-17")})
    assert seen({"vendor": "zon", "captured_at": at("01-15")}, reviews=reviews)[0][3] == "snapshot"


def test_a_listing_shows_its_vendor() -> None:
    listings = rows(LISTINGS, {"vendor": "zon", "captured_at": at("02-15")}, {"captured_at": at("01-15")})
    assert seen({"vendor": "zon", "captured_at": at("04-15")}, listings=listings) == [
        ("zon", at("01-15", 9), at("02-15"), "snapshot")
    ]


def test_nothing_seen_is_nothing() -> None:
    assert seen() == []
