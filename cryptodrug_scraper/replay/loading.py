"""Load pages, and find the one for whose sake the database refuses the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.store.load import load
from cryptodrug_scraper.store.refusal import RowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.batch import Batch

__all__ = ["load_pages"]

P = TypeVar("P")


def load_pages(
    connection: Connection,
    pages: Sequence[P],
    batches: Iterable[Batch],
    again: Callable[[Sequence[P], Issue | None], Iterable[Batch]],
    refused: Callable[[P, Issue], None],
) -> Counter[str]:
    """
    Load pages, and return how many rows of each table were new.

    Where the database refuses a value in them, they are halved until the page that has it stands alone. That is loaded
    with nothing but its capture and the issue ``rows_refused``.

    Args:
        connection: one that has no transaction open.
        pages: the pages, of whatever kind.
        batches: their rows.
        again: makes the rows of some of the pages; of a page alone, with an issue in place of what was read in it.
        refused: called with each page that was refused, and its issue.

    Raises:
        StoreError: the database cannot be used, or refuses a page even without what was read in it.
    """
    try:
        return Counter(load(connection, batches))
    except RowsRefusedError as error:
        new = Counter(error.new)
        if len(pages) > 1:
            half = len(pages) // 2
            for part in (pages[:half], pages[half:]):
                new.update(load_pages(connection, part, again(part, None), again, refused))
            return new
        issue = Issue("rows_refused", "error", error.condition)
    new.update(load(connection, again(pages, issue)))
    refused(pages[0], issue)
    return new
