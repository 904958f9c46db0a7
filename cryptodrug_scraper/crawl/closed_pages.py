"""Pages that say that the market is closed while it answers others: a part of it is, and nothing is waited for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.crawl.frontier import Planned

__all__ = ["Closed", "ClosedPages"]

_LATELY = 60.0
"""Seconds after another answer in which the last page that is left is closed by itself rather than with the market."""


class Closed(Enum):
    """What it means that a page says that the market is closed."""

    MARKET = "market"
    """The market is: nothing is asked for until it opens."""
    PAGE = "page"
    """The page alone is: this was an attempt to fetch it."""
    UNKNOWN = "unknown"
    """The answer for the next page will tell."""


class ClosedPages:
    """
    Tells, of a page that says that the market is closed, whether the market is or that page alone.

    The market is closed once two pages say so and no other answer came in between, or where there is no other page to
    ask for. Where another answer comes next, the page alone is closed.
    """

    def __init__(self) -> None:
        self._unknown: dict[str, Planned] = {}
        self._alone: set[str] = set()
        self._answered_at: float | None = None

    def said(self, planned: Planned, now: float, *, has_others: bool) -> Closed:
        """
        Note that a page says that the market is closed, and tell what that means.

        Args:
            planned: the page.
            now: seconds since 1970.
            has_others: whether other pages are left to ask for.
        """
        if planned.key in self._alone:
            return Closed.PAGE
        if self._unknown.keys() - {planned.key}:
            self._unknown.clear()
            self._alone.clear()  # what was closed before may open with the market
            return Closed.MARKET
        if has_others:
            self._unknown[planned.key] = planned
            return Closed.UNKNOWN
        if self._answered_at is not None and now - self._answered_at <= _LATELY:
            self._alone.add(planned.key)
            return Closed.PAGE
        return Closed.MARKET

    def answered(self, planned: Planned, now: float) -> list[Planned]:
        """
        Note that the market answered for a page, and return those that are closed by themselves, as that shows.

        Args:
            planned: the page.
            now: seconds since 1970.
        """
        self._answered_at = now
        self._unknown.pop(planned.key, None)
        self._alone.discard(planned.key)
        found = list(self._unknown.values())
        self._unknown.clear()
        self._alone.update(each.key for each in found)
        return found
