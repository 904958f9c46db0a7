"""
Waiting times between requests: growing ones while nothing can be reached, a fixed one while the market is closed.

Time is an argument everywhere, so that nothing here sleeps or reads a clock. The rate itself is the downloader's.
"""

from __future__ import annotations

__all__ = ["Backoff"]

_OUTAGE_AFTER = 3
"""Failures in a row, of any pages, after which the connection counts as down."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
"""Shortest and longest wait between attempts while the connection is down, in seconds."""


class Backoff:
    """
    Decides when the next request may be sent.

    While the way is down, one request at a time tries it, ever less often; when it is up again, all go on.
    """

    def __init__(self) -> None:
        self._next = 0.0
        self._failures = 0
        self._wait = _FIRST_WAIT
        self._trying = False

    @property
    def is_outage(self) -> bool:
        """Whether the connection is down, so that failures say nothing about the pages."""
        return self._failures >= _OUTAGE_AFTER

    def may_send(self, now: float) -> bool:
        """Tell whether a request may be sent now; ``now`` is in seconds since 1970."""
        return now >= self._next and not (self.is_outage and self._trying)

    def sent(self) -> None:
        """Note that a request was sent."""
        self._trying = self.is_outage

    def unsent(self) -> None:
        """Note that the request was refused before it was sent, so it says nothing about the connection."""
        self._trying = False

    def hold(self, until: float) -> None:
        """Send nothing before an instant."""
        self._next = max(self._next, until)

    def succeeded(self) -> None:
        """Note that a response came, whatever it says."""
        self._failures = 0
        self._wait = _FIRST_WAIT
        self._trying = False

    def failed(self, now: float) -> None:
        """Note that no response came."""
        was_down, was_trying = self.is_outage, self._trying
        self._failures += 1
        self._trying = False
        if self.is_outage and (was_trying or not was_down):  # not what was under way when it went down
            self.hold(now + self._wait)
            self._wait = min(2 * self._wait, _LONGEST_WAIT)
