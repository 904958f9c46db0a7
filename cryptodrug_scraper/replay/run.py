"""Read captures on every core and load what they hold."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.sources import captures_in, check_paths
from cryptodrug_scraper.importers.window import Window
from cryptodrug_scraper.replay.loading import load_pages
from cryptodrug_scraper.replay.readers import Readers
from cryptodrug_scraper.replay.summary import Summary
from cryptodrug_scraper.replay.unread import unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.records import Issue

__all__ = ["replay"]

_SHOWN = 3
_MOST_PAGES = 256
_MOST_BYTES = 8 * 1024 * 1024
"""Most bytes of a chunk of work: large enough to load in bulk, small enough to hold several in memory."""


def replay(  # each option is one of the command's
    engine: Engine,
    paths: list[Path],
    *,
    market: str | None = None,
    window: Window | None = None,
    workers: int | None = None,
    apart: bool = False,
    reparse: bool = False,
    trust_modified: bool = False,
    progress: Callable[[Summary], None] | None = None,
) -> Summary:
    """
    Read the captures at some paths and load them.

    Captures that the installed parsers have read before are not read again, so an interrupted replay continues where it
    stopped. Order and number of workers do not change the result; several replays may run at a time.

    Args:
        engine: the database.
        paths: folders, WARC files, pages.
        market: the market that the pages should be of; others get an issue.
        window: the days whose captures are wanted.
        workers: processes that read; the machine's cores unless given. With one, all is done in this process.
        apart: do it in another, even if it is one: a page that ends its process, or does not come back from code in C,
            is then an issue of that page, and here the end of the replay.
        reparse: read only captures that other parser versions have read before, and load no new ones.
        trust_modified: use a file's modification time as capture time if the page has no other.
        progress: called with the counts so far after each chunk.

    Raises:
        ArchiveError: a path does not exist; or single files were named and none of them is a page.
        StoreError: the database refuses the rows.
    """
    check_paths(paths)
    began = time.monotonic()
    summary = Summary()

    def tell() -> None:
        summary.seconds = time.monotonic() - began
        if progress is not None:
            progress(summary)

    def refused(capture: Capture, issue: Issue) -> None:
        summary.fail(issue, capture.origin)

    chunks = _chunks(_captures(paths, window or Window(), summary, trust_modified=trust_modified))
    count = workers or os.cpu_count() or 1
    here = count == 1 and not apart
    with engine.connect() as connection, Readers(market, 0 if here else count) as readers:
        wanted = unread(connection, chunks, summary, tell, reparse=reparse)
        for captures, (batches, counted) in readers.read(wanted):
            summary.add(counted)
            summary.new_rows.update(load_pages(connection, captures, batches, readers.again, refused))
            tell()
    summary.seconds = time.monotonic() - began
    _check_named(summary)
    return summary


def _check_named(summary: Summary) -> None:
    named = summary.report.refused_by_name
    if not named or summary.report.accepted:
        return
    more = f"; and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    msg = (
        f"nothing was loaded, for no page was named: {'; '.join(named[:_SHOWN])}{more}. Name saved pages, "
        "folders of them, or archives (tar, zip, WARC, WACZ)"
    )
    raise ArchiveError(msg)


def _captures(paths: list[Path], window: Window, summary: Summary, *, trust_modified: bool) -> Iterator[Capture]:
    for path in paths:
        for capture in captures_in(path, summary.report, trust_modified=trust_modified):
            if window.holds(capture):
                yield capture
            else:
                summary.outside += 1


def _chunks(captures: Iterator[Capture]) -> Iterator[list[Capture]]:
    chunk: list[Capture] = []
    size = 0
    for capture in captures:
        chunk.append(capture)
        size += len(capture.body)
        if len(chunk) >= _MOST_PAGES or size >= _MOST_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
