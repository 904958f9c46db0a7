"""What is drafted of a site of today, whose classes say how a thing looks and not what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, PageTotal, Review, Stock, Vendor
from tests.support.drafted import drafted, of, read_by
from tests.support.zocalo import OFFERS, RATINGS, VENDORS, profile_of, save_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market

_LISTS, _PROFILES = range(3), range(3, 6)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The saved pages: three lists and three accounts."""
    return save_pages(tmp_path_factory.mktemp("saved"))


@pytest.fixture(scope="module")
def market(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its pages alone."""
    with drafted("zocalo", files, tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, file: Path) -> tuple[str, Document]:
    """The kind of a page, and what the drafted reader says of it where its address is not known."""
    return read_by(market, file.read_bytes(), PageContext(None, parse_capture_time("2024-05-21T22:40:00Z")))


def test_lists_and_accounts_are_told_apart(market: Market, files: list[Path]) -> None:
    kinds = [read(market, file)[0] for file in files]
    assert ["category_list"] * 3 + ["vendor_profile"] * 3 == kinds


def test_values_have_their_words_on_the_same_line(market: Market, files: list[Path]) -> None:
    cards = of(read(market, files[0])[1], Listing)
    assert [(offer[0], offer[2], VENDORS[offer[3]]) for offer in OFFERS] == [
        (card.listing_id, card.title, card.vendor) for card in cards
    ]
    assert [2, 2, 2, 2] == [len(card.prices or ()) for card in cards]
    assert [Decimal("45.00"), Decimal("1310.00"), Decimal("52.00"), Decimal("119.50")] == [
        card.price.amount if card.price else None for card in cards
    ]
    assert [offer[6] for offer in OFFERS] == [card.ships_from.raw if card.ships_from else None for card in cards]
    assert [Stock(value=12), Stock(value=3), Stock(value=0), Stock(available=True)] == [card.stock for card in cards]
    assert [offer[8] for offer in OFFERS] == [card.sold.value if card.sold else None for card in cards]


def test_categories_below_categories_keep_their_paths(market: Market, files: list[Path]) -> None:
    found = {
        each.category_id: (each.category_path, each.listing_count) for each in of(read(market, files[3])[1], Category)
    }
    assert (["Resinas", "Otras"], 7) == found["resinas/otras"]
    assert (["Polvos & cristales", "Otras"], 140) == found["polvos/otras"]
    assert (["Flores"], 1312) == found["flores"]
    assert len(found) == 8
    assert {"resinas/placas": ("Resinas", "Placas")} == {
        row.category_id: row.path for row in market.taxonomy.rows if row.category_id == "resinas/placas"
    }


def test_rates_and_pagers_of_lists(market: Market, files: list[Path]) -> None:
    document = read(market, files[2])[1]
    assert [("XMR", "EUR", Decimal("127.42")), ("EUR", "USD", Decimal("1.0850"))] == [
        (rate.base, rate.quote, rate.rate) for rate in of(document, ExchangeRate)
    ]
    assert [PageTotal(kind="listing", page=1, pages=9)] == of(document, PageTotal)
    assert [] == of(read(market, files[1])[1], PageTotal)


@pytest.mark.parametrize("number", _PROFILES)
def test_ratings_of_two_builds_are_read_alike(market: Market, files: list[Path], number: int) -> None:
    reviews = of(read(market, files[number])[1], Review)
    assert [row[0] for row in RATINGS] == [each.stars for each in reviews]
    assert [row[1] for row in RATINGS] == [each.comment for each in reviews]
    assert [row[2] for row in RATINGS] == [each.buyer_mask for each in reviews]
    assert [row[3] for row in RATINGS] == [each.age_raw for each in reviews]
    assert [Decimal(4), None, Decimal(12)] == [each.delivery_days or None for each in reviews]
    assert [row[6] for row in RATINGS] == [each.reply or None for each in reviews]


@pytest.mark.parametrize(("number", "slug"), list(zip(_PROFILES, VENDORS, strict=True)))
def test_an_account_whose_name_has_several_words(market: Market, files: list[Path], number: int, slug: str) -> None:
    (vendor,) = of(read(market, files[number])[1], Vendor)
    assert VENDORS[slug] == vendor.vendor
    assert date(2021, 3, 10 + len(slug) % 10) == vendor.member_since
    assert (len(slug), 200 + len(slug)) == (vendor.level, vendor.sales.value if vendor.sales else None)
    assert profile_of(slug) == vendor.profile
