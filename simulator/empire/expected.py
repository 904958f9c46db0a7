"""
The records expected of Empire's pages, worked out from the states.

Nothing here looks at a page. What is shared with the pages are the figures to be printed (amounts, dates and
which rows a page holds), never how they are written into markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.empire.addresses import FEEDBACK_TABS, ROWS, Address
from simulator.empire.categories import CATEGORIES
from simulator.empire.expected_listing import card, home_card, listing_on_page
from simulator.empire.expected_review import review_rows
from simulator.empire.expected_values import utc
from simulator.empire.expected_vendor import card_vendors, vendor_of_listing, vendor_on_page
from simulator.empire.frame import FIATS, RATED_COINS
from simulator.empire.home import featured
from simulator.empire.lists import category_cards, store_cards
from simulator.empire.markup import TITLE_BYTES
from simulator.empire.pager import Part
from simulator.site import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ListingState, ReviewState

__all__ = ["expected_of"]

Record = dict[str, Any]


def expected_of(frame: Frame, asked: Address, kind: str) -> Expected:
    """
    Return the records expected of a page.

    Args:
        frame: of the viewer.
        asked: the target of the request.
        kind: of the page that answered it.
    """
    match kind:
        case "home":
            return _home(frame)
        case "category_list":
            cards, part = category_cards(frame, asked.number, asked.offset)
            return _cards(frame, kind, cards, part)
        case "vendor_offers":
            cards, part = store_cards(frame, asked.name, asked.offset)
            return _cards(frame, kind, cards, part)
        case "listing" | "listing_feedback" | "listing_refund":
            listing = frame.snapshot.listing(asked.number)
            return Expected(kind, []) if listing is None else _listing(frame, asked, kind, listing)
        case "vendor_profile" | "vendor_feedback" | "vendor_pgp":
            return _vendor(frame, asked, kind)
        case _:
            return Expected(kind, [])


def _home(frame: Frame) -> Expected:
    cards = featured(frame)
    issues = ["invalid_bytes"] if any(_is_torn(listing.title) for listing in cards) else []
    if not cards:
        issues.append("empty_list")
    records = [
        *_frame(frame, rates=True, menu=True, prices=True),
        *(home_card(frame, listing) for listing in cards),
        *card_vendors(cards, sales=False),
        {"record": "page_total", "kind": "listing"},
    ]
    return Expected("home", records, issues)


def _is_torn(title: str) -> bool:
    """Whether the home page cuts a title within a character."""
    return title.encode()[:TITLE_BYTES].decode(errors="ignore").encode() != title.encode()[:TITLE_BYTES]


def _cards(frame: Frame, kind: str, cards: Sequence[ListingState], part: Part[int]) -> Expected:
    records = [
        *_frame(frame, rates=True, menu=True, prices=bool(cards)),
        *(card(frame, listing) for listing in cards),
        *card_vendors(cards, sales=True),
        {"record": "page_total", "kind": "listing"} | _pages(part),
    ]
    return Expected(kind, records, [] if cards else ["empty_list"])


def _listing(frame: Frame, asked: Address, kind: str, listing: ListingState) -> Expected:
    records = [
        *_frame(frame, rates=False, menu=True, prices=True),
        listing_on_page(frame, listing, asked.tab),
        vendor_of_listing(listing.vendor),
    ]
    if kind != "listing_feedback":
        return Expected(kind, records)
    reviews = frame.snapshot.listing_reviews(listing.listing_id)
    return _with_reviews(frame, kind, records, reviews, asked.offset)


def _vendor(frame: Frame, asked: Address, kind: str) -> Expected:
    vendor = frame.vendor(asked)
    if vendor is None:
        return Expected(kind, [])
    records = [vendor_on_page(frame, vendor, asked.tab)]
    if kind != "vendor_feedback":
        return Expected(kind, [*_frame(frame, rates=True, menu=False, prices=False), *records])
    if asked.tab not in FEEDBACK_TABS:
        return Expected(kind, [*_frame(frame, rates=True, menu=False, prices=False), *records], ["not_about_vendor"])
    reviews = frame.reviews_by_sign(vendor.handle)[FEEDBACK_TABS[asked.tab]]
    shown = bool(Part(reviews, asked.offset, ROWS).rows)
    head = [*_frame(frame, rates=True, menu=False, prices=shown), *records]
    return _with_reviews(frame, kind, head, reviews, asked.offset)


def _with_reviews(
    frame: Frame,
    kind: str,
    records: list[Record],
    reviews: Sequence[ReviewState],
    at: int,
) -> Expected:
    part = Part(reviews, at, ROWS)
    total = {"record": "page_total", "kind": "review", "total": len(reviews)} | _pages(part)
    return Expected(kind, [*records, *review_rows(frame, part.rows), total], [] if part.rows else ["empty_list"])


def _pages(part: Part[Any]) -> Record:
    return {"pages": part.pages, "page": part.page} if part.paged else {}


def _frame(frame: Frame, *, rates: bool, menu: bool, prices: bool) -> list[Record]:
    """
    The records of what stands around the content.

    Args:
        frame: of the viewer.
        rates: the page has all rates in its left column, not only those of Bitcoin in its header.
        menu: it has the menu of categories.
        prices: it has a price, which tells the display currency.
    """
    site: Record = {"record": "site", "server_time": utc(frame.snapshot.instant), "logged_in": True}
    site |= {"server_time_step": 1, "server_time_has_day": True}
    if prices:
        site["display_currency"] = frame.amounts.currency
    records = [site]
    if menu:
        records += [
            {
                "record": "category",
                "category_id": str(category.number),
                "category_path": list(category.path),
                "listing_count": frame.counts[category.number],
            }
            for category in CATEGORIES.values()
        ]
    coins = [coin for coin, _ in RATED_COINS] if rates else ["BTC"]
    records += [
        {"record": "exchange_rate", "base": coin, "quote": fiat, "rate": frame.rate(coin, fiat)}
        for coin in coins
        for fiat in FIATS
    ]
    return records
