"""What earlier crawls of a market know of its pages, listings and vendors: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

__all__ = ["GONE", "Knowledge", "KnownCard", "KnownPage", "KnownVendor"]

GONE = "listing_gone"
"""The kind of the page that says that a listing does not exist (any more)."""

_MONTH = 30.0
"""Days in the month over which markets count reviews."""


class KnownPage(NamedTuple):
    """
    The last reading of a page.

    Attributes:
        kind: kind of the page; `GONE` if the market said that there is no such listing.
        fetched: when.
        listing: the listing whose page it is, if any. vendor: the vendor whose page or listing it is.
        reviews: rows of reviews on it.
        number: which page of a list of reviews it is, from 1; None where it has no pages.
    """

    kind: str
    fetched: datetime
    listing: str | None = None
    vendor: str | None = None
    reviews: int = 0
    number: int | None = None


class KnownCard(NamedTuple):
    """
    A listing's card as it was when the listing's page was last fetched: the newest that was seen within the two crawls
    before. None: the card did not show it.

    Attributes:
        price, currency: the price of one unit.
        origin, destination: codes of places, sorted.
        sold, views: counters.
    """

    title: str | None = None
    title_cut: bool = False
    vendor: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    origin: tuple[str, ...] | None = None
    destination: tuple[str, ...] | None = None
    sold: int | None = None
    views: int | None = None


@dataclass(slots=True)
class KnownVendor:
    """
    What is known of a vendor. None stands for not known.

    Attributes:
        sales, level, rating: as the profile said when it was last fetched.
        origins: places that any listing was sent from in the last months.
        monthly: reviews in a month, as the vendor's newest page counts them.
        counted: the oldest counter of sales within five weeks, and when it was seen.
    """

    sales: int | None = None
    level: int | None = None
    rating: Decimal | None = None
    origins: frozenset[str] = frozenset()
    monthly: float | None = None
    counted: tuple[int, datetime] | None = None

    def reviews_per_day(self, sales: int | None, at: datetime) -> float | None:
        """
        The number of reviews to expect in a day: the growth of sales, or last month's reviews, whichever is greater.

        Args:
            sales: the counter of sales now; None where it was not seen.
            at: now.
        """
        rates = [] if self.monthly is None else [self.monthly / _MONTH]
        if sales is not None and self.counted is not None:
            count, since = self.counted
            days = (at - since).total_seconds() / 86400
            if days >= 1:
                rates.append(max(sales - count, 0) / days)
        return max(rates, default=None)


@dataclass(slots=True)
class Knowledge:
    """
    What is known of a market.

    Attributes:
        at: the instant as of which it is known: the crawl's beginning.
        pages: the last reading of each page, by address without host.
        cards: cards of listings whose pages are known, as far as they were seen before these.
        vendors: vendors by name.
        shocks: of each event after which vendors and buyers move, on whichever market, the first and the last day on
            which it can have happened.
    """

    at: datetime
    pages: dict[str, KnownPage] = field(default_factory=dict)
    cards: dict[str, KnownCard] = field(default_factory=dict)
    vendors: dict[str, KnownVendor] = field(default_factory=dict)
    shocks: list[tuple[date, date]] = field(default_factory=list)
