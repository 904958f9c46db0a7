"""
Read the page of one listing, with the description or the refund policy.

Its two layouts differ in the boxes and headings around the facts; the facts are read by icon and by label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import has_negative, parse_count, parse_prices
from cryptodrug_scraper.page.records import UNSET, Counter, Listing, PageTotal, Stock, Vendor
from cryptodrug_scraper.page.select import audit, one
from parsers.wallstreet.addresses import is_refund, listing_id, listing_url, refund_url, vendor_url
from parsers.wallstreet.cards import username
from parsers.wallstreet.frame import note_currency, read_frame
from parsers.wallstreet.icons import ICONS
from parsers.wallstreet.kinds import classify, title_of
from parsers.wallstreet.labels import HEADINGS, LISTING
from parsers.wallstreet.limits import read_limits
from parsers.wallstreet.menu import read_menu
from parsers.wallstreet.outline import outline_of
from parsers.wallstreet.paging import report_paging
from parsers.wallstreet.payments import payments
from parsers.wallstreet.prices import amount, cells_of, is_unlimited, preferred, read_options, read_tiers, unit_of
from parsers.wallstreet.reviews import read_reviews
from parsers.wallstreet.routes import destination, origin
from parsers.wallstreet.texts import text_of
from parsers.wallstreet.whole import is_whole

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from parsers.wallstreet.outline import Line, Outline

__all__ = ["read_listing"]

_TABLES = {"prices", "shipping", "feedback"}
_PRICES = 3
_FEEDBACK = 4
"""The numbers of columns in the tables of prices and of feedback."""
_IGNORED = {
    "auto_accept": "how fast the vendor takes an order, not a fact of the offer",
    "country": "where an account that is sold comes from, no origin of a parcel",
    "replace_time": "how long a digital good that fails is replaced",
}
"""Meanings that are known and not read, each with the reason."""


def read_listing(document: Document) -> None:
    """
    Read a listing, its vendor and its feedback.

    Raises:
        ParseError: the page has not exactly one title.
    """
    site = read_frame(document)
    menu = read_menu(document)
    outline = document.once(outline_of)
    heading = one(title_of(document), "listing title (h1.fheading)")
    listing = Listing(listing_id=None, title=document.text(heading) or None, title_cut=False, seen_on="page")
    _read_id(document, outline, listing)
    _read_vendor(document, outline, listing)
    limits: dict[str, str] = {}
    for line in outline.lines:
        _read_line(document, line, listing, limits)
    if isinstance(listing.category_path, list):
        listing.category_id = menu.id_of(listing.category_path) or UNSET
    if listing.product_class is UNSET and not (listing.ships_from is UNSET and listing.ships_to is UNSET):
        listing.product_class = "physical"
    listing.on_vacation = outline.on_vacation
    feedback = _read_tables(document, outline, listing)
    if limits:
        unit = listing.price_unit if isinstance(listing.price_unit, str) else None
        listing.order_limits = read_limits(document, limits.get("min_order"), limits.get("max_order"), unit)
    _read_tab(document, outline, listing)
    note_currency(site, [listing])
    vendor = listing.vendor if isinstance(listing.vendor, str) else None
    if is_whole(document, outline, feedback):
        if listing.price is UNSET:
            listing.price = None
            document.issue("field_unreadable", "price: the page has none")
        document.add(listing)
        if vendor is not None:
            document.add(Vendor(vendor=vendor, seen_on="listing"))
    if feedback is not None:
        read_reviews(document, feedback, vendor, listing.listing_id)
        document.add(PageTotal(kind="review"))
    report_paging(document)


def _read_vendor(document: Document, outline: Outline, listing: Listing) -> None:
    link = outline.vendor_link
    name = None if link is None or document.is_cut(link) else username(document, link)
    listing.vendor = name
    if name is not None:
        document.link("vendor_profile", vendor_url(name))
    elif document.complete:
        document.issue("field_unreadable", "vendor: the page names none", "error")


def _read_tab(document: Document, outline: Outline, listing: Listing) -> None:
    if outline.tab is None:
        return
    text = text_of(document, outline.tab)
    if classify(document) == "listing_refund":
        listing.refund_policy = text
    else:
        listing.description = text


def _read_id(document: Document, outline: Outline, listing: Listing) -> None:
    """Take the number from the page's own tabs and form, else from its address."""
    links = [link.get("href", "") for link in outline.links]
    tabs = [href for href in links if is_refund(href)]
    forms = [form.get("action", "") for form in outline.forms]
    url = document.context.url or ""
    listing.listing_id = next((number for href in (*tabs, *forms, url, *links) if (number := listing_id(href))), None)
    if listing.listing_id is None:
        document.issue("field_unreadable", "listing_id: neither a tab nor the address has it")
        return
    document.link("listing", listing_url(listing.listing_id))
    if tabs:
        document.link("listing_refund", refund_url(listing.listing_id))


def _read_line(document: Document, line: Line, listing: Listing, limits: dict[str, str]) -> None:
    """Read what a line states; limits of an order are kept as text, by which of them it is, until the unit is known."""
    if line.icon is not None and (meaning := ICONS.get(line.icon)) is not None:
        _read_fact(document, meaning, f"{line.label} {line.text}".strip(), listing, limits)
        return
    label, text = line.label, line.text
    if not label:
        before, colon, after = text.partition(":")
        if not colon or LISTING.meaning(before) is None:
            if line.icon is not None and text:
                document.issue("unknown_label", f"listing: icon {line.icon!r} before {text[:80]!r}")
            elif listing.price is UNSET:
                _read_price(document, text, listing)
            return
        label, text = before, after.strip()
    meaning = LISTING.meaning(label)
    if meaning is None:
        if listing.price is not UNSET or not _read_price(document, f"{label} {text}", listing):
            audit(document, "listing", [label.strip(" :")], {})
    elif meaning == "category":
        parts = line.parts if line.label else [part.strip() for part in text.split(">")]
        listing.category_path = [name for part in parts if (name := part.strip(" :>/"))] or None
    else:
        _read_fact(document, meaning, text.lstrip(" :"), listing, limits)


def _read_fact(document: Document, meaning: str, text: str, listing: Listing, limits: dict[str, str]) -> None:
    match meaning:
        case "ships_from":
            place = origin(text)
            listing.ships_from = None if place is None else document.place("ships_from", place)
        case "ships_to":
            place = destination(text)
            listing.ships_to = None if place is None else document.place("ships_to", place)
        case "payment":
            listing.payment = document.read("payment", text, payments)
        case "digital":
            listing.product_class = "digital"
        case "min_order" | "max_order":
            limits[meaning] = text
        case "views":
            listing.views = document.read("views", text, parse_count)
        case "sold":
            count = document.read("sold", text, parse_count)
            listing.sold = None if count is None else Counter(count, exact=True)
        case "stock":
            listing.stock = document.read("stock", text, _stock)
        case _:
            audit(document, "listing", [meaning], _IGNORED)


def _stock(text: str) -> Stock | None:
    if is_unlimited(text):
        return Stock(unlimited=True)
    number = parse_count(text)
    if number is None and (quantity := amount(text)) is not None and quantity == int(quantity):
        number = int(quantity)
    return None if number is None else Stock(value=number)


def _read_price(document: Document, text: str, listing: Listing) -> bool:
    """Read a price that stands in a line of its own, as on cards; tell whether it was one."""
    printed, slash, unit = text.partition("/")
    if has_negative(printed):
        document.issue("field_unreadable", f"price: {text[:80]!r}")
    prices = list(parse_prices(printed))
    if not prices:
        return False
    listing.price, listing.prices = preferred(document, prices, printed), prices
    if slash:
        listing.price_unit = unit_of(unit)
    return True


def _read_tables(document: Document, outline: Outline, listing: Listing) -> Element | None:
    """Read the tables under their headings, and return that of the feedback."""
    feedback = None
    for heading, table in outline.tables:
        name = "" if heading is None else document.text(heading)
        meaning = HEADINGS.meaning(name)
        if meaning not in _TABLES:
            document.issue("unknown_label", f"listing: table under {name[:80]!r}")
            meaning = _guess(document, table)
        if meaning == "feedback":
            feedback = table
        elif meaning == "prices":
            tiers, prices = read_tiers(document, table)
            listing.price_tiers = tiers
            if prices:
                listing.price, listing.prices = tiers[0].price, prices
                if listing.price_unit is UNSET:
                    listing.price_unit = tiers[0].unit
        elif meaning == "shipping":
            listing.shipping_options = read_options(document, table)
    return feedback


def _guess(document: Document, table: Element) -> str | None:
    """What a table under an unknown heading holds, by the number of its columns and whether the last is a price."""
    cells = next((cells for row in reversed(list(table.iter("tr"))) if (cells := cells_of(row))), [])
    if len(cells) < 2 or not parse_prices(document.text(cells[-1])):  # name and value
        return "feedback" if len(cells) == _FEEDBACK else None
    return "shipping" if len(cells) > _PRICES else "prices"
