"""Pages of Wall Street Market that end before they say of which kind they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

CASES = cases_below(Path(__file__).parents[2] / "fixtures" / "pages" / "wallstreet")


@pytest.mark.parametrize(
    "case", ["listing_refund/policy_en", "vendor_pgp/leiebloem_en", "vendor_offers/leiebloem_prices_en"]
)
@pytest.mark.parametrize("named", [True, False])
def test_the_address_tells_the_tab_of_a_page_that_is_cut_above_its_tabs(case: str, named: bool) -> None:
    """Without an address such a page is of no known kind; a listing or a profile is only the most likely."""
    whole = next(known for known in CASES if known.name == case)
    body = whole.body
    mark = b"fheading" if whole.kind.startswith("listing") else b"</h2>"
    tab = re.compile(rb'<a [^>]*(?:offer|profile)/[^>"]*/(?:refund|info|pgp|offers)\b').search(body, body.index(mark))
    assert tab is not None
    table = body.rindex(b"<tr", 0, tab.start()) if whole.kind.startswith("vendor") else tab.start()
    context = whole.context if named else PageContext()
    assert parse_page(body[:table], context).kind == (whole.kind if named else "unknown")


def test_a_fact_of_a_vendor_that_the_end_of_a_page_cuts_is_not_taken_for_one_that_cannot_be_read() -> None:
    whole = next(known for known in CASES if known.name == "vendor_profile/fenland_newcomer_it")
    rows = list(re.finditer(rb"<tr>.*?</tr>", whole.body))
    assert len(rows) > 9
    for row in rows:
        for end in (sum(row.span()) // 2, row.end() - len(b"</td></tr>")):
            found = parse_page(whole.body[:end], whole.context)
            assert {"truncated"} == {issue.code for issue in found.issues}, whole.body[row.start() : end]
