from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from cryptodrug_scraper.capture import Origin, content_id
from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.records import (
    UNSET,
    Counter,
    Money,
    OrderLimits,
    Place,
    Rating,
    Review,
    TextExclusion,
    Vendor,
)
from cryptodrug_scraper.store.row_ids import KINDS, MOST_RECORDS, named_rows, row_id
from cryptodrug_scraper.store.rows import page as rows_of_page
from cryptodrug_scraper.store.rows.page import rows_of
from cryptodrug_scraper.store.rows.page_rows import row_of
from cryptodrug_scraper.store.tables import COLUMNS, LOADED

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.rows.page_rows import Row

NOON = datetime(2019, 3, 1, 12, tzinfo=UTC)


def rows_by_table(page: tuple[Capture, ParsedPage], version: str = "1.0") -> dict[str, list[Row]]:
    capture, parsed = page
    return rows_of(capture, parsed, version)


def named(page: tuple[Capture, ParsedPage], table: str) -> list[dict[str, Any]]:
    rows = rows_by_table(page)
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in rows.get(table, [])]


def test_ids_come_from_content(make_page: Any, make_listing: Any) -> None:
    page = make_page(Vendor(vendor="grower", seen_on="listing"), make_listing("1"), at=NOON)
    run = content_id(page[0].capture_id.bytes, "1.0")

    assert run == named(page, "parse_run")[0]["parse_run_id"]
    assert (run, 1) == tuple(named(page, "listing_observation")[0][name] for name in ("parse_run_id", "ordinal"))
    assert rows_by_table(page) == rows_by_table(page)


def test_another_parser_version_has_other_ids(make_page: Any, make_listing: Any) -> None:
    page = make_page(make_listing("1"), at=NOON)
    first, second = (rows_by_table(page, version) for version in ("1.0", "1.1"))

    assert first["capture"] == second["capture"]
    assert first["parse_run"][0][0] != second["parse_run"][0][0]


def test_every_row_fits_its_table(some_pages: list[Any]) -> None:
    for page in some_pages:
        for table, rows in rows_by_table(page).items():
            assert table in LOADED
            assert {len(COLUMNS[table])} == {len(row) for row in rows}


def test_an_offer_stated_twice_counts_once_as_its_own_page(make_page: Any, make_listing: Any) -> None:
    page = make_page(
        make_listing("1", "card"), make_listing("1"), make_listing("1"), make_listing("2", "card"), at=NOON
    )

    assert [True, False, True, False] == [row["is_repeat"] for row in named(page, "listing_observation")]


def test_offers_without_an_id_are_never_repeats(make_page: Any, make_listing: Any) -> None:
    page = make_page(make_listing(None, "card"), make_listing(None, "card"), at=NOON)

    assert [False, False] == [row["is_repeat"] for row in named(page, "listing_observation")]


def test_an_account_stated_often_counts_once_where_most_is_said(make_page: Any) -> None:
    vendors = [Vendor(vendor="a", seen_on=seen_on) for seen_on in ("card", "listing", "page", "card")]

    rows = named(make_page(*vendors, at=NOON), "vendor_observation")

    assert [True, True, False, True] == [row["is_repeat"] for row in rows]


def test_shown_empty_and_not_shown_stay_apart(make_page: Any, make_listing: Any) -> None:
    listing = make_listing("1", vendor=None, views=None, prices=[], payment=[], order_limits=OrderLimits(min=None))

    (row,) = named(make_page(listing, at=NOON), "listing_observation")

    assert ["order_limits.min", "prices", "vendor", "views"] == sorted(row["empty_fields"])
    assert (None, [], None) == (row["view_count"], row["payment"], row["tags"])


def test_empty_fields_of_accounts_and_ratings_are_named(make_page: Any) -> None:
    vendor = Vendor(vendor="a", seen_on="page", level=None, feedback=[], rating=Rating(None, 5))
    review = Review(vendor="a", position=1, comment=None, stars=5)
    page = make_page(vendor, review, at=NOON)

    assert ["feedback", "level", "rating.mean"] == sorted(named(page, "vendor_observation")[0]["empty_fields"])
    assert ["comment"] == named(page, "review_observation")[0]["empty_fields"]


@pytest.mark.parametrize(
    ("fields", "column", "issue"),
    [
        ({"views": 2**63}, "view_count", "out_of_range"),
        ({"views": 10**5000}, "view_count", "out_of_range"),
        ({"sold": Counter(-(2**64))}, "sold_count", "out_of_range"),
        ({"price": Money(Decimal("1e200000"), "USD")}, "price_currency", "out_of_range"),
        ({"price": Money(Decimal("NaN"), "USD")}, "price_amount", "out_of_range"),
    ],
)
def test_a_number_that_cannot_be_stored_is_an_issue(
    make_page: Any, make_listing: Any, fields: dict[str, Any], column: str, issue: str
) -> None:
    page = make_page(make_listing("1", **fields), at=NOON)

    assert named(page, "listing_observation")[0][column] is None
    assert [issue] == [row["code"] for row in named(page, "parse_issue")]
    assert named(page, "parse_run")[0]["error_count"] == 1


def test_an_identifier_too_long_for_an_index_is_cut_with_an_issue(make_page: Any, make_listing: Any) -> None:
    page = make_page(make_listing("9" * 5000), at=NOON)

    assert named(page, "listing_observation")[0]["listing_id"] == "9" * 200
    assert ["too_long"] == [row["code"] for row in named(page, "parse_issue")]


def test_an_exclusion_wins_over_an_inclusion_of_the_same_place(make_page: Any, make_listing: Any) -> None:
    listing = make_listing(
        "1",
        ships_to=Place("World, US - not AU", "multi", ["WORLD"], ["AU", "US"]),
        excluded_in_field=["AU"],
        excluded_in_text=[TextExclusion("US", "terms", "no US"), TextExclusion("AU", "terms", "nor AU")],
    )
    page = make_page(listing, at=NOON)
    said = [(row["code"], row["source"], row["span"]) for row in named(page, "listing_exclusion")]

    assert [("AU", "field", None), ("US", "text", "no US"), ("AU", "text", "nor AU")] == said
    (row,) = named(page, "listing_observation")
    assert (["WORLD"], ["AU", "US"]) == (row["destination_codes"], row["destination_excluded"])


def test_the_price_of_a_listing_is_not_among_its_other_prices(make_page: Any, make_listing: Any) -> None:
    coin, own, again = Money(Decimal("0.01"), "BTC"), Money(Decimal("65.80"), "USD"), Money(Decimal("65.8"), "USD")
    page = make_page(
        make_listing("1", price=own, prices=[coin, again, own, own]), make_listing("2", prices=[coin]), at=NOON
    )

    assert [2, None] == [row["price_ordinal"] for row in named(page, "listing_observation")]
    prices = [(row["listing_ordinal"], row["ordinal"], str(row["amount"])) for row in named(page, "listing_price")]
    assert [(0, 0, "0.01"), (0, 1, "65.8"), (0, 3, "65.80"), (1, 0, "0.01")] == prices


def test_a_page_of_more_records_than_there_are_numbers_for_is_refused(
    make_page: Any, make_listing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_of_page, "MOST_RECORDS", 2)
    within, beyond = (make_page(*[make_listing("1")] * count, at=NOON) for count in (2, 3))

    assert 2 == len(named(within, "listing_observation"))
    assert [] == named(beyond, "listing_observation")
    assert ["too_many_records"] == [row["code"] for row in named(beyond, "parse_issue")]


def test_an_identifier_leads_back_to_its_row() -> None:
    run = UUID("01234567-89ab-cdef-0123-456789abcdef")
    last = MOST_RECORDS - 1

    assert "01234567-89ab-cdef-0123-456703ffffff" == str(row_id("review_observation", run, last))
    (whole,) = named_rows("0123456789abcdef0123456702000007")
    assert ("vendor_observation", 7, 7) == (whole[0], *whole[3:])
    assert whole[1] <= run <= whole[2]
    assert [("listing_observation", 0, last)] == [
        (name, first, end) for name, _, _, first, end in named_rows("0123456789abcdef0123456701")
    ]
    assert [] == list(named_rows("0123456789abcdef01234567"))
    assert set(KINDS) == {name for name, *_ in named_rows("0123456789abcdef012345670")}


def test_equal_long_texts_are_one(make_page: Any, make_listing: Any) -> None:
    page = make_page(make_listing("1", description="same", terms="same"), make_listing("2", terms="sa\0me"), at=NOON)

    assert {"same", "sa\ufffdme"} == {row["body"] for row in named(page, "text")}
    assert sha256(b"same").digest() == named(page, "listing_observation")[0]["terms_sha256"]


def test_a_repaired_text_keeps_what_the_page_holds(make_page: Any, make_listing: Any) -> None:
    capture, page = make_page(make_listing("1", title="flüssig"), at=NOON)
    page.repairs["flüssig"] = "flÃ¼ssig"

    (repair,) = named((capture, page), "text_repair")
    bodies = {row["sha256"]: row["body"] for row in named((capture, page), "text")}
    assert ("flüssig", "flÃ¼ssig") == (bodies[repair["sha256"]], bodies[repair["raw_sha256"]])


def test_facts_go_to_the_listing_whose_they_are(make_page: Any, make_listing: Any) -> None:
    capture, page = make_page(
        Vendor(vendor="a", seen_on="card"), make_listing("1", "card"), make_listing("2", "card"), at=NOON
    )
    page.facts = {2: ListingFacts(drug_class="Cannabis", quantity_grams=Decimal("3.5"))}

    first, second = named((capture, page), "listing_observation")

    assert (None, None) == (first["drug_class"], first["quantity_grams"])
    assert ("Cannabis", Decimal("3.5")) == (second["drug_class"], second["quantity_grams"])


def test_a_column_that_is_missing_or_unknown_is_refused() -> None:
    whole: dict[str, object] = {"sha256": b"1", "body": "one"}

    assert (b"1", "one") == row_of("text", whole)
    with pytest.raises(KeyError, match="body"):
        row_of("text", {"sha256": b"1"})
    with pytest.raises(TypeError, match="no column colour"):
        row_of("text", {**whole, "colour": "red"})


def test_what_only_one_sighting_says_is_in_its_own_row(make_page: Any) -> None:
    capture, page = make_page(at=NOON)
    other = replace(capture, origin=Origin("warc", "a.warc", 7), http_status=None, time_source="warc")
    first, second = (rows_of(each, page, "1.0") for each in (capture, other))

    assert first["capture"] == second["capture"]
    assert first["capture_origin"] != second["capture_origin"]


def test_a_wall_is_a_reading_without_records(make_page: Any) -> None:
    (run,) = named(make_page(at=date(2019, 3, 1), kind="captcha"), "parse_run")

    assert (True, 0, 0) == (run["is_wall"], run["listing_count"], run["other_count"])


def test_fields_that_are_not_shown_are_null(make_page: Any) -> None:
    page = make_page(Review(vendor="a", position=1), at=NOON)
    (row,) = named(page, "review_observation")

    assert UNSET not in row.values()
    assert [] == row["empty_fields"]
