"""Unknown whole numbers, what is known of them, and between which bounds that leaves each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

__all__ = ["Whole"]

_MOST = 10_000


class Whole:
    """Numbers of accounts by name, each within bounds, and sums of them that are equal or no more than others."""

    def __init__(self) -> None:
        self._bounds: dict[Hashable, tuple[int, int]] = {}
        self._relations: list[tuple[Mapping[Hashable, float], float, float]] = []

    def __contains__(self, name: Hashable) -> bool:
        return name in self._bounds

    def within(self, name: Hashable, low: int, high: int = _MOST) -> None:
        """A number lies between these, if it is known already: too."""
        least, most = self._bounds.get(name, (0, _MOST))
        self._bounds[name] = max(least, low), min(most, high)

    def equal(self, whole: Iterable[Hashable], parts: Iterable[Hashable]) -> None:
        """Some numbers add up to the same as others."""
        self._add(whole, parts, 0.0, 0.0)

    def most(self, part: Hashable, whole: Hashable) -> None:
        """A number is no larger than another one."""
        self._add([whole], [part], 0.0, math.inf)

    def _add(self, ones: Iterable[Hashable], others: Iterable[Hashable], low: float, high: float) -> None:
        factors: dict[Hashable, float] = {}
        for names, factor in ((ones, 1.0), (others, -1.0)):
            for name in names:
                self.within(name, 0)
                factors[name] = factors.get(name, 0.0) + factor
        self._relations.append((factors, low, high))

    def bounds(self, factors: Mapping[Hashable, float]) -> tuple[int, int]:
        """
        Return the least and the most that a sum of numbers can be.

        Raises:
            ValueError: what is known contradicts itself.
        """
        names = list(self._bounds)
        places = {name: place for place, name in enumerate(names)}
        wanted = np.zeros(len(names))
        for name, factor in factors.items():
            wanted[places[name]] = factor
        rows = np.zeros((len(self._relations), len(names)))
        for row, (known, *_) in zip(rows, self._relations, strict=True):
            for name, factor in known.items():
                row[places[name]] = factor
        least, most = np.array([self._bounds[name] for name in names]).T
        limits = [LinearConstraint(rows, *(np.array([each[end] for each in self._relations]) for end in (1, 2)))]
        ends = []
        for sign in (1, -1):
            found = milp(
                sign * wanted, integrality=np.ones(len(names)), bounds=Bounds(least, most),
                constraints=limits if len(rows) else (),
            )  # fmt: skip
            if found.x is None:
                msg = f"what is known contradicts itself: {found.message}"
                raise ValueError(msg)
            ends.append(round(sign * found.fun))
        return ends[0], ends[1]
