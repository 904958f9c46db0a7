"""
What sums that cut across rests count within each of them, and how far a combination of them is the same all over it.

A combination of sums counts, of each contribution, a factor of its rest and what the sums that cut across count of it.
It vanishes where the latter, over what the rest counts, is the same: the factor of the rest takes that away. So it
tells of few vendors alone if it is the same within each rest, but for those few; and the factors of rests, of which
there are thousands, need not be searched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh, qr
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from cryptodrug_scraper.disclosure.sums import starts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cryptodrug_scraper.disclosure.sums import Counted, Floats, Numbers, Tree

    Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

__all__ = ["SAME", "Cuts", "Spread"]

SAME = 1e-5
"""Values of a combination that differ by less, of the most by which any do, are the same."""
_NONE = 1e-9
"""A part of how much a combination varies that is none."""


@dataclass(frozen=True, slots=True)
class Spread:
    """
    Values of combinations that vary within rests.

    Attributes:
        values: a row for each contribution, a column for each combination.
        rest: of each contribution its rest, in order; the first ones, of -1, are in none, and vary if they are not 0.
        vendor: of each contribution its vendor.
    """

    values: Floats
    rest: Numbers
    vendor: Numbers

    def varying(self) -> Spread:
        """Return that of rests within which there are values that are not the same."""
        if not len(self.rest):
            return self
        starts = self.starts()
        least, most = np.minimum.reduceat(self.values, starts), np.maximum.reduceat(self.values, starts)
        if self.rest[0] < 0:
            least[0], most[0] = np.minimum(least[0], 0), np.maximum(most[0], 0)
        apart = most - least
        varies = (apart > SAME * apart.max(axis=0, initial=0)).any(axis=1)
        kept = np.repeat(varies, np.diff(starts, append=len(self.rest)))
        return Spread(self.values[kept], self.rest[kept], self.vendor[kept])

    def starts(self) -> Numbers:
        """Return where each rest begins."""
        return starts_of(self.rest)

    def same_for(self, among: Flags) -> Floats:
        """
        Return the combinations that are the same within each rest for some vendors, as columns.

        Args:
            among: for each vendor, whether it is one of these.
        """
        kept = among[self.vendor]
        if not kept.any():
            return np.eye(self.values.shape[1])
        apart = Spread(self.values[kept], self.rest[kept], self.vendor[kept]).apart()
        sizes, directions = eigh(apart.T @ apart, check_finite=False)
        return np.asarray(directions[:, sizes <= _NONE])

    def apart(self) -> Floats:
        """Return how far values lie from the middle of their rest."""
        starts = self.starts()
        return _apart(self.values, starts, np.diff(starts, append=len(self.rest)), bool(self.rest[0] < 0))

    def blocks(self) -> list[Floats]:
        """
        Return the combinations in blocks, as columns, so that those of two blocks vary within no rest both.

        Part of a combination that tells of few vendors, that within the rests of a block tells of no others: each block
        can be searched for itself. Combinations by which single contributions vary, as many as are independent, are
        linked only where they must be.
        """
        apart, count = self.apart(), self.values.shape[1]
        _, triangle, order = qr(apart.T, mode="economic", pivoting=True, check_finite=False)
        if abs(triangle[-1, count - 1]) <= SAME * abs(triangle[0, 0]):
            return [np.eye(count)]
        single = np.linalg.inv(apart[order[:count]])
        varies = np.maximum.reduceat(np.abs(apart @ single), self.starts()) > SAME
        linked = csr_matrix(varies.astype(np.float64))
        number, label = connected_components(linked.T @ linked, directed=False)
        return [np.asarray(qr(single[:, label == one], mode="economic")[0]) for one in range(number)]

    def of(self, combinations: Floats) -> Spread:
        """Return that of combinations of these combinations."""
        return Spread(self.values @ combinations, self.rest, self.vendor)


def _apart(values: Floats, starts: Numbers, sizes: Numbers, is_none_first: bool) -> Floats:  # noqa: FBT001  # of Spread
    """How far values lie from the middle of their rest, of which the first may be none."""
    if not len(starts):
        return values
    middles = np.add.reduceat(values, starts) / sizes[:, None]
    if is_none_first:
        middles[0] = 0
    return values - np.repeat(middles, sizes, axis=0)


@dataclass(frozen=True, slots=True)
class _All:
    """
    All contributions of a tree in the order of their rests, as many sums are asked of that lie among them.

    Attributes:
        order: of the contributions.
        starts: where each rest begins in it.
        sizes: how many contributions each has.
        is_none_first: whether the first are in no rest.
        outside: where in the order those are that no sum cuts.
        rests: each rest once.
        first: a contribution of each.
    """

    order: Numbers
    starts: Numbers
    sizes: Numbers
    is_none_first: bool
    outside: Numbers
    rests: Numbers
    first: Numbers

    @classmethod
    def of(cls, tree: Tree, inside: Numbers) -> _All:
        """Return those of a tree, of which some are cut."""
        order = np.argsort(tree.owner, kind="stable")
        rest = tree.owner[order]
        starts = starts_of(rest)
        is_outside = np.ones(len(order), dtype=bool)
        is_outside[inside] = False
        return cls(
            order,
            starts,
            np.diff(starts, append=len(rest)),
            bool(len(rest) and rest[0] < 0),
            np.flatnonzero(is_outside[order]),
            rest[starts],
            order[starts],
        )


class Cuts:
    """
    All combinations of the sums that cut across a tree, in a base in which each varies by 1 in all.

    Args:
        counted: what sums count of what.
        tree: of those that are shown.
    """

    def __init__(self, counted: Counted, tree: Tree) -> None:
        self._counted, self._tree = counted, tree
        across = tree.across
        touched = np.zeros(len(tree.owner), dtype=bool)
        for row in across:
            touched[counted.places[row]] = True
        rests = np.unique(tree.owner[touched])
        touched |= np.isin(tree.owner, rests[rests >= 0])
        places = np.flatnonzero(touched)
        self._places = places[np.argsort(tree.owner[places], kind="stable")]
        number = np.full(len(tree.owner), -1)
        number[self._places] = np.arange(len(places))
        columns = np.repeat(np.arange(len(across)), [len(counted.places[row]) for row in across])
        rows = np.concatenate([counted.places[row] for row in across]) if across else np.zeros(0, dtype=np.intp)
        amounts = np.concatenate([counted.amounts[row] for row in across]) if across else np.zeros(0)
        shape = (len(places), len(across))
        self._matrix = csr_matrix((amounts / tree.amount[rows], (number[rows], columns)), shape)
        self._rest, self._vendor = tree.owner[self._places], counted.vendor[self._places]

    @cached_property
    def _independent(self) -> tuple[Numbers, Floats]:
        """The sums that cut across and are no combinations of others, and a base of what is made of them."""
        scatter = self._scatter()
        if not len(scatter):
            return np.zeros(0, dtype=np.intp), np.zeros((0, 0))
        _, triangle, order = qr(scatter, mode="economic", pivoting=True)
        sizes = np.abs(np.diag(triangle))
        rank = int((sizes > _NONE * max(1.0, sizes.max())).sum())
        used = np.sort(np.asarray(order, dtype=np.intp)[:rank])
        much, directions = eigh(scatter[np.ix_(used, used)]) if rank else (np.ones(0), np.zeros((0, 0)))
        return used, directions / np.sqrt(much)

    @property
    def _used(self) -> Numbers:
        return self._independent[0]

    @property
    def _base(self) -> Floats:
        return self._independent[1]

    @cached_property
    def _cutting(self) -> csr_matrix:
        """The sums that cut across and are no combinations of others."""
        return self._matrix[:, self._used]

    @cached_property
    def _all(self) -> _All:
        return _All.of(self._tree, self._places)

    def _scatter(self) -> Floats:
        """How sums vary together within rests."""
        starts = starts_of(self._rest)
        sizes = np.diff(starts, append=len(self._rest))
        sums = (
            csr_matrix(
                (np.ones(len(self._rest)), (np.repeat(np.arange(len(starts)), sizes), np.arange(len(self._rest)))),
                (len(starts), len(self._rest)),
            )
            @ self._matrix
        )
        weights = 1 / sizes
        if len(self._rest) and self._rest[0] < 0:
            weights[0] = 0
        within = self._matrix.T @ self._matrix - sums.T @ sums.multiply(weights[:, None]).tocsr()
        return np.asarray(within.todense())

    def each(self) -> Iterator[tuple[int, Spread]]:
        """Return how each sum that cuts across varies by itself, with its place among them."""
        columns, starts = self._matrix.tocsc(), starts_of(self._rest)
        ends = np.append(starts[1:], len(self._rest))
        rest = np.repeat(np.arange(len(starts)), ends - starts)
        values = np.zeros(len(self._rest))
        for number, (begin, end) in enumerate(pairwise(columns.indptr.tolist())):
            rows = columns.indices[begin:end]
            values[rows] = columns.data[begin:end]
            cut = np.unique(rest[rows])
            within = np.concatenate([np.arange(starts[one], ends[one]) for one in cut])
            yield number, Spread(values[within, None], self._rest[within], self._vendor[within])
            values[rows] = 0.0

    def spread(self) -> Spread:
        """Return how all of them vary."""
        return Spread(np.asarray(self._cutting @ self._base), self._rest, self._vendor)

    def parts(self, combination: Floats) -> list[int]:
        """Return the sums that cut across of which a combination is made for the most part."""
        factors = np.abs(self._base @ combination)
        most = factors >= 0.1 * factors.max()
        return [self._tree.across[used] for used in self._used[most]]

    def factors_in_all(self, rows: Collection[int]) -> Floats:
        """Return the factors that those of some sums which cut across have in each of all combinations."""
        return self._base[[number for number, used in enumerate(self._used) if self._tree.across[used] in rows]]

    def factors(self, combination: Floats, told: Flags) -> dict[int, float]:
        """
        Return the factors of the sums that cut across and of rests of which a combination is made.

        Args:
            combination: that is the same within each rest but for some vendors.
            told: for each vendor, whether it is one of these.
        """
        factors = np.zeros(len(self._tree.across))
        factors[self._used] = self._base @ combination
        return self._with_rests(factors, told)

    def factors_of(self, number: int, told: Flags) -> dict[int, float]:
        """Return the same of a sum that cuts across by itself, by its place among them."""
        factors = np.zeros(len(self._tree.across))
        factors[number] = 1.0
        return self._with_rests(factors, told)

    def _with_rests(self, factors: Floats, told: Flags) -> dict[int, float]:
        found = {row: factor for row, factor in zip(self._tree.across, factors.tolist(), strict=True) if factor}
        values = self._matrix @ factors
        others = ~told[self._vendor] & (self._rest >= 0)
        rests, first = np.unique(self._rest[others], return_index=True)
        same = values[others][first]
        taken = {int(rest): -float(value) for rest, value in zip(rests, same, strict=True)}
        return found | self._tree.factors(taken)

    def made(self, places: Numbers, amounts: Floats) -> dict[int, float] | None:
        """
        Return the factors of the sums of which a combination counts just that; None if there is no such combination.

        Args:
            places: contributions.
            amounts: how much is counted of each.
        """
        tree, every, matrix = self._tree, self._all, self._cutting
        values = np.zeros(len(tree.owner))
        values[places] = amounts / tree.amount[places]
        apart = _apart(values[every.order, None], every.starts, every.sizes, every.is_none_first)[:, 0]
        size = float(apart @ apart)
        if (np.abs(apart[every.outside]) > SAME).any():
            return None
        within = np.zeros(len(tree.owner))
        within[every.order] = apart
        combination = self._base.T @ (matrix.T @ within[self._places])
        if size - float(combination @ combination) > SAME * max(size, SAME):
            return None
        factors = self._base @ combination
        values[self._places] -= matrix @ factors
        taken = {int(rest): float(values[at]) for rest, at in zip(every.rests, every.first, strict=True) if rest >= 0}
        found = {tree.across[used]: float(factor) for used, factor in zip(self._used, factors, strict=True)}
        return (found | tree.factors(taken)) or None
