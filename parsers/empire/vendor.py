"""Read a vendor's own pages on Empire Market: profile, feedback, key and store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import decimal
from cryptodrug_scraper.page.moments import parse_day
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.openpgp import read_key
from cryptodrug_scraper.page.records import Counter, FeedbackWindow, Money, Review, StarRatings, Vendor
from cryptodrug_scraper.page.select import audit, maybe, one
from cryptodrug_scraper.urls import url_key
from parsers.empire.addresses import vendor_name, vendor_url
from parsers.empire.badges import read_badges
from parsers.empire.cards import note_currency, prices_of, read_cards
from parsers.empire.frame import Divisions, divisions, read_frame
from parsers.empire.paging import read_pager, report_paging
from parsers.empire.reviews import read_feedback
from parsers.empire.tabs import shown_tab, tab_links

if TYPE_CHECKING:
    from decimal import Decimal

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_store", "read_vendor"]

_SALES = re.compile(r"\(([\d,]+)\)\Z")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_SINCE = re.compile(r"Member since:\s*(.+)\Z")
_DISPUTES = re.compile(r"([\d,]+)\s*/\s*([\d,]+)\Z")
_STORE = re.compile(r"^(.+?)(?:'s)? (?:Store|Listings)\Z", re.IGNORECASE)
_NAMED_STORE = re.compile(r"(.+)['\u2019]s Store\Z")
_STARS = ("stealth", "quality", "value")
_WINDOWS = ("1m", "6m", "12m")
_IGNORED = {
    "": "a heading",
    "Total Spendings": "the account as a buyer, and hidden by the market",
    "Feedback left": "the account as a buyer",
}


def read_vendor(document: Document) -> None:
    """
    Read a vendor's header, which stands on all tabs, and what the selected tab shows.

    Raises:
        ParseError: the page has not exactly one vendor.
    """
    boxes = document.once(divisions)
    site = read_frame(document, boxes)
    header = one(boxes.get("user_info_mid", []), "vendor (div.user_info_mid)")
    title = one(list(header.iter("h3")), "name of the vendor")
    name = document.line(title.text or "")
    vendor = Vendor(vendor=name, seen_on="page")
    if document.is_cut(header):
        return
    document.link("vendor_profile", vendor_url(name))
    _link_tabs(document, boxes)
    _read_header(document, boxes, header, vendor)
    _read_feedback_counts(document, boxes, vendor)
    _read_statistics(document, boxes, vendor)
    _read_stars(document, boxes, vendor)
    content = maybe(boxes.get("tabcontent_user_feedback", []), "content of a tab")
    tab = shown_tab(document, boxes)
    if content is None and not document.complete:
        return
    is_feedback = tab is not None and tab.endswith("feedback")
    if content is not None and not is_feedback:
        if document.is_cut(content):
            return
        _read_words(document, content, tab or "about", vendor)
    document.add(vendor)
    if content is not None and tab is not None and is_feedback:
        _read_feedback(document, content, tab, name)
        amounts = [record.amount for record in document.records if isinstance(record, Review)]
        note_currency(site, [amount for amount in amounts if isinstance(amount, Money)])
    else:
        report_paging(document)


def read_store(document: Document) -> None:
    """Read a vendor's store: cards without the vendor's name, which the heading or the address gives."""
    boxes = document.once(divisions)
    site = read_frame(document, boxes)
    owner = store_owner(document, boxes)
    if owner is None:
        document.issue("field_unreadable", "vendor: the store names none", "error")
    cards = boxes.get("col-1search", [])
    note_currency(site, prices_of(read_cards(document, cards, owner=owner)))
    read_pager(document, "listing", "vendor_offers")
    if not cards and document.complete:
        document.issue("empty_list", "a store without a listing")


def store_owner(document: Document, boxes: Divisions) -> str | None:
    """Return the vendor whose store a page of listings is; None if it is not a store."""
    named = owner_in_heading(document, boxes)
    url = document.context.url
    if named is None and url is not None and "/store/" in url:
        return vendor_name(url)
    return named


def owner_in_heading(document: Document, boxes: Divisions) -> str | None:
    """Return the vendor whose store a page says it is. The address does not prove it: the answer may be a notice."""
    for box in boxes.get("sub_head_inner_header", [])[:1]:
        for link in box.iter("a"):
            href = link.get("href", "")
            named = vendor_name(href)
            if named is not None and ("/store/" in href or _STORE.match(document.text(link))):
                return named
        for step in document.whole(list(box.iter("h3"))):
            unlinked = _NAMED_STORE.match(document.text(step))
            if unlinked is not None and step.find(".//a") is None:
                return unlinked[1]
    return None


def _link_tabs(document: Document, boxes: Divisions) -> None:
    for name, href in tab_links(boxes):
        if name.endswith("_feedback") and name != "l_feedback":
            document.link("vendor_feedback", href)
        elif name == "pgp":
            document.link("vendor_pgp", href)
    for box in boxes.get("user_info_right", []):
        for link in document.whole(list(box.iter("a"))):
            href = link.get("href", "")
            if "/store/" in href:
                document.link("vendor_offers", url_key(href))


def _read_header(document: Document, boxes: Divisions, header: Element, vendor: Vendor) -> None:
    badges = []
    for span in header.iter("span"):
        text = document.text(span)
        sales = _SALES.match(text)
        if sales is not None and vendor.sales is not None and not span.get("title"):
            count = document.read("sales", sales[1], parse_count)
            vendor.sales = None if count is None else Counter(count, exact=True)
        elif span.get("class") != "bold1":
            badges.append(span)
    read_badges(document, badges, vendor)
    for line in header.iter("p"):
        text = document.text(line)
        if "Positive feedback" in text:
            vendor.positive_share = document.read("positive_share", text, _share)
        elif (since := _SINCE.match(text)) is not None:
            vendor.member_since = document.read("member_since", since[1], parse_day)
        elif text:
            document.issue("unknown_label", f"vendor: {text[:80]!r}")
    headings = [head for box in boxes.get("right-content", []) for head in box.iter("h1")]
    vendor.banned = any("(BANNED)" in document.text(head).upper() for head in headings)


def _share(text: str) -> Decimal | None:
    match = _SHARE.search(text)
    return None if match is None else decimal(match[1])


def _read_feedback_counts(document: Document, boxes: Divisions, vendor: Vendor) -> None:
    signs: dict[str, list[int | None]] = {}
    for box in boxes.get("seller_rating", []):
        for row in document.whole(list(box.iter("tr"))):
            cells = [document.text(cell) for cell in row.iterchildren("td")]
            if cells:
                name = cells[0].lower()
                signs[name] = [document.read(f"feedback.{name}", cell, parse_count) for cell in cells[1:]]
    if set(signs) >= {"positive", "neutral", "negative"}:
        vendor.feedback = [
            FeedbackWindow(window, *values)  # type: ignore[arg-type]  # windows are literals
            for window, *values in zip(_WINDOWS, signs["positive"], signs["neutral"], signs["negative"], strict=False)
        ]
    audit(document, "feedback", sorted(signs.keys() - {"positive", "neutral", "negative"}), {})


def _read_statistics(document: Document, boxes: Divisions, vendor: Vendor) -> None:
    for box in boxes.get("buyer_statistics", []):
        for row in document.whole(list(box.iter("tr"))):
            cells = [document.text(cell) for cell in row.iterchildren("td")]
            if len(cells) < 2:  # label and value
                continue
            label, value = cells[0], cells[1]
            if label == "Total Disputes / Orders":
                match = _DISPUTES.match(value)
                if match is None:
                    document.issue("field_unreadable", f"disputes: {value[:80]!r}")
                else:
                    vendor.disputes, vendor.orders = parse_count(match[1]), parse_count(match[2])
            elif label == "Last online":
                vendor.last_active = document.read("last_active", value, parse_day) if value else None
            else:
                audit(document, "vendor", [label], _IGNORED)


def _read_stars(document: Document, boxes: Divisions, vendor: Vendor) -> None:
    for box in boxes.get("rating_star", []):
        for row in document.whole(list(box.iter("tr"))):
            cells = list(row.iterchildren("td"))[-len(_STARS) :]
            if len(cells) == len(_STARS):
                vendor.star_ratings = StarRatings(*(_gold(cell) for cell in cells))


def _gold(cell: Element) -> int:
    return sum("gold" in star.get("style", "") for star in cell.iter("i") if "fa-star" in star.get("class", "").split())


def _read_words(document: Document, content: Element, tab: str, vendor: Vendor) -> None:
    if tab == "about":
        blocks = [block for line in content.iterchildren("p") if (block := document.block(line)) is not None]
        vendor.profile = "\n\n".join(blocks) or None
    elif tab == "pgp":
        box = next(content.iter("pre"), None)
        read_key(document, None if box is None else document.block(box), vendor)
    else:
        document.issue("unknown_label", f"vendor: tab {tab!r}")


def _read_feedback(document: Document, content: Element, tab: str, name: str) -> None:
    if tab == "l_feedback":
        document.issue("not_about_vendor", "feedback that this account left for others is not read", "info")
        return
    if tab == "feedback":
        document.issue("field_unreadable", "feedback: nothing says whether it is about the vendor or by the vendor")
        return
    read_feedback(document, content, name)
