"""The headings of the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.cells import cells_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["headings_above"]

_LONGEST = 48
"""Characters of a heading; what is longer is a sentence."""


def headings_above(document: Document, row: Element) -> list[str]:
    """
    Return the headings of the columns of a row, one for each of its cells, an empty one where a column has none.

    They are the texts of the first row of its table, where that has as many cells, short texts without digits, and no
    links; none where it has not.
    """
    table = next(row.iterancestors("table"), None)
    count = len(cells_of(row))
    first = None if table is None else next((other for other in table.iter("tr") if cells_of(other)), None)
    if first is None or first is row or len(cells_of(first)) != count or first.find(".//table") is not None:
        return []
    said = [document.text(cell) for cell in cells_of(first)]
    is_plain = all(len(text) <= _LONGEST and not any(sign.isdigit() for sign in text) for text in said)
    if not is_plain or not any(said) or _leads_away(first):
        return []
    return said


def _leads_away(row: Element) -> bool:
    """Tell whether a row has links, but for those that sort the table by a column."""
    return any(cell.tag == "td" and cell.find(".//a") is not None for cell in cells_of(row))
