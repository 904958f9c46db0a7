"""Pages of Dream Market that end too early: the record that the end cuts is dropped, and all before it stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cryptodrug_scraper.page.moments import parse_capture_time
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.records import ExchangeRate, Vendor

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
CASES = sorted(path.parent.relative_to(FIXTURES).as_posix() for path in FIXTURES.glob("*/*/body.html"))
PROFILES = [case for case in CASES if case.startswith("vendor_profile/") and "_cut_" not in case]
RATINGS = [case for case in CASES if case.startswith("vendor_feedback/")]


def page_of(case: str) -> tuple[bytes, PageContext]:
    meta = json.loads((FIXTURES / case / "meta.json").read_text("utf-8"))
    return (FIXTURES / case / "body.html").read_bytes(), PageContext(None, parse_capture_time(meta["captured_at"]))


def own_vendor(page: ParsedPage) -> list[Vendor]:
    return [record for record in page.records if isinstance(record, Vendor) and record.seen_on == "page"]


@pytest.mark.parametrize("case", PROFILES)
def test_a_vendor_stays_wherever_the_form_for_messages_or_what_follows_it_is_cut(case: str) -> None:
    body, context = page_of(case)
    whole = parse_page(body, context)
    rates = [record for record in whole.records if isinstance(record, ExchangeRate)]
    assert 1 == len(own_vendor(whole))
    for end in range(body.index(b"composeMessage") + len(b'composeMessage">'), len(body), 31):
        page = parse_page(body[:end], context)
        assert own_vendor(whole) == own_vendor(page), end
        assert rates == [record for record in page.records if isinstance(record, ExchangeRate)], end


@pytest.mark.parametrize("case", RATINGS)
def test_a_vendor_stays_wherever_the_ratings_or_what_follows_them_are_cut(case: str) -> None:
    body, context = page_of(case)
    whole = parse_page(body, context)
    for end in range(body.index(b"warningBox") + len(b'warningBox">'), len(body), 101):
        assert own_vendor(whole) == own_vendor(parse_page(body[:end], context)), end


def test_a_vendor_is_dropped_where_its_texts_may_not_be_all() -> None:
    """With the key gone, the record would say that the vendor shows none."""
    body, context = page_of("vendor_profile/zennepost_november")
    for place in (b"Public PGP key", b"-----END PGP", b'<div class="profileNotes'):
        assert [] == own_vendor(parse_page(body[: body.index(place)], context))


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_bracket_in_a_value_that_the_end_cuts_hides_nothing_before_it(quote: str) -> None:
    body, context = page_of("vendor_profile/zennepost_november")
    whole = own_vendor(parse_page(body, context))
    place = body.index(b'<div class="newFeature">')
    cut = body[:place] + f"<p title={quote}Listings > 5 <sold> so f".encode()

    assert whole == own_vendor(parse_page(cut, context))
