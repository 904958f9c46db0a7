"""A crawl that waits for a person: who is told, and how it learns that a new session is there."""

from __future__ import annotations

import logging
import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.crawl.sessions import Cookies, Sessions

__all__ = ["SessionWait"]

_log = logging.getLogger(__name__)


class SessionWait:
    """
    Waits for a session of one market.

    Args:
        market: name of the market.
        sessions: where a person puts the cookies.
        hook: command that is run when the wait begins, with the market and the reason in its environment as
            ``CRYPTODRUG_MARKET`` and ``CRYPTODRUG_REASON``; empty for none.
    """

    def __init__(self, market: str, sessions: Sessions, hook: Sequence[str]) -> None:
        self._market, self._sessions, self._hook = market, sessions, list(hook)
        self._lost: Cookies | None = None
        self.reason: str | None = None
        """Why the crawl waits; None while it does not."""
        self.since = 0.0
        """Seconds since 1970 at which the wait began."""

    def begin(self, reason: str, sent: Cookies | None, now: float) -> None:
        """
        Begin to wait; if the wait has begun already, nothing changes.

        Args:
            reason: kind of wall.
            sent: the cookies that the wall answered; None for none.
            now: seconds since 1970.
        """
        if self.reason is not None:
            return
        self.reason, self._lost, self.since = reason, sent, now
        _log.warning(
            "%s: %s: the crawl waits; log in with Tor Browser and run: cryptodrug session put %s",
            *(self._market, reason, self._market),
        )
        if self._hook:
            self._tell(reason)

    def ended(self, mirror: str) -> bool:
        """Look for cookies other than those that were lost; if there are, the wait is over."""
        if self.reason is None:
            return True
        found = self._sessions.get(mirror)
        if found is None or found == self._lost:
            return False
        _log.info("%s: a new session is there: the crawl goes on", self._market)
        self.reason = None
        return True

    def _tell(self, reason: str) -> None:
        environment = os.environ | {"CRYPTODRUG_MARKET": self._market, "CRYPTODRUG_REASON": reason}
        try:
            subprocess.Popen(self._hook, env=environment, stdin=subprocess.DEVNULL)
        except OSError as error:
            _log.warning("the hook %s cannot be run: %s", self._hook[0], error.strerror)
