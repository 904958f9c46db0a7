"""Judge what a response means for the crawl: content, a wall, or a failure after which to try again."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["REDIRECTS", "Verdict", "judge"]

_SERVER_ERROR = 500
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""HTTP statuses of redirects."""
_SIGN_IN = frozenset({"login", "session_lost"})
_CLOSED = frozenset({"maintenance", "seized"})
_FAMILIES = (
    frozenset({"listing", "listing_feedback", "listing_refund"}),
    frozenset({"vendor_profile", "vendor_feedback", "vendor_pgp", "vendor_offers"}),
    frozenset({"home", "category_list"}),
)
"""Kinds of page that one template serves: a request for a tab that a listing lacks is answered with its first tab."""


class Verdict(Enum):
    """How the crawl treats a response."""

    CONTENT = "content"
    """The response is the page that was requested."""
    GONE = "gone"
    """The market says that the page does not exist (any more), which is an answer too."""
    SESSION = "session"
    """
    The session is lost, or a captcha stands in the way. A person is needed; the attempt does not count against the
    page.
    """
    MAINTENANCE = "maintenance"
    """The market is closed for some time, or seized. The attempt does not count against the page."""
    AGAIN = "again"
    """The response is damaged, cut, or of another site: request the page again, through another circuit."""


def judge(page: ParsedPage, wanted: str, market: str, status: int) -> tuple[Verdict, str | None]:
    """
    Judge a response, and return the reason if it is not content.

    Args:
        page: what the parser found in it.
        wanted: kind of page that was asked for.
        market: the market that was asked.
        status: HTTP status.
    """
    if page.market == market:
        if page.wall in _SIGN_IN:
            return Verdict.SESSION, page.kind
        if page.wall == "captcha":
            return Verdict.SESSION, page.kind
        if page.wall in _CLOSED:
            return Verdict.MAINTENANCE, page.kind
        if page.wall == "listing_gone":
            return Verdict.GONE, page.kind
    if status >= _SERVER_ERROR or page.wall == "error":
        return Verdict.AGAIN, f"error {status}" if status >= _SERVER_ERROR else "error page"
    if status in REDIRECTS:
        return Verdict.AGAIN, f"redirect {status}"
    if page.market != market:
        return Verdict.AGAIN, "a page of another site" if page.market is None else f"a page of {page.market}"
    if not page.complete:
        return Verdict.AGAIN, "truncated"
    if page.wall is not None or not _fits(page.kind, wanted):
        return Verdict.AGAIN, f"a page of kind {page.kind} in place of {wanted}"
    return Verdict.CONTENT, None


def _fits(kind: str, wanted: str) -> bool:
    return kind == wanted or any(kind in family and wanted in family for family in _FAMILIES)
