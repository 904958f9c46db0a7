"""Read lists of listing cards: categories, searches, the home page and a vendor's store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.money import COINS, has_negative, has_unread, parse_count, parse_prices
from cryptodrug_scraper.page.records import UNSET, Counter, Listing, Money, Vendor
from parsers.empire.addresses import listing_url, product, vendor_name, vendor_url
from parsers.empire.stock import parse_stock, smaller
from parsers.empire.titles import has_lost_words, report_lost_words

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import Site

__all__ = ["COIN_ICONS", "note_currency", "prices_of", "read_cards"]

_SMALL = "_small."
COIN_ICONS = {"btc_small": "BTC", "ltc_small": "LTC", "xmr_small": "XMR"}

_STEP = re.compile(r"\s*/\s*\n\s*")
_ICON = re.compile(r"(\w+)\.(?:png|ico|gif|jpe?g)")
_COIN_PRICE = re.compile(r"\(([\d.,]+\s*[A-Z]{3})\)")
_FEATURED_CUT = 74
"""
Length from which on the title of a featured listing may be cut: the cut is at 77 bytes, and may destroy a character.
"""


def read_cards(
    document: Document, cards: list[Element], *, owner: str | None = None, featured: bool = False
) -> list[Listing]:
    """
    Read listing cards, each listing once (sticky ones repeat), and their vendors, each once.

    Args:
        document: the page.
        cards: the cards.
        owner: the vendor on whose page the cards stand.
        featured: the cards are those of the home page, which are promoted and have cut titles.
    """
    listings: dict[str, Listing] = {}
    vendors: dict[str, Vendor] = {}
    for card in document.whole(cards):
        listing = _read_card(document, card, vendors, owner)
        if listing is None or listing.listing_id is None:
            continue
        if featured:
            _feature(listing)
        known = listings.setdefault(listing.listing_id, listing)
        known.promoted = known.promoted or listing.promoted
    document.records += listings.values()
    document.records += vendors.values()
    return list(listings.values())


def prices_of(listings: list[Listing]) -> list[Money]:
    """Return the first price of each listing that has one."""
    return [listing.price for listing in listings if isinstance(listing.price, Money)]


def note_currency(site: Site, amounts: list[Money]) -> None:
    """
    Note the currency in which the account sees the site: that of the first amount.

    Cards print the price in Bitcoin as well, so a coin counts only where no amount is in another currency: an account
    may choose to see coins alone.
    """
    currencies = [amount.currency for amount in amounts]
    found = next((currency for currency in currencies if currency not in COINS), None)
    if currencies:
        site.display_currency = found or currencies[0]


def _feature(listing: Listing) -> None:
    """What only cards of the home page are: promoted, of a category without its parents, and cut."""
    listing.promoted = True
    if isinstance(listing.category_path, list):
        listing.category_path = [" / ".join(listing.category_path)]
    if listing.title is not None:
        listing.title_cut = len(listing.title.encode()) >= _FEATURED_CUT
        listing.title = listing.title.rstrip("\ufffd").rstrip()


def _read_card(document: Document, card: Element, vendors: dict[str, Vendor], owner: str | None) -> Listing | None:
    listing = Listing(listing_id=None, title=None, title_cut=False, seen_on="card")
    if owner is not None:
        listing.vendor = owner
    listing.promoted = "700" in card.get("style", "")
    prices: list[Money] = []
    coins: list[str] = []
    for part in card.iter("a", "p", "b", "i", "img"):
        tag = part.tag
        if tag == "a":
            _read_link(document, part, listing, vendors)
        elif tag == "p":
            _read_line(document, part, listing, prices)
        elif tag == "b":
            _read_label(document, part, listing)
        elif tag == "i":
            automatic = parse_stock(document.text(part))
            if automatic is not None:
                listing.automatic = automatic
                if listing.stock is not UNSET and listing.stock is not None:
                    listing.stock = smaller(listing.stock, automatic)
        else:
            source = part.get("src", "")
            icon = _ICON.search(source) if _SMALL in source else None  # which takes long in a picture's own bytes
            if icon is not None and icon[1] in COIN_ICONS:
                coins.append(COIN_ICONS[icon[1]])
    if listing.listing_id is None:
        document.issue("field_unreadable", "listing_id: a card without a link to its listing")
        return None
    if prices:
        listing.prices = prices
        listing.price = prices[0] if listing.price is UNSET else None
    else:
        listing.price = None
        document.issue("field_unreadable", f"price: none on the card of {listing.listing_id}")
    if coins:
        listing.accepted_coins = coins
    return listing


def _read_link(document: Document, link: Element, listing: Listing, vendors: dict[str, Vendor]) -> None:
    href = link.get("href")
    if href is None:
        return
    numbers = product(href)
    if numbers is not None:
        if listing.listing_id is None:
            listing.listing_id, listing.category_id = numbers.listing_id, numbers.category_id
            document.link("listing", listing_url(numbers))
        if listing.title is None:
            _read_title(document, link, listing)
        return
    name = vendor_name(href)
    if name is None:
        return
    name = document.text(link) or name
    listing.vendor = name
    if name not in vendors:
        vendors[name] = vendor = Vendor(vendor=name, seen_on="card")
        sales = (link.tail or "").strip()
        if sales:
            count = document.read("sales", sales.strip("()"), parse_count)
            vendor.sales = None if count is None else Counter(count, exact=True)
        document.link("vendor_profile", vendor_url(name))


def _read_title(document: Document, link: Element, listing: Listing) -> None:
    """Read the title from a link that has no picture in it."""
    if len(link) == 0:
        listing.title = document.text(link) or None
    elif has_lost_words(link) and (title := document.text(link)):
        listing.title = title
        report_lost_words(document, link)


def _read_line(document: Document, line: Element, listing: Listing, prices: list[Money]) -> None:
    text = (line.text or "").strip()
    if text.startswith("Item #"):
        listing.category_path = _path(document, text.partition(" - ")[2])
        return
    text = document.line(" ".join(texts(line)))  # the number is an element, behind its currency
    if (line.get("class") or "").startswith("bold") or text.startswith("Buy:"):
        prices[:0] = read = parse_prices(text)
        if has_negative(text) or (not read and has_unread(text)):
            document.issue("field_unreadable", f"price: {text[:80]!r}")
            if not read:
                listing.price = None
    elif (coin := _COIN_PRICE.search(text)) is not None:
        prices += parse_prices(coin[1])


def _path(document: Document, text: str) -> list[str]:
    """
    The category as a card prints it, one or two levels with a slash and a new line between: names may hold a slash.
    """
    text = text.rstrip(" -\t\r\n")
    steps = _STEP.split(text, maxsplit=1)
    if len(steps) == 1:
        steps = text.split(" / ", maxsplit=1)
    return [name for step in steps if (name := document.line(step))]


def _read_label(document: Document, label: Element, listing: Listing) -> None:
    value = (label.tail or "").strip(" \t\r\n/")
    match document.text(label):
        case "Views:":
            listing.views = document.read("views", value, parse_count)
        case "Sales:":
            count = document.read("sold", value, parse_count)
            listing.sold = None if count is None else Counter(count, exact=True)
        case "Quantity left:":
            listing.stock = document.read("stock", value, parse_stock)
        case "[sticky]":
            listing.promoted = True
        case "Buy Price" | "":
            pass
        case other:
            document.issue("unknown_label", f"card: {other[:80]!r}")
