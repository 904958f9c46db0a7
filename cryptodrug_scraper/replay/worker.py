"""Turn captures into rows: the part of a replay that runs on every core."""

from __future__ import annotations

import gc
import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.replay.limits import TooSlowError, limit_memory, limited_time
from cryptodrug_scraper.replay.reading import read_page, too_much
from cryptodrug_scraper.replay.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.records import Issue
    from cryptodrug_scraper.store.batch import Batch

__all__ = ["Work", "begin_work", "read_captures", "serve"]

Work = tuple[list["Batch"], Summary]

_ALLOCATIONS = 50_000
"""Objects made between two collections of cycles: a page has some thousands that all go with it, and hardly a cycle."""


def begin_work() -> None:
    """
    Prepare a process that does nothing but read: what is there already is never garbage, and little else is.

    It ends with the process that started it, however that ends, and its memory is bounded.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)
    limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all, and this one ends with its parent
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def serve(requests: Connection) -> None:
    """Read captures that are sent, and send back what they give, until nobody sends any more."""
    begin_work()
    while True:
        try:
            requests.send(read_captures(*requests.recv(), may_end=True))
        except EOFError:
            return
        except (TooSlowError, MemoryError) as error:
            requests.send(too_much(error))


def read_captures(
    captures: Sequence[Capture], market: str | None, issue: Issue | None = None, *, may_end: bool = False
) -> Work:
    """
    Read captures and encode their rows, one batch for each market.

    Args:
        captures: some captures.
        market: the market that they should be of, if the user named one.
        issue: what stands in place of all that is read in them, if anything does.
        may_end: end the process where nothing else stops it; see `limited_time`.

    Raises:
        TooSlowError: their rows take too long to make.
        MemoryError: their rows take too much memory, or this machine has too little.
    """
    summary = Summary()
    pages = []
    for capture in captures:
        page = read_page(capture, market, may_end=may_end)
        summary.count(page, capture.origin)
        pages.append((capture, page if issue is None else page.bare(issue)))
    with limited_time(may_end=may_end):
        return batches_of(pages, lambda capture, found: summary.fail(found, capture.origin)), summary
