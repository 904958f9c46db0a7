"""A market that gives no page though it is asked: who is told of it, and when the crawl ends for it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.hook import run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Outage"]

_log = logging.getLogger(__name__)
_TOLD_AFTER = 3600.0
"""Seconds after which a person is told: most markets are gone for minutes, now and then."""
_HOUR = 3600.0


class Outage:
    """
    The time in which a market gives no page.

    Args:
        market: name of the market.
        hook: command that is run after an hour of it, with ``CRYPTODRUG_ALERT=market_unreachable``; empty for none.
        most: seconds after which the crawl ends.
    """

    def __init__(self, market: str, hook: Sequence[str], most: float) -> None:
        self._market, self._hook, self._most = market, list(hook), most
        self._since: float | None = None
        self._why = ""
        self._is_told = False

    def note(self, why: str, now: float) -> None:
        """
        Note that it goes on.

        Args:
            why: what came in place of a page; it holds no host.
            now: seconds since 1970.
        """
        self._why = why
        if self._since is None:
            self._since = now

    def over(self) -> None:
        """Note that the market answers."""
        if self._is_told:
            _log.info("%s: the market answers again", self._market, extra={"event": "market_found"})
        self._since, self._is_told = None, False

    def look(self, now: float) -> str | None:
        """Tell a person if it lasts; return why the crawl ends, once it has lasted too long."""
        if self._since is None:
            return None
        lasted = now - self._since
        if lasted >= _TOLD_AFTER and not self._is_told:
            self._is_told = True
            reason = f"no page came since {datetime.fromtimestamp(self._since, UTC):%Y-%m-%d %H:%M} UTC: {self._why}"
            _log.warning("%s: %s", self._market, reason, extra={"event": "market_unreachable"})
            if self._hook:
                run_hook(self._hook, {"alert": "market_unreachable", "market": self._market, "reason": reason})
        return f"no page came in {self._most / _HOUR:g} h: {self._why}" if lasted > self._most else None
