"""Simulated Dream pages say what the states say: the project's own parser reads from them what the template states."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from simulator.dream import TEMPLATE
from simulator.dream.addresses import listing_path
from simulator.dream.dates import instant_text
from simulator.site import Request, Viewer
from tests.simulator.dream_states import INSTANTS, Market, market
from tests.support.stated import as_stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

CURRENCIES = ("USD", "EUR", "BTC", "CAD")
SIGNS = "abc deé èüößñçåøæÉÜÖÄÀÁÍÝÇØÅ€“”‘’–—…™•°±²½«»©®£¥§µ·¿¡→♕★🤤✔кшŁłőž.,;:!?'\"&<>()/%-+=*#@ \n"
"""Letters, and signs on both sides of U+00FF and of what cp1252 holds."""

ALIKE = frozenset(listing_path(number) for number in range(1002, 1075))
"""Listings that differ in their numbers only from others."""


def parsed(snapshot: Market, request: Request, viewer: Viewer) -> ParsedPage:
    context = PageContext(url=request.path, captured=parse_capture_time(instant_text(snapshot.instant)))
    return parse_page(TEMPLATE.page(snapshot, request, viewer).body, context)


def differences(stated: object, read: object, where: str) -> Iterator[str]:
    """Every field that differs: where it is, what the states say, what was read."""
    if isinstance(stated, dict) and isinstance(read, dict):
        for key in sorted(stated.keys() | read.keys()):
            yield from differences(stated.get(key, "absent"), read.get(key, "absent"), f"{where}.{key}")
    elif stated != read:
        yield f"{where}: expected {stated!r}, got {read!r}"


def compared(snapshot: Market, request: Request, viewer: Viewer, *, cards: bool = True) -> Iterator[str]:
    page = parsed(snapshot, request, viewer)
    expected = TEMPLATE.expected(snapshot, request, viewer)
    stated, read = (
        [one for one in records if cards or not of_shop(one)]
        for records in (expected.records, as_stated(json.loads(to_json(page.records))))
    )
    where = f"{request.path} in {viewer.currency}"
    yield from differences(expected.kind, page.kind, f"{where} kind")
    yield from differences(expected.issues, [issue.code for issue in page.issues], f"{where} issues")
    yield from differences([one["record"] for one in stated], [one["record"] for one in read], f"{where} records")
    for number, (left, right) in enumerate(zip(stated, read, strict=False)):
        yield from differences(left, right, f"{where} {number} {left['record']}")


def of_shop(record: dict[str, Any]) -> bool:
    """Tell whether a record of a vendor's page is one of its list of cards."""
    return "listing" in {record["record"], record.get("kind")}


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("at", INSTANTS)
def test_every_page_reads_as_the_states_have_it(at: str, currency: str) -> None:
    snapshot, viewer = market(INSTANTS[at]), Viewer(currency=currency)
    wrong = [
        line
        for kind, request in TEMPLATE.requests(snapshot, viewer)
        if request.path not in ALIKE
        for line in compared(snapshot, request, viewer, cards=not kind.startswith("vendor"))
    ]
    assert [] == wrong


@pytest.mark.parametrize(
    "path",
    [
        "/contactMember?member=Heidehof",
        "/contactMember?member=Heidehof&tab=ratings",
        "/contactMember?page=2&member=Grossist",
        "/contactMember?page=99&member=Grossist",
        "/contactMember?page=2&member=Grossist&tab=ratings",
    ],
)
def test_the_cards_on_a_vendors_page_read_as_the_states_have_them(path: str) -> None:
    assert [] == list(compared(market(INSTANTS["november"]), Request(path), Viewer()))


@pytest.mark.parametrize(
    "path",
    [
        "/viewProduct?offer=1.2",
        "/viewProduct?offer=x",
        "/viewProduct",
        "/contactMember?member=nobody",
        "/contactMember",
        "/?category=999",
        "/?category=x",
        "/?page=99&category=104",
        "/?page=0&category=175",
        "/nothing/here",
        "/?logout",
        "./?category=172",
        "/?q=pills&topsearch=topsearch",
    ],
)
def test_an_address_without_content_of_its_own_is_answered_as_the_market_does(path: str) -> None:
    assert [] == list(compared(market(INSTANTS["november"]), Request(path), Viewer()))


def test_an_empty_category_says_so() -> None:
    request = Request("/?category=119")
    expected = TEMPLATE.expected(market(INSTANTS["november"]), request, Viewer())
    assert ["empty_list"] == expected.issues
    assert {"record": "page_total", "kind": "listing", "total": 0} == expected.records[-1]
    assert [] == list(compared(market(INSTANTS["november"]), request, Viewer()))


@pytest.mark.parametrize("kind", ["login", "captcha", "session_lost", "maintenance", "error"])
@pytest.mark.parametrize("day", [0, 1, 2])
def test_a_wall_is_taken_for_what_it_is(kind: str, day: int) -> None:
    page = TEMPLATE.wall(kind, market(INSTANTS["april"] + day * 86_400))
    read = parse_page(page.body, PageContext(url="/"))
    assert (kind, "dream", kind, []) == (page.kind, read.market, read.kind, read.issues)


@given(text=st.text(SIGNS, min_size=1, max_size=60), account=st.sampled_from([2, 5, 8, 9]))
def test_texts_come_through_whether_they_are_mojibake_or_not(text: str, account: int) -> None:
    snapshot = market(INSTANTS["november"])
    vendor = replace(snapshot.vendors[0], account_id=account, terms=f"a {text}")
    listing = replace(snapshot.listings[0], vendor=vendor, title=f"T {text}", description=f"b {text}", shipping=())
    review = replace(snapshot.reviews[0], listing_id=listing.listing_id, vendor=vendor.handle, comment=f"c {text}")
    small = Market(snapshot.instant, [vendor], [listing], [review])
    assert [] == list(compared(small, Request(listing_path(listing.listing_id)), Viewer()))
