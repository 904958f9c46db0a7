"""
Turn pages that were read into batches of rows, one per market, since each market's parser has its own version.

A fault in making the rows of a page is an issue of that page: it is found by halving the pages, and has no other rows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.page.guard import ReaderFailedError, run
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.loading.batch import Batch, batch_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["Read", "batches_of"]

Read = tuple["Capture", "ParsedPage"]
_SOURCES = ("cryptodrug_scraper",)


def batches_of(pages: Iterable[Read], failed: Callable[[Capture, Issue], None] | None = None) -> list[Batch]:
    """
    Encode the rows of some pages.

    Args:
        pages: the pages, with the records that the installed parsers read from them.
        failed: called with each page whose rows cannot be made, and what was wrong.

    Raises:
        MemoryError: this machine has too little; that says nothing of the pages.
    """
    by_market: dict[str | None, list[Read]] = {}
    for capture, page in pages:
        by_market.setdefault(page.market, []).append((capture, page))
    return [
        batch
        for name in sorted(by_market, key=lambda name: name or "")
        for batch in _batches(by_market[name], parser_version(name), failed)
    ]


def _batches(pages: list[Read], version: str, failed: Callable[[Capture, Issue], None] | None) -> list[Batch]:
    try:
        return [run("rows", partial(batch_of, parser_version=version), pages, _SOURCES)]
    except (ReaderFailedError, ParseError) as fault:  # a value of any kind, or of any size, may have been read
        if len(pages) > 1:
            half = len(pages) // 2
            return [batch for part in (pages[:half], pages[half:]) for batch in _batches(part, version, failed)]
        capture, page = pages[0]
        issue = Issue("rows_failed", "error", str(fault))
        if failed is not None:
            failed(capture, issue)
        return [batch_of([(capture, page.bare(issue))], version)]
