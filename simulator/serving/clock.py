"""The time of a served market: the instant of its pages, and the age of its sessions."""

from __future__ import annotations

import time

__all__ = ["Clock"]


class Clock:
    """
    A clock that stands or runs, and can be set forward.

    Args:
        at: the instant that it shows at first, seconds since 1970.
        running: whether it goes on from there. What ages in seconds (sessions, requests a minute) does so in any case.
        speed: its seconds in one second.
    """

    def __init__(self, at: int, *, running: bool = False, speed: float = 1.0) -> None:
        self._at = float(at)
        self._passed = 0.0
        self._running = running
        self._speed = speed
        self._read = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether the instant of the pages goes on."""
        return self._running

    def instant(self) -> int:
        """Seconds since 1970 that pages are of."""
        self._go_on()
        return int(self._at)

    def seconds(self) -> float:
        """Seconds that have passed since the beginning."""
        self._go_on()
        return self._passed

    def set(self, *, at: int | None = None, running: bool | None = None, speed: float | None = None) -> None:
        """Set another instant, let the clock run or stand, or change its speed."""
        self._go_on()
        self._at = self._at if at is None else float(at)
        self._running = self._running if running is None else running
        self._speed = self._speed if speed is None else speed

    def advance(self, seconds: float) -> None:
        """Advance the clock, for pages and sessions alike."""
        self._go_on()
        self._at += seconds
        self._passed += seconds

    def _go_on(self) -> None:
        now = time.monotonic()
        gone = (now - self._read) * self._speed
        self._read = now
        self._passed += gone
        if self._running:
            self._at += gone
