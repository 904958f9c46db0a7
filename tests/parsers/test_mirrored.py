"""Pages of mirrors that HTTrack or ``wget -k`` made: their links lead to the files that these programs saved."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Review

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
_TABS = re.compile(rb'(<div class="tab">)(.*?)(</div>)', re.DOTALL)
_HREF = re.compile(rb'href="[^"]*/(\w+)(?:/\w+=*)?"')


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (ROOT / case / "body.html").read_bytes()


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
    page, mirrored = parse_page(body_of(case)), parse_page(with_tabs(body_of(case), b"a0b1.html"))
    assert (mirrored.kind, mirrored.records, mirrored.issues) == (page.kind, page.records, page.issues)


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
    assert parse_page(mirrored).records == parse_page(body).records
