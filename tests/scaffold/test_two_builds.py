"""What is drafted of a site of two builds, whose addresses have a word before what they name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, PageTotal, Review, Vendor
from tests.support.drafted import drafted, of, read_by
from tests.support.fjordbua import ACCOUNTS, ANSWERED, OFFERS, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market

_OFFERS = [f"vare-{row[0]}" for row in OFFERS]
_ACCOUNTS = [f"bod-{row[0]}" for row in ACCOUNTS]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by the names of their files."""
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def market(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its pages alone."""
    with drafted("fjordbua", list(files.values()), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, name: str, files: dict[str, Path]) -> tuple[str, Document]:
    """The kind of a page, and what the drafted reader says of it."""
    context = PageContext(f"http://fjordbua.example/{name}", parse_capture_time("2019-03-07T20:00:00Z"))
    return read_by(market, files[name].read_bytes(), context)


def test_kinds_are_told_by_addresses_that_no_file_states(market: Market, files: dict[str, Path]) -> None:
    expected = {
        **dict.fromkeys(["hylle-1", "hylle-2", "hylle-11"], "category_list"),
        **dict.fromkeys(_OFFERS, "listing"),
        **dict.fromkeys(_ACCOUNTS, "vendor_feedback"),
        "vare-4799": "listing_gone",
        "boder": "vendor_list",
    }
    assert expected == {name: read(market, name, files)[0] for name in files}


@pytest.mark.parametrize(("name", "offers"), [("hylle-1", OFFERS), ("hylle-2", OFFERS[1:]), ("hylle-11", OFFERS[:4])])
def test_cards_of_both_builds_are_read(
    market: Market, files: dict[str, Path], name: str, offers: tuple[tuple[object, ...], ...]
) -> None:
    document = read(market, name, files)[1]
    cards = of(document, Listing)
    assert [(str(row[0]), row[1], row[2]) for row in offers] == [
        (each.listing_id, each.title, each.vendor) for each in cards
    ]
    assert {"NOK"} == {each.price.currency for each in cards if each.price}
    assert [row[5:] for row in offers] == [
        (each.stock.value if each.stock else None, each.sold.value if each.sold else None) for each in cards
    ]
    assert [len(offers) + int(name.removeprefix("hylle-"))] == [each.total for each in of(document, PageTotal)]


def test_a_menu_of_terms_nests_what_stands_in_their_descriptions(market: Market, files: dict[str, Path]) -> None:
    found = {each.category_id: each.category_path for each in of(read(market, "boder", files)[1], Category)}
    assert {"1": ["Urter"], "11": ["Urter", "Inne"], "12": ["Urter", "Ute"], "2": ["Harpiks"], "3": ["Annet"]} == found


@pytest.mark.parametrize(("name", "rates"), [("hylle-1", ("401200.50", "10.09")), ("hylle-2", ("399870.00", "10.11"))])
def test_rates_are_read_where_either_build_has_them(
    market: Market, files: dict[str, Path], name: str, rates: tuple[str, str]
) -> None:
    found = {(each.base, each.quote): each.rate for each in of(read(market, name, files)[1], ExchangeRate)}
    assert {("BTC", "NOK"): Decimal(rates[0]), ("EUR", "NOK"): Decimal(rates[1])} == found


@pytest.mark.parametrize("place", range(len(OFFERS)))
def test_an_offer_has_its_path_and_others_of_its_vendor(market: Market, files: dict[str, Path], place: int) -> None:
    number, title, who, price, *_ = OFFERS[place]
    main, *others = of(read(market, f"vare-{number}", files)[1], Listing)
    assert (str(number), title, who) == (main.listing_id, main.title, main.vendor)
    assert (["Urter", "Ute"], "12") == (main.category_path, main.category_id)
    assert [Decimal(2 * 2), Decimal(2)] == [each.days for each in main.shipping_options or ()]
    assert price.replace(".", "") == f"{main.price.amount:.2f} kr".replace(".", ",") if main.price else None
    assert {who} == {each.vendor for each in others}
    assert len(others) == len(OFFERS) - 1


@pytest.mark.parametrize("name", _ACCOUNTS)
def test_a_comment_ends_where_the_answer_below_the_name_of_the_account_begins(
    market: Market, files: dict[str, Path], name: str
) -> None:
    reviews = of(read(market, name, files)[1], Review)
    assert [row[0] for row in ANSWERED] == [each.stars for each in reviews]
    assert ["Takk!\nKom etter tre dager.", "To dager for sent.", "Som avtalt."] == [each.comment for each in reviews]
    assert [row[2] for row in ANSWERED] == [each.reply or None for each in reviews]
    assert [row[3] for row in ANSWERED] == [each.buyer_mask for each in reviews]
    assert [row[4] for row in ANSWERED] == [each.age_raw for each in reviews]
    assert [(str(row[0]), row[1]) for row in OFFERS[: len(ANSWERED)]] == [
        (each.listing_id, each.listing_title) for each in reviews
    ], "they are ratings, though each leads to an offer and has its price"


def test_accounts_are_read_on_their_list_and_on_their_pages(market: Market, files: dict[str, Path]) -> None:
    listed = of(read(market, "boder", files)[1], Vendor)
    assert [row[0] for row in ACCOUNTS] == [each.vendor for each in listed]
    for row, card in zip(ACCOUNTS, listed, strict=True):
        day, month, year = map(int, row[5].split("."))
        (own,) = of(read(market, f"bod-{row[0]}", files)[1], Vendor)
        for each in (card, own):
            assert date(year, month, day) == each.member_since
            assert (row[1], row[4]) == (each.level, each.sales.value if each.sales else None)
            assert Decimal(row[3].replace(",", ".")) == each.positive_share
            assert Decimal(row[2].replace(",", ".")) == (each.rating.mean if each.rating else None)
