"""What is drafted of a site that is made of tables within tables, which says what things are by words alone."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import (
    Category,
    ExchangeRate,
    Listing,
    Money,
    PageTotal,
    Review,
    Stock,
    Vendor,
)
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import drafted, of, read_by
from tests.support.tabellby import OFFERS, RATINGS, VENDORS, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The saved pages by the names of their files."""
    return {file.name.removesuffix(".html"): file.read_bytes() for file in save_pages(tmp_path_factory.mktemp("pages"))}


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its pages alone."""
    folder: Path = tmp_path_factory.mktemp("saved")
    with drafted("tabellby", save_pages(folder), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, pages: dict[str, bytes], name: str) -> tuple[str, Document]:
    """The kind of a page, and what the drafted reader says of it where its address is not known."""
    return read_by(market, pages[name], PageContext(None, parse_capture_time("2021-03-16T22:40:00Z")))


def euro(text: str) -> Money:
    """An amount as the site prints it."""
    return Money(Decimal(text.removesuffix(" €").replace(" ", "").replace(",", ".")), "EUR")


def test_pages_are_told_apart_without_classes_or_addresses(market: Market, pages: dict[str, bytes]) -> None:
    kinds = {name: read(market, pages, name)[0] for name in pages}
    of_file = {"lista": "category_list", "vara": "listing", "konto": "vendor_profile", "omdomen": "vendor_feedback"}
    assert {name: of_file[name.partition(".")[0]] for name in pages} == kinds


def test_an_offer_of_two_rows_is_one_card(market: Market, pages: dict[str, bytes]) -> None:
    document = read(market, pages, "lista.php")[1]
    cards = of(document, Listing)
    assert [(key, name, VENDORS[account]) for key, name, account, *_ in OFFERS] == [
        (card.listing_id, card.title, card.vendor) for card in cards
    ]
    assert [euro(offer[3]) for offer in OFFERS] == [card.price for card in cards]
    assert [2] * len(OFFERS) == [len(card.prices or ()) for card in cards]
    assert [Stock(value=int(offer[7])) for offer in OFFERS] == [card.stock for card in cards]
    assert [int(offer[8]) for offer in OFFERS] == [card.sold.value if card.sold else None for card in cards]
    assert [offer[5] for offer in OFFERS] == [card.ships_from.raw if card.ships_from else None for card in cards]
    assert {"FI"} == set(cards[0].ships_to.excluded if cards[0].ships_to else ())


def test_what_the_frame_says_is_read_on_every_page(market: Market, pages: dict[str, bytes]) -> None:
    for name in ("lista.php", "vara.php?id=507", "omdomen.php?nr=12"):
        document = read(market, pages, name)[1]
        assert [("BTC", Decimal("33950.00")), ("XMR", Decimal("150.20"))] == [
            (rate.base, rate.rate) for rate in of(document, ExchangeRate)
        ]
        assert [("1", ["Kådor"], 2), ("2", ["Frost"], 2), ("3", ["Svampar"], 1)] == [
            (each.category_id, each.category_path, each.listing_count) for each in of(document, Category)
        ]
    assert [PageTotal(kind="listing", page=2, pages=2)] == of(read(market, pages, "lista.php?kat=2")[1], PageTotal)


def test_texts_below_headings_that_are_rows(market: Market, pages: dict[str, bytes]) -> None:
    (listing,) = [each for each in of(read(market, pages, "vara.php?id=511")[1], Listing) if each.seen_on == "page"]
    assert ("511", "Grå kåda nr 7, 25 g", "björkbark") == (listing.listing_id, listing.title, listing.vendor)
    assert "Torr och mörk. Parti 9, vägt två gånger.\nBilden är ett exempel." == listing.description
    assert "Beställ före tolv. Adressen ska vara krypterad, annars avbryts köp 511." == listing.terms


def test_ratings_with_headings_of_columns_and_rows_behind_them(market: Market, pages: dict[str, bytes]) -> None:
    document = read(market, pages, "omdomen.php?nr=12&sida=2")[1]
    reviews = of(document, Review)
    assert [row[:3] for row in RATINGS] == [(each.stars, each.comment, each.buyer_mask) for each in reviews]
    assert [int(row[3]) for row in RATINGS] == [each.buyer_level for each in reviews]
    assert [row[4] for row in RATINGS] == [each.age_raw for each in reviews]
    assert [euro(row[5]) for row in RATINGS] == [each.amount for each in reviews]
    assert [None if row[7] is None else Decimal(row[7]) for row in RATINGS] == [
        each.delivery_days or None for each in reviews
    ]
    assert [row[8] for row in RATINGS] == [each.reply or None for each in reviews]
    assert {"Norrsken88"} == {each.vendor for each in reviews}


@pytest.mark.parametrize("number", VENDORS)
def test_an_account_that_its_address_names_by_a_number(market: Market, pages: dict[str, bytes], number: str) -> None:
    document = read(market, pages, f"konto.php?nr={number}")[1]
    (vendor,) = [each for each in of(document, Vendor) if each.seen_on == "page"]
    assert VENDORS[number] == vendor.vendor
    assert vendor.sales is not None
    assert 100 + int(number) == vendor.sales.value
    assert (vendor.profile or "").endswith("och svarar varje kväll utom söndag.")


def test_texts_are_proposed_in_the_order_of_their_fields(tmp_path: Path) -> None:
    found = {each.kind: [text.name for text in each.headed] for each in look_at(save_pages(tmp_path)).proposals}
    assert ["description", "terms"] == found["listing"]
    assert ["profile"] == found["vendor_profile"]
