"""Read the frame around every logged-in page of Empire Market: rates, categories, the clock in the footer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.bounded import instant
from cryptodrug_scraper.page.document import tree_of
from cryptodrug_scraper.page.moments import MONTHS
from cryptodrug_scraper.page.money import COINS, parse_count, parse_number
from cryptodrug_scraper.page.records import Category, ExchangeRate, Link, Site
from cryptodrug_scraper.page.select import first
from cryptodrug_scraper.page.text import collapse
from parsers.empire.addresses import category_id, category_url

if TYPE_CHECKING:
    from datetime import datetime

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["Divisions", "divisions", "read_frame"]

Divisions = dict[str, list["Element"]]

_CLOCK = re.compile(r"Server time:\s*\w+,\s*([A-Z][a-z]{2})\w*\s+(\d{1,2}),\s*(\d{4})\s+(\d\d):(\d\d):(\d\d)")
_CODE = re.compile(r"\(([A-Z]{3})\)")
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
    site = Site(logged_in="right-session" in boxes)
    footer = boxes.get("footer")
    clock = None if not footer else _clock(document, footer[-1])
    if clock is not None:
        site.server_time = document.read("server_time", clock, _server_time)
    document.add(site)
    _read_categories(document)
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


class _Menu(NamedTuple):
    """The categories of a menu, the links to their lists, and the texts of entries that could not be read."""

    categories: tuple[Category, ...]
    links: tuple[Link, ...]
    unreadable: tuple[str, ...]


def _read_categories(document: Document) -> None:
    if document.apart is not None:
        menu = _menu(document.apart)
    else:
        box = next((nav for nav in document.root.iter("nav") if nav.get("class") == "Category"), None)
        if box is None:
            return
        menu = _categories(document.whole(list(box.iter("a"))))
    for text in menu.unreadable:
        document.issue("field_unreadable", f"category: {text!r}")
    document.records += menu.categories
    document.add_links(menu.links)


@lru_cache(maxsize=256)
def _menu(markup: bytes) -> _Menu:
    """The menu in its own markup: on most pages of one hour of a crawl it is the same to the byte."""
    return _categories(list(tree_of(markup).iter("a")))


def _categories(links: list[Element]) -> _Menu:
    """Read the links of the menu, each category once."""
    found: dict[str, Category] = {}
    paths: dict[Element | None, list[str]] = {}
    unreadable: list[str] = []
    for link in links:
        number = category_id(link.get("href", ""))
        count = next(link.iterchildren("span"), None)
        listings = None if count is None else parse_count(count.text or "")
        item = link.getparent()
        if number is None or count is None or listings is None or item is None:
            unreadable.append(collapse("".join(map(str, link.itertext())))[:80])
            continue
        box = count.getprevious()
        name = collapse((box.tail if box is not None else None) or link.text or "")
        menu_list = item.getparent()
        owner = None if menu_list is None else menu_list.getparent()
        path = [*paths.get(owner, ()), name]
        paths[item] = path
        found.setdefault(number, Category(category_id=number, category_path=path, listing_count=listings))
    lists = tuple(Link("category_list", category_url(number)) for number in found)
    return _Menu(tuple(found.values()), lists, tuple(unreadable))


def _read_rates(document: Document, boxes: Divisions) -> None:
    """Read the rates of all coins at the side; a page without them has those of Bitcoin above."""
    seen: set[tuple[str, str]] = set()
    for box in document.whole(boxes.get("statistics", [])):
        heading = box.find("h3")
        coin = None if heading is None else _CODE.search(heading.text or "")
        if coin is None or coin[1] not in COINS:
            continue
        for line in box.iterchildren("p"):
            quote = _CODE.search(line.text or "")
            value = first(list(line.iter("font")))
            if quote is not None and value is not None:
                _add_rate(document, seen, coin[1], quote[1], value.text or "")
    for box in boxes.get("sm-nav", []):
        for link in document.whole(list(box.iter("a"))):
            match = _HEADER_RATE.search(document.text(link))
            if match is not None:
                _add_rate(document, seen, "BTC", match[1], match[2])


def _add_rate(document: Document, seen: set[tuple[str, str]], base: str, quote: str, text: str) -> None:
    if (base, quote) not in seen:
        seen.add((base, quote))
        rate = document.read(f"rate of {base} in {quote}", text, parse_number)
        document.add(ExchangeRate(base=base, quote=quote, rate=rate))
