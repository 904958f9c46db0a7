"""The input and the result of a parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.facts import ListingFacts
    from cryptodrug_scraper.page.records import Issue, Link, Record
    from cryptodrug_scraper.page.structure import Structure

__all__ = ["KINDS", "WALLS", "PageContext", "ParsedPage"]

KINDS = (
    *("home", "category_list", "listing", "listing_feedback", "listing_refund"),
    *("vendor_profile", "vendor_feedback", "vendor_pgp", "vendor_offers"),
)
"""Page kinds with content that markets have in common. A market may declare others."""

WALLS = frozenset(
    {"login", "captcha", "session_lost", "listing_gone", "maintenance", "seized", "error", "foreign", "unknown"}
)
"""Page kinds that never hold content. A market may declare others, each of which stands for one of these."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """What is known of a page besides its bytes: the address it was fetched from, and when."""

    url: str | None = None
    captured: CaptureTime | None = None


@dataclass(slots=True)
class ParsedPage:
    """
    One page, read.

    ``market`` is None where the page belongs to no known market. ``repairs`` gives, for each text that was mojibake,
    the text as it stood on the page. ``facts`` says of each listing, by its place among the records, what is sold.
    ``stands_for`` is the common wall that a wall of the market's own stands for. Only a page of a known market has a
    ``structure``.
    """

    market: str | None
    kind: str
    encoding: str | None
    complete: bool
    issues: list[Issue] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    repairs: dict[str, str] = field(default_factory=dict)
    facts: dict[int, ListingFacts] = field(default_factory=dict)
    stands_for: str | None = None
    structure: Structure | None = None

    @classmethod
    def nothing_but(cls, issue: Issue, market: str | None = None, *, complete: bool = True) -> ParsedPage:
        """Make the page of which nothing is known but what was wrong with it, and perhaps its market."""
        return cls(market, "unknown", None, complete, [issue])

    def bare(self, issue: Issue) -> ParsedPage:
        """Return this page without anything that was read in it, but with an issue that says why."""
        return ParsedPage(self.market, self.kind, self.encoding, self.complete, [issue])

    @property
    def marks(self) -> tuple[str, ...] | None:
        """The marks of the structure of the page; None for a page of no known market."""
        return None if self.structure is None else self.structure.marks

    @property
    def wall(self) -> str | None:
        """The common wall that the page is, or stands for; None for a page that may hold content."""
        return self.kind if self.kind in WALLS else self.stands_for
