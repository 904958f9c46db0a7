"""What is drafted of a site whose pages of one kind have several layouts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import UNSET, Category, Interval, Listing, Rating, Review, Stock, Vendor
from cryptodrug_scraper.scaffold.answers import Answers, Part
from tests.support.drafted import drafted, of, read_by
from tests.support.skemma import CATEGORIES, HOST, OFFERS, RATINGS, SELLERS, TEXT, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The saved pages by their addresses."""
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def market(files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its pages alone."""
    with drafted("skemma", list(files.values()), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, address: str, files: dict[str, Path]) -> tuple[str, Document]:
    """The kind of a page, and what the drafted reader says of it."""
    context = PageContext(f"{HOST}{address}", CaptureTime.at(datetime(2019, 3, 7, 20, tzinfo=UTC)))
    return read_by(market, files[address].read_bytes(), context)


def test_kinds_are_told_by_addresses_and_by_what_pages_repeat(market: Market, files: dict[str, Path]) -> None:
    expected = {
        "/": "home",
        **dict.fromkeys(["/flokkur/3", "/flokkur/4", "/flokkur/5", "/leit?ord=lauf"], "category_list"),
        **{f"/vara/{offer[0]}": "listing" for offer in OFFERS},
        **{f"/bod/{name}": "vendor_profile" for name in SELLERS},
        **{f"/bod/{name}/vorur": "vendor_offers" for name in SELLERS},
        f"/bod/{SELLERS[1]}/domar": "vendor_feedback",
    }
    assert expected == {address: read(market, address, files)[0] for address in files}


@pytest.mark.parametrize("number", range(len(OFFERS)))
def test_title_seller_and_price_are_read_in_each_layout(market: Market, files: dict[str, Path], number: int) -> None:
    own, title, seller, price, unit, coins, _, _ = OFFERS[number]
    (offer,) = of(read(market, f"/vara/{own}", files)[1], Listing)
    amount = Decimal(price.removesuffix(",-").replace(".", "").replace(",", "."))
    assert (own, title, SELLERS[seller]) == (offer.listing_id, offer.title, offer.vendor)
    assert offer.price is not None
    assert offer.price
    assert (amount, "EUR") == (offer.price.amount, offer.price.currency)
    assert {(amount, "EUR"), (Decimal(coins.replace(",", ".")), "BTC")} == {
        (each.amount, each.currency) for each in offer.prices or []
    }
    assert unit == (offer.price_unit or "")
    assert offer.stock == Stock(value=number + 3)  # and not what a seller writes
    assert f"{number} Aldrei nema um það sé samið.\nSkrifið fyrst.\nStock: 98" == offer.refund_policy
    assert ["Almennt bréf", "Hraðbréf"] == [each.label for each in offer.shipping_options or []]


@pytest.mark.parametrize("name", SELLERS)
def test_the_name_of_an_account_is_read_in_each_layout(market: Market, files: dict[str, Path], name: str) -> None:
    assert [name] == [each.vendor for each in of(read(market, f"/bod/{name}", files)[1], Vendor)]


@pytest.mark.parametrize("number", range(len(SELLERS)))
def test_the_text_of_an_account_is_neither_its_tabs_nor_its_rating(
    market: Market, files: dict[str, Path], number: int
) -> None:
    (vendor,) = of(read(market, f"/bod/{SELLERS[number]}", files)[1], Vendor)
    assert f"{number} {TEXT}" == vendor.profile
    assert Rating(mean=Decimal("4.8"), scale=5, count=604) == vendor.rating


@pytest.mark.parametrize("number", range(len(SELLERS)))
def test_the_last_visit_is_a_day_where_one_is_printed_and_else_an_interval(
    market: Market, files: dict[str, Path], number: int
) -> None:
    (vendor,) = of(read(market, f"/bod/{SELLERS[number]}", files)[1], Vendor)
    if number % 2:
        assert isinstance(vendor.last_active_within, Interval)
        assert vendor.last_active is UNSET
    else:
        assert (date(2019, 3, number + 1), UNSET) == (vendor.last_active, vendor.last_active_within)


def test_a_mark_that_was_answered_is_so_where_it_stands(files: dict[str, Path], tmp_path: Path) -> None:
    answers = Answers(vendor=Part(places={"p.flipar": "trusted", "td font": "on_vacation"}))
    with drafted("skemma", list(files.values()), tmp_path, answers=answers) as market:
        said = [of(read(market, f"/bod/{name}", files)[1], Vendor)[0] for name in SELLERS]
    assert [True] * len(SELLERS) == [vendor.trusted for vendor in said]
    assert [UNSET, True] * 2 == [vendor.on_vacation for vendor in said]


@pytest.mark.parametrize("address", ["/flokkur/3", "/flokkur/4", "/leit?ord=lauf"])
def test_cards_have_their_price_in_money_and_all_their_badges(
    market: Market, files: dict[str, Path], address: str
) -> None:
    by_name = {offer[0]: offer for offer in OFFERS}
    cards = of(read(market, address, files)[1], Listing)
    assert len(cards) > 3
    for card in cards:
        _, title, seller, price, unit, _, category, payment = by_name[card.listing_id or ""]
        assert card.price is not None
        assert card.price
        assert (title, SELLERS[seller], "EUR") == (card.title, card.vendor, card.price.currency)
        assert Decimal(price.removesuffix(",-").replace(".", "").replace(",", ".")) == card.price.amount
        assert (unit, payment.split()) == (
            card.price_unit or "",
            ["Escrow" if way == "escrow" else "FE" for way in card.payment or []],
        )
        path = list(next(path for own, path, _ in CATEGORIES if own == category))
        assert (path, category) == (card.category_path, card.category_id) or not address.startswith("/leit")


@pytest.mark.parametrize(("address", "most"), [("/", 2), ("/flokkur/3", 1)])
def test_a_menu_is_read_where_it_is_long_and_where_it_is_short(
    market: Market, files: dict[str, Path], address: str, most: int
) -> None:
    said = [
        (each.category_id, tuple(each.category_path or ()), each.listing_count)
        for each in of(read(market, address, files)[1], Category)
    ]
    assert [each for each in CATEGORIES if len(each[1]) <= most] == sorted(said)


def test_a_comment_is_told_from_the_title_beside_it(market: Market, files: dict[str, Path]) -> None:
    said = of(read(market, f"/bod/{SELLERS[1]}/domar", files)[1], Review)
    assert [(comment or None, OFFERS[offer][1], OFFERS[offer][0]) for comment, offer, *_ in RATINGS] == [
        (each.comment or None, each.listing_title, each.listing_id) for each in said
    ]


def test_a_rating_of_two_rows_is_read_from_both(tmp_path: Path) -> None:
    (tmp_path / "saved").mkdir()
    files = save_pages(tmp_path / "saved", are_paired=True)
    address = f"/bod/{SELLERS[1]}/domar"
    with drafted("skemma", list(files.values()), tmp_path / "project") as market:
        kind, document = read(market, address, files)
    assert kind == "vendor_feedback"
    assert [(comment or None, *row) for comment, *row in _rows()] == [
        (each.comment or None, each.listing_title, each.listing_id, each.buyer_mask, each.age_raw)
        for each in of(document, Review)
    ]
    assert [row[3] for row in RATINGS] == [
        f"{each.amount.amount:,.2f}".translate(str.maketrans(",.", ".,"))
        for each in of(document, Review)
        if each.amount
    ]


def _rows() -> list[tuple[str, str, str, str, str]]:
    return [(comment, OFFERS[offer][1], OFFERS[offer][0], buyer, day) for comment, offer, buyer, _, day in RATINGS]
