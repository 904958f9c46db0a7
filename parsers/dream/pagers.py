"""Read the pagers of Dream Market's lists: the number of this page, the number of pages, and links to the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET
from cryptodrug_scraper.page.select import finder
from parsers.dream.addresses import page_number
from parsers.dream.frame import frame_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import PageTotal

__all__ = ["pagers_of", "read_pagers", "report_unread"]

_PAGERS = finder('(.|div)/ul[contains(concat(" ", normalize-space(@class), " "), " pageNav ")]')
_PAGE = re.compile(r"(?:[?&@]|%3f)page=", re.IGNORECASE)
_GAPS = frozenset({"", "...", "…"})
"""Texts in a pager in place of the page numbers that it leaves out."""


def pagers_of(shop: Element) -> list[Element]:
    """
    Find the pagers of a list of cards: on a category's page they are inside the list, on a vendor's before and after
    it.
    """
    parent = shop.getparent()
    return _PAGERS(shop) + ([] if parent is None else _PAGERS(parent))


def read_pagers(document: Document, pagers: list[Element], extent: PageTotal, link: Callable[[str, int], None]) -> None:
    """
    Read the pagers of one list, which agree, into its extent; report what cannot be read.

    Args:
        document: the page.
        pagers: those of the list. One that the end of the page cuts is left out.
        extent: takes the number of pages and of this page; the latter is None where no pager tells it.
        link: takes the address, as it stands there, and the number of each other page.
    """
    for pager in document.whole(pagers):
        current, last = _read_pager(document, pager, link)
        if extent.page is UNSET:
            extent.page, extent.pages = current, last
        elif (extent.page, extent.pages) != (current, last):
            _report(document, f"a second pager has page {current} of {last}, the first {extent.page} of {extent.pages}")


def report_unread(document: Document, read: list[Element]) -> None:
    """
    Report the first thing in a whole page's content that looks like paging and is in no pager that was read.

    Args:
        document: the page.
        read: the pagers that were read.
    """
    content = document.once(frame_of).content
    if content is None or not document.complete:
        return
    known = {part for pager in read for part in pager.iter("a", "ul")}
    for found in content.iter("a", "ul"):
        if found not in known and _is_paging(found):
            where = found.get("href") or f"<{found.tag} class={found.get('class', '')!r}>"
            _report(document, f"no list has this for its pager: {where[:80]}")
            return


def _is_paging(found: Element) -> bool:
    if found.tag == "ul":
        return any(name.lower() == "pagenav" for name in classes(found))
    href = found.get("href", "")
    if "page=" in href and _PAGE.search(href) is not None:
        return True
    names = found.get("class", "")
    return ("ager" in names or "page=" in href) and any(name.lower().endswith("pager") for name in names.split())


def _read_pager(document: Document, pager: Element, link: Callable[[str, int], None]) -> tuple[int | None, int | None]:
    """The number of this page and of the last one; None where the pager does not say it."""
    current: set[int] = set()
    others: set[int] = set()
    for item in pager.iter("li"):
        if len(item) and item[0].tag == "a":  # as most are
            continue
        if next(item.iter("a"), None) is None and (text := document.text(item)) not in _GAPS:
            _report(document, f"the pager has {text[:80]!r}")
    for part in pager.iter("a"):
        text = document.text(part)
        number = parse_count(text)
        href = part.get("href")
        if href is None or "activePage" in classes(part):
            if number is not None:
                current.add(number)
            elif text:
                _report(document, f"the pager has {text[:80]!r} for a page")
        elif (target := _target(href, number)) is None:
            if text or not _is_file(href):  # an arrow to a file says nothing that the numbers do not
                _report(document, f"the pager leads from {text[:20]!r} to {href[:80]!r}")
        else:
            others.add(target)
            link(href, target)
    if len(current) != 1:
        _report(document, f"the pager marks {len(current)} pages as the current one")
    return min(current) if len(current) == 1 else None, max(current | others, default=None)


def _target(href: str, number: int | None) -> int | None:
    """
    The page to which a link leads, if its text names no other; the first one may need no number in an address, nor does
    any that a program saved to a file.
    """
    target = page_number(href)
    if target is None and (number == 1 or _is_file(href)) and _PAGE.search(href) is None:
        return number
    return target if number in {None, target} else None


def _is_file(href: str) -> bool:
    """Tell whether a link leads to the file of a mirror: no address of the market has such a suffix."""
    return href.endswith(".html")


def _report(document: Document, detail: str) -> None:
    document.issue("unknown_paging", detail)
