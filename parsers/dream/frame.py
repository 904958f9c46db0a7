"""Read the frame around every logged-in page of Dream Market: account, categories, exchange rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.frame_part import FramePart, are_only, read_part
from cryptodrug_scraper.page.money import parse_count, parse_number, parse_prices
from cryptodrug_scraper.page.records import UNSET, Category, ExchangeRate, Site
from cryptodrug_scraper.page.select import finder, first, tester
from parsers.dream.addresses import category_id, category_url, is_own_profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["FRAME", "Frame", "Selected", "frame_of", "read_frame"]

_ANY_CONTENT = finder('//div[normalize-space(@class) = "content"]')

_SOUGHT = frozenset({"naviHeader", "content"})
_SOUGHT_ANYWHERE = tester(
    'boolean(descendant-or-self::*/@id[. = "tableOfRatings"] or '
    'descendant-or-self::div[normalize-space(@class) = "content"])'
)
_TAGS = frozenset({"a", "div", "span"})
_CLASSES = frozenset({"category", "selected", *(f"depth{depth}" for depth in range(4)), "amount", "sidebarHeader"})
_AROUND = frozenset({"div"})
_NAMES_AROUND = frozenset({"main", "onlyLeftNavLayout", "sidebar", "browse"})
_MARKS = frozenset({"choosen", "chosen"})
"""Class names that mark the displayed currency: on its row in March 2018, on a cell of its row in November."""
_RATE_CELLS = 2
_DEPTHS = {f"depth{depth}": depth for depth in range(4)}
_THOUSANDTHS = {"mBTC": "BTC", "mBCH": "BCH"}
_SAME_COIN = frozenset({"BTC", *_THOUSANDTHS})
"""Rows of the exchange table that give a coin in itself, or in thousandths of it."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The category that the sidebar marks as the current one."""

    category_id: str
    path: list[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of the frame: navigation above, bars at the sides, and the page's own content."""

    header: Element | None
    bars: list[Element]
    content: Element | None


def frame_of(document: Document) -> Frame:
    """Find the parts of the frame; each may be missing from a cut page."""
    header: Element | None = None
    bars: list[Element] = []
    content: Element | None = None
    boxes = [box for body in document.root.iterchildren("body") for box in body.iterchildren("div")]
    for main in [box for box in boxes if "main" in box.get("class", "")]:
        for part in main.iterchildren("div"):
            names = classes(part)
            if "naviHeader" in names:
                header = part
            elif "sidebar" in names:
                bars.append(part)
            elif "content" in names:
                content = part
    if content is None:
        content = first(_ANY_CONTENT(document.root))
    return Frame(header, bars, content)


def read_frame(document: Document, frame: Frame) -> Selected | None:
    """Read the frame of a content page: the site, its categories and rates. Returns the current category."""
    site = Site(logged_in=frame.header is not None and _has_profile(frame.header))
    document.add(site)
    selected, marked = read_part(document, _BARS, frame.bars)
    currency = marked or (None if frame.header is None else _wallet_currency(document, frame.header))
    if currency is not None:
        site.display_currency = currency
    return selected


def _has_profile(header: Element) -> bool:
    items = [item for box in header.iter("ul") for item in box.iterchildren("li")]
    return any(is_own_profile(link.get("href", "")) for item in items for link in item.iterchildren("a"))


def _read_bars(document: Document, bars: Iterable[Element]) -> tuple[Selected | None, str | None]:
    """Read the bars at the sides. Returns the current category, and the currency marked as the displayed one."""
    selected: Selected | None = None
    marked: str | None = None
    for bar in bars:
        names = classes(bar)
        if "sidebar" in names:
            if "browse" in names:
                boxes = [box for box in document.whole(list(bar.iterchildren("div"))) if "category" in classes(box)]
                selected = read_part(document, _CATEGORIES, boxes)
            marked = _read_rates(document, bar) or marked
    return selected, marked


def _are_bars(elements: Sequence[Element]) -> bool:
    """Tell whether there is no header or content among elements, and in them nothing that is sought all over a page."""
    if any(box.tag == "div" and not _SOUGHT.isdisjoint(classes(box)) for box in elements):
        return False
    return not any(_SOUGHT_ANYWHERE(box) for box in elements)


def _read_categories(document: Document, boxes: Iterable[Element]) -> Selected | None:
    selected: Selected | None = None
    seen: set[str] = set()
    path: list[str] = []
    for box in boxes:
        names = classes(box)
        if "category" not in names:
            continue
        link = next(box.iterchildren("a"), None)
        number = None if link is None else category_id(link.get("href", ""))
        if link is None or number is None:
            document.issue("field_unreadable", f"category: {document.text(box)[:80]!r}")
            continue
        depth = next((_DEPTHS[name] for name in names if name in _DEPTHS), 0)
        path = [*path[:depth], document.line(link.text or "")]
        if "selected" in names:
            selected = Selected(number, path)
        if number in seen:
            continue
        seen.add(number)
        amount = next(link.iterchildren("span"), None)
        count = UNSET if amount is None else document.read("listing_count", document.text(amount), parse_count)
        document.add(Category(category_id=number, category_path=path, listing_count=count))
        document.link("category_list", category_url(number))
    return selected


def _read_rates(document: Document, bar: Element) -> str | None:
    """Read the exchange table, one Bitcoin in other money; return the currency marked as the displayed one."""
    marked: str | None = None
    for table in bar.iter("table"):
        for row in document.whole(list(table.iter("tr"))):
            if len(row) < _RATE_CELLS:
                if text := document.text(row):
                    document.issue("field_unreadable", f"rate: {text[:80]!r}")
                continue
            quote = document.text(row[-2])
            _add_rate(document, quote, document.text(row[-1]))
            if not _MARKS.isdisjoint(f"{row.get('class')} {row[0].get('class')}".split()):
                marked = _THOUSANDTHS.get(quote, quote)
        break
    return marked


def _are_categories(elements: Sequence[Element]) -> bool:
    """Tell whether there are categories among elements and nothing that is sought elsewhere on a page."""
    return all(
        part.tag in _TAGS and part.get("id") is None and _CLASSES.issuperset(classes(part))
        for element in elements
        for part in element.iter()
    )


def _lies_in_bar(place: Element) -> bool:
    return are_only(place.iterancestors(), _AROUND, _NAMES_AROUND)


_CATEGORIES = FramePart(b'<div class="category ', b"<br", _read_categories, _are_categories, lies_well=_lies_in_bar)
_BARS = FramePart(
    b'<div class="sidebar browse"', b'<div class="content"', _read_bars, _are_bars, after=1, holds=(_CATEGORIES,)
)
FRAME = (_BARS, _CATEGORIES)
"""
The bars at the sides stand between header and content, all in a row. The rates in them change every few minutes, so
they may be on one page only; the categories change less often.
"""


def _add_rate(document: Document, quote: str, printed: str) -> None:
    if not quote and not printed:
        return
    if not quote:
        document.issue("field_unreadable", f"rate without a currency: {printed[:80]!r}")
    elif quote not in _SAME_COIN:
        rate = document.read(f"rate of {quote}", printed, parse_number)
        document.add(ExchangeRate(base="BTC", quote=quote, rate=rate))


def _wallet_currency(document: Document, header: Element) -> str | None:
    """
    The currency in which the account's balance stands. The exchange table marks none where that is Bitcoin, on the
    pages of the first half of 2018.
    """
    items = [item for item in header.iter("li") if "walletItem" in item.get("class", "")]
    for wallet in document.whole([link for item in items for link in item.iterchildren("a")]):
        prices = parse_prices(document.text(wallet))
        if prices:
            return prices[-1].currency
    return None
