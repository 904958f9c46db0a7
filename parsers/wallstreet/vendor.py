"""Read a vendor's own pages: profile, key and listings, which are three tabs under one table of facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.openpgp import read_key
from cryptodrug_scraper.page.records import Counter, PageTotal, Rating, Vendor
from cryptodrug_scraper.page.select import audit, one
from parsers.wallstreet.addresses import vendor_name, vendor_tab, vendor_url
from parsers.wallstreet.frame import note_currency, read_frame
from parsers.wallstreet.kinds import classify
from parsers.wallstreet.labels import VENDOR, WORDS
from parsers.wallstreet.means import SCALE, mean_within
from parsers.wallstreet.offers import read_offers
from parsers.wallstreet.outline import outline_of
from parsers.wallstreet.paging import report_paging
from parsers.wallstreet.texts import text_of
from parsers.wallstreet.times import has_day, printed_day
from parsers.wallstreet.whole import is_whole

if TYPE_CHECKING:
    from datetime import date

    from cryptodrug_scraper.page.document import Document, Element
    from parsers.wallstreet.outline import Outline

__all__ = ["read_vendor"]

_COUNT = r"(?<!\d)\d[\d.,'\u2019]{0,40}(?:\s\d{3}){0,10}"
"""A number; begun at every digit of a long one, or without an end, a pattern would take time by its square."""
_PAIR = re.compile(rf"({_COUNT})\s*/\s*({_COUNT})\Z")
_NUMBERED = re.compile(rf"({_COUNT})\s*([^\W\d]+)|(?<![^\W\d])([^\W\d]+)\.?:?\s*({_COUNT})")
_TABS = {"vendor_pgp": "pgp", "vendor_offers": "offers"}
_IGNORED = {
    "completed_orders": "the account as a buyer",
    "rated_orders": "the account as a buyer",
    "buyer_disputes": "the account as a buyer",
    "vendor_since": "the day of registration is what the other markets show; a vendor may have been a buyer first",
    "recent_rating": "a mean over a window, of which the average over all is the longest",
}
"""Meanings that are known and not read, each with the reason."""


def read_vendor(document: Document) -> None:
    """
    Read a vendor's facts, which stand on all tabs, and what the shown tab holds.

    Raises:
        ParseError: the page has no vendor's name.
    """
    site = read_frame(document)
    outline = document.once(outline_of)
    heading = one([head for head in outline.headings if head.tag == "h2"][:1], "vendor (h2)")
    vendor = Vendor(vendor=_name(document, heading, outline), seen_on="page", trusted=False)
    _read_badges(document, heading, vendor)
    vendor.on_vacation = outline.on_vacation
    _link_tabs(document, outline, vendor.vendor)
    _read_tables(document, outline, vendor)
    for line in outline.lines:
        if line.label and line.label.rstrip().endswith(":"):
            audit(document, "vendor", [line.label], {})
    kind = classify(document)
    tab = outline.tab
    if tab is not None and kind == "vendor_pgp" and not document.is_cut(tab):
        _read_key(document, tab, vendor)
    elif tab is not None and kind == "vendor_profile":
        vendor.profile = text_of(document, tab)
    offers = tab if kind == "vendor_offers" else None
    shown = offers is not None and not any(document.is_cut(table) for _, table in outline.tables)
    if shown or is_whole(document, outline, None) or (tab is not None and not document.is_cut(tab)):
        document.add(vendor)
    if offers is not None:
        note_currency(site, read_offers(document, offers, vendor.vendor))
        document.add(PageTotal(kind="listing"))
    report_paging(document)


def _name(document: Document, heading: Element, outline: Outline) -> str:
    """The heading's own words; its badges are elements. Else the name in the address of a tab."""
    words = document.line("".join([heading.text or "", *(part.tail or "" for part in heading)]))
    links = [link.get("href", "") for link in outline.links]
    named = next((name for href in links if vendor_tab(href) and (name := vendor_name(href))), None)
    if named is not None and (not words or " " in words):
        return named
    return words or document.text(heading)


def _read_badges(document: Document, heading: Element, vendor: Vendor) -> None:
    for badge in heading.iter("span", "small", "sup"):
        if "badge" not in "".join(classes(badge)) or not (text := document.text(badge)):
            continue  # the class is asked first: elements within one another would be read as often as they are deep
        if WORDS.meaning(text) == "trusted":
            vendor.trusted = True
        else:
            document.issue("unknown_label", f"vendor: badge {text[:80]!r}")


def _link_tabs(document: Document, outline: Outline, name: str) -> None:
    document.link("vendor_profile", vendor_url(name))
    tabs = {vendor_tab(link.get("href", "")) for link in outline.links}
    for kind, tab in _TABS.items():
        if tab in tabs:
            document.link(kind, vendor_url(name, tab))


def _read_tables(document: Document, outline: Outline, vendor: Vendor) -> None:
    """Read the rows of facts. Headings between them, which may be rows too, tell whether the account buys or sells."""
    section = "vendor"
    for heading, table in outline.tables:
        section = _section("" if heading is None else document.text(heading)) or section
        for row in document.whole(list(table.iter("tr"))):
            cells = list(row.iterchildren("th", "td"))
            label = document.text(cells[0]) if cells else ""
            begins = _section(label)
            if begins is not None:
                section = begins
            elif len(cells) > 1:
                meaning = VENDOR.meaning(label)
                _read_fact(
                    document, f"{section}_disputes" if meaning == "disputes" else meaning, label, cells[1], vendor
                )
            elif label:
                audit(document, "vendor", [label], {})


def _section(label: str) -> str | None:
    meaning = VENDOR.meaning(label.strip("()"))
    return meaning if meaning in {"buyer", "vendor"} else None


def _read_fact(document: Document, meaning: str | None, label: str, cell: Element, vendor: Vendor) -> None:
    text = document.text(cell)
    match meaning:
        case "last_online":
            vendor.last_active = _day(document, "last_active", text)
        case "member_since":
            vendor.member_since = _day(document, "member_since", text)
        case "rating":
            vendor.rating = None if _is_nothing(text) else document.read("rating", text, _rating)
        case "level":
            _read_level(document, cell, vendor)
        case "orders":
            done = document.read("sales", text, _second)
            vendor.sales = None if done is None else Counter(done, exact=True)
        case "vendor_disputes":
            vendor.disputes = document.read("disputes", text, _first)
        case None:
            audit(document, "vendor", [label], {})
        case _:
            audit(document, "vendor", [meaning], _IGNORED)


def _day(document: Document, field: str, text: str) -> date | None:
    """
    A printed day. ``online`` and ``not available`` state none: the first is true of the moment of the capture only, and
    words such as "today" are not trusted on any market.
    """
    if _is_nothing(text) or WORDS.meaning(text) == "online":
        return None
    captured = document.context.captured
    day = printed_day(text, captured)
    if day is None and (captured is not None or not has_day(text)):
        document.issue("field_unreadable", f"{field}: {text[:80]!r}")
    return day


def _is_nothing(text: str) -> bool:
    """Tell whether a value says that nothing is given."""
    return text in {"", "-"} or WORDS.meaning(text) == "not_available"


def _rating(text: str) -> Rating | None:
    mean = mean_within(text)
    return None if mean is None else Rating(mean, SCALE)


def _read_level(document: Document, cell: Element, vendor: Vendor) -> None:
    """Read the badges ``1234 Exp`` and ``Level 5``."""
    text = " ".join([document.text(badge) for badge in cell.iterchildren("span")]) or document.text(cell)
    if not _NUMBERED.search(text):
        document.issue("field_unreadable", f"level: {text[:80]!r}")
    for match in _NUMBERED.finditer(text):
        number = parse_count(match[1] or match[4])
        word = WORDS.meaning(match[2] or match[3])
        if word == "experience":
            vendor.experience = number
        elif word == "level":
            vendor.level = number
        else:
            document.issue("unknown_label", f"vendor: level {match[0]!r}")


def _first(text: str) -> int | None:
    match = _PAIR.match(text)
    return parse_count(text if match is None else match[1])


def _second(text: str) -> int | None:
    match = _PAIR.match(text)
    return None if match is None else parse_count(match[2])


def _read_key(document: Document, tab: Element, vendor: Vendor) -> None:
    text = text_of(document, tab)
    read_key(document, text if text is not None and "-----" in text else None, vendor)
