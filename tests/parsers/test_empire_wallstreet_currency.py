"""The currency in which an account sees a market, where it has chosen to see coins only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Listing, Money, Review, Site

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
CODES = b"USD|EUR|GBP|CAD|AUD"
SIGNS = CODES + rb"|\xe2\x82\xac|&euro;|\xc2\xa3|&pound;|\$"
FIAT = {
    "empire": re.compile(rb"\b(?:" + CODES + rb")(\s*(?:<a>)?\s*)[\d,]+\.\d\d\b"),
    "wallstreet": re.compile(rb"(?:SIGN)\s?\d[\d.,']*|\d[\d.,']*\s?(?:SIGN)".replace(b"SIGN", SIGNS)),
}
COIN = {"empire": rb"BTC\g<1>0.012345", "wallstreet": rb"0.012345 BTC"}
HEAD = {"empire": b"right-content", "wallstreet": b"<body"}
PRICED = [
    case
    for market in ("empire", "wallstreet")
    for case in cases_below(ROOT / market)
    if any(record["record"] == "site" and record.get("display_currency") for record in case.expected["records"])
]


def in_coins(case: Case) -> bytes:
    """The page of a case as an account sees it that has chosen Bitcoin as its currency."""
    start = case.body.index(HEAD[case.market])
    content, count = FIAT[case.market].subn(COIN[case.market], case.body[start:])
    assert count
    return case.body[:start] + content


def currency_on(body: bytes, case: Case) -> object:
    (site,) = [record for record in parse_page(body, case.context).records if isinstance(record, Site)]
    return site.display_currency


@pytest.mark.parametrize("case", PRICED, ids=lambda case: f"{case.market}/{case.kind}/{case.folder.name}")
def test_a_page_with_prices_in_a_coin_only_is_displayed_in_that_coin(case: Case) -> None:
    page = parse_page(in_coins(case), case.context)
    amounts = [
        price
        for record in page.records
        if isinstance(price := record.price if isinstance(record, Listing) else getattr(record, "amount", None), Money)
    ]
    assert {amount.currency for amount in amounts} <= {"BTC"}
    assert currency_on(in_coins(case), case) == "BTC"
    assert [issue["code"] for issue in case.expected["issues"]] == [issue.code for issue in page.issues]


def test_the_currency_of_an_account_is_never_the_coin_that_stands_beside_it() -> None:
    found = {case.name: currency_on(case.body, case) for case in PRICED}
    assert {} == {name: currency for name, currency in found.items() if currency not in {"EUR", "USD", "GBP"}}


@pytest.mark.parametrize(
    ("name", "unreadable"),
    [
        ("empire/category_list/middle_page_full_menu", rb'(<p class="bold padp">)USD <a>[\d.,]+</a>'),
        ("empire/vendor_feedback/positive_middle_page", rb"(<br>\s*)USD [\d.,]+"),
    ],
)
def test_a_first_price_that_cannot_be_read_does_not_hide_the_currency_of_the_others(
    name: str, unreadable: bytes
) -> None:
    body, count = re.subn(unreadable, rb"\1asked", (ROOT / name / "body.html").read_bytes(), count=1)
    assert count == 1
    page = parse_page(body)
    (site,) = [record for record in page.records if isinstance(record, Site)]
    assert site.display_currency == "USD"
    first = next(record for record in page.records if isinstance(record, (Listing, Review)))
    price = first.price if isinstance(first, Listing) else first.amount
    assert price is None or (isinstance(price, Money) and price.currency == "BTC")


@pytest.mark.parametrize("case", PRICED, ids=lambda case: f"{case.market}/{case.kind}/{case.folder.name}")
def test_a_price_that_cannot_be_read_gives_way_to_none_in_a_coin(case: Case) -> None:
    start = case.body.index(HEAD[case.market])
    page = parse_page(case.body[:start] + FIAT[case.market].sub(b"kr 12", case.body[start:]), case.context)
    listings = [record for record in page.records if isinstance(record, Listing)]

    assert [] == [listing.price for listing in listings if isinstance(listing.price, Money)]
    told = not listings or case.kind == "vendor_offers"  # where a row need not have a price
    assert told or "field_unreadable" in [issue.code for issue in page.issues]
    (site,) = [record for record in page.records if isinstance(record, Site)]
    assert site.display_currency != "BTC"
