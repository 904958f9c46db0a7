"""Decide which request meets which fault: the same in every run, by the seed and the request's number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.draws import Draws
from simulator.scenario import per_million
from simulator.serving.settings import FAULTS

if TYPE_CHECKING:
    from simulator.serving.settings import Faults

__all__ = ["WALLS", "Chance"]

WALLS = ("login", "captcha", "session_lost", "maintenance", "error")
"""Walls that may stand in place of a page."""
_MILLION = 1_000_000


class Chance:
    """
    Draws for faults.

    Args:
        seed: of the scenario.
    """

    def __init__(self, seed: int) -> None:
        self._faults = Draws(seed, "fault")
        self._details = Draws(seed, "fault detail")

    def fault(self, number: int, faults: Faults) -> str | None:
        """Return the fault that a request meets; None for none."""
        drawn = self._below(self._faults, number, _MILLION)
        for name in FAULTS:
            share = per_million(getattr(faults, name))
            if drawn < share:
                return name
            drawn -= share
        return None

    def wall(self, number: int) -> str:
        """Return the wall in place of a page."""
        return WALLS[self._below(self._details, number, len(WALLS))]

    def cut(self, number: int, length: int) -> int:
        """Return how many bytes are left of a page: some, but never all."""
        return 1 + self._below(self._details, number, max(1, length - 1)) if length > 1 else 0

    @staticmethod
    def _below(draws: Draws, number: int, limit: int) -> int:
        return (draws.word(number) >> 32) * limit >> 32
