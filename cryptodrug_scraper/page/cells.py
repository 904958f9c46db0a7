"""The text of a row with its cells apart, and with the headings that say what their numbers are of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.rows_within import days_within

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["cells_of", "cells_text", "first_row"]

_WORD = re.compile(r"[^\W\d_]+|[€$£]")
_SAYS = re.compile(r"[^\W_]|[€$£]")
_UNIT = re.compile(r"[^\W\d_]|[€$£%]")
"""What a number has beside it that needs no heading."""


def cells_text(document: Document, row: Element) -> str:
    """
    Return what a row of a table says, with a bar between its cells: ``Airmail | 5-10 days | 4.00 EUR``. A cell with
    nothing but numbers has the word for days, or the currency, of the heading of its column, and is left out where that
    has none.
    """
    cells = cells_of(row)
    heads = _headings(document, row, len(cells))
    said = (_with_unit(document.text(cell), head) for cell, head in zip(cells, heads, strict=True))
    return " | ".join(text for text in said if _SAYS.search(text))


def cells_of(row: Element) -> list[Element]:
    """Return the cells of a row of a table; none where it is no row."""
    return [cell for cell in row if cell.tag in {"td", "th"}] if row.tag == "tr" else []


def first_row(row: Element) -> Element | None:
    """Return the first row of the table in which a row stands; None where that is the row, or it stands in none."""
    table = next(row.iterancestors("table"), None)
    first = None if table is None else next(table.iter("tr"), None)
    return None if first is row else first


def _headings(document: Document, row: Element, count: int) -> list[str]:
    """What heads the columns of a table: the cells of its first row, if they have no digits; empty where none does."""
    first = first_row(row)
    heads = [] if first is None else [document.text(cell) for cell in cells_of(first)]
    return heads if len(heads) == count and not any(map(str.isdigit, "".join(heads))) else [""] * count


def _with_unit(text: str, head: str) -> str:
    """A cell's text with what its numbers are of; empty where nothing says that."""
    if not any(map(str.isdigit, text)) or _UNIT.search(text):
        return text
    units = (f"{text} {word}" for word in _WORD.findall(head))
    return next((said for said in units if said.split()[-1] in {*CURRENCIES, *"€$£"} or days_within(said)), "")
