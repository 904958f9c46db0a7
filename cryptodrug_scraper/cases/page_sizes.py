"""How the rows of a whole list, its pages and the rows of one page agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.page.records import PageTotal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Extent", "agree", "extents_of", "sizes"]

_ROUND = (10, 5)
"""Of what the rows of a page are usually a multiple."""


class Extent(NamedTuple):
    """
    The extent of a list.

    Attributes:
        total: rows of the list.
        pages: over how many pages they are.
        size: rows of a full page.
    """

    total: int
    pages: int
    size: int


def sizes(total: int, pages: int) -> range:
    """Return how many rows a full page may have where so many rows fill so many pages, of which there are several."""
    return range(-(-total // pages), (total - 1) // (pages - 1) + 1)


def extents_of(page: ParsedPage) -> Iterator[Extent]:
    """Give the extents of the lists of a page whose rows and pages agree."""
    for record in page.records:
        if not isinstance(record, PageTotal) or not isinstance(record.total, int) or not isinstance(record.pages, int):
            continue
        if record.pages < 2 or record.total < record.pages:
            continue
        able = sizes(record.total, record.pages)
        rows = sum(type(other).__struct_config__.tag == record.kind for other in page.records)
        likely = [size for step in _ROUND for size in able if not size % step]
        if rows in able:
            yield Extent(record.total, record.pages, rows)
        elif able:
            yield Extent(record.total, record.pages, likely[0] if likely else able[0])


def agree(before: PageTotal, after: PageTotal) -> bool:
    """Tell whether a list may have full pages of as many rows as another, if rows and pages of that agree."""
    numbers = (before.total, before.pages, after.total, after.pages)
    if not all(isinstance(number, int) and number > 1 for number in numbers):
        return True
    total, pages, other_total, other_pages = (int(number) for number in numbers if isinstance(number, int))
    able = sizes(total, pages)
    return not able or not set(able).isdisjoint(sizes(other_total, other_pages))
