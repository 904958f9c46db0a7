"""What is known is what the pages that were loaded said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.crawl.revisit.database import read_knowledge
from cryptodrug_scraper.crawl.revisit.known import GONE, Knowledge, KnownCard, KnownPage
from cryptodrug_scraper.crawl.revisit.rules import Rules
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import (
    Counter,
    Listing,
    Money,
    PageTotal,
    Place,
    Rating,
    Record,
    Review,
    StarCounts,
    Vendor,
)
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Know = Callable[..., Knowledge]
    Page = tuple[Capture, ParsedPage]

NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
BELGIUM = Place("Belgium", "country", ["BE"], [])
NOT_GERMANY = Place("WW", "world", ["WORLD"], ["DE"])


def ago(**age: float) -> datetime:
    return NOW - timedelta(**age)


def page(url: str, at: datetime, kind: str, *records: Record, market: str = "dream") -> Page:
    capture = Capture(
        body=f"<html>{url} {at}</html>".encode(),
        origin=Origin("archive", "crawl.warc.gz", 0),
        url=f"http://abc.onion{url}",
        captured=CaptureTime.at(at),
        time_source="warc",
        http_status=200,
    )
    return capture, ParsedPage(market, kind, "utf-8", complete=True, records=list(records))


def listing(price: str, seen_on: str = "card", vendor: str = "grower") -> Listing:
    return Listing(
        listing_id="7", title="5g hash", title_cut=seen_on == "card", seen_on=seen_on,  # type: ignore[arg-type]  # a word
        vendor=vendor, price=Money(Decimal(price), "EUR"), ships_from=BELGIUM, ships_to=NOT_GERMANY, sold=Counter(3),
        views=90,
    )  # fmt: skip


@pytest.fixture
def know(database: Database) -> Know:
    """Load pages, each with the parser version that comes with it if any does, and read what is known of Dream."""

    def run(*pages: Page, version: str = "1.0") -> Knowledge:
        with database.engine.connect() as connection:
            load(connection, [batch_of(pages, version)])
            return read_knowledge(connection, "dream", NOW, Rules())

    return run


def test_an_empty_database_knows_only_the_shocks_of_calendars(know: Know) -> None:
    known = know()

    assert ({}, {}, {}) == (known.pages, known.cards, known.vendors)
    assert (date(2019, 3, 26), date(2019, 3, 26)) in known.shocks  # an announcement
    assert not [first for first, _ in known.shocks if first < date(2019, 1, 1)]  # an opening, a first scrape


def test_of_a_page_the_newest_reading_is_known(know: Know) -> None:
    reviews = [Review(vendor="grower", position=place) for place in (1, 2)]
    known = know(
        page("/offer/7", ago(days=9), "listing", listing("100", "page", "old")),
        page("/offer/7", ago(days=2), "listing", listing("100", "page"), *reviews),
        page("/member/grower/2", ago(days=3), "vendor_feedback", Vendor(vendor="grower", seen_on="page"), *reviews,
             PageTotal(kind="review", page=2)),
        page("/offer/8", ago(days=5), GONE),
    )  # fmt: skip

    assert {
        "/offer/7": KnownPage("listing", ago(days=2), "7", "grower", 2),
        "/member/grower/2": KnownPage("vendor_feedback", ago(days=3), None, "grower", 2, 2),
        "/offer/8": KnownPage(GONE, ago(days=5)),
    } == known.pages


def test_walls_cut_pages_lists_other_markets_and_other_times_are_not_known(know: Know) -> None:
    cut = page("/offer/1", ago(days=1), "listing", listing("100", "page"))
    cut[1].complete = False
    known = know(
        cut,
        page("/offer/2", ago(days=1), "login"),
        page("/?category=1", ago(days=1), "category_list", listing("100")),
        page("/offer/4", ago(days=1), "listing", listing("100", "page"), market="empire"),
        page("/offer/5", ago(days=-1), "listing", listing("100", "page")),
        page("/offer/6", ago(days=361), "listing", listing("100", "page")),
    )

    assert {} == known.pages


def test_the_card_that_is_known_is_the_newest_before_the_listings_page(know: Know) -> None:
    known = know(
        page("/?category=1", ago(days=15), "category_list", listing("80")),
        page("/?category=1", ago(days=8), "category_list", listing("90")),
        page("/member/grower", ago(days=7.5), "vendor_profile", listing("95")),
        page("/offer/7", ago(days=7), "listing", listing("90.01", "page")),
        page("/?category=1", ago(days=1), "category_list", listing("120")),
    )

    card = KnownCard("5g hash", True, "grower", Decimal(90), "EUR", ("BE",), ("WORLD",), 3, 90)  # noqa: FBT003  # of a tuple
    assert {"7": card} == known.cards


def test_a_card_long_before_the_listings_page_is_no_base_for_comparison(know: Know) -> None:
    known = know(
        page("/?category=1", ago(days=30), "category_list", listing("80")),
        page("/offer/7", ago(days=7), "listing", listing("90", "page")),
    )

    assert {} == known.cards


def test_a_vendor_is_known_by_its_profile_its_cards_and_the_origins_of_its_listings(know: Know) -> None:
    bands = [StarCounts("newer_1m", [0, 0, 1, 4, 40]), StarCounts("older", [1, 1, 1, 1, 500])]
    profile = Vendor(
        vendor="grower", seen_on="page", sales=Counter(700, exact=False), level=4, rating=Rating(Decimal("4.9"), 5),
        star_counts=bands,
    )  # fmt: skip
    cards = [Vendor(vendor="grower", seen_on="card", sales=Counter(count)) for count in (600, 650, 720)]
    known = know(
        page("/member/grower", ago(days=20), "vendor_profile", profile),
        *(page("/", ago(days=days), "home", card) for days, card in zip((40, 30, 1), cards, strict=True)),
        page("/?category=1", ago(days=60), "category_list", listing("80")),
    )

    vendor = known.vendors["grower"]
    assert (700, 4, Decimal("4.9")) == (vendor.sales, vendor.level, vendor.rating)
    assert 45 == vendor.monthly
    assert (650, ago(days=30)) == vendor.counted
    assert frozenset({"BE"}) == vendor.origins


def test_a_reading_that_a_newer_parser_has_replaced_is_not_known(know: Know) -> None:
    old = page("/offer/7", ago(days=2), "listing", listing("100", "page", "misread"))
    new = page("/offer/7", ago(days=2), "listing", listing("100", "page"))
    know(old, version="1.0")
    known = know(new, version="1.1")

    assert "grower" == known.pages["/offer/7"].vendor
