"""The text of a row with its cells apart, and with the headings that say what their numbers are of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.rows_within import days_within

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["cells_text"]

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
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    heads = _headings(document, row, len(cells))
    said = (_with_unit(document.text(cell), head) for cell, head in zip(cells, heads, strict=True))
    return " | ".join(text for text in said if _SAYS.search(text))


def _headings(document: Document, row: Element, count: int) -> list[str]:
    """What heads the columns of a table: the cells of its first row, if they have no digits; empty where none does."""
    table = next(row.iterancestors("table"), None)
    first = None if table is None else next(table.iter("tr"), None)
    cells = [] if first is None or first is row else [cell for cell in first if cell.tag in {"td", "th"}]
    heads = [document.text(cell) for cell in cells]
    return heads if len(heads) == count and not any(map(str.isdigit, "".join(heads))) else [""] * count


def _with_unit(text: str, head: str) -> str:
    """A cell's text with what its numbers are of; empty where nothing says that."""
    if not any(map(str.isdigit, text)) or _UNIT.search(text):
        return text
    units = (f"{text} {word}" for word in _WORD.findall(head))
    return next((said for said in units if said.split()[-1] in {*CURRENCIES, *"€$£"} or days_within(said)), "")
