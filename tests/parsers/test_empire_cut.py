"""Pages of Empire Market that end too early: what the end cuts is dropped, and all before it stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, Record, Review, Vendor

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "empire"
CASES = sorted(body.parent for body in FIXTURES.glob("*/*/body.html"))
GENERAL = ("unknown", "foreign", "listing", "vendor_profile")
"""What a page may be taken for that ends before its tabs, or before its content."""
STEP = 97
"""Bytes between two places at which a page is cut: a prime, so that all parts of a tag are met."""


def body_of(case: str) -> bytes:
    """The page of a fixture."""
    return (FIXTURES / case / "body.html").read_bytes()


def stated(page: ParsedPage) -> dict[tuple[object, ...], Record]:
    """The records of a page that stand for themselves, each under what tells it from the others."""
    found: dict[tuple[object, ...], Record] = {}
    for record in page.records:
        match record:
            case Review():
                found["review", record.position] = record
            case Listing():
                found["listing", record.listing_id] = record
            case Vendor():
                found["vendor", record.vendor] = record
            case Category():
                found["category", record.category_id] = record
            case ExchangeRate():
                found["rate", record.base, record.quote] = record
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{case.parent.name}/{case.name}" for case in CASES])
def test_a_cut_page_says_nothing_that_the_whole_page_does_not(case: Path) -> None:
    """
    Wherever a page ends, it can be read, and its records and links are among those of the whole page.

    What the end cuts is dropped, so that no record lacks a field that stands further on.
    """
    body = (case / "body.html").read_bytes()
    context = PageContext(url=json.loads((case / "meta.json").read_text(encoding="utf-8"))["url"])
    page = parse_page(body, context)
    whole = stated(page)
    for end in range(0, len(body), STEP):
        part = parse_page(body[:end], context)
        found = stated(part)
        assert found == {key: whole.get(key) for key in found}, end
        assert set(part.links) <= set(page.links), end
        assert part.kind in {page.kind, *GENERAL}, end


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
