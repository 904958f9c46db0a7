"""
Waits that grow while nothing can be reached, and one of a given length while the market is closed.

Time is an argument everywhere, so that nothing here sleeps or reads a clock. The rate itself is the downloader's.
"""

from __future__ import annotations

__all__ = ["Backoff"]

_OUTAGE_AFTER = 3
"""Failures in a row, of whatever pages, after which the way is down and not the pages."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
"""Seconds between attempts while it is down."""


class Backoff:
    """
    Gives leave to send requests.

    While the way is down, one request at a time tries it, ever less often; when it is up again, all go on.
    """

    def __init__(self) -> None:
        self._next = 0.0
        self._failures = 0
        self._wait = _FIRST_WAIT
        self._trying = False

    @property
    def is_outage(self) -> bool:
        """Whether the way is down: failures are then no fault of the pages."""
        return self._failures >= _OUTAGE_AFTER

    def may_send(self, now: float) -> bool:
        """Whether a request may be sent now; ``now`` is in seconds since 1970."""
        return now >= self._next and not (self.is_outage and self._trying)

    def sent(self) -> None:
        """A request was sent."""
        self._trying = self.is_outage

    def unsent(self) -> None:
        """The request that was to be sent may not leave, so it tried nothing."""
        self._trying = False

    def hold(self, until: float) -> None:
        """Send nothing before an instant."""
        self._next = max(self._next, until)

    def succeeded(self) -> None:
        """A response came, whatever it says."""
        self._failures = 0
        self._wait = _FIRST_WAIT
        self._trying = False

    def failed(self, now: float) -> None:
        """No response came."""
        was_down, was_trying = self.is_outage, self._trying
        self._failures += 1
        self._trying = False
        if self.is_outage and (was_trying or not was_down):  # not what was under way when it went down
            self.hold(now + self._wait)
            self._wait = min(2 * self._wait, _LONGEST_WAIT)
