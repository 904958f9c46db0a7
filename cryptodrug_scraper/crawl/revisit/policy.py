"""
Which pages of earlier crawls are fetched again (methods E15).

A page is judged at the moment at which a link to it is found. If a later page of the same crawl would tell otherwise,
such as that the vendor has a listing from a watched place, the page is planned when the next link to it is found, or in
the next crawl, which knows.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.revisit.known import GONE, KnownCard, KnownVendor
from cryptodrug_scraper.crawl.revisit.rules import LISTS, RARE, Rules, card_differs, is_shocked, vendor_differs
from cryptodrug_scraper.page.records import Counter, Interval, Listing, Money, Place, Rating, Review, Vendor
from cryptodrug_scraper.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.crawl.revisit.known import Knowledge, KnownPage
    from cryptodrug_scraper.crawl.scope import Scope
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["RevisitPolicy", "card_of", "feeds_of"]

_END = datetime.max.replace(tzinfo=UTC)
_WATCHED_KINDS = frozenset({"listing", "vendor_profile"})


def feeds_of(scopes: Mapping[Scope, frozenset[str]]) -> frozenset[str]:
    """
    Return the kinds of page that show a market's feedback: pages of vendors, or else of listings.

    Args:
        scopes: those of the market's spider.
    """
    return scopes["feedback"] & {"vendor_feedback", "listing"}


class RevisitPolicy:
    """
    Decides what to fetch again; a `cryptodrug_scraper.crawl.scope.Revisit`.

    Args:
        known: what earlier crawls know. A page that is not in it is always wanted.
        rules: how often pages are fetched.
    """

    def __init__(self, known: Knowledge, rules: Rules) -> None:
        self._known, self._rules = known, rules
        self._is_shocked = is_shocked(known.shocks, known.at.date())
        self._changed: set[str] = set()
        self._moved: set[str] = set()
        self._sales: dict[str, int] = {}
        self._origins: dict[str, set[str]] = defaultdict(set)
        self._feeds: dict[str, list[str]] = defaultdict(list)
        for url, page in known.pages.items():
            if page.kind == "vendor_feedback" and page.vendor is not None and page.number in {None, 1}:
                self._feeds[page.vendor].append(url)
        self._is_list = False
        self._oldest: datetime | None = None
        self._links: frozenset[str] = frozenset()

    def saw(self, page: ParsedPage) -> None:
        """Note what a page of this crawl says, before its links are judged."""
        self._is_list = page.kind in LISTS
        self._links = frozenset(url_key(link.url) for link in page.links)
        self._oldest = _oldest_review(page)
        for record in page.records:
            if isinstance(record, Listing):
                self._saw_listing(record, compare=page.kind == "category_list")
            elif isinstance(record, Vendor) and record.seen_on == "card":
                self._saw_vendor(record)

    def wants(self, kind: str, url: str) -> bool:
        """Tell whether to fetch a page that the page seen last links to."""
        page = self._known.pages.get(url_key(url))
        if page is None or kind in LISTS:
            return True
        if page.kind == GONE:
            return self._is_list or self._is_old(page, "listing")
        if self._is_shocked and kind not in RARE:
            return True
        if kind == "vendor_feedback":
            return self._feedback_is_due(page) if (page.number or 1) == 1 else self._may_hold_new_reviews(page)
        if kind in _WATCHED_KINDS and self._is_watched(page.vendor):
            return True
        if kind in {"listing", "listing_feedback"}:
            return page.listing in self._changed or self._is_old(page, kind) or self._has_due_reviews(kind, page)
        if kind == "vendor_profile":
            return page.vendor in self._moved or self._is_old(page, kind) or self._leads_to_feedback(page)
        return self._is_old(page, kind)

    # what a page of this crawl says

    def _saw_listing(self, listing: Listing, *, compare: bool) -> None:
        card = card_of(listing)
        if card.vendor is not None:
            self._origins[card.vendor].update(card.origin or ())
        if not compare or listing.seen_on != "card" or listing.listing_id is None:
            return
        old = self._known.cards.get(listing.listing_id)
        if old is None or card_differs(old, card):
            self._changed.add(listing.listing_id)

    def _saw_vendor(self, vendor: Vendor) -> None:
        sales = vendor.sales.value if isinstance(vendor.sales, Counter) else None
        level = vendor.level if isinstance(vendor.level, int) else None
        rating = vendor.rating.mean if isinstance(vendor.rating, Rating) else None
        if sales is not None:
            self._sales[vendor.vendor] = sales
        old = self._known.vendors.get(vendor.vendor)
        if old is not None and vendor_differs(old, sales, level, rating):
            self._moved.add(vendor.vendor)

    # what is due

    def _is_old(self, page: KnownPage, kind: str) -> bool:
        return self._rules.is_due(page.fetched, self._known.at, self._rules.greatest_age(kind))

    def _is_watched(self, vendor: str | None) -> bool:
        if vendor is None:
            return False
        known = self._known.vendors.get(vendor)
        origins = self._origins.get(vendor, set())
        return self._rules.is_watched(origins if known is None else known.origins | origins)

    def _feedback_is_due(self, page: KnownPage) -> bool:
        if page.vendor is None or self._is_watched(page.vendor):
            return True
        known = self._known.vendors.get(page.vendor, KnownVendor())
        rate = known.reviews_per_day(self._sales.get(page.vendor), self._known.at)
        return self._rules.is_due(page.fetched, self._known.at, self._rules.feedback_interval(rate))

    def _may_hold_new_reviews(self, page: KnownPage) -> bool:
        """Whether all reviews on the page seen last were left after a further one was fetched: then more may follow."""
        return self._oldest is not None and self._oldest > page.fetched

    def _has_due_reviews(self, kind: str, page: KnownPage) -> bool:
        """Whether a listing's own page is where its feedback stands, it has some, and that is old."""
        return kind in self._rules.feeds and page.reviews > 0 and self._is_old(page, "vendor_feedback")

    def _leads_to_feedback(self, profile: KnownPage) -> bool:
        """Whether feedback is due that the page seen last does not lead to by itself: then the profile has to."""
        return any(
            url not in self._links and self._feedback_is_due(self._known.pages[url])
            for url in self._feeds.get(profile.vendor or "", ())
        )


def _oldest_review(page: ParsedPage) -> datetime | None:
    """When the oldest review on a page was left at the latest; the end of time where one does not say it."""
    ends = [
        record.occurred.end if isinstance(record.occurred, Interval) else _END
        for record in page.records
        if isinstance(record, Review)
    ]
    return min(ends, default=None)


def card_of(listing: Listing) -> KnownCard:
    """Return the fields of a listing's card that are compared."""
    price = listing.price if isinstance(listing.price, Money) else None
    return KnownCard(
        title=listing.title,
        title_cut=listing.title_cut,
        vendor=listing.vendor if isinstance(listing.vendor, str) else None,
        price=None if price is None else price.amount,
        currency=None if price is None else price.currency,
        origin=tuple(listing.ships_from.codes) if isinstance(listing.ships_from, Place) else None,
        destination=tuple(listing.ships_to.codes) if isinstance(listing.ships_to, Place) else None,
        sold=listing.sold.value if isinstance(listing.sold, Counter) else None,
        views=listing.views if isinstance(listing.views, int) else None,
    )
