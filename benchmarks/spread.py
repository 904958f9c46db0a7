"""What several rounds of a measurement gave: the median, and how far it may be trusted."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Spread"]


class Spread(msgspec.Struct, frozen=True):
    """The median of some rounds, the least and the most of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, rounds: Sequence[float]) -> Spread:
        """Sum up rounds, at least one."""
        return cls(*(float(f"{value:.4g}") for value in (median(rounds), min(rounds), max(rounds))))

    @property
    def width(self) -> float:
        """How far the rounds lie apart."""
        return self.most - self.least

    def __str__(self) -> str:
        return f"{self.median:10.4g}  ({self.least:.4g} to {self.most:.4g})"
