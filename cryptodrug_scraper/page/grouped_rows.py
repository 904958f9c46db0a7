"""Rows of a table that belong together, since what they tell of has a first row and others behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.document import Element

__all__ = ["with_rest"]


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
        for other in row.itersiblings(row.tag):
            if other in first:
                break
            rest.append(other)
        found.append((row, rest))
    return found
