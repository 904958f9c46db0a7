"""Read one capture within bounds: what would take too long, or too much memory, is an issue of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext, ParsedPage
from cryptodrug_scraper.page.records import Issue
from cryptodrug_scraper.replay import limits
from cryptodrug_scraper.replay.limits import TooSlowError, is_memory_limited, limited_time

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture

__all__ = ["read_page", "too_much"]


def read_page(capture: Capture, market: str | None = None, *, may_end: bool = False) -> ParsedPage:
    """
    Read one capture.

    Args:
        capture: the page.
        market: the market that it should be of, if the user named one.
        may_end: end the process where nothing else stops the reading; see `limited_time`.

    Raises:
        MemoryError: this machine has too little; that says nothing of the page.
    """
    try:
        with limited_time(may_end=may_end):
            return parse_page(capture.body, PageContext(capture.url, capture.captured), market)
    except (TooSlowError, MemoryError) as error:
        return ParsedPage.nothing_but(too_much(error))


def too_much(error: TooSlowError | MemoryError) -> Issue:
    """
    The issue of a page that goes beyond a bound.

    Raises:
        MemoryError: this machine has too little; that says nothing of the page.
    """
    if isinstance(error, TooSlowError):
        return Issue("too_slow", "error", f"it takes over {limits.SECONDS:g} s of processor time: not read")
    if not is_memory_limited():
        raise error
    return Issue("too_large", "error", f"it takes over {limits.MEMORY >> 20} MB of memory: not read")
