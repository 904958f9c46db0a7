"""
When a page is worth another request: the rules of methods E15, over plain data.

Lists are always fetched, and their cards tell what has changed. Feedback scrolls out of its list, so it is visited
before that; the rest by age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import COINS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from cryptodrug_scraper.crawl.revisit.known import KnownCard, KnownVendor

__all__ = [
    "LISTS",
    "RARE",
    "Rules",
    "card_differs",
    "is_shocked",
    "jumped",
    "price_differs",
    "vendor_differs",
]

LISTS = frozenset({"home", "category_list"})
"""Kinds of page that are always fetched."""
RARE = frozenset({"vendor_pgp", "listing_refund"})
"""Kinds of page that seldom change, whatever happens to the market."""

_SHOCK = timedelta(weeks=4)
_COUNTRY = 2  # letters of a country's code
_PRICE_NOISE = 0.05
_LEAST_JUMP, _JUMP = 10, 0.2
_RATING_STEP = 0.1


@dataclass(frozen=True, slots=True)
class Rules:
    """
    How often pages are fetched.

    Attributes:
        listing: greatest age of a listing's page and its tab of feedback.
        profile: greatest age of a vendor's profile, and of its list of listings.
        feedback: greatest age of feedback.
        rare: greatest age of what hardly changes: PGP keys, refund policies.
        cadence: time until the next crawl: what would be too old by then is fetched now.
        cap: rows that a list of feedback holds before the oldest scroll out.
        share: part of the cap that may fill between two visits.
        watched: origins whose vendors are fetched every time, as are vendors with several origins.
        feeds: kinds of page on which new feedback is looked for.
    """

    listing: timedelta = timedelta(days=90)
    profile: timedelta = timedelta(days=30)
    feedback: timedelta = timedelta(days=30)
    rare: timedelta = timedelta(days=360)
    cadence: timedelta = timedelta(days=7)
    cap: int = 300
    share: float = 0.6
    watched: frozenset[str] = frozenset({"BE"})
    feeds: frozenset[str] = frozenset({"vendor_feedback"})

    def greatest_age(self, kind: str) -> timedelta:
        """Return the greatest age of a page of a kind, where it depends on the kind alone."""
        match kind:
            case "listing" | "listing_feedback":
                return self.listing
            case "vendor_profile" | "vendor_offers":
                return self.profile
            case "vendor_feedback":
                return self.feedback
        return self.rare

    def feedback_interval(self, per_day: float | None) -> timedelta:
        """
        The time after which feedback is due: min(30 d, 0.6 cap / rate), as methods E15 has it.

        Args:
            per_day: reviews expected in a day; None where nothing tells, which makes it due every time.
        """
        if per_day is None:
            return timedelta(0)
        filled = self.share * self.cap
        return self.feedback if per_day * self.feedback.days <= filled else timedelta(days=filled / per_day)

    def is_due(self, fetched: datetime, now: datetime, most: timedelta) -> bool:
        """Tell whether a page would be older than ``most`` by the time of the next crawl."""
        return now - fetched + self.cadence > most

    def is_watched(self, origins: Iterable[str]) -> bool:
        """Tell whether a vendor is sent from a watched place, or from several countries."""
        places = set(origins)
        countries = {code for code in places if len(code) == _COUNTRY and code != "EU"}
        return not places.isdisjoint(self.watched) or len(countries) > 1


def is_shocked(shocks: Iterable[tuple[date, date]], today: date) -> bool:
    """
    Tell whether a market that is studied was shocked within the last four weeks.

    Args:
        shocks: of each event after which vendors and buyers move, from any market to any other, the first and the last
            day on which it can have happened.
        today: the day.
    """
    return any(first <= today < last + _SHOCK for first, last in shocks)


def price_differs(old: KnownCard, new: KnownCard) -> bool:
    """
    Tell whether a price has moved by more than exchange rates do.

    Markets convert what a vendor asks into the viewer's currency, so a price moves without its vendor: by 5 % at most
    in nearly every three months of euro, pound and dollar. When these move further, pages are fetched too early; when a
    vendor moves a price by less, the card has it anyway and only the page waits. A coin's own rate moves by more than
    prices do, and two currencies cannot be compared: then the price tells nothing.
    """
    if old.price is None or new.price is None or old.currency != new.currency or new.currency in COINS:
        return False
    return abs(float(new.price) - float(old.price)) > _PRICE_NOISE * abs(float(old.price))


def jumped(old: int | None, new: int | None) -> bool:
    """Tell whether a counter has moved by ten and by a fifth: single sales are counted on the card."""
    if old is None or new is None:
        return False
    return abs(new - old) >= max(_LEAST_JUMP, _JUMP * old)


def card_differs(old: KnownCard, new: KnownCard) -> bool:
    """Tell whether two cards of a listing differ. A field that either card does not show is not compared."""
    return (
        _titles_differ(old, new)
        or price_differs(old, new)
        or _differs(old.vendor, new.vendor)
        or _differs(old.origin, new.origin)
        or _differs(old.destination, new.destination)
        or jumped(old.sold, new.sold)
        or (old.sold is None and jumped(old.views, new.views))
    )


def vendor_differs(old: KnownVendor, sales: int | None, level: int | None, rating: Decimal | None) -> bool:
    """Tell whether a card gives a vendor another level, rating or number of sales than the profile did."""
    return (
        _differs(old.level, level)
        or jumped(old.sales, sales)
        or (old.rating is not None and rating is not None and abs(float(rating - old.rating)) >= _RATING_STEP)
    )


def _differs(old: object, new: object) -> bool:
    return old is not None and new is not None and old != new


def _titles_differ(old: KnownCard, new: KnownCard) -> bool:
    if old.title is None or new.title is None:
        return False
    if old.title_cut or new.title_cut:
        short, long = sorted((old.title, new.title), key=len)
        return not long.startswith(short)
    return old.title != new.title
