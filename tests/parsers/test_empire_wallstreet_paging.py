"""Paging on Empire Market and Wall Street Market: what is read of it, and that the rest is reported."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.records import Link, PageTotal
from parsers.empire.addresses import offset_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = [case for market in ("empire", "wallstreet") for case in cases_below(ROOT / market)]
PAGER = re.compile(rb'<ul class="pagination">.*?</ul>', re.DOTALL)


def body_of(name: str) -> bytes:
    return (ROOT / name / "body.html").read_bytes()


def with_pager(name: str, pager: str) -> ParsedPage:
    """A page whose pager is this one instead of its own."""
    body, count = PAGER.subn(pager.encode(), body_of(name))
    assert count == 1
    return parse_page(body)


def with_more(case: Case, mark: re.Pattern[bytes], more: str) -> ParsedPage:
    """The page of a case with this before the first place that looks like the mark."""
    match = mark.search(case.body)
    assert match is not None
    return parse_page(case.body[: match.start()] + more.encode() + case.body[match.start() :], case.context)


def whole_case(market: str, kind: str) -> Case:
    return next(case for case in CASES if (case.market, case.kind) == (market, kind) and case.expected["complete"])


def extent_of(page: ParsedPage) -> PageTotal:
    (extent,) = [record for record in page.records if isinstance(record, PageTotal)]
    return extent


def codes(page: ParsedPage) -> list[str]:
    return [issue.code for issue in page.issues]


def test_no_page_that_is_understood_is_said_to_have_unread_paging() -> None:
    assert [] == [case.name for case in CASES if "unknown_paging" in codes(parse_page(case.body, case.context))]


# Empire Market


@pytest.mark.parametrize(
    ("name", "page", "pages", "followed"),
    [
        (
            "empire/vendor_feedback/positive_middle_page", 4, 6,
            Link("vendor_feedback", "/profile/setUserTab/p_feedback/ODk3TzJNdVJSdGRwZEw0YUo1Y05SUT09/120"),
        ),
        (
            "empire/listing_feedback/first_page", 1, 4,
            Link("listing_feedback", "/Product_List/setTab/900101/105/810012/feedback/30"),
        ),
        ("empire/vendor_offers/owner_from_address", 2, 2, Link("vendor_offers", "/store/MeerminBxl")),
        ("empire/category_list/middle_page_full_menu", 3, 1688, Link("category_list", "/category/categories/2/45")),
    ],
)  # fmt: skip
def test_a_pager_says_which_page_this_is_of_how_many_and_leads_to_the_others(
    name: str, page: int, pages: int, followed: Link
) -> None:
    read = parse_page(body_of(name))
    extent = extent_of(read)
    assert (extent.page, extent.pages) == (page, pages)
    assert followed in read.links


@pytest.mark.parametrize(
    ("pager", "page", "pages"),
    [
        (('<li><a href="/profile/setUserTab/p_feedback/T/">1</a></li><strong>2</strong>'
         '<li><a href="/profile/setUserTab/p_feedback/T/60">3</a></li>'), 2, 3),
        # thirty rows on a page
        ('<strong>2</strong><li><a href="/profile/setUserTab/p_feedback/T/420">Last</a></li>', 2, 15),
    ],
)  # fmt: skip
def test_a_pager_without_its_attributes_is_read_by_text_and_offset(pager: str, page: int, pages: int) -> None:
    read = with_pager("empire/vendor_feedback/positive_middle_page", f'<ul class="pagination">{pager}</ul>')
    extent = extent_of(read)
    assert (extent.page, extent.pages) == (page, pages)
    assert codes(read) == []


def test_two_pagers_that_say_the_same_are_one() -> None:
    name = "empire/category_list/middle_page_full_menu"
    match = PAGER.search(body_of(name))
    assert match is not None
    read = with_pager(name, (match[0] + b"<hr>" + match[0]).decode())
    assert extent_of(read) == extent_of(parse_page(body_of(name)))
    assert codes(read) == []


@pytest.mark.parametrize(
    "pager",
    [
        '<ul class="pagination"><li><a href="/more">Older</a></li><strong>1</strong></ul>',
        '<ul class="pagination"><li><a href="#" onclick="go()">&raquo;</a></li><strong>1</strong></ul>',
        '<ul class="pagination"><li><a data-ci-pagination-page="two" href="/category/categories/2/7">-</a></li></ul>',
        '<ul class="pagination"><li><a data-ci-pagination-page="2" href="/category/categories/2/15">2</a></li></ul>',
        '<ul class="pagination">page one of many</ul>',
        '<div class="pager"><a href="/category/categories/2?start=15">older</a></div>',
        '<p><a href="/category/categories/2/15">more</a></p>',
        '<p><a rel="next" href="/somewhere">more</a></p>',
    ],
)
def test_a_pager_that_cannot_be_read_is_reported(pager: str) -> None:
    read = with_pager("empire/category_list/middle_page_full_menu", pager)
    assert codes(read) == ["unknown_paging"]
    assert read.issues[0].severity == "warning"


@pytest.mark.parametrize("kind", ["vendor_profile", "vendor_pgp", "listing", "listing_refund"])
@pytest.mark.parametrize(
    "more",
    [
        '<ul class="pagination"><strong>1</strong><li><a href="/x/30" data-ci-pagination-page="2">2</a></li></ul>',
        '<a href="http://empireexample0001.onion/Profile/setUserTab/about/T/30">more</a>',
        '<a href="/Product_List/setTab/1/2/3/desc/15">more</a>',
    ],
)
def test_a_pager_on_a_page_that_has_none_is_reported(kind: str, more: str) -> None:
    case = whole_case("empire", kind)
    known = codes(parse_page(case.body, case.context))
    mark = re.compile(rb'<div class="footer">')
    assert sorted([*known, "unknown_paging"]) == sorted(codes(with_more(case, mark, more)))


@pytest.mark.parametrize(
    ("href", "offset"),
    [
        ("http://x.onion/category/categories/2/585", 585),
        ("/category/categories/2/0", 0),
        ("/category/categories/2", None),
        ("/category/categories/2/price_asc", None),
        ("/category/categories/2/price_asc/15", 15),
        ("/store/Some%20One/30", 30),
        ("/store/1930", None),
        ("/profile/setUserTab/n_feedback/T0k3n09/30", 30),
        ("/profile/setUserTab/n_feedback/30", None),
        ("/Product_List/setTab/1/2/3/feedback/15", 15),
        ("/home/searchProducts?searchText=1&per_page=15", 15),
        ("/product/1/2/3", None),
    ],
)
def test_the_offset_of_a_page_stands_at_the_end_of_its_address(href: str, offset: int | None) -> None:
    assert offset_of(href) == offset


# Wall Street Market


@pytest.mark.parametrize(
    "pager",
    [
        '<ul class="pagination"><li class="page-item active"><a class="page-link" href="?p=b">b</a></li></ul>',
        '<ul class="pagination"><li><button name="page" value="2">2</button></li></ul>',
        '<p><button name="page" value="2">more</button></p>',
        '<p><input type="submit" name="page" value="2"></p>',
        '<div class="pager"><a href="/index?page=2">2</a></div>',
    ],
)
def test_buttons_to_other_pages_that_cannot_be_read_are_reported(pager: str) -> None:
    assert codes(with_pager("wallstreet/category_list/table_view_fr", pager)) == ["unknown_paging"]


@pytest.mark.parametrize(
    "pager",
    [
        (
            '<ul class="pagination"><li class="page-item disabled"><a class="page-link">&laquo;</a></li>'
            '<li class="page-item active"><button class="page-link" name="page" value="1">1</button></li>'
            '<li class="page-item"><button class="page-link" name="page" value="61">&raquo;</button></li></ul>'
        ),
        (
            '<ul class="pagination"><li class="page-item active"><a class="page-link" href="/index">1</a></li>'
            '<li class="page-item"><a class="page-link" href="/index">61</a></li></ul>'
        ),
    ],
)
def test_buttons_and_links_with_numbers_are_read(pager: str) -> None:
    read = with_pager("wallstreet/category_list/table_view_fr", pager)
    assert extent_of(read).pages == 61
    assert codes(read) == []


def test_a_counter_of_pages_that_cannot_be_read_is_reported() -> None:
    body = body_of("wallstreet/category_list/weed_15_cards_en")
    changed = body.replace(b"<li>Page 1/57</li>", b"<li>Page 1/LVII</li>")
    assert changed != body
    read = parse_page(changed)
    assert codes(read) == ["unknown_paging"]


@pytest.mark.parametrize("kind", ["listing", "listing_refund", "vendor_profile", "vendor_pgp", "vendor_offers"])
@pytest.mark.parametrize(
    "more",
    [
        '<ul class="pagination"><li class="page-item"><a class="page-link" href="?page=2">2</a></li></ul>',
        '<form><button name="page" value="2">2</button></form>',
    ],
)
def test_a_pager_below_feedback_or_offers_is_reported(kind: str, more: str) -> None:
    case = whole_case("wallstreet", kind)
    known = codes(parse_page(case.body, case.context))
    mark = re.compile(rb'<(?:div|footer)[^>]*id="footer"')
    assert sorted([*known, "unknown_paging"]) == sorted(codes(with_more(case, mark, f"<div>{more}</div>")))
