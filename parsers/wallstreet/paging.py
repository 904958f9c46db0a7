"""Read the pager of a list, and report pagers that are not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.records import UNSET
from cryptodrug_scraper.page.select import audit_paging
from parsers.wallstreet.frame import walk

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import PageTotal

__all__ = ["read_pager", "report_counter", "report_paging"]

_ITEM = "page-item"
_NAMES = frozenset({"pagination", "pager", "paging"})
"""Class names of a pager."""
_CONTROLS = frozenset({"button", "input"})
_FIELD = "page"
"""The name of the buttons that ask for another page."""


def read_pager(document: Document, extent: PageTotal) -> None:
    """
    Read the numbers of this page and of the last one from the buttons below a list. Numbers that are known already
    stay.

    Whatever looks like a way to another page and cannot be read is reported.
    """
    numbers: set[int] = set()
    read: set[Element] = set()
    current: int | None = None
    for item in document.whole(list(walk(document, "li"))):
        names = classes(item)
        if _ITEM not in names:
            continue
        values = [button.get("value", "") for button in item.iterchildren("button")]
        said = {number for text in (document.text(item), *values) if (number := parse_count(text)) is not None}
        numbers |= said
        if "active" in names and said:
            current = min(said)
        if said or "disabled" in names:
            read.update(item.iter())
    if extent.page is UNSET and current is not None:
        extent.page = current
    if extent.pages is UNSET and numbers:
        extent.pages = max(numbers)
    unread = _controls(document, read)
    if numbers and extent.page is UNSET and document.complete:
        unread.append("none is marked as the current one")
    audit_paging(document, unread)


def report_paging(document: Document) -> None:
    """Report links to other pages, on a page whose lists should have a single page."""
    audit_paging(document, _controls(document, set()))


def report_counter(document: Document, text: str) -> None:
    """Report a number of pages that cannot be read."""
    audit_paging(document, [repr(text[:80])])


def _controls(document: Document, read: set[Element]) -> list[str]:
    """What the buttons and links that lead to other pages say, without those that were read or that the end cuts."""
    found: dict[Element, None] = {}
    for part in walk(document, "ul", "nav", "div", "button", "input"):
        if part.tag in _CONTROLS:
            if part.get("name") == _FIELD:
                found[part] = None
        elif not _NAMES.isdisjoint(classes(part)):
            found |= dict.fromkeys(part.iter("a", "button", "input"))
    return [
        repr((document.text(part) or part.get("value", ""))[:80])
        for part in found
        if part not in read
        and part.get("type") != "hidden"
        and not any(document.is_cut(box) for box in (part, *part.iterancestors("li")))
    ]
