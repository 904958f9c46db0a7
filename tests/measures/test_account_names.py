from __future__ import annotations

from typing import Any

import polars as pl

from cryptodrug_scraper.measures.accounts.account_names import ACCOUNT_NAME, RATED, account_names
from tests.measures.rating_rows import REVIEW, TIME, Schema, Site, at, rating

_VENDOR: Schema = {"vendor": pl.String, "captured_at": TIME, "pgp_fingerprint": pl.String}
_LISTING: Schema = {"vendor": pl.String, "captured_at": TIME, "listing_id": pl.String}


def _names(vendors: list[Any], listings: list[Any], reviews: pl.DataFrame | None = None) -> list[tuple[Any, ...]]:
    said = pl.DataFrame([(name, at(day), key) for name, day, key in vendors], schema=_VENDOR, orient="row")
    offered = pl.DataFrame([(name, at(day), listing) for name, day, listing in listings], schema=_LISTING, orient="row")
    rows = pl.DataFrame(schema=REVIEW) if reviews is None else reviews
    found = account_names(said, offered, rows)
    mixed = account_names(said.reverse(), offered.reverse(), rows.reverse())
    assert found.equals(mixed)
    assert dict(found.schema) == dict(ACCOUNT_NAME)
    return found.select("vendor", "account", "decision").rows()


def test_nothing_printed_gives_no_name() -> None:
    assert _names([], []) == []


def test_the_same_key_and_listings_are_one_account_under_its_last_name() -> None:
    vendors = [("Γάτα", 1, "AB"), ("Γάτα", 9, "AB"), ("Σκύλος", 30, "AB"), ("Χελώνα", 60, "AB"), ("other", 2, "CD")]
    listings = [("Γάτα", 1, "8"), ("Σκύλος", 31, "8"), ("Σκύλος", 32, "9"), ("Χελώνα", 61, "9"), ("other", 5, "7")]
    assert _names(vendors, listings) == [
        ("other", "other", None),
        ("Γάτα", "Χελώνα", "same"),
        ("Σκύλος", "Χελώνα", "same"),
        ("Χελώνα", "Χελώνα", "same"),
    ]


def test_names_that_are_live_at_the_same_time_stay_apart() -> None:
    vendors = [("Ångström", 1, "AB"), ("Ångström", 40, "AB"), ("Øre", 30, "AB")]
    assert [decision for *_, decision in _names(vendors, [("Ångström", 1, "8"), ("Øre", 31, "8")])] == [None, None]


def test_an_old_copy_that_lies_among_later_pages_keeps_no_two_names_apart() -> None:
    """Of three pages with the old name the last lies beside the new name's: it may be an old copy, two cannot be."""
    page: Schema = {"page": pl.UInt32}
    said = pl.DataFrame(
        [
            ("Ångström", at(1), "AB", 0),
            ("Ångström", at(40), "AB", 2),
            ("Øre", at(30), "AB", 3),
            ("Øre", at(60), "AB", 4),
        ],
        schema={**_VENDOR, **page},
        orient="row",
    )
    offered = pl.DataFrame(
        [("Ångström", at(2), "8", 1), ("Øre", at(31), "8", 5), ("Øre", at(61), "8", 6)],
        schema={**_LISTING, **page},
        orient="row",
    )
    none = pl.DataFrame(schema={**REVIEW, **page})
    for doubts, decision in (((0.003, 0.003, 0.05), "same"), ((0.003, 0.003, 0.0005), None), ((1, 1, 1), None)):
        of_pages = pl.DataFrame({"page": range(7), "doubt": [*map(float, doubts), *[0.003] * 4]}, schema_overrides=page)
        found = account_names(said, offered, none, doubts=of_pages)
        assert found["decision"].to_list() == [decision] * 2
        assert found["account"].to_list() == (["Øre"] * 2 if decision else ["Ångström", "Øre"])


def test_other_keys_or_no_shared_listing_stay_apart() -> None:
    impostor = [("Øre", 1, "AB"), ("Øre_", 30, "CD")]
    assert [decision for *_, decision in _names(impostor, [("Øre", 1, "8"), ("Øre_", 31, "8")])] == [None, None]
    same_key = [("Øre", 1, "AB"), ("Øre_", 30, "AB")]
    assert [decision for *_, decision in _names(same_key, [("Øre", 1, "8"), ("Øre_", 31, "9")])] == [None, None]


def test_the_same_key_and_ratings_that_go_on_are_one_account_without_any_listing() -> None:
    for key, text, decision in (("AB", "велико", "same"), ("AB", "autre", None), ("CD", "велико", None)):
        site = Site()
        site.page("a", [rating(10, 5, text="велико", vendor="Øre")])
        site.page("b", [rating(40, 35, text=text, vendor="Æble")])
        found = _names([("Øre", 10, "AB"), ("Æble", 40, key)], [("Øre", 10, "8"), ("Æble", 40, "9")], site.reviews)
        assert found == [("Æble", "Æble", decision), ("Øre", "Æble" if decision else "Øre", decision)]


def test_without_the_old_key_ratings_that_go_on_make_a_candidate() -> None:
    vendors = [("Øre", 10, None), ("Æble", 40, "AB")]
    listings = [("Øre", 10, "8"), ("Æble", 40, "8")]
    for text, decision in (("велико", "candidate"), ("autre", None), (None, None)):
        site = Site()
        site.page("a", [rating(10, 5, text="велико" if text else None, vendor="Øre")])
        site.page("b", [rating(40, 35, text=text, vendor="Æble")])
        assert _names(vendors, listings, site.reviews) == [
            ("Æble", "Æble", decision),
            ("Øre", "Æble" if decision else "Øre", decision),
        ]


def test_the_evidence_says_what_was_assumed() -> None:
    vendors = pl.DataFrame([("Øre", at(1), "AB"), ("Æble", at(30), "AB")], schema=_VENDOR, orient="row")
    listings = pl.DataFrame([("Øre", at(1), "8"), ("Æble", at(31), "8")], schema=_LISTING, orient="row")
    found = account_names(vendors, listings, pl.DataFrame(schema=REVIEW))
    assert found["evidence"].to_list() == ["Øre: same key, 1 shared listings", "Æble: same key, 1 shared listings"]


def test_ratings_are_asked_for_of_names_alone_that_they_decide_on() -> None:
    """Of many names that print one key at the same time all ratings would be held, and none of them is needed."""
    asked: list[set[str]] = []

    def rated(names: pl.Series) -> pl.DataFrame:
        asked.append(set(names))
        return pl.DataFrame(schema=REVIEW).select(RATED)

    vendors = [
        ("Ångström", 1, "AB"),
        ("Øre", 30, "AB"),
        ("早い", 1, "CD"),
        ("遅い", 1, "CD"),
        ("早い", 9, "CD"),
        ("遅い", 8, "CD"),
    ]
    said = pl.DataFrame([(name, at(day), key) for name, day, key in vendors], schema=_VENDOR, orient="row")
    offered = [("早い", at(1), "8"), ("遅い", at(8), "9"), ("Ångström", at(1), "6"), ("Øre", at(30), "7")]
    listings = pl.DataFrame(offered, schema=_LISTING, orient="row")

    account_names(said, listings, pl.DataFrame(schema=REVIEW).select("vendor", "captured_at"), rated=rated)

    assert [{"Ångström", "Øre"}] == asked
