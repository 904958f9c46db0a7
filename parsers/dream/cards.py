"""Read lists of listing cards: category pages, the home page and a vendor's own listings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import parse_prices, stated_price
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import UNSET, Listing, Money, PageTotal, Vendor
from parsers.dream.addresses import category_id, category_url, listing_id, listing_url, vendor_name, vendor_url
from parsers.dream.pagers import pagers_of, read_pagers
from parsers.dream.vendors import read_badges

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import Place
    from parsers.dream.frame import Selected

__all__ = ["preferred_price", "read_card_list", "read_prices"]

_CARD = "shopItem_"
_PARTS = frozenset({"oTitle", "oPrice", "oVendor", "oShips", "withEscrow", "withoutEscrow"})
_CUT_TITLE = 48
"""
Length from which on a title on a card may be cut: titles are cut at 50 characters, white space at the cut included.
"""
_CARD_CODES = {"EU": "EUROPE"}


def read_card_list(
    document: Document,
    shop: Element,
    *,
    selected: Selected | None = None,
    owner: str | None = None,
    promoted: bool | None = None,
) -> PageTotal:
    """
    Read the cards under an element, their vendors (each once), and the extent of the list, which it returns.

    Args:
        document: the page.
        shop: the element that holds the cards and the pager.
        selected: the category whose list this is.
        owner: the vendor on whose page the cards stand, and who is not printed on them.
        promoted: whether these cards are promoted; None where the page does not say.
    """
    cards = _cards(shop)
    vendors: dict[str, Vendor] = {}
    for card in document.whole(cards):
        listing = Listing(listing_id=None, title=None, title_cut=False, seen_on="card")
        if owner is not None:
            listing.vendor = owner
        if selected is not None:
            listing.category_id, listing.category_path = selected.category_id, selected.path
        if promoted is not None:
            listing.promoted = promoted
        _read_card(document, card, listing, vendors)
    document.records += vendors.values()
    extent = PageTotal(kind="listing") if promoted else _read_extent(document, shop, owner)
    if promoted or extent.page is not UNSET or not _ends_in(document, shop):
        document.add(extent)
    if not cards and document.complete and owner is None:
        document.issue("empty_list", "a list of listings without a card")
    return extent


def _cards(shop: Element) -> list[Element]:
    """The cards of a list: in the rows that it consists of, or else anywhere in it."""
    in_rows = [
        box for row in shop.iterchildren("div") for box in row.iterchildren("div") if _CARD in box.get("class", "")
    ]
    return in_rows or [box for box in shop.iterdescendants("div") if _CARD in box.get("class", "")]


def read_prices(document: Document, text: str) -> list[Money] | None:
    """Read every amount of a price, in the order printed; None, with an issue, if there is none."""
    prices = document.read("price", text, _some_prices)
    return None if prices is None else list(prices)


def _some_prices(text: str) -> tuple[Money, ...] | None:
    return parse_prices(text) or None


def preferred_price(document: Document, prices: list[Money] | None, text: str) -> Money | None:
    """
    Return the fiat price if one is shown, else the price in a coin; None, with an issue, if one cannot be read.
    """
    price = stated_price(prices or [], text)
    if price is None and prices:
        document.issue("field_unreadable", f"price: {text[:80]!r}")
    return price


def _read_card(document: Document, card: Element, listing: Listing, vendors: dict[str, Vendor]) -> None:
    """Fill a listing, and add its vendor to those of the page."""
    for box in card.iter("div"):
        names = box.get("class", "").split()
        if not names or names[-1] not in _PARTS:  # as most are
            continue
        match names[-1]:
            case "oTitle":
                _read_title(document, box, listing)
            case "oPrice":
                text = document.text(box)
                listing.prices = read_prices(document, text)
                listing.price = preferred_price(document, listing.prices, text)
            case "oVendor":
                _read_vendor(document, box, listing, vendors)
            case "oShips":
                _read_route(document, document.text(box), listing)
            case "withEscrow":
                listing.payment = ["escrow"]
            case _:
                listing.payment = []
    if listing.listing_id is None:
        document.issue("field_unreadable", f"listing_id: a card {card.get('class', '')!r} without an offer link")
        return
    listing.title_cut = listing.title is not None and len(listing.title) >= _CUT_TITLE
    document.link("listing", listing_url(listing.listing_id))
    document.add(listing)


def _read_title(document: Document, box: Element, listing: Listing) -> None:
    for link in box.iterchildren("a"):
        listing.title = document.text(link) or None
        listing.listing_id = listing_id(link.get("href", ""))
        return


def _read_vendor(document: Document, box: Element, listing: Listing, vendors: dict[str, Vendor]) -> None:
    for link in box.iterchildren("a"):
        named = vendor_name(link.get("href", ""))
        name = document.text(link) or named
        if name is None:
            break
        listing.vendor = name
        if name not in vendors:
            vendors[name] = read_badges(document, box, name, "card")
        return
    document.issue("field_unreadable", f"vendor: none on the card of {listing.listing_id}")


def _read_route(document: Document, text: str, listing: Listing) -> None:
    route = document.read("ships_from", text, _route)
    listing.ships_from, listing.ships_to = (None, None) if route is None else route
    for place in route or ():
        if place is not None:
            document.place("card", place)


@lru_cache(maxsize=4096)
def _route(text: str) -> tuple[Place | None, Place | None] | None:
    """Read ``BE  → WW, EU``: either side may be empty."""
    origin, arrow, destination = (part.strip() for part in text.partition("→"))
    if not arrow:
        return None
    return (
        parse_place(origin, codes=_CARD_CODES) if origin else None,
        parse_place(destination, codes=_CARD_CODES) if destination else None,
    )


def _ends_in(document: Document, shop: Element) -> bool:
    """Tell whether the page ends where a pager may still follow."""
    parent = shop.getparent()
    return document.is_cut(shop if parent is None else parent)


def _read_extent(document: Document, shop: Element, owner: str | None) -> PageTotal:
    extent = PageTotal(kind="listing")

    def link(href: str, number: int) -> None:
        category = category_id(href)
        if owner is not None:
            document.link("vendor_profile", vendor_url(owner, number))
        elif category is not None:
            document.link("category_list", category_url(category, number))

    read_pagers(document, pagers_of(shop), extent, link)
    return extent
