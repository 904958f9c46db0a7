"""A draft whose records say something else than it should is told, and one that says the like is not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from cryptodrug_scraper.cases.attempts import draft_like
from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.cases.compared import compared, groups_of
from cryptodrug_scraper.cases.known_words import SiteWords, words_of
from cryptodrug_scraper.cases.value_rules import Outcome
from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.records import ExchangeRate, Interval, Listing, Money, PageTotal, Place, Review, Vendor

if TYPE_CHECKING:
    from cryptodrug_scraper.cases.case import Case

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
DAYS = timedelta(days=40)
THEN = datetime(2019, 1, 3, 14, 5, tzinfo=UTC)
SITE = SiteWords.of(["Ships from", "gram", "Default"])
DAMAGED = {"issue invalid_bytes", "issue field_unreadable", "vendor.pgp_fingerprint"}
"""What is whole in a draft, and on some fixtures is not."""


def listing(**changed: Any) -> Listing:
    """The offer of a page, or of a draft."""
    known: dict[str, Any] = {
        "listing_id": "881230",
        "title": "Marokkansk hash, 10 gram",
        "title_cut": False,
        "seen_on": "page",
        "vendor": "fyrmester",
        "price": Money(Decimal("649.50"), "DKK"),
        "price_unit": "gram",
        "ships_to": Place("Danmark, Sverige", "multi", ["DK", "SE"], []),
        "tags": ["dansk", "frisk"],
    }
    return Listing(**(known | changed))


LIKE = {
    "listing_id": "402117",
    "title": "Kihovecotu hash, 10 gram",
    "vendor": "zixobafum",
    "price": Money(Decimal("801.20"), "DKK"),
    "tags": ["vepat", "gofun"],
}


def read(*records: Any, facts: ListingFacts | None = None) -> ParsedPage:
    page = ParsedPage("havnetorv", "listing", "utf-8", complete=True, records=list(records))
    if facts is not None:
        page.facts[0] = facts
    return page


def told(page: ParsedPage, draft: ParsedPage) -> list[tuple[str, str]]:
    return [(group.first.name, group.first.why) for group in groups_of(compared(page, draft, SITE, DAYS))]


def test_values_that_are_alike_like_or_meant_to_change_are_counted_and_not_told() -> None:
    found = compared(read(listing()), read(listing(**LIKE)), SITE, DAYS)
    assert not groups_of(found)
    outcomes = {each.name: each.outcome for each in found}
    assert outcomes["listing.price.amount"] is Outcome.LIKE
    assert outcomes["listing.price.currency"] is Outcome.ALIKE
    assert outcomes["listing.price_unit"] is Outcome.ALIKE
    assert outcomes["listing.title"] is Outcome.MEANT
    assert outcomes["listing.tags[2]"] is Outcome.MEANT
    assert outcomes["listing.ships_to.codes[2]"] is Outcome.ALIKE


@pytest.mark.parametrize(
    ("changed", "name", "why"),
    [
        ({"price": Money(Decimal("801.20"), "EUR")}, "listing.price.currency", "what readers know became another"),
        ({"price": Money(Decimal("801.2"), "DKK")}, "listing.price.amount", "it has another number of decimals"),
        ({"price": Money(Decimal("8012.00"), "DKK")}, "listing.price.amount", "it is of another magnitude"),
        ({"price": None}, "listing.price.amount", "the draft does not state it"),
        ({"title": "Marokkansk hash, 10 gram"}, "listing.title", "it stayed as it is on the page"),
        ({"title": "Kihovecotu hash"}, "listing.title", "it has another number of words or lines"),
        ({"vendor": "fyrmester"}, "listing.vendor", "it stayed as it is on the page"),
        ({"listing_id": "881230"}, "listing.listing_id", "it stayed as it is on the page"),
        ({"price_unit": "zofam"}, "listing.price_unit", "words that readers know became others"),
        ({"tags": ["vepat"]}, "listing.tags.length", "what readers know became another"),
        ({"tags": ["vepat", "vepat"]}, "listing.tags[2]", "two different ones became one"),
        (
            {"ships_to": Place("Danmark, Zoveri", "multi", ["DK"], [])},
            "listing.ships_to.codes[2]",
            "the draft does not state it",
        ),
        ({"stock": None}, "listing.stock", "only the draft states it"),
    ],
)
def test_what_differs_where_it_should_not_is_told(changed: dict[str, Any], name: str, why: str) -> None:
    assert (name, why) in told(read(listing()), read(listing(**(LIKE | changed))))


def test_a_rate_that_is_not_near_what_it_was_is_told() -> None:
    page, near, far = (
        read(ExchangeRate(base="BTC", quote="USD", rate=Decimal(rate))) for rate in ("9404.78", "6982.57", "4382.57")
    )
    assert not told(page, near)
    assert told(page, far) == [("exchange_rate.rate", "it is of another magnitude")]


def test_a_total_that_no_longer_fills_its_pages_is_told() -> None:
    page, near, far = (read(PageTotal(kind="listing", total=total, pages=15)) for total in (449, 423, 332))
    assert not told(page, near)
    assert told(page, far) == [("page_total.total and pages", "rows and pages no longer agree")]


def test_one_name_that_becomes_two_is_told() -> None:
    page = read(listing(), Vendor(vendor="fyrmester", seen_on="listing"))
    draft = read(listing(**LIKE), Vendor(vendor="kubawon", seen_on="listing"))
    assert told(page, draft) == [("vendor.vendor", "one became two different ones")]


def test_a_time_that_moves_otherwise_is_told() -> None:
    def rating(time: datetime) -> Review:
        return Review(vendor=None, position=1, occurred=Interval(time, time + timedelta(minutes=1)))

    assert not told(read(rating(THEN)), read(rating(THEN + DAYS + timedelta(hours=7))))
    assert told(read(rating(THEN)), read(rating(THEN + timedelta(days=9)))) == [
        ("review.occurred.start", "it moved otherwise than other times"),
        ("review.occurred.end", "it moved otherwise than other times"),
    ]


def test_what_is_sold_is_compared_too() -> None:
    page = read(listing(), facts=ListingFacts("Cannabis", "title", "cannabis_resin", Decimal(10)))
    draft = read(listing(**LIKE), facts=ListingFacts("Ecstasy", "title", "mdma", Decimal(10)))
    assert told(page, draft) == [
        ("listing.sold.drug_class", "what readers know became another"),
        ("listing.sold.substance", "what readers know became another"),
    ]


def test_records_that_are_missing_are_told_once_and_not_field_by_field() -> None:
    assert told(read(listing(), listing(listing_id="5")), read(listing(**LIKE))) == [
        ("listing.records", "another number of records")
    ]


def test_values_of_one_field_that_differ_for_one_reason_are_one_group() -> None:
    page = read(listing(tags=["frisk", "blød", "mørk"]))
    groups = groups_of(compared(page, read(listing(**(LIKE | {"tags": ["frisk", "blød", "mørk"]}))), SITE, DAYS))
    assert [(group.first.name, group.first.before, group.count) for group in groups] == [
        ("listing.tags[1]", "frisk", 3)
    ]


CASES = [case for case in cases_below(FIXTURES) if case.expected["market"] is not None]
LANGUAGES = [
    case
    for case in CASES
    if case.name.endswith(("_de", "_fr", "_es", "_it", "_nl", "_br")) and case.kind in {"listing", "category_list"}
]


@pytest.mark.parametrize("case", LANGUAGES[::2], ids=[case.name for case in LANGUAGES[::2]])
def test_drafts_of_pages_in_other_languages_are_read_alike(case: Case) -> None:
    captured = case.context.captured
    page = parse_page(case.body, PageContext(None, captured))
    made = draft_like(case.body, page, words_of(market_named(case.market)), captured, case.name.encode())
    assert {group.first.name for group in made.to_look_at} <= DAMAGED
    counts = Counter(each.outcome for each in made.fields)
    assert counts[Outcome.ALIKE] > counts[Outcome.LIKE] > 0


@pytest.mark.parametrize("seed", [107, 111, 143, 147])
def test_a_page_of_which_more_than_half_of_the_draws_are_read_otherwise_is_drafted_like_it(seed: int) -> None:
    body = (FIXTURES / "empire" / "vendor_pgp" / "words_around" / "body.html").read_bytes()
    page = parse_page(body, PageContext(None, None))
    assert draft_like(body, page, words_of(market_named("empire")), None, bytes([seed])).differences == []


def test_every_value_of_a_record_is_compared() -> None:
    said = msgspec.to_builtins(listing())
    names = {
        each.field.partition(".")[0].partition("[")[0]
        for each in compared(read(listing()), read(listing()), SITE, DAYS)
    }
    assert said.keys() - {"record"} <= names
