"""
Sums that are published, as combinations of contributions of vendors, in a form in which these are easily looked at.

Each sum counts so much of each contribution, which is of one vendor. Most sums are trees: a month, its countries, their
goods. What such a sum counts that no shown sum within it counts is its rest; rests have no contribution in common, and
all combinations of a tree are combinations of its rests. So a tree alone tells of few vendors only if a rest is theirs
(and no combination has to be searched for). Sums that cut across (an order's value, a window, another definition) are
few, and are looked at by what they count within each rest (`cuts`).
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import chain, count
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.intp]

__all__ = ["ZERO", "Contribution", "Counted", "Key", "Sums", "Tree", "mark_of", "starts_of"]

Key: TypeAlias = "tuple[Hashable, ...]"
Sums: TypeAlias = "dict[Key, dict[Key, float]]"
"""Of each sum, how much of each contribution it counts; a contribution's first part is its vendor."""

_NO_WORTH: Mapping[Key, Sequence[float]] = MappingProxyType({})

ZERO = 1e-8
"""What is left of a number by subtraction is nothing below it."""


class Contribution(tuple["Hashable", ...]):
    """
    A contribution that is told from others by being it, and not by its parts: who makes it once finds it in a sum
    several times as fast as by its parts, and it is in a dozen sums.
    """

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__


@dataclass(frozen=True, slots=True)
class Counted:
    """
    What sums count of what, as columns of numbers.

    Contributions of a vendor of which all sums count the same, but for a factor, are one.

    Attributes:
        places: of each sum the numbers of the contributions that it counts, ascending.
        amounts: how much it counts of each.
        vendor: of each contribution the number of its vendor.
        names: of vendors, by number.
        worth: of each contribution how much it adds to a sum that counts it once, a column for each thing that is
            added up; not a number where that is not known.
    """

    places: Sequence[Numbers]
    amounts: Sequence[Floats]
    vendor: Numbers
    names: Sequence[Hashable]
    worth: Floats

    @classmethod
    def of(cls, sums: Sequence[Mapping[Key, float]], worth: Mapping[Key, Sequence[float]] = _NO_WORTH) -> Counted:
        """Return sums, each of which says how much it counts of each contribution, as columns."""
        known = dict(zip(dict.fromkeys(chain.from_iterable(sums)), count()))  # in the order of the sums
        place = np.fromiter(map(known.__getitem__, chain.from_iterable(sums)), dtype=np.intp)
        amount = np.fromiter(chain.from_iterable(part.values() for part in sums), dtype=np.float64)
        row = np.repeat(np.arange(len(sums)), [len(part) for part in sums])
        numbers: dict[Hashable, int] = {}
        vendor = np.fromiter((numbers.setdefault(of[0], len(numbers)) for of in known), dtype=np.intp)
        unknown = [math.nan] * len(next(iter(worth.values()), ()))
        worths = np.array([worth.get(of, unknown) for of in known], dtype=np.float64).reshape(len(known), len(unknown))
        del known
        kept = np.abs(amount) > ZERO
        place, vendor, amount, worths = _alike(place[kept], row[kept], amount[kept], vendor, worths)
        row = row[kept][place >= 0]
        amount, place = amount[place >= 0], place[place >= 0]
        order = np.lexsort((place, row))
        ends = np.searchsorted(row[order], np.arange(1, len(sums)))
        return cls(np.split(place[order], ends), np.split(amount[order], ends), vendor, tuple(numbers), worths)

    def count(self, row: int) -> int:
        """Return how many vendors contribute to a sum."""
        return len(np.unique(self.vendor[self.places[row]]))


def _alike(
    place: Numbers, row: Numbers, amount: Floats, vendor: Numbers, worth: Floats
) -> tuple[Numbers, Numbers, Floats, Floats]:
    """
    Replace contributions that are alike by one; the others' places become -1.

    They are told apart by two sums with weights drawn by chance, which two that differ have in common once in far more
    cases than there are.
    """
    if not place.size:
        return place, vendor[:0], amount, worth[:0]
    order = np.lexsort((row, place))
    ids, first, inverse = np.unique(place[order], return_index=True, return_inverse=True)
    scaled = amount[order] / amount[order][first][inverse]
    weights = np.random.default_rng(0).uniform(1, 2, (2, int(row.max()) + 1))
    marks = [np.rint(1e7 * np.add.reduceat(scaled * weight[row[order]], first)) for weight in weights]
    known = np.column_stack([vendor[ids].astype(np.float64), *marks])
    _, one, same = np.unique(known, axis=0, return_index=True, return_inverse=True)
    together = np.zeros((len(one), worth.shape[1]))
    np.add.at(together, same.ravel(), worth[ids] * amount[order][first][:, None])
    number = np.full(len(vendor), -1)
    number[ids[one]] = np.arange(len(one))
    back = np.empty(len(order))
    back[order] = scaled
    return number[place], vendor[ids[one]], back, together


def mark_of(known: object) -> str:
    """Return a short mark of what is known, which is another one for all else."""
    return hashlib.blake2b(repr(known).encode(), digest_size=8).hexdigest()


def starts_of(rests: Numbers) -> Numbers:
    """Return where each rest begins among rows in the order of their rests, of which those in none are of -1."""
    return np.flatnonzero(np.diff(rests, prepend=-2))


class Tree:
    """
    Rests of the sums that are shown.

    Args:
        counted: what sums count of what.
        shown: the numbers of the sums that are, in the order in which they are taken.

    Attributes:
        owner: of each contribution the sum whose rest it is in; -1 if in none.
        amount: how much that rest counts of it.
        within: of each sum with a rest, the sums within it, and how often each is taken out of it.
        across: sums that cut across rests.
    """

    def __init__(self, counted: Counted, shown: Collection[int]) -> None:
        self.owner = np.full(len(counted.vendor), -1)
        self.amount = np.ones(len(counted.vendor))
        self.within: dict[int, tuple[Numbers, Floats]] = {}
        self._size = np.zeros(len(counted.places), dtype=np.intp)
        self.across = [row for row in shown if not self._take(row, counted.places[row], counted.amounts[row])]

    def _take(self, row: int, places: Numbers, amounts: Floats) -> bool:
        """Take a sum as a rest, if each rest that it touches lies in it as a whole, with one factor."""
        owners = self.owner[places]
        inner = owners >= 0
        touched, first, inverse, sizes = np.unique(
            owners[inner], return_index=True, return_inverse=True, return_counts=True
        )
        often = amounts[inner] / self.amount[places[inner]]
        factors = often[first]
        if (sizes != self._size[touched]).any() or (np.abs(often - factors[inverse]) > ZERO).any():
            return False
        left = ~inner
        if left.any():
            self.owner[places[left]] = row
            self.amount[places[left]] = amounts[left]
            self._size[row] = left.sum()
            self.within[row] = (touched, factors)
        return True  # one with no rest of its own is a combination of others

    def factors(self, rests: Mapping[int, float]) -> dict[int, float]:
        """Return the factors of the sums of which a combination of rests is made."""
        left, found = dict(rests), {}
        for row in reversed(self.within):  # those within others were taken before these
            factor = left.get(row, 0.0)
            if factor:
                found[row] = factor
                for inner, often in zip(*self.within[row], strict=True):
                    left[int(inner)] = left.get(int(inner), 0.0) - factor * float(often)
        return found
