from __future__ import annotations

import pytest

from cryptodrug_scraper.crawl.verdict import Verdict, judge
from cryptodrug_scraper.page.parsed import ParsedPage


def page(kind: str, market: str | None = "dream", *, complete: bool = True) -> ParsedPage:
    return ParsedPage(market, kind, "utf-8", complete)


@pytest.mark.parametrize(
    ("found", "status", "verdict"),
    [
        (page("listing"), 200, Verdict.CONTENT),
        (page("listing_feedback"), 200, Verdict.CONTENT),
        (page("listing_gone"), 200, Verdict.GONE),
        (page("listing_gone"), 404, Verdict.GONE),
        (page("login"), 200, Verdict.SESSION),
        (page("session_lost"), 302, Verdict.SESSION),
        (page("captcha"), 403, Verdict.SESSION),
        (page("maintenance"), 503, Verdict.MAINTENANCE),
        (page("seized"), 200, Verdict.MAINTENANCE),
        (page("listing"), 502, Verdict.AGAIN),
        (page("error"), 200, Verdict.AGAIN),
        (page("error", None), 502, Verdict.AGAIN),
        (page("unknown", None), 302, Verdict.AGAIN),
        (page("listing", complete=False), 200, Verdict.AGAIN),
        (page("home"), 200, Verdict.AGAIN),
        (page("unknown"), 200, Verdict.AGAIN),
        (page("foreign", None), 200, Verdict.AGAIN),
        (page("listing", "empire"), 200, Verdict.AGAIN),
        (page("login", "empire"), 200, Verdict.AGAIN),
    ],
)
def test_a_response_to_a_request_for_a_listing(found: ParsedPage, status: int, verdict: Verdict) -> None:
    given, reason = judge(found, "listing", "dream", status)

    assert verdict is given
    assert (reason is None) is (verdict is Verdict.CONTENT)
