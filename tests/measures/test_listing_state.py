from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cryptodrug_scraper.measures.looks.listing_state import listing_state
from cryptodrug_scraper.measures.looks.presence import listing_sightings, presence
from tests.measures.snapshot_frames import START, frame, snapshots


def stated(snapshot: int, page: int, *, hours: float = 0, seen_on: str = "page", **fields: Any) -> dict[str, Any]:
    usual = {
        "snapshot_id": f"s{snapshot}",
        "captured_at": START + timedelta(days=7 * (snapshot - 1), hours=hours),
        "page": page,
        "ordinal": 0,
        "listing_id": "7",
        "seen_on": seen_on,
    }
    return usual | fields


def state(*rows: dict[str, Any], count: int = 3) -> pl.DataFrame:
    listings = frame("listings", *rows)
    return listing_state(listings, presence(listing_sightings(listings), snapshots(count)), snapshots(count))


def test_a_page_says_more_than_a_newer_card_and_of_two_pages_the_newer_one_counts() -> None:
    found = state(
        stated(1, 1, hours=0, price=10.0, price_currency="USD"),
        stated(1, 2, hours=1, price=12.0, price_currency="EUR"),
        stated(1, 3, hours=2, price=99.0, price_currency="BTC", seen_on="card"),
        count=1,
    )
    assert found.select("price", "price_currency", "stated_page").row(0) == (12.0, "EUR", 2)


def test_what_the_best_statement_leaves_out_comes_from_the_next_best() -> None:
    found = state(
        stated(1, 1, vendor=None, drug_class="cannabis", substance="hashish"),
        stated(1, 2, vendor="ögmundur", seen_on="card", drug_class="opioids", substance="heroin"),
        count=1,
    )
    assert found.select("vendor", "drug_class", "substance", "stated_page").row(0) == (
        "ögmundur",
        "cannabis",
        "hashish",
        1,
    )


def test_values_that_belong_together_come_from_one_statement() -> None:
    found = state(
        stated(1, 1, drug_class="cannabis", substance=None, quantity_grams=None, quantity_units=20.0),
        stated(1, 2, seen_on="card", drug_class="ecstasy", substance="mdma", quantity_grams=5.0),
        count=1,
    )
    row = found.row(0, named=True)
    assert (row["drug_class"], row["substance"]) == ("cannabis", None)
    assert (row["quantity_grams"], row["quantity_units"]) == (None, 20.0)


@pytest.mark.parametrize(("hours", "origin"), [(0, ["BE"]), (-20, ["BE"]), (20, ["NL"])])
def test_an_origin_is_carried_from_the_nearest_statement_and_of_two_as_near_from_the_earlier(
    hours: float, origin: list[str]
) -> None:
    found = state(
        stated(1, 1, origin_codes=["BE"]),
        stated(2, 2, hours=hours, seen_on="card"),
        stated(3, 3, origin_codes=["NL"]),
    )
    assert found.get_column("origin_codes").to_list() == [["BE"], origin, ["NL"]]
    assert found.get_column("origin_source").to_list() == ["stated", "carried", "stated"]


def test_an_origin_is_carried_to_both_ends_but_never_from_another_listing() -> None:
    found = state(
        stated(1, 1, seen_on="card"),
        stated(2, 2, origin_codes=["BE", "NL"]),
        stated(3, 3, seen_on="card"),
        stated(1, 1, seen_on="card", listing_id="8", ordinal=1),
        stated(2, 4, origin_codes=["DE"], listing_id="6"),
    )
    assert found.select("listing_id", "origin_codes", "origin_source").rows() == [
        ("6", ["DE"], "stated"),
        ("7", ["BE", "NL"], "carried"),
        ("7", ["BE", "NL"], "stated"),
        ("7", ["BE", "NL"], "carried"),
        ("8", None, None),
    ]


def test_a_price_is_never_carried_to_a_snapshot_that_saw_the_listing() -> None:
    found = state(stated(1, 1, price=10.0, price_currency="USD"), stated(2, 2, seen_on="card"))
    assert found.get_column("price").to_list() == [10.0, None]


def test_where_a_listing_was_not_seen_the_nearest_statement_stands() -> None:
    found = state(
        stated(
            1, 1, price=10.0, price_currency="USD", vendor="a", destination_codes=["EU"], destination_excluded=["US"]
        ),
        stated(4, 9, price=20.0, price_currency="USD", vendor="b", destination_codes=["WORLD"]),
        count=4,
    )
    assert found.select("presence", "price", "vendor", "stated_page", "destination_excluded").rows() == [
        ("seen", 10.0, "a", 1, ["US"]),
        ("between", 10.0, "a", 1, ["US"]),
        ("between", 20.0, "b", 9, None),
        ("seen", 20.0, "b", 9, None),
    ]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = frame(
        "listings",
        *(
            stated(snapshot, page, hours=page / 10, listing_id=str(page % 5), price=float(page), origin_codes=codes)
            for page, (snapshot, codes) in enumerate([(1, ["BE"]), (2, None), (3, ["NL"]), (1, None)] * 10)
        ),
    )
    seen = presence(listing_sightings(rows), snapshots(3))
    again = rows.sample(fraction=1, shuffle=True, seed=2)
    assert_frame_equal(
        listing_state(rows, seen, snapshots(3)), listing_state(again, seen.reverse(), snapshots(3).reverse())
    )


def test_no_statements_are_no_states() -> None:
    found = state()
    assert found.height == 0
    assert found.schema["origin_codes"] == pl.List(pl.Utf8)
    assert found.schema["stated_page"] == pl.UInt32


@pytest.mark.parametrize(
    ("drug_class", "substance", "told"),
    [("Ecstasy", None, "mdma"), ("Ecstasy", "mda", "mda"), ("Dissociatives", None, None), (None, None, None)],
)
def test_a_class_that_is_the_name_of_one_substance_tells_it(
    drug_class: str | None, substance: str | None, told: str | None
) -> None:
    found = state(stated(1, 1, drug_class=drug_class, substance=substance), count=1)
    assert found.select("drug_class", "substance").row(0) == (drug_class, told)
