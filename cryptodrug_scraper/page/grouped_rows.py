"""Rows of a table that belong together, since what they tell of has a first row and others behind it."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["spanned_rows", "whole_rows", "with_rest"]

_MOST_ROWS = 4
"""Rows of one thing: a cell that goes over more stands beside many things."""


def with_rest(rows: Sequence[Element]) -> list[tuple[Element, list[Element]]]:
    """
    Return each of some rows with the rows behind it up to the next of them; none where there are none between.

    Args:
        rows: the first row of each thing, in the order of the page.
    """
    first = set(rows)
    found = []
    for row in rows:
        rest = []
        for other in row.itersiblings(*({"dt", "dd"} if row.tag == "dt" else {row.tag})):
            if other in first:
                break
            rest.append(other)
        found.append((row, rest))
    return found


def spanned_rows(row: Element) -> list[Element]:
    """
    Return the rows behind one over which a cell of it goes, as its ``rowspan`` says, or what stands below a term in a
    list of definitions.
    """
    if row.tag == "dt":
        return list(islice(takewhile(lambda other: other.tag == "dd", row.itersiblings("dt", "dd")), _MOST_ROWS - 1))
    spans = [cell.get("rowspan") or "1" for cell in row if cell.tag in {"td", "th"}]
    count = max((int(span) for span in spans if span.isdecimal() and len(span) < _MOST_ROWS), default=1)
    return list(islice(row.itersiblings(row.tag), count - 1)) if 1 < count <= _MOST_ROWS else []


def whole_rows(document: Document, rows: list[Element]) -> list[Element]:
    """Return the rows of which the end of the page cuts none over which their cells go."""
    return [row for row in document.whole(rows) if document.whole(behind := spanned_rows(row)) == behind]
