"""Statements of listings in groups of accounts: what is of one owner is together, whatever it was sold by meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.derive.owners import GroupsByPlace, by_owner
from cryptodrug_scraper.derive.rows import Rows, frames_on_disk

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPS = 8
NAMES = pl.DataFrame({"vendor": ["old name"], "account": ["f"]})
SOLD = [("1", "a"), ("1", "b"), ("2", "b"), ("2", "c"), ("3", "c"), ("4", "d"), ("5", None), ("6", None), ("7", "e")]
RENAMED = [("8", "old name"), ("9", "f")]


def rows_of(stated: Sequence[tuple[str, str | None]]) -> pl.DataFrame:
    rows = pl.DataFrame(stated, schema=["listing_id", "vendor"], orient="row")
    return rows.with_row_index("page").with_columns(ordinal=pl.lit(0, pl.Int64))


def grouped(stated: Sequence[tuple[str, str | None]]) -> list[set[str]]:
    """The listings of each group that has some."""
    with frames_on_disk() as frames:
        listings = Rows(frames, GROUPS, "listing")
        listings.add(rows_of(stated), pl.col("listing_id").hash())
        found = by_owner(listings, NAMES)
        groups = [set(found.some(number, "listing_id")["listing_id"]) for number in range(GROUPS)]
        assert len(stated) == sum(found.of(number).height for number in range(GROUPS))
        return [group for group in groups if group]


def test_what_several_accounts_sold_is_in_the_group_of_all_that_they_sold() -> None:
    (together,) = (group for group in grouped(SOLD) if "1" in group)
    assert {"1", "2", "3"} <= together


def test_listings_of_nobody_are_together_since_their_currency_is_judged_so() -> None:
    (together,) = (group for group in grouped(SOLD) if "5" in group)
    assert "6" in together


def test_an_account_has_what_it_offered_under_another_name() -> None:
    assert [{"8", "9"}] == grouped(RENAMED)


def test_others_are_apart() -> None:
    many = [(f"{number}", f"vendor {number}") for number in range(64)]
    assert GROUPS // 2 < len(grouped([*SOLD, *many]))


def test_rows_in_files_give_some_of_their_columns_and_each_value_once() -> None:
    with frames_on_disk() as frames:
        rows = Rows(frames, GROUPS, "listing")
        for part in (SOLD[:4], SOLD[4:]):
            rows.add(rows_of(part), pl.col("listing_id").hash())
        assert sorted(SOLD, key=str) == sorted(rows.columns("listing_id", "vendor").rows(), key=str)
        assert sorted({vendor for _, vendor in SOLD}, key=str) == sorted(rows.distinct("vendor")["vendor"], key=str)
        rows.forget()
        assert not list(frames)


def test_parts_of_a_listing_go_where_it_is_wherever_it_stood_on_its_page() -> None:
    places = [(0, 3), (0, 16_000_000), (7, 1), (900_000, 12_345_678)]
    with frames_on_disk() as frames:
        listings = Rows(frames, GROUPS, "listing")
        rows = pl.DataFrame(places, schema={"page": pl.UInt32, "ordinal": pl.Int32}, orient="row")
        listings.add(rows, pl.Series([5, 1, 2, 7]))
        groups = GroupsByPlace(listings)
        asked = pl.DataFrame([*places[::-1], (7, 3), (1_000_000, 0)], schema=rows.schema, orient="row")
        assert groups.of(asked["page"], asked["ordinal"]).to_list() == [7, 2, 1, 5, 0, 0]
        none = Rows(frames, GROUPS, "none")
        none.add(rows.clear(), pl.Series([], dtype=pl.Int64))
        assert GroupsByPlace(none).of(asked["page"], asked["ordinal"]).to_list() == [0] * 6
