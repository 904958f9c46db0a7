"""Load pages, and find the one for whose sake the database refuses the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.refusal import RowsRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.replay.batches import Read
    from cryptodrug_scraper.store.loading.batch import Batch

__all__ = ["load_pages", "load_read"]

P = TypeVar("P")


def load_read(connection: Connection, pages: Sequence[Read], failed: Callable[[Capture, Issue], None]) -> Counter[str]:
    """
    Load pages that were read, and return how many rows of each table were new; see `load_pages`.

    Args:
        connection: one that has no transaction open.
        pages: the pages.
        failed: called with each page of which nothing but an issue is loaded.

    Raises:
        StoreError: the database cannot be used, or refuses a page even without what was read in it.
    """

    def again(part: Sequence[Read], issue: Issue | None) -> list[Batch]:
        return batches_of(part if issue is None else [(capture, page.bare(issue)) for capture, page in part])

    batches = batches_of(pages, failed)
    return load_pages(connection, pages, batches, again, lambda read, issue: failed(read[0], issue))


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
