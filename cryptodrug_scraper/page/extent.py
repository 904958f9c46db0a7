"""What pages say of how far their lists go, and of rates of exchange, in elements that a market names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.records import PageTotal
from cryptodrug_scraper.page.rows_within import pages_within, rates_within, total_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import ExchangeRate

__all__ = ["pages_linked", "read_extent", "read_rates"]

_CURRENT = frozenset({"active", "current", "selected", "is-active", "is-current", "aktiv", "actif", "activo"})
_LONGEST_NUMBER = 5
_LONGEST_WORD = 20
"""Characters of a word between numbers of pages, such as "next"."""


def read_extent(document: Document, kind: Literal["listing", "review"], elements: Iterable[Element]) -> None:
    """
    Add what elements say of the extent of a list: which page of how many this is, and how many entries there are.

    Args:
        document: the page.
        kind: what is listed.
        elements: those that say so, in words or as links to further pages; one that says neither is an issue.
    """
    extent = PageTotal(kind=kind)
    for element in document.whole(list(elements)):
        text = document.text(element)
        pages, total = pages_within(text) or pages_linked(document, element), total_within(text)
        if pages is not None:
            extent.page, extent.pages = pages
        if total is not None:
            extent.total = total
        if pages is None and total is None:
            document.issue("field_unreadable", f"total: {text!r} says neither pages nor a total")
    if extent != PageTotal(kind=kind):
        document.add(extent)


def pages_linked(document: Document, element: Element) -> tuple[int, int] | None:
    """
    Return which page of how many this is where an element holds the numbers of pages: all are links but that of the
    page itself, which is no link, or is marked as the current one. None where it holds anything else, or no link.
    """
    numbers: dict[int, bool] = {}
    current: set[int] = set()
    for leaf in element.iter():
        if not isinstance(leaf.tag, str) or len(leaf):
            continue
        text = document.text(leaf).strip("[]() ")
        if text.isdecimal() and len(text) <= _LONGEST_NUMBER:
            around = [leaf, *leaf.iterancestors()]
            within = around[: around.index(element) + 1] if element in around else around
            is_link = any(each.tag == "a" and each.get("href") for each in within)
            numbers[int(text)] = numbers.get(int(text), False) or is_link
            if not is_link or any(_is_current(each) for each in within[:-1]):
                current.add(int(text))
        elif len(text) > _LONGEST_WORD or any(map(str.isdigit, text)):
            return None
    if not any(numbers.values()) or len(current) != 1 or 0 in numbers:
        return None
    return min(current), max(numbers)


def _is_current(element: Element) -> bool:
    names = {name.lower() for name in classes(element)}
    return element.get("aria-current") is not None or not names.isdisjoint(_CURRENT)


def read_rates(document: Document, elements: Iterable[Element], signs: Mapping[str, str] | None = None) -> None:
    """
    Add the rates of exchange that elements state, each once.

    Args:
        document: the page.
        elements: those that state any; one that states none is an issue.
        signs: as for `within.amounts_within`.
    """
    found: list[ExchangeRate] = []
    for element in document.whole(list(elements)):
        rates = document.read("rate", document.text(element), lambda text: rates_within(text, signs))
        found += [rate for rate in rates or () if rate not in found]
    for rate in found:
        document.add(rate)
