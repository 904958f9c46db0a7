"""
The scope of a crawl: which of the linked pages are fetched, and in which order.

Lists come first: what scrolls out of them is lost soonest. Vendors and their feedback come before listings, since
feedback scrolls out of its list, and a listing's page stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from cryptodrug_scraper.crawl.frontier import Planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["RANKS", "Revisit", "Scope", "followed"]

Scope = Literal["index", "listings", "vendors", "feedback", "all"]

RANKS: Mapping[str, int] = {
    "home": 0,
    "category_list": 1,
    "vendor_profile": 2,
    "vendor_feedback": 3,
    "listing": 4,
    "listing_feedback": 5,
    "vendor_offers": 6,
    "vendor_pgp": 7,
    "listing_refund": 8,
}
"""The order of the kinds of page: lower ranks first. Kinds that only one market has come after them."""
_LAST = max(RANKS.values()) + 1


class Revisit(Protocol):
    """Decides which pages of earlier crawls are worth a request in this one."""

    def saw(self, page: ParsedPage) -> None:
        """Note what a page of this crawl says: cards show what has changed."""

    def wants(self, kind: str, url: str) -> bool:
        """Tell whether to fetch a page."""


def followed(page: ParsedPage, kinds: frozenset[str], revisit: Revisit | None) -> Iterable[Planned]:
    """
    Return the pages to plan after a page was read.

    Args:
        page: the page that was read.
        kinds: kinds of page within the scope.
        revisit: what earlier crawls leave to do; None fetches everything.
    """
    if revisit is not None:
        revisit.saw(page)
    for link in page.links:
        if link.kind in kinds and (revisit is None or revisit.wants(link.kind, link.url)):
            yield Planned(link.kind, link.url, RANKS.get(link.kind, _LAST))
