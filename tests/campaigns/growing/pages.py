"""Pages as the readers of markets give them, and the database that they are loaded into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.page.parsed import ParsedPage
from cryptodrug_scraper.page.records import Interval, Listing, Money, Place, Review, Vendor
from cryptodrug_scraper.replay.loading import load_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.page.facts import ListingFacts
    from cryptodrug_scraper.page.records import Record

__all__ = ["Page", "at", "dollars", "fingerprint", "letters", "listing", "load", "place", "rating", "vendor"]

_START = datetime(2019, 1, 5, 12, tzinfo=UTC)
_PAGES_AT_ONCE = 256
_NUMBERS = count(1)


@dataclass(frozen=True)
class Page:
    """
    One capture.

    Attributes:
        market: its code.
        kind: of page.
        url: path of the address.
        day: when it was fetched, in days from the start.
        records: what its reader found.
        facts: what listings among them sell, by their place.
    """

    market: str
    kind: str
    url: str
    day: float
    records: Sequence[Record]
    facts: dict[int, ListingFacts] | None = None


def load(engine: Engine, pages: Iterable[Page]) -> None:
    """Make the rows of pages and load them, as a replay does with what it has read."""
    read = [
        (
            Capture(
                body=f"{next(_NUMBERS)} {page.market} {page.url}".encode(),
                origin=Origin("growth", page.url),
                url=f"http://{page.market}.invalid{page.url}",
                captured=CaptureTime.at(at(page.day)),
                time_source="option",
            ),
            ParsedPage(page.market, page.kind, "utf-8", complete=True, records=[*page.records], facts=page.facts or {}),
        )
        for page in pages
    ]

    def failed(capture: Capture, issue: object) -> None:
        msg = f"{capture.url}: {issue}"
        raise ValueError(msg)

    with engine.connect() as connection:
        for first in range(0, len(read), _PAGES_AT_ONCE):
            load_read(connection, read[first : first + _PAGES_AT_ONCE], failed)


def at(day: float) -> datetime:
    """An instant, in days from the start."""
    return _START + timedelta(days=day)


def dollars(amount: float) -> Money:
    """An amount of USD."""
    return Money(Decimal(str(round(amount, 2))), "USD")


def letters(number: int) -> str:
    """A word for a number, of letters only."""
    word = ""
    while number or not word:
        number, digit = divmod(number, 20)
        word = "bcdfghjklmnpqrstvwxz"[digit] + word
    return word


def fingerprint(number: int) -> str:
    """That of a key."""
    return f"{number:040X}"


def place(*codes: str) -> Place:
    """An origin or destination that names countries."""
    return Place("/".join(codes), "country" if len(codes) == 1 else "multi", sorted(codes), [])


def rating(position: int, day: float, width: float = 1.0, **fields: Any) -> Review:
    """A rating left on a day, in days from the start; what is alike in all is alike here."""
    known: dict[str, Any] = {"vendor": "kaasboer", "stars": 5, "comment": "prima", "is_default_comment": False}
    occurred = Interval(at(day), at(day + width))
    return Review(position=position, **{**known, "buyer_mask": "k***l", "occurred": occurred, **fields})


def listing(listing_id: str, **fields: Any) -> Listing:
    """A card of a listing."""
    known: dict[str, Any] = {"title": f"hasj {listing_id}", "seen_on": "card", "vendor": "kaasboer"}
    return Listing(listing_id=listing_id, title_cut=False, **{**known, "price": dollars(50), **fields})


def vendor(name: str, **fields: Any) -> Vendor:
    """An account."""
    return Vendor(vendor=name, **{"seen_on": "page", **fields})
