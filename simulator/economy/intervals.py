"""Spells of time that entities go through: which one covers an instant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simulator.draws import Flags, Ints

__all__ = ["DAY", "FOREVER", "Intervals", "expand"]

DAY = 86_400
FOREVER = (1 << 33) - 1
"""The end of what has not ended: later than any instant of a scenario."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """
    Spells ``[start, end)``, sorted by entity and start; those of one entity do not overlap.

    Attributes:
        entity: number of the entity.
        start: first second.
        end: second after the last; `FOREVER` where it has not ended.
    """

    entity: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.entity)

    @classmethod
    def sorted(cls, entity: Ints, start: Ints, end: Ints) -> Intervals:
        """Spells in any order; those of no length are left out."""
        kept = np.flatnonzero(end > start)
        order = kept[np.argsort(entity[kept] << 33 | start[kept], kind="stable")]
        return cls(entity[order], start[order], end[order])

    def at(self, instant: int) -> Ints:
        """Rows that cover an instant."""
        return np.flatnonzero((self.start <= instant) & (instant < self.end))

    def find(self, entity: Ints, at: Ints) -> tuple[Ints, Flags]:
        """The row that covers each entity's instant, and whether there is one (the row means nothing where not)."""
        if not len(self):
            return np.zeros(len(entity), dtype=np.int64), np.zeros(len(entity), dtype=np.bool_)
        rows = np.searchsorted(self.entity << 33 | self.start, entity << 33 | at, side="right") - 1
        rows = np.maximum(rows, 0)
        return rows, (self.entity[rows] == entity) & (self.start[rows] <= at) & (at < self.end[rows])

    def cover(self, entity: Ints, at: Ints) -> Flags:
        """Whether each entity is in such a spell at its instant."""
        return self.find(entity, at)[1]


def expand(counts: Ints) -> tuple[Ints, Ints]:
    """One row for each thing that each owner has: the owner's index, and the thing's number from 0."""
    owners = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    first = np.cumsum(counts) - counts
    return owners, np.arange(len(owners), dtype=np.int64) - first[owners]
