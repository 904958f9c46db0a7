"""Facts of Wall Street Market that stand closer together, or in another form, than on the pages that are known."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Listing, OrderLimits, Rating, Review, Vendor
from parsers.wallstreet.addresses import vendor_name, vendor_tab
from parsers.wallstreet.means import mean_within

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

PAGES = Path(__file__).parents[2] / "fixtures" / "pages" / "wallstreet"
OFFER = "listing/pills_dates_without_year_en"


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (PAGES / case / "body.html").read_bytes()


def changed(case: str, old: str, new: str) -> ParsedPage:
    """The page of a fixture, read after a pattern, which it has, was changed for a text."""
    body, count = re.subn(old, new, body_of(case).decode())
    assert count, old
    return parse_page(body.encode())


def the_listing(page: ParsedPage) -> Listing:
    """The one listing of a page."""
    (listing,) = [record for record in page.records if isinstance(record, Listing)]
    return listing


@pytest.mark.parametrize("case", [OFFER, "vendor_profile/leiebloem_trusted_en", "captcha/before_login_en"])
def test_a_page_is_of_the_market_however_its_tags_are_written(case: str) -> None:
    page = parse_page(body_of(case))
    capitals = re.sub(rb"</?(?:title|h1|sup)\b", lambda tag: tag[0].upper(), body_of(case))
    without_head = re.sub(rb"<head>.*?</head>", b"", body_of(case), flags=re.DOTALL)
    for body in (capitals, without_head):
        assert body != body_of(case)
        other = parse_page(body)
        assert (other.market, other.kind, other.records) == (page.market, page.kind, page.records)


@pytest.mark.parametrize("title", ["<title>Another Market</title>", "<TITLE>Another Market</TITLE>"])
def test_another_title_makes_it_another_site(title: str) -> None:
    assert changed(OFFER, "<title>[^<]*</title>", title).market is None


def test_icons_begin_facts_without_a_break_between_them() -> None:
    page, glued = parse_page(body_of(OFFER)), changed(OFFER, r"<br />\s*(?=<i )", " ")
    assert the_listing(glued) == the_listing(page)
    assert glued.issues == page.issues


def test_labels_begin_facts_without_a_break_between_them() -> None:
    glued = changed(OFFER, r"<br />\s*(?=<b>(?!Lab))", " ")
    assert the_listing(glued) == the_listing(parse_page(body_of(OFFER)))


def test_an_infinite_quantity_begins_no_fact() -> None:
    page = changed(OFFER, "stock:</b> 12", 'stock:</b> about <i class="ion-ios-infinite"></i>')
    assert [issue.detail for issue in page.issues if "stock" in issue.detail] == ["stock: 'about ∞'"]


@pytest.mark.parametrize(
    ("href", "name", "tab"),
    [
        ("profile/Klein Berg.html", "Klein Berg", None),
        ("../profile/klein%20berg.html", "klein berg", None),
        ("../profile/klein.berg/pgp.html", "klein.berg", "pgp"),
        ("/profile/klein.berg?x=1", "klein.berg", None),
    ],
)
def test_the_suffix_of_a_file_is_no_part_of_a_name(href: str, name: str, tab: str | None) -> None:
    assert (vendor_name(href), vendor_tab(href)) == (name, tab)


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("(4.87)", "4.87"),
        ("★ (4,61)", "4.61"),
        ("4.5 / 5", "4.5"),
        ("4 von 5", "4"),
        ("(4.87) (312)", "4.87"),
        ("4.87 (3)", "4.87"),
        ("4.87 (1.204)", "4.87"),
        ("5 (312)", "5"),
        ("(312)", None),
        ("(10)", None),
        ("12.5", None),
        ("5 (3)", None),
        ("6", None),
        ("", None),
    ],
)
def test_a_mean_is_a_whole_number_of_its_text(text: str, mean: str | None) -> None:
    assert mean_within(text) == (None if mean is None else Decimal(mean))


def test_means_and_stars_out_of_range_are_reported() -> None:
    page = changed("vendor_profile/leiebloem_trusted_en", r"\(4\.87\)", "(312)")
    (vendor,) = [record for record in page.records if isinstance(record, Vendor)]
    assert vendor.rating is None
    assert "rating: '★ (312)'" in [issue.detail for issue in page.issues]
    both = changed("vendor_profile/leiebloem_trusted_en", r"\(4\.87\)", "(4.87) (312)")
    assert Rating(Decimal("4.87"), 5) in [record.rating for record in both.records if isinstance(record, Vendor)]
    stars = changed(OFFER, r'(<span class="text-muted">)\([\d.]+\)', r"\1(10)")
    assert {record.stars for record in stars.records if isinstance(record, Review)} == {None}


@pytest.mark.parametrize(
    ("unit", "least", "most", "limits"),
    [
        ("gram", "1 gram", "0.5 kg", ("1", "500")),
        ("gram", "1", "0.5 kg", ("1", "500")),
        ("gram", "1 gram", "10 grams", ("1", "10")),
        ("kg", "1 gram", "2 ounces", ("0.001", "0.056699")),
        ("Piece", "1 piece", "50 pieces", ("1", "50")),
        ("Piece", "1 gram", "5 gram", ("1", "5")),
        ("Piece", "5", "10", ("5", "10")),
        ("Piece", "100 gram", "1 kg", (None, None)),
        ("gram", "1 gram", "10 boxes", ("1", None)),
        ("gram", "1 gram", "unlimited", ("1", None)),
    ],
)
def test_both_limits_of_an_order_are_in_units_of_the_price(
    unit: str, least: str, most: str, limits: tuple[str | None, str | None]
) -> None:
    body = body_of(OFFER).replace(b"<td>1 Piece<", f"<td>1 {unit}<".encode())
    body = body.replace(b"per order:</b> 10<", f"per order:</b> {most}<".encode())
    page = parse_page(body.replace(b"per order:</b> 1<", f"per order:</b> {least}<".encode()))
    smallest, largest = (None if limit is None else Decimal(limit) for limit in limits)
    found = the_listing(page).order_limits
    assert found == OrderLimits(smallest, largest)
    assert isinstance(found, OrderLimits)
    assert [None if limit is None else str(limit) for limit in (found.min, found.max)] == [*limits]
    unread = [issue.detail for issue in page.issues if "_order" in issue.detail]
    assert len(unread) == limits.count(None) - (most == "unlimited")
