"""Read the links from one page of a list to its others, and report those that are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET, PageTotal
from cryptodrug_scraper.page.select import audit_paging
from cryptodrug_scraper.urls import url_key
from parsers.empire.addresses import category_url, offset_of
from parsers.empire.frame import divisions

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_pager", "report_paging"]

_PAGER = "pagination"
_NAMES = frozenset({_PAGER, "pager", "paging"})
"""Class names of a pager."""
_NUMBER = "data-ci-pagination-page"
"""The attribute in which the market's framework puts the number of the page that a link leads to."""
_NEIGHBOURS = frozenset({"prev", "next"})
_STEPS = {"listing": 15, "review": 30}
"""By how much the offset in an address grows from one page to the next."""


def read_pager(
    document: Document, kind: Literal["listing", "review"], leads_to: str, category: str | None = None
) -> PageTotal:
    """
    Read how many pages a list has and which one this is; the record is added and returned.

    Whatever looks like a link to another page and cannot be read, or stands elsewhere, is reported.

    Args:
        document: the page.
        kind: the type of record listed.
        leads_to: the kind of page that the list's other pages are.
        category: the category whose list this is: its other pages are linked by number, first pages included.
    """
    extent = PageTotal(kind=kind)
    document.add(extent)
    pagers = [box for box in document.root.iter("ul") if _PAGER in classes(box)]
    numbers: set[int] = set()
    unread: list[str] = []
    for pager in document.whole(pagers):
        for link in pager.iter("a"):
            number = _number(document, link, _STEPS[kind])
            if number is None:
                unread.append(_described(document, link))
            else:
                numbers.add(number)
            if category is None and link.get("href", "#") != "#":
                document.link(leads_to, url_key(link.get("href", "")))
        current = next((parse_count(document.text(mark)) for mark in pager.iter("strong")), None)
        if current is None:
            if document.text(pager):
                unread.append(_described(document, pager))
        elif extent.page is UNSET:
            extent.page = current
            numbers.add(current)
        elif extent.page != current:
            unread.append(_described(document, pager))
    if numbers:
        extent.pages = max(numbers)
    if category is not None:
        for number in sorted(numbers):
            document.link(leads_to, category_url(category, number))
    audit_paging(document, [*unread, *_elsewhere(document, pagers)])
    return extent


def report_paging(document: Document) -> None:
    """Report links to other pages on a page that should have none."""
    audit_paging(document, _elsewhere(document, []))


def _number(document: Document, link: Element, step: int) -> int | None:
    """The number of the page to which a link leads: as the link says, else from the offset in its address."""
    number = parse_count(link.get(_NUMBER, ""))
    if number is None:
        number = parse_count(document.text(link))
    if number is None and link.get("rel") == "start":
        return 1
    if number is not None:
        return number
    offset = offset_of(link.get("href", ""))
    return None if offset is None or offset % step else offset // step + 1


def _elsewhere(document: Document, pagers: list[Element]) -> list[str]:
    """What looks like a link to another page and stands in none of the pagers that were read, or that the end cuts."""
    divs = document.once(divisions)
    boxes = [box for name in _NAMES for box in divs.get(name, [])]
    boxes += [box for box in document.root.iter("ul", "nav") if _NAMES.intersection(classes(box))]
    found = [part for box in boxes for part in box.iter("a", "button", "input")]
    found += [link for link in document.root.iter("a") if _leads_on(link)]
    if not found:
        return []
    known = {part for box in (*pagers, *boxes) if box in pagers or document.is_cut(box) for part in box.iter()}
    return [_described(document, part) for part in dict.fromkeys(found) if part not in known]


def _leads_on(link: Element) -> bool:
    """Tell whether a link leads to another page of a list; links to listings, the most of all, are told at once."""
    href = link.get("href", "")
    if href[-1:].isdecimal() and "/product/" not in href and offset_of(href):
        return True
    return link.get(_NUMBER) is not None or link.get("rel") in _NEIGHBOURS


def _described(document: Document, part: Element) -> str:
    href = part.get("href")
    return repr((document.text(part) if href is None else url_key(href))[:80])
