"""Read the page of one listing on Dream Market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import UNSET, Listing, PageTotal, Payment, ShippingOption, Vendor
from cryptodrug_scraper.page.select import audit, maybe, one
from parsers.dream.addresses import listing_id, vendor_name
from parsers.dream.cards import preferred_price, read_prices
from parsers.dream.frame import frame_of, read_frame
from parsers.dream.pagers import report_unread
from parsers.dream.reviews import read_reviews
from parsers.dream.vendors import read_badges

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["labelled", "read_listing"]

_COINS = {"bitcoin": "BTC", "bitcoincash": "BCH", "monero": "XMR", "litecoin": "LTC"}
_IGNORED = {"Quantity": "the buyer's own input"}


def read_listing(document: Document) -> None:
    """
    Read a listing, its vendor and its reviews.

    Raises:
        ParseError: the page has not exactly one listing, or not one title.
    """
    frame = document.once(frame_of)
    selected = read_frame(document, frame)
    content = frame.content
    boxes = [] if content is None else [box for box in content.iterchildren("div") if "viewProduct" in classes(box)]
    view = one(boxes, "listing (div.viewProduct)")
    ratings = maybe([box for box in view.iterchildren("div") if "ratings" in classes(box)], "table of ratings")
    title = one([box for box in view.iterchildren("div") if "title" in classes(box)], "listing title")
    listing = Listing(
        listing_id=_own_id(document, view), title=document.text(title) or None, title_cut=False, seen_on="page"
    )
    if selected is not None:
        listing.category_id, listing.category_path = selected.category_id, selected.path
    vendor = _read_details(document, view, listing)
    _read_features(document, view, listing)
    _read_texts(document, view, listing)
    if not document.is_cut(view) or ratings is not None:
        document.add(listing)
    if vendor is not None:
        document.add(vendor)
    if ratings is not None:
        read_reviews(document, ratings, None if vendor is None else vendor.vendor, listing.listing_id)
        document.add(PageTotal(kind="review"))
    report_unread(document, [])


def labelled(document: Document, box: Element) -> dict[str, Element]:
    """Give the rows of a block of details: the text of each label, and the element with its value."""
    rows: dict[str, Element] = {}
    for label in box.iter("label"):
        cell = label.getparent()
        value = cell.getnext() if cell is not None and cell.tag == "td" else label.getnext()
        if value is not None and not document.is_cut(value):
            rows[document.text(label)] = value
    return rows


def _own_id(document: Document, view: Element) -> str | None:
    value = next((box.get("value", "").strip() for box in view.iter("input") if box.get("name") == "offer"), "")
    if not value and document.context.url is not None:
        value = listing_id(document.context.url) or ""
    if not value and document.complete:
        document.issue("field_unreadable", "listing_id: neither the order form nor the address has it")
    return value or None


def _read_details(document: Document, view: Element, listing: Listing) -> Vendor | None:
    rows: dict[str, Element] = {}
    for box in view.iterchildren("div"):
        if "tabularDetails" in box.get("class", ""):
            rows |= labelled(document, box)
    vendor: Vendor | None = None
    for label, value in rows.items():
        match label:
            case "Vendor":
                link = value.find("a")
                name = None if link is None else document.text(link) or vendor_name(link.get("href", ""))
                if name:
                    listing.vendor = name
                    vendor = read_badges(document, value, name, "listing")
                else:
                    listing.vendor = None
                    document.issue("field_unreadable", "vendor: the row has no name")
            case "Price":
                text = document.text(value)
                listing.prices = read_prices(document, text)
                listing.price = preferred_price(document, listing.prices, text)
            case "Ships to" | "Ships from":
                text = document.text(value)
                place = document.place(label, parse_place(text)) if text else None
                if label == "Ships to":
                    listing.ships_to = place
                else:
                    listing.ships_from = place
            case "Escrow":
                listing.payment = document.read("payment", document.text(value), _payment)
    read = {"Vendor", "Price", "Ships to", "Ships from", "Escrow"}
    audit(document, "listing", [label for label in rows if label not in read], _IGNORED)
    return vendor


def _payment(text: str) -> list[Payment] | None:
    match text:
        case "Yes":
            return ["escrow"]
        case "No":
            return []
        case _:
            return None


def _read_features(document: Document, view: Element, listing: Listing) -> None:
    """Read the tables under their headings: two of them have the same class."""
    for heading in view.iter("div"):
        if "newFeature" not in classes(heading):
            continue
        table = next((sibling for sibling in heading.itersiblings("table", "div") if sibling.tag == "table"), None)
        if table is None or document.is_cut(table):
            continue
        match document.text(heading):
            case "Shipping options":
                options = [_shipping_option(document, row) for row in table.iter("tr")]
                listing.shipping_options = [option for option in options if option is not None]
            case "Cryptocurrency":
                names = [label.get("for", "").removesuffix("CurrencyOption").lower() for label in table.iter("label")]
                audit(document, "accepted coin", [name for name in names if name not in _COINS], {})
                listing.accepted_coins = [_COINS[name] for name in names if name in _COINS]
            case "Product ratings":
                pass
            case other:
                document.issue("unknown_label", f"listing: heading {other[:80]!r}")


def _shipping_option(document: Document, row: Element) -> ShippingOption | None:
    labels = list(row.iter("label"))
    if len(labels) < 2:  # price and name
        return None
    text = document.text(labels[0])
    price = preferred_price(document, read_prices(document, text), text)
    return ShippingOption(label=document.text(labels[1]), price=price)


def _read_texts(document: Document, view: Element, listing: Listing) -> None:
    for text in view.iter("pre"):
        box = text.getparent()
        heading = None if box is None else box.getprevious()
        name = "" if heading is None else document.text(heading)
        if name == "Product description":
            listing.description = document.block(text)
        elif name.startswith("Terms and conditions"):
            listing.terms = document.block(text)
        else:
            document.issue("unknown_label", f"listing: text under {name[:80]!r}")
    if listing.description is UNSET and document.complete:
        document.issue("field_unreadable", "description: the page has none")
