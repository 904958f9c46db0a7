"""Pages of Empire Market that end too early: what the end cuts is dropped, and all before it stays."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import WALLS, PageContext
from cryptodrug_scraper.page.records import UNSET, ExchangeRate, Listing, Review, Site

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "empire"
ACCOUNT = "ODk3TzJNdVJSdGRwZEw0YUo1Y05SUT09"
STEP = 193
"""Bytes between two places at which a page is cut: a prime, so that all parts of a tag are met."""


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (FIXTURES / case / "body.html").read_bytes()


@pytest.mark.parametrize(
    "case", ["middle_page_full_menu", "search_results", "third_level_last_page", "browser_saved_euro"]
)
def test_a_cut_list_has_the_cards_that_are_whole(case: str) -> None:
    """Wherever a list ends, the card that the end cuts is dropped, and all before it stay."""
    body = body_of(f"category_list/{case}")
    starts = [match.start() for match in re.finditer(rb'<div class="col-1search"', body)]
    limits = [*starts[1:], body.find(b'<ul class="pagination">')]
    ends = [body.rindex(b"</div>", start, limit) + len(b"</div>") for start, limit in zip(starts, limits, strict=True)]
    numbers = [match[1].decode() for start in starts if (match := re.compile(rb"/product/(\d+)/").search(body, start))]
    for end in range(starts[0], len(body), STEP):
        expected = list(dict.fromkeys(number for number, last in zip(numbers, ends, strict=True) if last <= end))
        found = [record.listing_id for record in parse_page(body[:end]).records if isinstance(record, Listing)]
        assert found == expected, end


@pytest.mark.parametrize("case", ["positive_first_page", "positive_last_page", "neutral_browser_saved"])
def test_a_cut_table_of_feedback_has_the_rows_that_are_whole(case: str) -> None:
    """Wherever a table ends, the row that the end cuts is dropped, and all before it stay."""
    body = body_of(f"vendor_feedback/{case}")
    table = body.index(b"user_feedbackTbl")
    ends = [match.end() for match in re.finditer(rb"</tr>", body[table:])][1:]
    for end in range(table, len(body), STEP):
        expected = [number for number, last in enumerate(ends, start=1) if last <= end - table]
        found = [record.position for record in parse_page(body[:end]).records if isinstance(record, Review)]
        assert found == expected, end


def test_a_rate_that_the_end_cuts_is_dropped() -> None:
    """Part of a number is a wrong number."""
    body = body_of("home/half_character_alone")
    end = body.index(b"> USD ") + len(b"> USD 99")
    assert not [record for record in parse_page(body[:end]).records if isinstance(record, ExchangeRate)]


@pytest.mark.parametrize("number", ["404", "503", "599"])
def test_a_number_does_not_make_an_error_of_a_cut_page(number: str) -> None:
    """A page that ends in its rates is of no known kind, whatever the digits before its end."""
    body = body_of("vendor_profile/two_countries")
    page = parse_page(body[: body.index(b"> USD ")] + b"> USD " + number.encode())
    assert (page.market, page.kind, page.complete) == ("empire", "unknown", False)


def test_a_name_that_the_end_cuts_leads_nowhere() -> None:
    """Part of a vendor's name is another vendor, or none."""
    body = body_of("vendor_profile/two_countries")
    end = body.index(b"user_info_mid_head") + len(b'user_info_mid_head">TweeLand')
    assert parse_page(body[:end]).links == []


def cut_before(case: str, mark: bytes) -> bytes:
    """The page of a fixture up to the tag that has this mark."""
    body = body_of(case)
    return body[: body.rindex(b"<", 0, body.index(mark) + 1)]


@pytest.mark.parametrize(
    ("tab", "kind"),
    [
        ("about", "vendor_profile"),
        ("p_feedback", "vendor_feedback"),
        ("n_feedback", "vendor_feedback"),
        ("c_feedback", "vendor_feedback"),
        ("l_feedback", "vendor_feedback"),
        ("pgp", "vendor_pgp"),
    ],
)
@pytest.mark.parametrize("word", ["Profile", "profile"])
def test_the_address_tells_the_tab_of_a_vendor_who_is_cut_above_the_tabs(tab: str, kind: str, word: str) -> None:
    body = cut_before("vendor_profile/two_countries", b'class="tab"')
    assert parse_page(body, PageContext(f"http://x.onion/{word}/setUserTab/{tab}/{ACCOUNT}/30")).kind == kind


@pytest.mark.parametrize(
    ("case", "mark"),
    [
        ("vendor_profile/two_countries", b"user_info_right"),
        ("vendor_feedback/positive_middle_page", b'class="tab"'),
        ("vendor_pgp/words_around", b"rating_star"),
        ("listing/bulk_discounts", b'class="tab"'),
        ("listing_feedback/first_page", b'class="tab"'),
        ("listing_refund/text", b"<form"),
    ],
)
@pytest.mark.parametrize("url", [None, "/u/MeerminBxl", "/product/900101/105/810012"])
def test_a_page_that_is_cut_above_its_tabs_is_of_no_known_kind_without_them(
    case: str, mark: bytes, url: str | None
) -> None:
    """The market shows the tab that was chosen last at the plain address too, so that says nothing."""
    body = body_of(case)
    start = body.index(b"user_info_mid_head") if case.startswith("vendor") else body.index(b"listDes")
    page = parse_page(body[: body.index(mark, start)], PageContext(url))
    assert (page.market, page.kind) == ("empire", "unknown")
    assert [issue.code for issue in page.issues] == ["truncated"]


@pytest.mark.parametrize(
    ("tab", "kind"), [("desc", "listing"), ("feedback", "listing_feedback"), ("refund", "listing_refund")]
)
def test_the_address_tells_the_tab_of_a_listing_that_is_cut_above_the_tabs(tab: str, kind: str) -> None:
    body = cut_before("listing/bulk_discounts", b'class="tab"')
    page = parse_page(body, PageContext(f"http://x.onion/Product_List/setTab/900815/69/810405/{tab}"))
    assert page.kind == kind
    assert [record for record in page.records if isinstance(record, Listing)] == []


@pytest.mark.parametrize("mark", [b"right-content", b'class="right-session"', b"<link"])
@pytest.mark.parametrize(
    ("tab", "kind"), [("desc", "listing"), ("feedback", "listing_feedback"), ("refund", "listing_refund")]
)
def test_title_and_address_tell_the_tab_of_a_listing_that_is_cut_above_it(tab: str, kind: str, mark: bytes) -> None:
    url = f"http://x.onion/Product_List/setTab/900815/69/810405/{tab}"
    page = parse_page(cut_before("listing/bulk_discounts", mark), PageContext(url))
    assert (page.kind, [issue.code for issue in page.issues]) == (kind, ["truncated"])
    assert parse_page(cut_before("listing_gone/removed", b"right-content"), PageContext(url)).kind == "unknown"


@pytest.mark.parametrize("title", [b"Payment gateway, no error", b"Maintenance dose, 30 pills", b"404: page not found"])
@pytest.mark.parametrize("url", [None, "/product/900815/69/810405"])
def test_the_title_of_a_listing_makes_no_wall_of_a_page_that_is_cut(title: bytes, url: str | None) -> None:
    body = body_of("listing/bulk_discounts").replace(b"Diazepam 10mg - price per pill, minimum 50", title)
    assert title in body
    for end in range(body.index(title), body.index(b"right-session") + STEP, 7):
        assert parse_page(body[:end], PageContext(url)).kind == "unknown", end


def test_a_mark_on_a_tab_counts_more_than_the_address() -> None:
    url = f"/Profile/setUserTab/p_feedback/{ACCOUNT}"
    assert parse_page(body_of("vendor_pgp/words_around"), PageContext(url)).kind == "vendor_pgp"


@pytest.mark.parametrize(
    ("case", "mark", "kind"),
    [
        ("category_list/search_results", b"col-1search", "category_list"),
        ("category_list/search_results", b"right-content", "category_list"),
        ("category_list/middle_page_full_menu", b"col-1search", "category_list"),
        ("category_list/middle_page_full_menu", b"right-content", "category_list"),
        ("category_list/third_level_last_page", b"right-content", "category_list"),
        ("vendor_offers/owner_from_address", b"col-1search", "vendor_offers"),
        ("vendor_offers/with_vendor_on_cards", b"col-1search", "vendor_offers"),
        ("vendor_offers/nothing_offered", b"right-content", "vendor_offers"),
        ("home/featured_full_menu", b"feature-listing", "home"),
        ("home/featured_full_menu", b"right-content", "home"),
    ],
)
def test_a_list_that_is_cut_above_its_first_card_is_still_a_list(case: str, mark: bytes, kind: str) -> None:
    page = parse_page(cut_before(case, mark))
    assert page.kind == kind
    assert page.kind not in WALLS
    assert [issue.code for issue in page.issues] == ["truncated"]
    assert [record for record in page.records if isinstance(record, Listing)] == []
    assert [record for record in page.records if isinstance(record, ExchangeRate)]


@pytest.mark.parametrize("case", ["listing/bulk_discounts", "listing_gone/removed", "error/in_frame"])
def test_what_is_no_list_is_not_taken_for_one_where_it_is_cut_above_its_content(case: str) -> None:
    assert parse_page(cut_before(case, b"right-content")).kind == "unknown"


def test_a_footer_that_the_end_cuts_keeps_a_clock_that_is_whole() -> None:
    body = body_of("vendor_profile/two_countries")
    end = body.index(b"</span>", body.index(b"Server time"))
    cut, whole = parse_page(body[: end - 9]), parse_page(body[: end + len(b"</span>")])
    clocks = [[record.server_time for record in page.records if isinstance(record, Site)] for page in (cut, whole)]
    assert clocks[0] == [UNSET]
    assert isinstance(clocks[1][0], datetime)
    assert [issue.code for issue in cut.issues] == ["truncated"]
