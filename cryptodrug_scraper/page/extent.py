"""What pages say of how far their lists go, and of rates of exchange, in elements that a market names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.records import PageTotal
from cryptodrug_scraper.page.rows_within import pages_within, rates_within, total_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import ExchangeRate

__all__ = ["read_extent", "read_rates"]


def read_extent(document: Document, kind: Literal["listing", "review"], elements: Iterable[Element]) -> None:
    """
    Add what elements say of the extent of a list: which page of how many this is, and how many entries there are.

    Args:
        document: the page.
        kind: what is listed.
        elements: those that say so; one that says neither is an issue.
    """
    extent = PageTotal(kind=kind)
    for element in document.whole(list(elements)):
        text = document.text(element)
        pages, total = pages_within(text), total_within(text)
        if pages is not None:
            extent.page, extent.pages = pages
        if total is not None:
            extent.total = total
        if pages is None and total is None:
            document.issue("field_unreadable", f"total: {text!r} says neither pages nor a total")
    if extent != PageTotal(kind=kind):
        document.add(extent)


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
