"""Empire Market's parser: its small readers, seen through whole pages."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import (
    UNSET,
    Counter,
    ExternalRating,
    Issue,
    Listing,
    Money,
    PriceTier,
    Record,
    Review,
    ShippingOption,
    Site,
    Stock,
    Vendor,
)
from parsers.empire.stock import parse_stock, smaller

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "empire"
CASES = sorted(body.parent for body in FIXTURES.glob("*/*/body.html"))


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (FIXTURES / case / "body.html").read_bytes()


def changed(case: str, *changes: tuple[str, str]) -> ParsedPage:
    """The page of a fixture, read after each old text, which stands there once, has been changed for a new one."""
    body = body_of(case).decode()
    for old, new in changes:
        assert body.count(old) == 1, old
        body = body.replace(old, new)
    return parse_page(body.encode())


def the_listing(page: ParsedPage) -> Listing:
    """The one listing of a page."""
    (listing,) = [record for record in page.records if isinstance(record, Listing)]
    return listing


def the_vendor(page: ParsedPage) -> Vendor:
    """The one vendor of a page."""
    (vendor,) = [record for record in page.records if isinstance(record, Vendor)]
    return vendor


def the_site(page: ParsedPage) -> Site:
    """What the frame of a page says of the site."""
    (site,) = [record for record in page.records if isinstance(record, Site)]
    return site


# Stock


@pytest.mark.parametrize(
    ("text", "stock"),
    [
        ("Unlimited", Stock(unlimited=True)),
        ("8", Stock(value=8)),
        ("1,250", Stock(value=1250)),
        (" 0 ", Stock(value=0)),
        ("Sold Out", Stock(value=0)),
        ("12 items available for auto-dispatch", Stock(value=12)),
        ("1 item available for auto-dispatch", Stock(value=1)),
        ("Unlimited items available for auto-dispatch", Stock(unlimited=True)),
        ("(Unlimited automatic items)", Stock(unlimited=True)),
        ("(3 automatic items)", Stock(value=3)),
        ("a few", None),
        ("", None),
    ],
)
def test_stock_is_read_in_every_form(text: str, stock: Stock | None) -> None:
    """Quantities and automatic items come as numbers, as words, and on cards in brackets."""
    assert parse_stock(text) == stock


@pytest.mark.parametrize(
    ("left", "automatic", "stock"),
    [
        (Stock(value=8), Stock(value=12), Stock(value=8)),
        (Stock(value=12), Stock(value=8), Stock(value=8)),
        (Stock(unlimited=True), Stock(value=12), Stock(value=12)),
        (Stock(value=8), Stock(unlimited=True), Stock(value=8)),
        (Stock(value=0), Stock(unlimited=True), Stock(value=0)),
        (Stock(unlimited=True), Stock(unlimited=True), Stock(unlimited=True)),
    ],
)
def test_the_smaller_of_quantity_and_automatic_items_counts(left: Stock, automatic: Stock, stock: Stock) -> None:
    """What cannot be sent cannot be bought, and what is not left cannot be sent."""
    assert smaller(left, automatic) == stock


@pytest.mark.parametrize(
    ("left", "automatic", "stock"),
    [
        ("8", "12", Stock(value=8)),
        ("Unlimited", "12", Stock(value=12)),
        ("Sold Out", "Unlimited", Stock(value=0)),
        ("1,250", "Unlimited", Stock(value=1250)),
    ],
)
def test_a_listing_has_the_smaller_stock(left: str, automatic: str, stock: Stock) -> None:
    """The automatic items stand above the quantity on the page of a listing."""
    page = changed(
        "listing/few_left_fe",
        ("<b>8</b>", f"<b>{left}</b>"),
        ("12 items available", f"{automatic} items available"),
    )
    assert the_listing(page).stock == stock


def test_a_stock_that_cannot_be_read_is_reported() -> None:
    """It is null, and an issue names the field."""
    page = changed("listing/bulk_discounts", ("<span><b>Unlimited</b></span>", "<span><b>plenty</b></span>"))
    assert the_listing(page).stock is None
    assert page.issues == [Issue("field_unreadable", "warning", "stock: 'plenty'")]


# Price tiers


@pytest.mark.parametrize(
    ("quantity", "price", "tier"),
    [
        ("From qty 100 to 249", "USD 1.30 ", ("100", "249", "1.30", "USD")),
        ("From qty 1 to 1", "USD 0.57", ("1", "1", "0.57", "USD")),
        ("From qty 1,000 to 3,000", "EUR 1,234.50", ("1000", "3000", "1234.50", "EUR")),
        ("From qty 500 to Unlimited", "GBP 2.00", ("500", None, "2.00", "GBP")),
    ],
)
def test_a_bulk_discount_is_a_tier(quantity: str, price: str, tier: tuple[str, str | None, str, str]) -> None:
    """Its price is that of one unit in fiat, and the last tier may have no end."""
    body = body_of("listing/bulk_discounts").decode()
    row = re.search(r"<td>From qty 100 to 249</td>\s*<td>([^<]*)</td>", body)
    assert row is not None
    page = changed(
        "listing/bulk_discounts",
        (row[0], row[0].replace("From qty 100 to 249", quantity).replace(row[1], price)),
    )
    tiers = the_listing(page).price_tiers
    assert isinstance(tiers, list)
    low, high, amount, currency = tier
    most = None if high is None else Decimal(high)
    assert tiers[0] == PriceTier(Decimal(low), most, Money(Decimal(amount), currency))
    assert len(tiers) == 3


def test_a_listing_without_bulk_discounts_has_no_tiers() -> None:
    """The field is absent, since the page does not show the table."""
    assert the_listing(parse_page(body_of("listing/two_origins_netherlands"))).price_tiers is UNSET


# Shipping options


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("UK post  -  1 days  - USD + 0.00 / order", ("UK post", "0.00", "USD", "1", "order")),
        ("default - 1 day - USD + 0.00", ("default", "0.00", "USD", "1", None)),
        ("now  -  0.02 days  - EUR + 1.50 / item", ("now", "1.50", "EUR", "0.02", "item")),
        ("EU 2-3 days  -  3 days  - USD + 9.00 / order", ("EU 2-3 days", "9.00", "USD", "3", "order")),
        ("A - B - C  -  14 days  - USD + 5.00 / order", ("A - B - C", "5.00", "USD", "14", "order")),
        ("Courier  -  4 days  - USD + 1,150.00 / order", ("Courier", "1150.00", "USD", "4", "order")),
        ("Liège &amp; Huy  -  2 days  - EUR + 4.50 / order", ("Liège & Huy", "4.50", "EUR", "2", "order")),
    ],
)
def test_a_shipping_option_is_read_from_its_text(text: str, option: tuple[str, str, str, str, str | None]) -> None:
    """The text has the currency of the account; the value that is sent has the vendor's, or nothing."""
    choice = '<option value="">default - 1 day - USD + 0.00</option>'
    page = changed(
        "listing/digital_automatic", (choice, f'<option value="x - 7 days - GBP + 99 / item">{text}</option>')
    )
    label, amount, currency, days, per = option
    expected = ShippingOption(label, Money(Decimal(amount), currency), Decimal(days), per)
    assert the_listing(page).shipping_options == [expected]
    assert page.issues == []


def test_a_shipping_option_that_cannot_be_read_is_reported() -> None:
    """The others stay."""
    page = changed("listing/bulk_discounts", ("EU letter  -  7 days", "EU letter"))
    options = the_listing(page).shipping_options
    assert isinstance(options, list)
    assert [option.label for option in options] == ["Royal letter"]
    assert [issue.code for issue in page.issues] == ["field_unreadable"]


@pytest.mark.parametrize("days", ["2-3", "2\u20133", "1.5-2"])
def test_a_range_of_days_is_no_number_of_days_and_no_part_of_the_label(days: str) -> None:
    page = changed("listing/bulk_discounts", ("EU letter  -  7 days", f"EU letter  -  {days} days"))
    options = the_listing(page).shipping_options
    assert isinstance(options, list)
    assert [(option.label, option.days) for option in options if option.label.startswith("EU")] == [("EU letter", None)]
    assert [issue.detail.split(":")[0] for issue in page.issues] == ["days"]


# Payment


@pytest.mark.parametrize(
    ("text", "payment"),
    [
        ("Escrow", ["escrow"]),
        ("Escrow, MultiSig", ["escrow", "multisig"]),
        ("MultiSig", ["multisig"]),
        ("FE Listing 100%", ["finalize_early"]),
        ("FE Listing 50%, Escrow", ["finalize_early", "escrow"]),
        ("Escrow / FE", ["escrow", "finalize_early"]),
        ("FE or Escrow", ["finalize_early", "escrow"]),
        ("Escrow FE", ["escrow", "finalize_early"]),
        ("Finalize Early (FE)", ["finalize_early"]),
    ],
)
def test_payment_is_a_list(text: str, payment: list[str]) -> None:
    """Ways of payment come in the order of the page."""
    page = changed("listing/two_origins_netherlands", ("<td>Escrow</td>", f"<td>{text}</td>"))
    assert the_listing(page).payment == payment
    assert page.issues == []


@pytest.mark.parametrize("text", ["Barter", "Escrow / Barter", "Escrow, no FE", "Escrow without FE", "Escrow,"])
def test_an_unknown_way_of_payment_is_reported(text: str) -> None:
    """It is null, and an issue names the field."""
    page = changed("listing/two_origins_netherlands", ("<td>Escrow</td>", f"<td>{text}</td>"))
    assert the_listing(page).payment is None
    assert [issue.code for issue in page.issues] == ["field_unreadable"]


# Badges


def badge(title: str, text: str) -> ParsedPage:
    """A vendor's profile with one more badge."""
    mark = '<p class="bold" style="padding: 0;">Market Positive feedback'
    return changed(
        "vendor_profile/two_countries", (mark, f'<span title="{title}"> <img src="x.png">{text}</span>{mark}')
    )


@pytest.mark.parametrize(
    ("name", "text", "rating"),
    [
        ("Dream Market", "1900 (4.85)", ExternalRating("dream", Counter(1900), Decimal("4.85"), 5)),
        ("Wall Street Market", "(470) (4.92)", ExternalRating("wallstreet", Counter(470), Decimal("4.92"), 5)),
        ("Dream Market", "12,400 (5.0)", ExternalRating("dream", Counter(12400), Decimal("5.0"), 5)),
        ("Wall Street Market", "7 (5)", ExternalRating("wallstreet", Counter(7), Decimal(5), 5)),
    ],
)
def test_a_verified_badge_is_an_external_rating(name: str, text: str, rating: ExternalRating) -> None:
    """Both printed forms give the sales and the mean on the other market."""
    page = badge(f"Verified {name} successful sales and star rating 1-5", text)
    assert the_vendor(page).external_ratings == [rating]
    assert page.issues == []


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("Verified Dream Market successful sales and star rating 1-5", "many", "field_unreadable"),
        ("Keeper of the lighthouse", "3", "unknown_label"),
    ],
)
def test_a_badge_that_nobody_expected_is_reported(title: str, text: str, code: str) -> None:
    """Neither an unreadable badge nor one of a new sort gives a rating."""
    page = badge(title, text)
    assert the_vendor(page).external_ratings is UNSET
    assert [issue.code for issue in page.issues] == [code]


def test_levels_are_read_in_both_spellings() -> None:
    """Listings print "Vendor Level 4", profiles "Vendor level 4"."""
    listing = changed("listing/badges_both_markets", ("Vendor Level 7", "Vendor Level 4"))
    profile = changed("vendor_profile/two_countries", ("Vendor level 3", "Vendor level 4"))
    assert (the_vendor(listing).level, the_vendor(profile).level) == (4, 4)


# Clock


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("Saturday, Oct 19, 2019 20:05:57", datetime(2019, 10, 19, 20, 5, 57, tzinfo=UTC)),
        ("Friday, Feb 1, 2019 00:00:00", datetime(2019, 2, 1, tzinfo=UTC)),
        ("Monday, Dec 31, 2018 23:59:59", datetime(2018, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_clock_in_the_footer_is_utc(printed: str, instant: datetime) -> None:
    """It goes to the site, and its weekday is of no account."""
    page = changed("vendor_profile/two_countries", ("Friday, Jul 26, 2019 22:48:19", printed))
    assert the_site(page).server_time == instant


@pytest.mark.parametrize(
    "printed", ["Saturday, Feb 30, 2019 10:00:00", "Friday, Jul 26, 2019 25:00:00", "Friday, Foo 26, 2019 10:00:00", ""]
)
def test_a_clock_that_cannot_be_right_is_reported(printed: str) -> None:
    """No such day or hour is made up."""
    page = changed("vendor_profile/two_countries", ("Friday, Jul 26, 2019 22:48:19", printed))
    assert the_site(page).server_time is None
    assert [issue.code for issue in page.issues] == ["field_unreadable"]


def test_a_page_without_its_footer_has_no_clock() -> None:
    """The field is absent."""
    assert the_site(parse_page(body_of("category_list/truncated_in_card"))).server_time is UNSET


# The same things on several days


def test_a_listing_goes_on_through_the_months() -> None:
    """It keeps its number, its vendor and its first day, while price and sales go on."""
    autumn, spring = (the_listing(parse_page(body_of(f"listing/belgium_{month}"))) for month in ("2018_11", "2019_04"))
    assert (autumn.listing_id, autumn.vendor, autumn.title) == (spring.listing_id, spring.vendor, spring.title)
    assert autumn.price != spring.price
    assert isinstance(autumn.sold, Counter)
    assert isinstance(spring.sold, Counter)
    assert autumn.sold.since == spring.sold.since == date(2018, 10, 2)
    assert autumn.sold.value < spring.sold.value


def test_two_serialisations_of_a_stub_say_the_same() -> None:
    """The server's own bytes have no html element, and BeautifulSoup adds one."""
    for form in ("raw", "soup"):
        page = parse_page(body_of(f"session_lost/refresh_stub_{form}"))
        assert (page.market, page.kind, page.complete) == ("empire", "session_lost", True)


def test_expected_records_are_of_known_types() -> None:
    """Each record of each fixture can be read back as a record."""
    for case in CASES:
        expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        records = msgspec.convert(expected["records"], list[Record])
        assert expected["records"] == json.loads(msgspec.json.encode(records)), case


@pytest.mark.parametrize(("notice", "kind"), [("Error 404: not here", "error"), ("Under maintenance", "maintenance")])
def test_a_notice_at_the_address_of_a_store_is_no_store_without_listings(notice: str, kind: str) -> None:
    body = body_of("vendor_offers/owner_from_address")
    content = re.compile(rb'(<div class="right-content">).*(</div>\s*<div class="footer)', re.DOTALL)
    page, count = content.subn(rb"\1" + notice.encode() + rb"\2", body)
    assert count == 1

    assert parse_page(page, PageContext("/store/MeerminBxl")).kind == kind
    assert parse_page(body, PageContext("/store/MeerminBxl")).kind == "vendor_offers"


@pytest.mark.parametrize("run", ["4" * 300_000, "1," * 150_000, "1 " * 150_000, "(" * 300_000], ids=lambda run: run[:2])
def test_a_badge_of_any_length_is_read_at_its_length(run: str) -> None:
    """A pattern that begins anew at every character of it would not come to its end."""
    page = badge("Verified Dream Market successful sales and star rating 1-5", f"Dream {run} x")
    assert "field_unreadable" in {issue.code for issue in page.issues}


def test_a_negative_amount_is_none_and_says_so() -> None:
    page = changed("vendor_feedback/neutral_browser_saved", ("USD 107.66", "USD -107.66"))
    honest = changed("vendor_feedback/neutral_browser_saved")
    amounts = [record.amount for record in page.records if isinstance(record, Review)]
    assert sum(amount is None for amount in amounts) == 1
    assert len(amounts) == sum(isinstance(record, Review) for record in honest.records)
    (issue,) = [issue for issue in page.issues if issue not in honest.issues]
    assert (issue.code, "-107.66" in issue.detail) == ("field_unreadable", True)


def test_a_negative_price_is_none_and_says_so() -> None:
    page = changed("listing/badges_both_markets", ("USD 78.93", "USD -78.93"))
    listing, honest = the_listing(page), the_listing(changed("listing/badges_both_markets"))
    assert Money(Decimal("78.93"), "USD") == honest.price
    assert listing.price is None or Money(Decimal("-78.93"), "USD") != listing.price
    assert all(price.amount >= 0 for price in listing.prices or [])
    assert ["field_unreadable"] == [issue.code for issue in page.issues if "-78.93" in issue.detail]


def test_what_was_sold_may_have_no_day_from_which_it_counts() -> None:
    page = changed("listing/excluded_in_words", ("123 sold since October 09, 2018", "1,230 sold"))
    assert the_listing(page).sold == Counter(1230, exact=True)
