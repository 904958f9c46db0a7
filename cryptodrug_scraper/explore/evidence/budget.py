"""How much may be done to find the words of one page: a bound of readings, of work, and of time."""

from __future__ import annotations

import time

__all__ = ["MOST_TRIALS", "MOST_WORK", "Budget"]

MOST_TRIALS = 1500
"""Readings of one page; real ones take some hundreds."""
MOST_WORK = 2_000_000_000
"""What all readings of one page may cost; real pages take up to 800 million, and 100 million are about a second."""
_TAG = 400
"""Bytes of text that take as long to read as one tag does."""


class Budget:
    """
    What is left to be done on one page.

    Readings and work are counted, and end a search at the same place on every machine. Time is the bound of those pages
    that take longer than their size lets expect.

    Args:
        seconds: processor time that this process may take from now on; None for as much as the work takes.

    Attributes:
        trials: how often the page was read.
        work: what these readings cost.
        ended: why the search was ended, in words that follow "after"; empty as long as it was not.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.trials = 0
        self.ended = ""
        self.work = 0
        self._began = time.process_time()
        self._seconds = seconds

    def note(self, page: bytes) -> None:
        """Count a reading that is made."""
        self.trials += 1
        self.work += len(page) + _TAG * page.count(b"<")

    def is_left(self) -> bool:
        """Whether one more reading may be made."""
        if self.trials >= MOST_TRIALS:
            self.ended = f"{MOST_TRIALS} readings"
        elif self.work >= MOST_WORK:
            self.ended = f"{self.trials} readings of a large page"
        elif self._seconds is not None and time.process_time() - self._began >= self._seconds:
            self.ended = f"{self._seconds:g} seconds of processor time"
        return not self.ended
