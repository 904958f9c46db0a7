"""The frame of Dream Market's pages: the exchange table by its cells, and the currency in which an account reckons."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import UNSET, ExchangeRate, Shown, Site

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

CONTENT = {
    "home": '<div class="shop"></div>',
    "category_list": '<div class="shop"><div class="title">Weed (0)</div></div>',
    "listing": '<div class="viewProduct"><div class="title">Haze</div></div>',
    "vendor_profile": '<div class="contactMember"><div class="profileNotes"></div></div>',
    "vendor_feedback": (
        '<div class="contactMember"><div class="profileNotes"></div><table class="ratingTable"></table></div>'
    ),
}


def page(rows: str, *, wallet: str = "", content: str = CONTENT["category_list"], title: str = "Dream Market") -> bytes:
    """A page with an exchange table, its tags without white space between them."""
    balance = f"<li class='walletItem '><a href='./wallet'><div>Bitcoin (BTC)</div>{wallet}</a></li>"
    header = f"<div class='naviHeader'><ul><li><a href='./profile'>mill</a></li>{balance}</ul></div>"
    bar = f"<div class='sidebar browse'><div class='exchangeRateListing'><table class=''>{rows}</table></div></div>"
    main = f"<div class='main'>{header}{bar}<div class='content'>{content}</div></div>"
    return f"<html><head><title>{title}</title></head><body>{main}</body></html>".encode()


def row(quote: str, rate: str, *, mark: str = "", style: str = "") -> str:
    link = f'<a href="#">{quote}</a>'
    return f'<tr class="{style}"><td class="curtd {mark}"></td><td class="cur">{link}</td><td>{rate}</td></tr>'


def rates(read: ParsedPage) -> dict[str, Decimal | None]:
    return {record.quote: record.rate for record in read.records if isinstance(record, ExchangeRate)}


def currency(read: ParsedPage) -> Shown[str]:
    (site,) = [record for record in read.records if isinstance(record, Site)]
    return site.display_currency


def test_rates_are_read_where_no_white_space_stands_between_the_cells() -> None:
    read = parse_page(page(row("BTC", "1.0") + row("EUR", "4620.1") + row("TRY", "1'234.5") + row("mBCH", "15084.0")))

    assert {"EUR": Decimal("4620.1"), "TRY": Decimal("1234.5")} == rates(read)
    assert ["empty_list"] == [issue.code for issue in read.issues]


def test_a_row_of_another_form_is_reported_and_the_others_are_read() -> None:
    rows = row("EUR", "4620.1") + "<tr><td>GBP</td></tr>" + row("USD", "many") + "<tr></tr>" + row("CAD", "6939.5")
    read = parse_page(page(rows))

    assert {"EUR": Decimal("4620.1"), "USD": None, "CAD": Decimal("6939.5")} == rates(read)
    assert ["rate: 'GBP'", "rate of USD: 'many'"] == [
        issue.detail for issue in read.issues if issue.code == "field_unreadable"
    ]


@pytest.mark.parametrize("kind", CONTENT)
@pytest.mark.parametrize(
    ("rows", "wallet", "expected"),
    [
        (row("BTC", "1.0") + row("USD", "5275.1"), "฿0", "BTC"),
        (row("BTC", "1.0", mark="chosen ") + row("USD", "5275.1"), "฿0.0312", "BTC"),
        (row("BTC", "1.0", style="choosen") + row("USD", "5275.1"), "", "BTC"),
        (row("mBTC", "1000.0", mark=" chosen") + row("USD", "5275.1"), "mBTC 31.2", "BTC"),
        (row("BTC", "1.0") + row("USD", "5275.1", mark="chosen"), "$0.00", "USD"),
        (row("BTC", "1.0") + row("EUR", "4620.1", style="choosen"), "€0.00", "EUR"),
        (row("BTC", "1.0") + row("EUR", "4620.1"), "€0.00", "EUR"),
        (row("BTC", "1.0") + row("XMR", "88.3", mark="chosen"), "XMR 0", "XMR"),
        (row("BTC", "1.0") + row("USD", "5275.1"), "", UNSET),
    ],
)
def test_every_page_tells_the_currency_in_which_its_account_reckons(
    kind: str, rows: str, wallet: str, expected: Shown[str]
) -> None:
    title = "Welcome" if kind == "home" else "Dream Market"
    read = parse_page(page(rows, wallet=wallet, content=CONTENT[kind], title=title))

    assert kind == read.kind
    assert expected == currency(read)
