"""Pages of mirrors that HTTrack or ``wget -k`` made: their links lead to the files that these programs saved."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Review, Vendor
from parsers.empire.addresses import category_id

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
_TABS = re.compile(rb'(<div class="tab">)(.*?)(</div>)', re.DOTALL)
_HREF = re.compile(rb'href="[^"]*/(\w+)(?:/\w+=*)?"')


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (ROOT / case / "body.html").read_bytes()


def assert_same(mirrored: bytes, body: bytes) -> None:
    """A page of a mirror says what the page of the site does."""
    page, other = parse_page(body), parse_page(mirrored)
    assert (other.kind, other.records, other.issues) == (page.kind, page.records, page.issues)


def with_tabs(body: bytes, href: bytes) -> bytes:
    """A page of Empire Market whose tabs lead to files."""
    changed = _TABS.sub(lambda tabs: tabs[1] + _HREF.sub(b'href="' + href + b'"', tabs[2]) + tabs[3], body)
    assert changed != body
    return changed


EMPIRE_TABS = [
    "empire/vendor_feedback/positive_first_page",
    "empire/vendor_feedback/negative",
    "empire/vendor_feedback/neutral_browser_saved",
    "empire/vendor_feedback/left_for_others",
    "empire/vendor_feedback/none",
    "empire/vendor_pgp/unreadable",
    "empire/vendor_profile/belgian_2019_09",
    "empire/listing/bulk_discounts",
    "empire/listing_feedback/first_page",
    "empire/listing_refund/text",
]


@pytest.mark.parametrize("case", EMPIRE_TABS)
def test_the_words_of_a_tab_tell_its_kind_where_its_link_leads_to_a_file(case: str) -> None:
    assert_same(with_tabs(body_of(case), b"a0b1.html"), body_of(case))


@pytest.mark.parametrize("tab", ["p_feedback", "pgp", "about"])
def test_the_address_tells_a_tab_that_neither_link_nor_words_do(tab: str) -> None:
    body = with_tabs(body_of("empire/vendor_profile/banned"), b"a0b1.html").replace(b">About<", b">*<")
    page = parse_page(body, PageContext(f"http://a.example/Profile/setUserTab/{tab}/dG9rZW4="))
    assert page.kind == {"p_feedback": "vendor_feedback", "pgp": "vendor_pgp", "about": "vendor_profile"}[tab]


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("empire/vendor_feedback/positive_first_page", "vendor_feedback"),
        ("empire/vendor_feedback/left_for_others", "vendor_feedback"),
        ("empire/vendor_pgp/unreadable", "vendor_pgp"),
        ("empire/listing_feedback/first_page", "listing_feedback"),
    ],
)
def test_what_a_tab_holds_tells_its_kind_where_nothing_marks_it(case: str, kind: str) -> None:
    body = _TABS.sub(b"", body_of(case))
    page, whole = parse_page(body), parse_page(body_of(case))
    assert page.kind == kind
    assert [record for record in page.records if isinstance(record, Review)] == [
        record for record in whole.records if isinstance(record, Review)
    ]


def test_feedback_that_does_not_say_whose_it_is_is_no_review() -> None:
    body = _TABS.sub(b"", body_of("empire/vendor_feedback/left_for_others")).replace(b"Total left feedback", b"Total")
    page = parse_page(body)
    assert page.kind == "vendor_feedback"
    assert not [record for record in page.records if isinstance(record, Review)]
    assert [issue.code for issue in page.issues] == ["field_unreadable"]


@pytest.mark.parametrize("case", ["empire/home/featured_full_menu", "empire/category_list/middle_page_full_menu"])
def test_links_from_the_root_of_a_mirror_are_those_of_the_site(case: str) -> None:
    body = body_of(case)
    mirrored = re.sub(
        rb'href="(http://[^"/]+/[^"?#]*[^"/?#])"',
        lambda link: b'href="' + urlsplit(link[1].decode()).path.lstrip("/").encode() + b'.html"',
        body,
    )
    assert mirrored != body
    assert_same(mirrored, body)


DREAM_CASES = [
    "dream/vendor_profile/kempenkruid_november",
    "dream/vendor_profile/captaingannet_second_page",
    "dream/vendor_feedback/zennepost_november",
    "dream/category_list/weed_full_page",
    "dream/listing/weed_from_belgium",
    "dream/home/dollar_raw",
]


def as_file(href: bytes, sign: bytes) -> bytes:
    """The link to the file in which a page of Dream Market is saved, with a sign in place of the question mark."""
    address, fragment, name = href.partition(b"#")
    path, asked, query = address.removeprefix(b"./").removeprefix(b"/").partition(b"?")
    query = query.replace(b"%", b"%25") if sign == b"%3F" else query
    return (path or b"index.html") + (sign + query if asked else b"") + b".html" + fragment + name


@pytest.mark.parametrize("case", DREAM_CASES)
@pytest.mark.parametrize("sign", [b"%3F", b"?", b"@"])
def test_links_to_files_of_dream_market_are_those_to_its_pages(case: str, sign: bytes) -> None:
    body = body_of(case)
    mirrored = re.sub(rb'(<a\b[^>]*? href=")([./][^"]*)', lambda link: link[1] + as_file(link[2], sign), body)
    assert mirrored != body
    assert_same(mirrored, body)


def test_the_words_of_a_pager_tell_its_pages_where_links_lead_to_files() -> None:
    body = body_of("dream/category_list/weed_full_page")
    mirrored = re.sub(rb'href="[^"]*[?&]page=[^"]*"', b'href="index0a1b.html"', body)
    assert mirrored != body
    assert_same(mirrored, body)


def test_the_counters_behind_a_vendor_are_no_part_of_the_name() -> None:
    """HTTrack gives pages with a query names that say nothing."""
    body = body_of("dream/vendor_feedback/zennepost_november")
    page = parse_page(re.sub(rb'href="[^"]*member=[^"]*"', b'href="contactMember0a1b.html"', body))
    assert page.records == parse_page(body).records
    unnamed = parse_page(re.sub(rb"(?:member=|(?<=<span>))Zennepost\b", b"", body))
    assert not [record for record in unnamed.records if isinstance(record, Vendor)]
    assert "vendor: the page names none" in [issue.detail for issue in unnamed.issues]


@pytest.mark.parametrize(
    "case", ["wallstreet/listing/pills_dates_without_year_en", "wallstreet/listing_refund/policy_en"]
)
def test_links_of_a_listing_of_wall_street_market_to_its_own_files_have_its_id(case: str) -> None:
    body = body_of(case)
    up = "../" if "refund" in case else ""
    number = re.search(rb'href="/offer/(\d+)/refund"', body)
    assert number is not None
    own = number[1].decode()
    mirrored = body.replace(f'href="/offer/{own}"'.encode(), f'href="{up}{own}.html"'.encode())
    refund = "refund.html" if up else f"{own}/refund.html"
    mirrored = mirrored.replace(f'href="/offer/{own}/refund"'.encode(), f'href="{refund}"'.encode())
    mirrored = mirrored.replace(f'action="/offer/{own}"'.encode(), b'action=""')
    assert_same(mirrored, body)


@pytest.mark.parametrize(
    "kind",
    ["vendor_profile/leiebloem_trusted_en", "vendor_pgp/brejo_alto_none_br", "vendor_offers/brejo_alto_nothing_br"],
)
@pytest.mark.parametrize("folder", [b"", b"name/"])
def test_links_between_the_tabs_of_a_profile_tell_which_is_shown(kind: str, folder: bytes) -> None:
    body = body_of(f"wallstreet/{kind}")
    mirrored = re.sub(rb'href="[^"]*profile/[^"/]*/(info|pgp|offers)"', rb'href="' + folder + rb'\1.html"', body)
    assert mirrored != body
    assert_same(mirrored, body)


def test_links_between_categories_of_empire_market_have_their_ids() -> None:
    body = body_of("empire/category_list/middle_page_full_menu")
    mirrored = re.sub(rb'href="http://[^"]*/category/categories/(\d+/\d+)"', rb'href="../\1.html"', body)
    assert mirrored != body
    assert_same(mirrored, body)
    assert category_id("../../501/98/78.html") is None
