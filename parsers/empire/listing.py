"""Read the page of one listing on Empire Market, under any of its three tabs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.moments import parse_day
from cryptodrug_scraper.page.money import has_negative, has_unread, parse_count, parse_money, parse_number, parse_prices
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import (
    UNSET,
    Counter,
    Listing,
    Money,
    Payment,
    PriceTier,
    ShippingOption,
    Stock,
    Vendor,
)
from cryptodrug_scraper.page.select import audit, maybe, one
from parsers.empire.addresses import (
    Product,
    category_id,
    listing_tab_url,
    listing_url,
    product,
    vendor_name,
    vendor_url,
)
from parsers.empire.badges import read_badges
from parsers.empire.cards import note_currency, prices_of
from parsers.empire.frame import Divisions, divisions, read_frame
from parsers.empire.paging import report_paging
from parsers.empire.reviews import read_feedback
from parsers.empire.stock import parse_stock, smaller
from parsers.empire.tabs import shown_tab
from parsers.empire.titles import has_lost_words, report_lost_words

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_listing"]

_OF_LISTING = re.compile(r"Empire Market\s*-\s*(\S.*)\Z")
_SOLD = re.compile(r"(\d[\d.,]*) sold(?: since (.+))?\Z")
_TIER = re.compile(r"From qty ([\d,.]+) to ([\d,.]+|\S+)\Z")
_OPTION = re.compile(
    r"(.*?)\s*-\s*([\d.]+(?:[-\u2013][\d.]+)?) days?\s*-\s*([A-Z]{3}) \+ ([\d.,]+)(?:\s*/\s*(\w+))?\Z", re.DOTALL
)
_AUTOMATIC = "available for auto-dispatch"
_VACATION = "seller is on vacation"
_PAYMENTS: dict[str, Payment] = {"escrow": "escrow", "fe": "finalize_early", "multisig": "multisig"}
_BETWEEN = re.compile(r"[,;/|+&]|\b(?:or|and)\b")
_WORD = re.compile(r"[^\W\d]+")
_NEGATIONS = frozenset({"no", "not", "without"})
_IGNORED = {"Ends In": "how long the vendor keeps the offer up: always Never, and not a fact of the trade", "": "empty"}


def read_listing(document: Document) -> None:
    """
    Read a listing and its vendor, and what the selected tab shows: description, feedback or refund policy.

    Raises:
        ParseError: the page has not exactly one listing.
    """
    boxes = document.once(divisions)
    site = read_frame(document, boxes)
    view = one(boxes.get("listDes", []), "listing (div.listDes)")
    heading = one(view.findall("h2"), "listing title")
    listing = Listing(listing_id=None, title=_read_title(document, heading), title_cut=False, seen_on="page")
    numbers = _numbers(document, boxes, view)
    if numbers is None:
        document.issue("field_unreadable", "listing_id: neither a link nor the address has it")
    else:
        listing.listing_id = numbers.listing_id
        _link(document, numbers)
    _read_breadcrumb(document, boxes, listing, numbers)
    vendor = _read_seller(document, view, listing)
    _read_tables(document, view, listing)
    _read_order_form(document, view, listing)
    listing.on_vacation = any(
        _VACATION in document.text(note) for note in view.iter("p") if note.get("class") == "text-danger"
    )
    note_currency(site, prices_of([listing]))
    tab = maybe(boxes.get("tabcontent", []), "content of a tab")
    kind = shown_tab(document, boxes)
    if tab is not None and (kind == "feedback" or not document.is_cut(tab)):
        _read_tab(document, view, tab, kind, listing)
        document.add(listing)
    elif tab is None and document.complete:
        document.issue("field_unreadable", "description: the page has no tab")
        document.add(listing)
    if vendor is not None:
        document.add(vendor)
    if vendor is not None and tab is not None and kind == "feedback":
        read_feedback(document, tab, vendor.vendor, numbers)
    else:
        report_paging(document)


def _read_title(document: Document, heading: Element) -> str | None:
    """Read the title; where its angle brackets became elements, the page's own title has it, in which none do."""
    if has_lost_words(heading):
        title = _OF_LISTING.match(document.title)
        if title is not None:
            return title[1]
        report_lost_words(document, heading)
    return document.text(heading) or None


def _numbers(document: Document, boxes: Divisions, view: Element) -> Product | None:
    forms = [form.get("action", "") for form in view.iter("form")]
    tabs = [link.get("href", "") for box in boxes.get("tab", []) for link in box.iterchildren("a")]
    for address in (*forms, *tabs, document.context.url or ""):
        numbers = product(address)
        if numbers is not None:
            return numbers
    return None


def _link(document: Document, numbers: Product) -> None:
    document.link("listing", listing_url(numbers))
    document.link("listing_feedback", listing_tab_url(numbers, "feedback"))
    document.link("listing_refund", listing_tab_url(numbers, "refund"))


def _read_breadcrumb(document: Document, boxes: Divisions, listing: Listing, numbers: Product | None) -> None:
    for box in boxes.get("sub_head_inner_header", [])[:1]:
        steps = [link for link in box.iter("a") if category_id(link.get("href", "")) is not None]
        if steps:
            listing.category_path = [document.text(step) for step in steps]
            listing.category_id = category_id(steps[-1].get("href", ""))
    if listing.category_id is UNSET and numbers is not None:
        listing.category_id = numbers.category_id


def _read_seller(document: Document, view: Element, listing: Listing) -> Vendor | None:
    for line in view.iterchildren("p"):
        if not (line.text or "").lstrip().startswith("Sold by") or document.is_cut(line):
            continue
        link = one([link for link in line.iter("a") if vendor_name(link.get("href", ""))], "vendor of the listing")
        vendor = Vendor(vendor=document.text(link) or vendor_name(link.get("href", "")) or "", seen_on="listing")
        listing.vendor = vendor.vendor
        document.link("vendor_profile", vendor_url(vendor.vendor))
        spans = []
        for span in line.iter("span"):
            printed = document.text(span)
            if " sold since " in printed or _SOLD.match(printed) is not None:
                listing.sold = document.read("sold", printed, _sold)
            else:
                spans.append(span)
        read_badges(document, spans, vendor)
        for note in line.iter("i"):
            if _AUTOMATIC in document.text(note):
                listing.automatic = listing.stock = document.read("stock", document.text(note), parse_stock)
        return vendor
    if document.complete:
        document.issue("field_unreadable", "vendor: the page names none", "error")
    return None


def _sold(text: str) -> Counter | None:
    match = _SOLD.search(text)
    count = None if match is None else parse_count(match[1])
    if match is None or count is None:
        return None
    if match[2] is None:
        return Counter(count, exact=True)
    since = parse_day(match[2])
    return None if since is None else Counter(count, exact=True, since=since)


def _read_tables(document: Document, view: Element, listing: Listing) -> None:
    for table in document.whole(view.findall("table")):
        tiers: list[PriceTier] = []
        for row in table.iter("tr"):
            cells = [document.text(cell) for cell in row.iterchildren("td")]
            if cells and cells[0].startswith("Bulk Discount"):
                tier = document.read("price_tiers", " | ".join(cells[1:]), _tier)
                if tier is not None:
                    tiers.append(tier)
                continue
            for label, value in zip(cells[::2], cells[1::2], strict=False):
                _read_feature(document, label, value, listing)
        if tiers:
            listing.price_tiers = tiers


def _read_feature(document: Document, label: str, value: str, listing: Listing) -> None:
    match label:
        case "Product Class":
            listing.product_class = document.read(label, value, _product_class)
        case "Origin Country":
            listing.ships_from = document.place(label, parse_place(value)) if value else None
        case "Ships to":
            listing.ships_to = document.place(label, parse_place(value)) if value else None
        case "Quantity Left":
            left = document.read("stock", value, parse_stock)
            both = isinstance(listing.stock, Stock) and left is not None
            listing.stock = smaller(left, listing.stock) if both else left  # type: ignore[arg-type]
        case "Payment":
            listing.payment = document.read(label, value, _payments)
        case _:
            audit(document, "listing", [label], _IGNORED)


def _product_class(text: str) -> Literal["physical", "digital"] | None:
    match text.lower():
        case "physical package" | "physical":
            return "physical"
        case "digital":
            return "digital"
        case _:
            return None


def _payments(text: str) -> list[Payment] | None:
    """Read ``Escrow``, ``Escrow, MultiSig``, ``Escrow / FE``, ``FE Listing 100%``; None where a part names none."""
    found: list[Payment] = []
    for part in _BETWEEN.split(text.lower().replace("finalize early", "fe")):
        words = _WORD.findall(part)
        named = [_PAYMENTS[word] for word in words if word in _PAYMENTS]
        if not named or words[0] not in _PAYMENTS or (len(named) > 1 and not _NEGATIONS.isdisjoint(words)):
            return None
        found += [payment for payment in dict.fromkeys(named) if payment not in found]
    return found


def _tier(text: str) -> PriceTier | None:
    """Read ``From qty 20 to 49 | USD 2.40 | 0.00025 BTC``."""
    quantities, _, prices = text.partition(" | ")
    match = _TIER.match(quantities)
    low = None if match is None else parse_number(match[1])
    money = parse_prices(prices)
    if match is None or low is None or not money:
        return None
    return PriceTier(min_quantity=low, max_quantity=parse_number(match[2]), price=money[0])


def _read_order_form(document: Document, view: Element, listing: Listing) -> None:
    form = maybe(document.whole(list(view.iter("form"))), "order form")
    if form is None:
        return
    options = [option for choice in form.iter("select") for option in choice.iter("option")]
    offered = [_read_option(document, option) for option in options]
    listing.shipping_options = [option for option in offered if option is not None]
    prices: list[Money] = []
    unread = False  # the first price, before any other
    for line in form.iter("p"):
        text = document.text(line)
        read = parse_prices(text)
        prices += read
        if has_negative(text) or (not read and has_unread(text)):
            document.issue("field_unreadable", f"price: {text[:80]!r}")
            unread = unread or not prices
    listing.prices = prices or None
    listing.price = None if unread or not prices else prices[0]
    coins = [price.currency for price in (prices if unread else prices[1:])]
    buttons = [
        name.removeprefix("btnBuy_").upper()
        for box in form.iter("input")
        if (name := box.get("name", "")).startswith("btnBuy_")
    ]
    listing.accepted_coins = buttons or coins


def _read_option(document: Document, option: Element) -> ShippingOption | None:
    text = document.text(option)
    read = document.read("shipping_options", text, _shipping_option)
    if read is not None and read.days is None:
        document.issue("field_unreadable", f"days: {text[:80]!r}")
    return read


def _shipping_option(text: str) -> ShippingOption | None:
    """
    Read ``UK - 1 days - USD + 0.00 / order``; digital goods have no ``/ order``, and a range is no number of days.
    """
    match = _OPTION.match(text)
    if match is None:
        return None
    price = parse_money(f"{match[3]} {match[4]}")
    return ShippingOption(label=match[1], days=parse_number(match[2]), price=price, per=match[5])


def _read_tab(document: Document, view: Element, tab: Element, kind: str | None, listing: Listing) -> None:
    """Read what the tab shows. The description also stands in the head of the page, on every tab."""
    text = next((block for line in tab.iterchildren("p") if (block := document.block(line))), None)
    if kind not in ("feedback", "refund"):
        listing.description = text
        listing.tags = [
            tag
            for box in tab.iterchildren("div")
            if box.get("class") == "tagsDiv"
            for link in box.iter("a")
            if (tag := document.text(link))
        ]
        return
    if kind == "refund":
        listing.refund_policy = text
    for line in view.iterchildren("p"):
        if line.get("id") == "desc_prod":
            listing.description = document.block(line)
