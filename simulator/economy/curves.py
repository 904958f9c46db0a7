"""Levels that change from day to day, and how much of them has passed by an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.economy.intervals import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.draws import Ints

__all__ = ["Curve", "through"]


def through(anchors: Sequence[tuple[int, int]], days: Ints) -> Ints:
    """Values on days by straight lines between (day, value) anchors; level before the first and after the last."""
    at = np.array([day for day, _ in anchors], dtype=np.int64)
    values = np.array([value for _, value in anchors], dtype=np.int64)
    left = np.clip(np.searchsorted(at, days, side="right") - 1, 0, len(at) - 1)
    right = np.minimum(left + 1, len(at) - 1)
    passed = np.clip(days - at[left], 0, None)
    span = np.maximum(at[right] - at[left], 1)
    level: Ints = values[left] + (values[right] - values[left]) * passed // span
    return level


@dataclass(frozen=True, slots=True)
class Curve:
    """
    A level per day, from a first instant on.

    Attributes:
        start: first second of the first day.
        level: level of each day, not negative.
        passed: sum of the levels before each day, and of all days at last.
    """

    start: int
    level: Ints
    passed: Ints

    @classmethod
    def of(cls, start: int, level: Ints) -> Curve:
        """The curve of daily levels."""
        return cls(start, level, np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(level))))

    def until(self, at: Ints) -> Ints:
        """How much has passed by an instant."""
        days = np.clip((at - self.start) // DAY, 0, len(self.level) - 1)
        seconds = np.clip(at - self.start - days * DAY, 0, DAY)
        passed: Ints = self.passed[days] + self.level[days] * seconds // DAY
        return passed

    def when(self, passed: Ints) -> Ints:
        """The instant by which so much has passed."""
        days = np.clip(np.searchsorted(self.passed, passed, side="right") - 1, 0, len(self.level) - 1)
        return self.start + days * DAY + (passed - self.passed[days]) * DAY // np.maximum(self.level[days], 1)
