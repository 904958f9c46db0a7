"""Waiting for a person: whom the crawl notifies, and how it finds a new session."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from cryptodrug_scraper.crawl.hook import run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.crawl.sessions import Cookies, Sessions

__all__ = ["SessionWait"]

_log = logging.getLogger(__name__)
_WALLS = 2
"""Walls in a row after which the session counts as lost. A single one may have another cause."""


class SessionWait:
    """
    Waits for a session of one market.

    Args:
        market: name of the market.
        sessions: where a person puts the cookies.
        hook: command that is run when the wait begins, with ``CRYPTODRUG_ALERT=session_lost``, the market and the
            reason in its environment as ``CRYPTODRUG_MARKET`` and ``CRYPTODRUG_REASON``; empty for none.
    """

    def __init__(self, market: str, sessions: Sessions, hook: Sequence[str]) -> None:
        self._market, self._sessions, self._hook = market, sessions, list(hook)
        self._lost: tuple[Cookies | None, int | None] = (None, None)
        self._walls = 0
        self.reason: str | None = None
        """Why the crawl waits; None while it does not."""
        self.since = 0.0
        """Seconds since 1970 at which the wait began."""

    def passed(self) -> None:
        """Note that a page came, so the session is valid."""
        self._walls = 0

    def met_wall(self, reason: str, mirror: str, sent: Cookies | None, now: float) -> bool:
        """
        Note a wall, begin to wait if it is the second one in a row, and tell whether the crawl waits.

        Args:
            reason: kind of wall.
            mirror: host and port of the mirror.
            sent: the cookies that the wall answered; None for none.
            now: seconds since 1970.
        """
        self._walls += 1
        if self.reason is None and (sent is None or self._walls >= _WALLS):
            self._begin(reason, mirror, sent, now)
        return self.reason is not None

    def _begin(self, reason: str, mirror: str, sent: Cookies | None, now: float) -> None:
        self.reason, self.since = reason, now
        self._lost = sent, self._sessions.put_at(mirror)
        _log.warning(
            "%s: %s: the crawl waits; log in with Tor Browser and run: cryptodrug session put %s",
            *(self._market, reason, self._market),
            extra={"event": "session_lost"},
        )
        if self._hook:
            said = f"the market shows a page of kind {reason} in place of what was asked for, and the crawl waits"
            run_hook(self._hook, {"alert": "session_lost", "market": self._market, "reason": said})

    def ended(self, mirror: str) -> bool:
        """
        Look for cookies that were handed over since, or that are others than those that were lost; if there are, the
        wait is over. They may be the same: somebody has solved a captcha.
        """
        if self.reason is None:
            return True
        found = self._sessions.get(mirror)
        if found is None or (found, self._sessions.put_at(mirror)) == self._lost:
            return False
        _log.info("%s: a new session is there: the crawl goes on", self._market, extra={"event": "session_found"})
        self.reason, self._walls = None, 0
        return True
