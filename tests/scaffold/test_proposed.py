"""What is proposed from the saved pages of a market that the program has never seen, and the readers drafted of it."""

from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parsed import WALLS, PageContext
from cryptodrug_scraper.page.records import Category, Interval, Listing, Money, Place, Review, Stock, Vendor
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import drafted, of, read_by
from tests.support.havnetorv import CATEGORIES, HOST, KEY, PAGES, RATINGS, WARES, kind_of, save_mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.market import Market


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    """The market as it is drafted from its mirror alone."""
    root = save_mirror(tmp_path_factory.mktemp("mirror"))
    with drafted("havnetorv", sorted(root.rglob("*.html")), tmp_path_factory.mktemp("project")) as made:
        yield made


def read(market: Market, name: str) -> Document:
    """What the drafted reader says of a page at its address."""
    path = name.removesuffix("index.html").rstrip("/")
    context = PageContext(f"http://{HOST}/{path}", parse_capture_time("2019-02-03T12:00:00Z"))
    return read_by(market, PAGES[name].encode(), context)[1]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_claimed_and_told(market: Market, name: str) -> None:
    kind, _ = read_by(market, PAGES[name].encode(), PageContext())
    expected = kind_of(name)
    assert ("category_list" if expected == "home" else expected) == kind  # the first page is built as lists are
    assert market.claims(PAGES[name].encode())


def test_categories_have_their_paths_and_two_of_one_name_stay_two(market: Market) -> None:
    assert CATEGORIES == {row.category_id: row.path for row in market.taxonomy.rows}
    found = of(read(market, "gruppe/20"), Category)
    assert CATEGORIES == {each.category_id: tuple(each.category_path) for each in found}
    assert {"20": 58, "21": 41, "22": 9, "32": 8, "30": 7, "31": 7} == {
        each.category_id: each.listing_count for each in found
    }


def test_cards_give_what_lists_print(market: Market) -> None:
    cards = of(read(market, "gruppe/20"), Listing)
    wares = [WARES[at] for at in (0, 1, 3)]
    assert [(ware.number, ware.title, ware.seller) for ware in wares] == [
        (card.listing_id, card.title, card.vendor) for card in cards
    ]
    assert [Money(Decimal(amount), "DKK") for amount in ("649.50", "85.00", "420.00")] == [card.price for card in cards]
    assert [1204, 87, 311] == [card.sold.value if card.sold else None for card in cards]


@pytest.mark.parametrize("number", range(len(WARES)))
def test_an_offer_gives_what_its_page_labels(market: Market, number: int) -> None:
    ware = WARES[number]
    document = read(market, f"vare/{ware.number}")
    (listing,) = of(document, Listing)
    assert (ware.number, ware.title, ware.seller) == (listing.listing_id, listing.title, listing.vendor)
    assert isinstance(listing.price, Money)
    assert isinstance(listing.ships_from, Place)
    assert isinstance(listing.ships_to, Place)
    assert ware.price.removesuffix(" kr.").replace(".", "").replace(",", ".") == str(listing.price.amount)
    assert (ware.origin, ware.targets) == (listing.ships_from.raw, listing.ships_to.raw)
    assert Stock(value=int(ware.left)) == listing.stock
    assert ware.text == listing.description
    assert "unknown_label" not in {issue.code for issue in document.issues}


def test_what_is_a_guess_is_marked_with_its_evidence(market: Market) -> None:
    text = Path(inspect.getfile(market.readers["listing"])).read_text(encoding="utf-8")
    assert "# CHECK: several currencies are written so" in text
    assert '"Levering": "CHECK: it looks like age (on 4 of 4)"' in text
    assert 'case "Sendes fra":  # on 4 of 4, 4 of 4 read as place' in text


def test_an_account_gives_days_day_first_and_its_share(market: Market) -> None:
    (vendor,) = of(read(market, "handlende/fyrmester/index.html"), Vendor)
    assert ("fyrmester", date(2018, 3, 11), date(2019, 2, 2)) == (
        vendor.vendor,
        vendor.member_since,
        vendor.last_active,
    )
    assert Decimal("98.7") == vendor.positive_share
    assert KEY == vendor.pgp_key


def test_ratings_are_read_in_their_order(market: Market) -> None:
    document = read(market, "handlende/fyrmester/karakterer")
    reviews = of(document, Review)
    assert [row[0] for row in RATINGS["fyrmester"]] == [review.buyer_mask for review in reviews]
    assert [row[2] for row in RATINGS["fyrmester"]] == [review.comment for review in reviews]
    assert [1, 2, 3, 4] == [review.position for review in reviews]
    assert {"fyrmester"} == {review.vendor for review in reviews}
    assert Money(Decimal("1299.00"), "DKK") == reviews[1].amount
    assert isinstance(reviews[1].occurred, Interval)
    assert datetime(2019, 1, 28, 7, 55, tzinfo=UTC) == reviews[1].occurred.start


def test_links_lead_to_the_kinds_that_are_known(market: Market) -> None:
    links = {(link.kind, link.url) for link in read(market, "gruppe/20").links}
    assert {
        ("listing", "/vare/kk407007"),
        ("vendor_profile", "/handlende/fyrmester"),
        ("category_list", "/gruppe/31"),
        ("category_list", "/gruppe/20?side=2"),
    } <= links
    assert ("vendor_feedback", "/handlende/fyrmester/karakterer") in {
        (link.kind, link.url) for link in read(market, "handlende/fyrmester/index.html").links
    }


def test_pages_without_addresses_are_told_and_read_too(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    for number, page in enumerate(PAGES.values()):
        (saved / f"side-{number}.html").write_text(page, encoding="utf-8")
    with drafted("havnetorv", sorted(saved.iterdir()), tmp_path / "project") as market:
        for name, page in PAGES.items():
            kind, document = read_by(market, page.encode(), PageContext())
            expected = kind_of(name)
            assert kind == ("category_list" if expected == "home" else expected), name
            assert document.records or kind in WALLS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("THIS HIDDEN SITE HAS BEEN SEIZED", "seized"),
        ("Diese Seite wurde beschlagnahmt", "seized"),
        ("Siden er beslaglagt af politiet", "seized"),
        ("We are back soon: maintenance", "maintenance"),
        ("Hej med jer", "unknown"),
    ],
)
def test_a_notice_is_told_by_its_words_in_several_languages(text: str, kind: str, tmp_path: Path) -> None:
    (tmp_path / "notice.html").write_text(f"<html><head><title>x</title></head><body><h1>{text}</h1></body></html>")
    (page,) = look_at([tmp_path / "notice.html"]).pages
    assert (kind, False) == (page.kind, page.is_sure)


def test_lists_in_two_layouts_are_read_in_the_most_frequent_one_with_a_mark(tmp_path: Path) -> None:
    saved = save_mirror(tmp_path)
    other = PAGES["gruppe/20"].replace('<article class="vare">', '<div class="kort">').replace("</article>", "</div>")
    (saved / "gruppe" / "22.html").write_text(other, encoding="utf-8")
    with drafted("havnetorv", sorted(saved.rglob("*.html")), tmp_path / "project") as market:
        text = Path(inspect.getfile(market.readers["listing"])).read_text(encoding="utf-8")
        assert 3 == len(of(read(market, "gruppe/20"), Listing))
    assert "# CHECK: they are so on 3 of 4 pages: others have another layout" in text
