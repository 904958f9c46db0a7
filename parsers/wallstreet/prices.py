"""Read tables of prices and of shipping options, and the amounts in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import parse_number, parse_prices, stated_price
from cryptodrug_scraper.page.records import UNSET, Money, PriceTier, ShippingOption
from parsers.wallstreet.icons import icon_of
from parsers.wallstreet.labels import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["amount", "cells_of", "is_unlimited", "preferred", "read_options", "read_tiers", "unit_behind", "unit_of"]

_NUMBER = r"\d+(?:[.,'\u2019]\d+)*"
_RANGE = re.compile(
    rf"[^\d\n]{{0,12}}?({_NUMBER})\s*(?:(?:[-\u2013\u2014]|to|bis|a|à|até|al)\s*({_NUMBER}|∞)|\+)?\s*(.*)\Z",
    re.IGNORECASE,
)
_UNLIMITED = "unlimited"


def preferred(document: Document, prices: list[Money], text: str) -> Money | None:
    """
    Return the fiat price if one is shown, else the price in a coin; None, with an issue, if one cannot be read.
    """
    price = stated_price(prices, text)
    if price is None and prices:
        document.issue("field_unreadable", f"price: {text[:80]!r}")
    return price


def unit_of(text: str) -> str | None:
    """Return the unit after the slash of a price: ``Piece``, ``gram``."""
    return text.strip(" /") or None


def is_unlimited(text: str) -> bool:
    """Tell whether a text says that there is no limit."""
    return WORDS.meaning(text) == _UNLIMITED


def amount(text: str) -> Decimal | None:
    """Return the number with which an amount such as ``5 gram`` begins; None if there is none."""
    match = _RANGE.match(text.strip())
    return None if match is None else parse_number(match[1])


def unit_behind(text: str) -> str:
    """Return the unit behind the number of an amount such as ``5 gram``; empty where there is none."""
    match = _RANGE.match(text.strip())
    return "" if match is None else match[3].strip(" .")


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row that hold values."""
    return list(row.iterchildren("td"))


def read_tiers(document: Document, table: Element) -> tuple[list[PriceTier], list[Money]]:
    """
    Read a table of prices by quantity: the tiers, and every price of the first one.

    A single number is the least quantity: ``1 gram`` has no upper bound of its own.
    """
    tiers: list[PriceTier] = []
    first: list[Money] = []
    for row, cells in _rows(document, table):
        prices = _prices(document, cells[1:])
        printed = " ".join(document.text(cell) for cell in cells[1:])
        tier = _tier(_text(document, cells[0]), preferred(document, prices, printed))
        if tier is None or not prices:
            document.issue("field_unreadable", f"price_tiers: {document.text(row)[:80]!r}")
            continue
        tiers.append(tier)
        first = first or prices
    return tiers, first


def read_options(document: Document, table: Element) -> list[ShippingOption]:
    """
    Read a table of shipping options: name, the amount that one price covers, price.

    ``per`` is that amount as printed, or ``unlimited``.
    """
    options = []
    for row, cells in _rows(document, table):
        prices = _prices(document, cells[1:])
        printed = " ".join(text for cell in cells[1:] if parse_prices(text := document.text(cell)))
        price = preferred(document, prices, printed)
        if not prices:
            document.issue("field_unreadable", f"shipping_options: {document.text(row)[:80]!r}")
        covered = _text(document, cells[1])
        per = UNSET if not covered or parse_prices(covered) else _UNLIMITED if is_unlimited(covered) else covered
        options.append(ShippingOption(label=document.text(cells[0]), price=price, per=per))
    return options


def _rows(document: Document, table: Element) -> Iterator[tuple[Element, list[Element]]]:
    """The rows of a table with the cells of each; a first row without a number says what the columns are."""
    rows = document.whole(list(table.iter("tr")))
    for position, row in enumerate(rows):
        cells = cells_of(row)
        is_header = position == 0 and not any(char.isdecimal() for cell in cells for char in _text(document, cell))
        if len(cells) > 1 and not is_header:
            yield row, cells


def _prices(document: Document, cells: list[Element]) -> list[Money]:
    return [price for cell in cells for price in parse_prices(document.text(cell))]


def _text(document: Document, cell: Element) -> str:
    """The text of a cell, where an icon may stand for the word."""
    text = document.text(cell)
    if any(icon_of(mark.get("class", "")) == "ion-ios-infinite" for mark in cell.iter("i")):
        return f"{text} ∞".strip()
    return text


def _tier(text: str, price: Money | None) -> PriceTier | None:
    match = _RANGE.match(text)
    least = None if match is None else parse_number(match[1])
    if match is None or least is None:
        return None
    most = None if match[2] is None or match[2] == "∞" else parse_number(match[2])
    return PriceTier(min_quantity=least, max_quantity=most, price=price, unit=match[3].strip() or UNSET)
