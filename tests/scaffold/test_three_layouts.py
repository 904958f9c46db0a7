"""What is drafted of a site with three layouts of offers, whose seller's numbers stand beside them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import Counter
from cryptodrug_scraper.page.records import UNSET, Listing, PageTotal, Review, Vendor
from cryptodrug_scraper.scaffold.answers import Answers, Part
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import answers_in, drafted, of, read_by
from tests.support.kajgade import (
    CATEGORIES,
    HOST,
    OFFERS,
    RATINGS,
    SELLERS,
    Offer,
    left_out,
    sales,
    save_ledger,
    save_pages,
    tags,
)

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
    with drafted("kajgade", list(files.values()), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, files: dict[str, Path], address: str) -> Document:
    """What the drafted reader says of a page."""
    context = PageContext(f"{HOST}{address}", CaptureTime.at(datetime(2018, 9, 7, 20, tzinfo=UTC)))
    return read_by(market, files[address].read_bytes(), context)[1]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.own)
def test_the_title_is_read_in_each_layout_and_the_word_above_the_seller_is_none(
    market: Market, files: dict[str, Path], offer: Offer
) -> None:
    (found,) = [
        each
        for each in of(read(market, files, f"/index.php?page=vare&id={offer.own}"), Listing)
        if each.seen_on == "page"
    ]
    assert (offer.title, SELLERS[offer.seller]) == (found.title, found.vendor)
    own, name = CATEGORIES[OFFERS.index(offer) // 3]
    assert (own, [name]) == (found.category_id, found.category_path)  # and not the menu that all pages have


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.own)
def test_what_is_said_beside_the_seller_is_the_sellers(market: Market, files: dict[str, Path], offer: Offer) -> None:
    document = read(market, files, f"/index.php?page=vare&id={offer.own}")
    (seller,), found = of(document, Vendor), of(document, Listing)[0]
    assert ("listing", SELLERS[offer.seller], 3 + offer.seller) == (seller.seen_on, seller.vendor, seller.level)
    assert Counter(value=sales(offer.seller)) == seller.sales
    assert Counter(value=int(offer.own) % 17) == found.sold


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.own)
def test_the_sellers_ratings_are_no_total_and_older_ones_are_left_out(
    market: Market, files: dict[str, Path], offer: Offer
) -> None:
    totals = of(read(market, files, f"/index.php?page=vare&id={offer.own}"), PageTotal)
    assert [(UNSET, left_out(offer))] == [(each.total, each.hidden) for each in totals]


def test_a_time_stands_alone_and_days_of_delivery_beside_it(market: Market, files: dict[str, Path]) -> None:
    for offer in OFFERS:
        found = of(read(market, files, f"/index.php?page=vare&id={offer.own}"), Review)
        expected = RATINGS[offer.layout :]
        assert [(each.buyer, each.age, Decimal(each.days)) for each in expected] == [
            (each.buyer_mask, each.age_raw, each.delivery_days) for each in found
        ]


def test_the_sites_own_words_are_no_comment_and_answers_are_read_behind_a_break(
    market: Market, files: dict[str, Path]
) -> None:
    for offer in OFFERS:
        found = of(read(market, files, f"/index.php?page=vare&id={offer.own}"), Review)
        assert [(each.comment, each.reply, each.comment is None) for each in RATINGS[offer.layout :]] == [
            (each.comment, each.reply or None, each.is_default_comment) for each in found
        ]


def test_each_element_of_a_list_that_was_answered_is_read_and_each_number_of_two(
    files: dict[str, Path], tmp_path: Path
) -> None:
    answers = Answers(
        listing=Part(places={"span.etiket": "tags", "img.mynt@src": "accepted_coins"}),
        vendor=Part(labels={"Tvister": "disputes orders"}),
    )
    with drafted("kajgade", list(files.values()), tmp_path, answers=answers) as made:
        for offer in OFFERS:
            found = of(read(made, files, f"/index.php?page=vare&id={offer.own}"), Listing)[0]
            assert (tags(offer), ["BTC", "XMR"]) == (found.tags, found.accepted_coins)
        for number, name in enumerate(SELLERS):
            (seller,) = of(read(made, files, f"/index.php?page=butik&navn={quote_plus(name)}"), Vendor)
            assert (number + 1, number + 811) == (seller.disputes, seller.orders)


def test_a_price_that_is_answered_with_the_others_is_read_once(files: dict[str, Path], tmp_path: Path) -> None:
    answers = Answers(card=Part(places={"b": "price prices"}))
    with drafted("kajgade", list(files.values()), tmp_path, answers=answers) as made:
        cards = of(read(made, files, f"/index.php?page=liste&k={CATEGORIES[0][0]}"), Listing)
        assert [[offer.price for offer in OFFERS[:3]]] == [
            [str(each.price.amount).replace(".", ",") for each in cards if each.price]
        ]
        assert [1, 1, 1] == [len(each.prices or ()) for each in cards]


def test_entries_that_the_author_names_are_read_whatever_they_look_like(files: dict[str, Path], tmp_path: Path) -> None:
    address, ledger = save_ledger(next(iter(files.values())).parent)
    every = {**files, address: ledger}
    answers = Answers(pages={"regnskab.html": "category_list"}, blocks={"table.bog tbody": "card", "table.none tr": ""})
    with drafted("kajgade", list(every.values()), tmp_path / "project", answers=answers) as made:
        cards = of(read(made, every, address), Listing)
        assert [(each.own, each.title, SELLERS[each.seller]) for each in OFFERS[2:7]] == [
            (each.listing_id, each.title, each.vendor) for each in cards
        ]
        assert all(each.price for each in cards)
        others = of(read(made, every, f"/index.php?page=liste&k={CATEGORIES[0][0]}"), Listing)
        assert [each.title for each in OFFERS[:3]] == [each.title for each in others]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [({"table.none tr": "card"}, "table.none tr"), ({"table.bog tr": "tag"}, "card"), ({"<": "card"}, "<")],
)
def test_blocks_that_no_page_has_or_that_cannot_be_are_refused(
    files: dict[str, Path], tmp_path: Path, said: dict[str, str], wrong: str
) -> None:
    blocks = "".join(f'"{key}" = "{value}"\n' for key, value in said.items())
    with pytest.raises(ConfigurationError, match=re.escape(wrong)):
        look_at(list(files.values()), answers_in(tmp_path, f"[blocks]\n{blocks}"))


def test_totals_are_read_beside_the_number_of_the_page_and_alone(market: Market, files: dict[str, Path]) -> None:
    found = [of(read(market, files, f"/index.php?page=liste&k={own}"), PageTotal) for own, _ in CATEGORIES]
    assert [[(3, UNSET)], [(31, 11)], [(32, 11)]] == [[(each.total, each.pages) for each in page] for page in found]


def test_a_crawl_begins_where_all_pages_link_first_if_no_address_of_a_list_is_known(market: Market) -> None:
    module, _, name = (market.spider or "").partition(":")
    (start,) = getattr(import_module(module), name).starts
    assert "/forside" == start.url


def test_names_with_blanks_are_read_from_queries(market: Market, files: dict[str, Path]) -> None:
    address = "/index.php?page=butik&navn=Bom+%26+Bro"
    sold = of(read(market, files, address), Listing)
    assert [offer.title for offer in OFFERS if offer.seller == 1] == [each.title for each in sold]
    assert {"Bom & Bro"} == {each.vendor for each in sold}
