"""Read the frame around every logged-in page of Empire Market: rates, categories, the clock in the footer."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import instant
from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.frame_part import FramePart, are_only, place_of, read_part
from cryptodrug_scraper.page.moments import MONTHS
from cryptodrug_scraper.page.money import COINS, parse_count, parse_number
from cryptodrug_scraper.page.records import Category, ExchangeRate, Site
from cryptodrug_scraper.page.select import first
from cryptodrug_scraper.page.text import collapse
from parsers.empire.addresses import category_id, category_url, offset_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["FRAME", "Divisions", "divisions", "read_frame"]

Divisions = dict[str, list["Element"]]
_Pairs = set[tuple[str, str]]

_CLOCK = re.compile(r"Server time:\s*\w+,\s*([A-Z][a-z]{2})\w*\s+(\d{1,2}),\s*(\d{4})\s+(\d\d):(\d\d):(\d\d)")
_CODE = re.compile(r"\(([A-Z]{3})\)")
_MENU_LIST, _RATE_BOX = "Category", "statistics"
_BOXES = frozenset({"clear", "login-Head", "loginHead-head", "loginHead-logo"})
_LISTS = frozenset({"CategorySubUL", "CategoryUL", "mainmenu", "submenu"})
_DIV = frozenset({"div"})
_COLUMN = frozenset({"left-content", "wrapper-index", "body-content"})
_KEYS = frozenset({"class", "href", "style"})
_HEADER_RATE = re.compile(r"([A-Z]{3})\s+([\d.,]+)\Z")


def divisions(document: Document) -> Divisions:
    """Return every ``div`` of the page under each of its class names, in the order of the page."""
    found: Divisions = {}
    for box in document.root.iter("div"):
        names = box.get("class")
        if names is not None:
            for name in names.split():
                found.setdefault(name, []).append(box)
    return found


def read_frame(document: Document, boxes: Divisions) -> Site:
    """Read the frame of a content page, and return its site record, to which other readers may add."""
    site = Site()
    header = boxes.get("header")
    if "right-session" in boxes or document.complete or (header and not document.is_cut(header[-1])):
        site.logged_in = "right-session" in boxes  # where the end cuts what is above it, nobody knows
    footer = boxes.get("footer")
    clock = None if not footer else _clock(document, footer[-1])
    if clock is not None:
        site.server_time = document.read("server_time", clock, _server_time)
        site.server_time_step, site.server_time_has_day = 1, True
    document.add(site)
    menu = next((nav for nav in document.root.iter("nav") if nav.get("class") == _MENU_LIST), None)
    if menu is not None:
        read_part(document, _MENU, [menu])
    _read_rates(document, boxes)
    return site


def _clock(document: Document, footer: Element) -> str | None:
    """The text that has the server's clock; None where the page ends before the clock is whole."""
    if not document.is_cut(footer):
        return document.text(footer)
    texts = [document.text(span) for span in document.whole(list(footer.iter("span")))]
    return next((text for text in texts if _CLOCK.search(text) is not None), None)


def _server_time(text: str) -> datetime | None:
    match = _CLOCK.search(text)
    month = None if match is None else MONTHS.get(match[1].lower())
    if match is None or month is None:
        return None
    return instant([int(match[3]), month, *(int(part) for part in match.group(2, 4, 5, 6))])


def _read_menu(document: Document, boxes: Iterable[Element]) -> None:
    """Read the links of the menu, each category once."""
    found: set[str] = set()
    paths: dict[Element | None, list[str]] = {}
    for link in document.whole([link for box in boxes for link in box.iter("a")]):
        number = category_id(link.get("href", ""))
        count = next(link.iterchildren("span"), None)
        listings = None if count is None else parse_count(count.text or "")
        item = link.getparent()
        if number is None or count is None or listings is None or item is None:
            text = collapse("".join(texts(link)))[:80]
            document.issue("field_unreadable", f"category: {text!r}")
            continue
        box = count.getprevious()
        name = collapse((box.tail if box is not None else None) or link.text or "")
        menu_list = item.getparent()
        owner = None if menu_list is None else menu_list.getparent()
        path = [*paths.get(owner, ()), name]
        paths[item] = path
        if number not in found:
            found.add(number)
            document.add(Category(category_id=number, category_path=path, listing_count=listings))
            document.link("category_list", category_url(number))


def _read_rates(document: Document, boxes: Divisions) -> None:
    """Read the rates of all coins at the side; a page without them has those of Bitcoin above."""
    at_the_side = [box for box in document.whole(boxes.get(_RATE_BOX, [])) if _coin_of(box) is not None]
    cut_out = place_of(document, _RATES)
    seen = read_part(document, _RATES, at_the_side if cut_out is None else [*at_the_side, cut_out]).copy()
    for box in boxes.get("sm-nav", []):
        for link in document.whole(list(box.iter("a"))):
            match = _HEADER_RATE.search(document.text(link))
            if match is not None:
                _add_rate(document, seen, "BTC", match[1], match[2])


def _read_coins(document: Document, boxes: Iterable[Element]) -> _Pairs:
    """Read the rates of some coins, each in a box of its own; returns the pairs of currencies."""
    seen: _Pairs = set()
    for box in [part for place in boxes for part in place.iter("div") if _RATE_BOX in classes(part)]:
        if (coin := _coin_of(box)) is None:
            continue
        for line in box.iterchildren("p"):
            quote = _CODE.search(line.text or "")
            value = first(list(line.iter("font")))
            if quote is not None and value is not None:
                _add_rate(document, seen, coin, quote[1], value.text or "")
    return seen


def _coin_of(box: Element) -> str | None:
    """The coin whose rates a box has."""
    heading = next(box.iterchildren("h3"), None)
    coin = None if heading is None else _CODE.search(heading.text or "")
    return None if coin is None or coin[1] not in COINS else coin[1]


def _add_rate(document: Document, seen: _Pairs, base: str, quote: str, text: str) -> None:
    if (base, quote) not in seen:
        seen.add((base, quote))
        rate = document.read(f"rate of {base} in {quote}", text, parse_number)
        document.add(ExchangeRate(base=base, quote=quote, rate=rate))


def _has_nothing_else(elements: Sequence[Element], boxes: frozenset[str], lists: frozenset[str]) -> bool:
    """
    Tell whether there is nothing in a menu, or in rates, that is sought all over a page, the other of the two among it:
    boxes and lists but those that are known there, links to pages.
    """
    for box in [part for element in elements for part in element.iter()]:
        if box.tag == "div" and not boxes.issuperset(classes(box)):
            return False
        if box.tag in {"nav", "ul"} and not lists.issuperset(classes(box)):
            return False
        if box.tag == "a" and not (_KEYS.issuperset(box.keys()) and not offset_of(box.get("href", ""))):
            return False
    return True


def _lies_in_left_column(place: Element) -> bool:
    return are_only(place.iterancestors(), _DIV, _COLUMN)


_MENU = FramePart(
    b'<nav class="Category">',
    b"</nav>",
    _read_menu,
    partial(_has_nothing_else, boxes=_BOXES, lists=_LISTS | {_MENU_LIST}),
    with_end=True,
    lies_well=_lies_in_left_column,
)
_RATES = FramePart(
    b'<div id="information">',
    b'<div class="right-content"',
    _read_coins,
    partial(_has_nothing_else, boxes=_BOXES | {_RATE_BOX}, lists=_LISTS),
    within=b"(BTC)</h3>",
    closing=(b"</div>",),
    lies_well=_lies_in_left_column,
)
FRAME = (_MENU, _RATES)
"""The menu changes with the market's listings, the rates every quarter of an hour; both stand in the left column."""
