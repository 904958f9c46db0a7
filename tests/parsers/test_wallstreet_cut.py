"""Pages of Wall Street Market that end before they say of which kind they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import WALLS, PageContext

CASES = cases_below(Path(__file__).parents[2] / "fixtures" / "pages" / "wallstreet")
CUTS = 60
"""Places at which each page is cut."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_cut_without_an_address_is_of_its_kind_or_of_none(case: Case) -> None:
    """It gives no issue, moreover, that the whole page has not."""
    body, context = case.body, PageContext(captured=case.context.captured)
    whole = parse_page(body, context)
    known = {(issue.code, issue.detail) for issue in whole.issues}
    ends = [match.start() for match in re.finditer(rb"<", body)]
    for end in ends[:: max(1, len(ends) // CUTS)]:
        part = parse_page(body[:end], context)
        assert part.kind in {whole.kind, "unknown", "foreign"} or {part.kind, whole.kind} <= WALLS, end
        added = {(issue.code, issue.detail) for issue in part.issues if issue.code not in {"truncated", "empty"}}
        assert added <= known, end


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
