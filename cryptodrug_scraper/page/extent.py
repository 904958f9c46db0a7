"""What pages say of how far their lists go, and of rates of exchange, in elements that a market names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.cells import cells_of, first_row
from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.extent_within import left_out_within, pages_within, total_beside, total_within
from cryptodrug_scraper.page.money import CURRENCIES, parse_count
from cryptodrug_scraper.page.phrases import phrased
from cryptodrug_scraper.page.records import Listing, PageTotal, Review
from cryptodrug_scraper.page.rows_within import rates_within
from cryptodrug_scraper.page.within import count_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import ExchangeRate

__all__ = ["headed_total", "note_empty", "pages_linked", "rates_text", "read_extent", "read_rates"]

_CURRENT = frozenset({"active", "current", "selected", "is-active", "is-current", "aktiv", "actif", "activo"})
_NUMBERED = re.compile(r"([^=&?#/]*[=/])(\d+)(?=[&?#/]|\Z)")
"""What stands before a number that is all of a value, or of a part of a path."""
_HEADED = re.compile(r"[^\d()]{2,60}\((\d{1,3}(?:[.,'’ \u00a0]\d{3})+|\d{1,7})\)")
_LONGEST_NUMBER = 5
_LONGEST_WORD = 20
"""Characters of a word between numbers of pages, such as "next"."""


def read_extent(
    document: Document,
    kind: Literal["listing", "review"],
    elements: Iterable[Element],
    phrases: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """
    Add what elements say of the extent of a list: which page of how many this is, how many entries there are, and how
    many of them it leaves out.

    Args:
        document: the page.
        kind: what is listed.
        elements: those that say so, in words or as links to further pages; one that says neither is an issue.
        phrases: what this site says in words of its own: for each phrase (`phrases.pieces_within`) the field of each of
            its values, ``total``, ``page``, ``pages`` or ``hidden``, or ``none``; they go before all other words.
    """
    extent = PageTotal(kind=kind)
    for element in document.whole(list(elements)):
        text = document.text(element)
        pages, total = pages_within(text) or pages_linked(document, element), total_within(text)
        if total is None:
            total = headed_total(text) if pages_within(text) is None else total_beside(text)
        if pages is not None:
            extent.page, extent.pages = pages
        if total is not None:
            extent.total = total
        if (left_out := left_out_within(text)) is not None:
            extent.hidden = left_out
        has_phrase = _read_phrases(document, extent, element, phrases or {})
        if pages is None and total is None and left_out is None and not has_phrase:
            document.issue("field_unreadable", f"total: {text!r} says neither pages nor a total")
    if extent != PageTotal(kind=kind):
        document.add(extent)


def _read_phrases(
    document: Document, extent: PageTotal, element: Element, phrases: Mapping[str, Sequence[str]]
) -> bool:
    """Set what an element says in words of the site; tell whether it says any of them."""
    said = {phrase: found for phrase in phrases if (found := phrased(document, [element], phrase)) is not None}
    for phrase, pieces in said.items():
        for name, piece in zip(phrases[phrase], pieces, strict=True):
            count = None if name == "none" else document.read(name, piece, count_within)
            if count is not None:
                setattr(extent, name, count)
    return bool(said)


def note_empty(document: Document, words: Iterable[str]) -> None:
    """Report that a list is empty where the page says so in one of a site's words and nothing of a list was read."""
    if not any(isinstance(record, (Listing, Review)) for record in document.records):
        text = document.text(document.root)
        said = next((word for word in words if word in text), None)
        if said is not None:
            document.issue("empty_list", said, "info")


def headed_total(text: str) -> int | None:
    """Return how many there are of what a heading names, as in ``Opiniones (18)``; None for any other text."""
    match = _HEADED.fullmatch(text)
    return None if match is None else parse_count(match[1])


def pages_linked(document: Document, element: Element) -> tuple[int, int] | None:
    """
    Return which page of how many this is where an element holds the numbers of pages: all are links but that of the
    page itself, which is no link, or is marked as the current one. None where it holds anything else, or no link.

    The last page may have no number of its own, but an arrow: then the address behind that has it.
    """
    numbers: set[int] = set()
    current: set[int] = set()
    addresses: dict[int, str] = {}
    beside: set[str] = set()
    for leaf in element.iter():
        if not isinstance(leaf.tag, str) or len(leaf):
            continue
        text = document.text(leaf).strip("[]() ")
        if text.isdecimal() and 0 < len(text) <= _LONGEST_NUMBER:
            number, within = int(text), _within(leaf, element)
            numbers.add(number)
            link = next((each for each in within if each.tag == "a" and each.get("href")), None)
            if link is not None:
                addresses[number] = link.get("href") or ""
                beside.add(document.text(link).replace(text, "", 1).strip("[]() "))
            if link is None or any(map(_is_current, within)):
                current.add(number)
        elif len(text) > _LONGEST_WORD or any(map(str.isdigit, text)):
            return None
    is_of_tabs = len(beside) > 1 or (beside != {""} and len(addresses) == 1)  # counts behind words
    if not addresses or len(current) != 1 or 0 in numbers or is_of_tabs:
        return None
    hrefs = [link.get("href") or "" for link in element.iter("a")]
    return min(current), max(numbers | _in_addresses(addresses, hrefs))


def _within(leaf: Element, outer: Element) -> list[Element]:
    """An element and those around it within another one."""
    found: list[Element] = []
    for each in (leaf, *leaf.iterancestors()):
        if each is outer:
            break
        found.append(each)
    return found


def _in_addresses(known: dict[int, str], hrefs: list[str]) -> set[int]:
    """
    The numbers of pages to which addresses lead, by what those say that links print: the number of the page itself, or
    of the first entry on it, which grows by the same step from page to page.
    """
    values: dict[str, dict[int, int]] = defaultdict(dict)
    for number, href in known.items():
        for before, said in _NUMBERED.findall(href):
            values[before][number] = int(said)
    found: set[int] = set()
    for before, by_number in values.items():
        (one, first), (other, last) = min(by_number.items()), max(by_number.items())
        step = (last - first) // (other - one) if other > one else 0
        if step < 1 or len(by_number) < len(known) - 1:  # the first page may do without
            continue
        if any(said != first + step * (number - one) for number, said in by_number.items()):
            continue
        said_all = [int(said) for href in hrefs for name, said in _NUMBERED.findall(href) if name == before]
        found |= {(said - first) // step + one for said in said_all if (said - first) % step == 0}
    return {number for number in found if 0 < number < 10**_LONGEST_NUMBER}


def _is_current(element: Element) -> bool:
    names = {name.lower() for name in classes(element)}
    return element.get("aria-current") is not None or not names.isdisjoint(_CURRENT)


def rates_text(document: Document, element: Element) -> str:
    """
    Return what an element says of rates of exchange, with the currencies of the headings of its columns where it is a
    row of a table: ``1 BTC 3421.55 EUR 3873.10 USD`` for a row of ``BTC``, ``3,421.55`` and ``3,873.10``.
    """
    first = first_row(element)
    heads = [] if first is None else [document.text(cell).upper() for cell in cells_of(first)]
    cells = [document.text(cell) for cell in cells_of(element)]
    if len(heads) != len(cells) or CURRENCIES.isdisjoint(heads):
        return document.text(element)
    parts = [f"1 {cells[0]}" if cells[0] in CURRENCIES else cells[0]]
    parts += [f"{cell} {head}" if head in CURRENCIES else cell for head, cell in zip(heads[1:], cells[1:], strict=True)]
    return " ".join(parts)


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
        rates = document.read("rate", rates_text(document, element), lambda text: rates_within(text, signs))
        found += [rate for rate in rates or () if rate not in found]
    for rate in found:
        document.add(rate)
