"""Turn captures into rows: the part of a replay that runs on every core."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.replay.batches import batches_of
from cryptodrug_scraper.replay.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.store.batch import Batch

__all__ = ["begin_work", "read_captures"]

_ALLOCATIONS = 50_000
"""Objects made between two collections of cycles: a page has some thousands that all go with it, and hardly a cycle."""


def begin_work() -> None:
    """Prepare a process that does nothing but read: what is there already is never garbage, and little else is."""
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS)


def read_captures(captures: Sequence[Capture], market: str | None) -> tuple[list[Batch], Summary]:
    """
    Read captures and encode their rows, one batch for each market.

    Args:
        captures: some captures.
        market: the market that they should be of, if the user named one.
    """
    summary = Summary()
    pages = []
    for capture in captures:
        page = parse_page(capture.body, PageContext(capture.url, capture.captured), market)
        summary.count(page, capture.origin)
        pages.append((capture, page))
    return batches_of(pages, lambda capture, issue: summary.fail(issue, capture.origin)), summary
