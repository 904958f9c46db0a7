"""
Read lists of the index: start page, categories and searches, as cards or as a table.

All of them have one address; which category a list is of stands in its filter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET, PageTotal
from parsers.wallstreet.addresses import INDEX_URL, listing_id
from parsers.wallstreet.cards import read_cards
from parsers.wallstreet.frame import note_currency, read_frame, walk
from parsers.wallstreet.labels import INDEX
from parsers.wallstreet.menu import read_menu
from parsers.wallstreet.paging import read_pager, report_counter

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_category_list"]

_OF = re.compile(r"(?:(\d[\d.,'\u2019]*)\s*)?/\s*(\d[\d.,'\u2019]*)\Z")
_COUNT = re.compile(r"(?:(\D+?):?\s*(\d[\d.,'\u2019]*)|(\d[\d.,'\u2019]*)\s+(\D+))\Z")
_SLASH = re.compile(r"\d\s*/|/\s*\d")
_LABELLED = re.compile(r"[^:]{2,40}:\s*\S")


def read_category_list(document: Document) -> None:
    """Read one page of the index."""
    site = read_frame(document)
    menu = read_menu(document)
    document.link("category_list", INDEX_URL)
    cards = _cards(document)
    listings = read_cards(document, cards)
    for listing in listings if menu.selected is not None else []:
        listing.category_id = menu.selected
        listing.category_path = menu.paths.get(menu.selected or "", UNSET)
    note_currency(site, listings)
    document.add(_extent(document))
    if not cards and document.complete:
        document.issue("empty_list", "a list of listings without a card: a page asked for with dofilter=1 is empty too")


def _cards(document: Document) -> list[Element]:
    """The elements that hold one listing each: the nearest card or row around each link to a listing."""
    found: dict[Element, None] = {}
    last = None
    for link in walk(document, "a"):
        href = link.get("href")
        if href is None or href == last or listing_id(href) is None:
            continue
        last = href
        box = link.getparent()
        while box is not None and not _holds_one(box.tag, box.get("class")):
            box = box.getparent()
        if box is None:
            document.issue("field_unreadable", f"listing_id: a link to {href[:80]!r} in no card")
        else:
            found[box] = None
    return list(found)


@lru_cache(maxsize=1024)
def _holds_one(tag: str, names: str | None) -> bool:
    return tag == "tr" or (tag == "div" and names is not None and "card" in names.split())


def _extent(document: Document) -> PageTotal:
    """Read how many pages and listings there are from the summary beside the list and from the pager."""
    extent = PageTotal(kind="listing")
    for item in document.whole(list(walk(document, "li"))):
        if _in_summary(item):
            _read_summary(document, document.text(item), extent)
    read_pager(document, extent)
    return extent


def _in_summary(item: Element) -> bool:
    """Tell whether a list's item is one of those that say how long the list is: in a row of its own, in a card."""
    box = item.getparent()
    if box is None or box.tag != "ul":
        return False
    card = box.getparent()
    if card is None or "card" not in card.get("class", ""):
        return False
    return any("specialrow" in row.get("class", "") for row in card.iterancestors("div"))


def _read_summary(document: Document, text: str, extent: PageTotal) -> None:
    of = _OF.search(text)
    if of is not None:
        extent.pages = parse_count(of[2])
        if of[1] is not None:
            extent.page = parse_count(of[1])
        return
    counted = _COUNT.match(text)
    if counted is not None and INDEX.meaning(counted[1] or counted[4]) == "total":
        extent.total = parse_count(counted[2] or counted[3])
    elif _SLASH.search(text) is not None:
        report_counter(document, text)
    elif _LABELLED.match(text):
        document.issue("unknown_label", f"index: {text[:80]!r}")
