"""The range of days whose captures are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import Capture

__all__ = ["Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included and in UTC, whose captures are wanted; None is no limit."""

    first: date | None = None
    last: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has no limits."""
        return self.first is None and self.last is None

    def holds(self, capture: Capture) -> bool:
        """Tell whether a capture lies in the window. One without a time lies only in a window without limits."""
        if self.is_open:
            return True
        captured = capture.captured
        if captured is None:
            return False
        # a day ends at the midnight with which the next begins; an instant at midnight belongs to that
        after = self.first is None or captured.latest > (begin := _midnight(self.first)) or captured.earliest == begin
        return after and (self.last is None or captured.earliest.date() <= self.last)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
