"""
Sums that are published, as combinations of contributions of vendors, in a form in which these are easily looked at.

Each sum counts so much of each contribution, which is of one vendor. Most sums are trees: a month, its countries, their
goods. What such a sum counts that no shown sum within it counts is its rest; rests have no contribution in common, and
all combinations of a tree are combinations of its rests. So a tree alone tells of few vendors only if a rest is theirs
(and no combination has to be searched for). Sums that cut across (an order's value, a window, another definition) are
few, and are taken with all rests taken out of them, as an orthonormal base.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy.linalg import eigh, qr, solve_triangular

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["ZERO", "Counted", "Key", "Space", "Sums"]

Key: TypeAlias = "tuple[Hashable, ...]"
Sums: TypeAlias = "dict[Key, dict[Key, float]]"
"""Of each sum, how much of each contribution it counts; a contribution's first part is its vendor."""

ZERO = 1e-8
"""What is left of a number by subtraction is nothing below it."""


@dataclass(slots=True)
class _Rest:
    """What a sum counts that none within it does; ``within`` are those, and how much of each is taken out of it."""

    row: int
    places: NDArray[np.intp]
    amounts: Floats
    within: dict[int, float] = field(default_factory=dict)


class Counted:
    """
    What sums count of what, as columns of numbers.

    Args:
        sums: how much each of them counts of each contribution.
    """

    def __init__(self, sums: Sequence[Mapping[Key, float]]) -> None:
        places: dict[Key, int] = {}
        known = [
            (places.setdefault(of, len(places)), row, amount)
            for row, part in enumerate(sums)
            for of, amount in part.items()
            if abs(amount) > ZERO
        ]
        table = np.array(known, dtype=np.float64).reshape(-1, 3)
        table = table[np.lexsort((table[:, 1], table[:, 0]))]
        self._place, self._row, self._amount = table[:, 0].astype(np.intp), table[:, 1].astype(np.intp), table[:, 2]
        self._whose = [of[0] for of in places]
        numbers = {vendor: number for number, vendor in enumerate(dict.fromkeys(self._whose))}
        self._vendor = np.array([numbers[vendor] for vendor in self._whose], dtype=np.float64)
        self._weights = np.random.default_rng(0).uniform(1, 2, (2, len(sums)))

    def kinds(self, shown: Sequence[int]) -> tuple[list[tuple[NDArray[np.intp], Floats]], list[Hashable]]:
        """
        Return what the sums shown count, and whose each contribution is.

        Contributions of a vendor that all of them count alike, but for a factor, are one. They are told apart by two
        sums with weights drawn by chance, which two that differ have in common once in far more cases than there are.
        """
        number = np.full(self._weights.shape[1], -1)
        number[np.asarray(shown, dtype=np.intp)] = np.arange(len(shown))
        kept = number[self._row] >= 0
        place, row, amount = self._place[kept], number[self._row[kept]], self._amount[kept]
        if not place.size:
            return [(place, amount) for _ in shown], []
        ids, first, inverse = np.unique(place, return_index=True, return_inverse=True)
        amount = amount / amount[first][inverse]
        marks: list[Floats] = [
            np.rint(1e7 * np.add.reduceat(amount * weights[row], first)) for weights in self._weights[:, shown]
        ]
        order = np.lexsort(np.array([*marks, self._vendor[ids]]))
        columns = np.column_stack([self._vendor[ids], *marks])[order]
        is_new = np.ones(len(order), dtype=bool)
        is_new[1:] = (columns[1:] != columns[:-1]).any(axis=1)
        kind = np.full(len(ids), -1)
        kind[order[is_new]] = np.arange(is_new.sum())  # of those that are alike one stands for all
        kept = kind[inverse] >= 0
        place, row, amount = kind[inverse][kept], row[kept], amount[kept]
        by_row = np.lexsort((place, row))
        ends = np.searchsorted(row[by_row], np.arange(len(shown) + 1))
        parts = [by_row[start:end] for start, end in pairwise(ends)]
        return (
            [(place[part], amount[part]) for part in parts],
            [self._whose[ids[column]] for column in order[is_new]],
        )


class Space:
    """
    All combinations of some sums.

    Args:
        counted: what sums count of what.
        shown: the numbers of those that are combined.
    """

    def __init__(self, counted: Counted, shown: Sequence[int]) -> None:
        self._rows, self._whose = counted.kinds(shown)
        rows = self._rows
        self._rests: dict[int, _Rest] = {}
        self._owner = np.full(len(self._whose), -1)
        across = [
            row for row in sorted(range(len(rows)), key=lambda row: len(self._rows[row][0])) if not self._take(row)
        ]
        self._scale = self._scaled()
        self._across = across
        self._unit = self._units()
        self._base, self._triangle, self._order = self._cut(across)
        self.places: dict[Hashable, list[int]] = defaultdict(list)
        for place, vendor in enumerate(self._whose):
            self.places[vendor].append(place)
        self.at = {vendor: np.array(places, dtype=np.intp) for vendor, places in self.places.items()}
        self.tree: dict[Hashable, dict[int, float]] = {
            vendor: self._tree(places) for vendor, places in self.places.items()
        }

    def _take(self, row: int) -> bool:
        """Take a sum as a rest, if each rest that it touches lies in it as a whole."""
        places, amounts = self._rows[row]
        owners = self._owner[places]
        within = {}
        for owner in np.unique(owners[owners >= 0]):
            rest, at = self._rests[owner], owners == owner
            factor = amounts[at][0] / self._amount(owner, places[at][0])
            if at.sum() != len(rest.places) or np.abs(amounts[at] - factor * rest.amounts).max() > ZERO:
                return False
            within[int(owner)] = float(factor)
        left = owners < 0
        if left.any():
            self._rests[row] = _Rest(row, places[left], amounts[left], within)
            self._owner[places[left]] = row
        return True  # one with no rest of its own is a combination of others

    def _amount(self, owner: int, place: int) -> float:
        rest = self._rests[owner]
        return float(rest.amounts[np.searchsorted(rest.places, place)])

    def _scaled(self) -> Floats:
        """Factors of contributions, by which those of a vendor to a rest weigh as much as those of another."""
        amounts = np.ones(len(self._whose))
        for rest in self._rests.values():
            amounts[rest.places] = rest.amounts
        weights: dict[tuple[int, Hashable], float] = defaultdict(float)
        keys = list(zip(self._owner.tolist(), self._whose, strict=True))
        for key, amount in zip(keys, amounts, strict=True):
            weights[key] += amount**2
        return np.array([weights[key] ** -0.5 for key in keys])

    def _units(self) -> Floats:
        """Of each contribution its part of the unit vector of its rest."""
        unit = np.zeros(len(self._whose))
        for rest in self._rests.values():
            part = rest.amounts * self._scale[rest.places]
            unit[rest.places] = part / np.linalg.norm(part)
        return unit

    def _dense(self, row: int) -> Floats:
        places, amounts = self._rows[row]
        whole = np.zeros(len(self._whose))
        whole[places] = amounts * self._scale[places]
        return whole

    def _cut(self, across: Sequence[int]) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """An orthonormal base of what sums that cut across have beside all rests, and how it was made."""
        if not across:
            return np.zeros((len(self._whose), 0)), np.zeros((0, 0)), np.zeros(0, dtype=np.intp)
        columns = np.array([self._dense(row) for row in across]).T
        for rest in self._rests.values():
            unit = self._unit[rest.places]
            columns[rest.places] -= np.outer(unit, unit @ columns[rest.places])
        base, triangle, order = qr(columns, mode="economic", pivoting=True)
        rank = int((np.abs(np.diag(triangle)) > ZERO * max(1.0, np.abs(triangle).max(initial=0))).sum())
        return base[:, :rank], triangle[:rank, :rank], np.asarray(across)[order[:rank]]

    def _tree(self, places: list[int]) -> dict[int, float]:
        """To which rests a vendor contributes, and its part of each."""
        parts: dict[int, float] = defaultdict(float)
        for place in places:
            if self._owner[place] >= 0:
                parts[int(self._owner[place])] += self._unit[place] ** 2
        return dict(parts)

    def cross(self, vendor: Hashable) -> float:
        """How much the sums that cut across can tell of a vendor: from 0 to 1."""
        part = self._base[self.places[vendor]]
        return float(np.linalg.norm(part, 2) ** 2) if part.size else 0.0

    def told(self, vendors: Sequence[Hashable]) -> tuple[float, Floats]:
        """
        Return how near any combination comes to telling of these vendors alone, and the nearest one.

        The combinations are a space, and those contributions another; the square of the cosine of the angle between the
        two is 1 where a combination counts nothing but them.
        """
        places = np.concatenate([self.at[vendor] for vendor in vendors])
        unit, owner, base = self._unit[places], self._owner[places], self._base[places]
        near = np.outer(unit, unit) * (owner[:, None] == owner[None, :]) + base @ base.T
        last = len(places) - 1
        sizes, directions = eigh(near, subset_by_index=[last, last], check_finite=False)
        if not sizes.size:  # LAPACK finds no single one where many are alike
            sizes, directions = np.linalg.eigh(near)
        nearest = np.zeros(len(self._whose))
        nearest[places] = directions[:, -1]
        return float(sizes[-1]), nearest

    def sums_of(self, combination: Floats) -> list[int]:
        """Return the sums of which a combination is made, or the nearest to it that there is."""
        factors = self._base.T @ combination
        across = solve_triangular(self._triangle, factors) if factors.size else factors
        rest = combination.copy()
        for row, factor in zip(self._order, across, strict=True):
            rest -= factor * self._dense(row)
        found = {int(row): float(factor) for row, factor in zip(self._order, across, strict=True)}
        parts = {row: self._part(each, rest) for row, each in self._rests.items()}
        for row in sorted(self._rests, key=lambda row: -len(self._rows[row][0])):
            found[row] = parts[row]
            for within, factor in self._rests[row].within.items():
                parts[within] -= parts[row] * factor
        largest = max(map(abs, found.values()), default=0.0)
        return [row for row, factor in found.items() if abs(factor) > 1e-6 * largest]

    def _part(self, rest: _Rest, combination: Floats) -> float:
        whole = rest.amounts * self._scale[rest.places]
        return float(whole @ combination[rest.places] / (whole @ whole))
