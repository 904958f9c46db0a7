"""Read listings in lists: cards and rows of the index, and rows of a vendor's listings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import whole
from cryptodrug_scraper.page.money import has_negative, parse_prices
from cryptodrug_scraper.page.records import UNSET, Listing, Vendor
from parsers.wallstreet.addresses import listing_id, listing_url, vendor_name, vendor_url
from parsers.wallstreet.icons import icon_of, meaning_of, rest_of_line
from parsers.wallstreet.labels import WORDS
from parsers.wallstreet.payments import payments
from parsers.wallstreet.prices import preferred, unit_of
from parsers.wallstreet.routes import destination, needs_list, origin

if TYPE_CHECKING:
    from msgspec import UnsetType

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_cards", "username"]

_LEVEL = re.compile(r"(?:^|[\s(])([^\W\d]+)\s*(\d+)\)?\Z")
_BARE_LEVEL = re.compile(r"\)\s*(\d+)\Z")


def read_cards(
    document: Document, cards: list[Element], *, owner: str | None = None, priced: bool = True
) -> list[Listing]:
    """
    Read listing cards, each listing once, and their vendors, each once; all are added to the records.

    Args:
        document: the page.
        cards: the elements that hold one listing each.
        owner: the vendor on whose page they stand, who is not printed on them.
        priced: whether each card must have a price.
    """
    listings: dict[str, Listing] = {}
    vendors: dict[str, Vendor] = {}
    unknown: set[str] = set()
    for card in document.whole(cards):
        listing = _read_card(document, card, vendors, unknown)
        if listing.listing_id is None:
            continue
        if owner is not None:
            listing.vendor = owner
        if listing.price is UNSET and card.tag == "tr":
            _read_cells(document, card, listing)
        if listing.price is UNSET and priced:
            listing.price = None
            document.issue("field_unreadable", f"price: none on the card of {listing.listing_id}")
        listings.setdefault(listing.listing_id, listing)
    for icon in sorted(unknown):
        document.issue("unknown_label", f"card: icon {icon!r}")
    document.records += listings.values()
    document.records += vendors.values()
    return list(listings.values())


def username(document: Document, link: Element) -> str | None:
    """Return the vendor to whom a link leads: its text if that is a name, else the name in the address."""
    named = vendor_name(link.get("href", ""))
    if named is None or link.text == named:
        return named
    text = document.text(link)
    return text if text and " " not in text and "(" not in text else named


def _read_card(document: Document, card: Element, vendors: dict[str, Vendor], unknown: set[str]) -> Listing:
    listing = Listing(listing_id=None, title=None, title_cut=False, seen_on="card")
    for part in card.iter("a", "b", "strong", "i"):
        tag = part.tag
        if tag == "i":
            _read_icon(document, part, listing, unknown)
        elif tag == "a":
            href = part.get("href")
            if href is None:
                continue
            offer = listing_id(href)
            if offer is None:
                _read_vendor(document, part, listing, vendors)
            else:
                if listing.listing_id is None:
                    listing.listing_id = offer
                    document.link("listing", listing_url(offer))
                if listing.title is None:
                    listing.title = document.text(part) or None
        elif listing.price is UNSET:
            _read_price(document, f"{document.text(part)} {rest_of_line(document, part)}", listing)
    return listing


def _read_icon(document: Document, mark: Element, listing: Listing, unknown: set[str]) -> None:
    names = mark.get("class", "")
    meaning = meaning_of(names)
    if meaning == "ships_from":
        place = origin(rest_of_line(document, mark))
        listing.ships_from = None if place is None else document.place("ships_from", place)
    elif meaning == "ships_to":
        text = rest_of_line(document, mark)
        place = destination(text, _list_behind(document, mark) if needs_list(text) else None)
        listing.ships_to = None if place is None else document.place("ships_to", place)
    elif meaning == "payment":
        listing.payment = document.read("payment", rest_of_line(document, mark), payments)
    elif meaning == "digital":
        listing.product_class = "digital"
    elif meaning is None and (tail := mark.tail) and not tail.isspace():
        name, box = icon_of(names), mark.getparent()
        if name is not None and box is not None and box.tag not in {"a", "button", "h4", "label"}:
            unknown.add(name)


def _list_behind(document: Document, mark: Element) -> str | None:
    """The list of countries that stands in a ``div``, or in one inside another, behind a line."""
    box = mark.getnext()
    if box is None or box.tag != "div":
        parent = mark.getparent()
        box = None if parent is None else parent.getnext()
    texts = []
    while box is not None and box.tag == "div":
        texts.append(document.text(box))
        box = box.getnext()
    return " ".join([text for text in texts if text]).strip("() ") or None


def _read_vendor(document: Document, link: Element, listing: Listing, vendors: dict[str, Vendor]) -> None:
    name = username(document, link)
    if name is None or isinstance(listing.vendor, str):
        return
    listing.vendor = name
    if name in vendors:
        return
    vendors[name] = vendor = Vendor(vendor=name, seen_on="card")
    document.link("vendor_profile", vendor_url(name))
    rest = rest_of_line(document, link)
    if rest:
        vendor.level = _level(document, rest)


def _level(document: Document, text: str) -> int | UnsetType | None:
    """The level behind a vendor's name, as in ``(4.87) Level 5``; what the brackets hold is not known."""
    if (match := _LEVEL.search(text)) is not None and WORDS.meaning(match[1]) == "level":
        return document.read("level", match[2], whole)
    match = _BARE_LEVEL.search(text)
    return UNSET if match is None else document.read("level", match[1], whole)


def _read_price(document: Document, text: str, listing: Listing) -> None:
    amount, slash, unit = text.partition("/")
    if has_negative(amount):
        document.issue("field_unreadable", f"price: {text[:80]!r}")
    prices = parse_prices(amount)
    if prices:
        listing.prices = list(prices)
        listing.price = preferred(document, listing.prices, amount)
        if slash:
            listing.price_unit = unit_of(unit)


def _read_cells(document: Document, row: Element, listing: Listing) -> None:
    """Read the price from whichever cell of a table's row holds one."""
    for cell in row.iterchildren("td"):
        if listing.price is UNSET and cell.find(".//a") is None:
            _read_price(document, document.text(cell), listing)
