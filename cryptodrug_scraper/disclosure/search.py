"""
The search for combinations of sums that tell of few vendors alone, of which none is overlooked.

Of five parts into which vendors are dealt, four vendors leave one out. So a combination that tells of four alone is
the same within each rest for a whole part; combinations that are so are few, mostly none, and found by algebra. Those
of each part are searched in turn in the same way, with the part as vendors of whom nothing is told, until there is one
left, or vendors are so few that each group of four can be asked of. Combinations that vary in no rest together are
searched apart.

When sums are withheld, the combinations of the others are among those that there were: what was searched already stays
so, and the search goes on where it was.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh

from cryptodrug_scraper.disclosure.cuts import SAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.disclosure.cuts import Flags, Spread
    from cryptodrug_scraper.disclosure.sums import Floats, Numbers

__all__ = ["Search", "told_by"]

_EACH = 6
"""Vendors of whom each group is asked of."""
_MOST_APART = 40
"""Independent combinations that are taken apart."""
_MOST = 20_000
"""Sets of combinations that are looked at before it is given up."""
_MORE = 500
"""Those that are looked at each time after that."""


class Search:
    """
    A search.

    Args:
        vendors: how many there are.
        size: of groups of whom nothing may be told.

    Attributes:
        looked: sets of combinations that were looked at.
        left: a combination before which it was given up the last time; None if it was not.
    """

    def __init__(self, vendors: int, size: int) -> None:
        self._size = size
        self._nobody = np.zeros(vendors, dtype=bool)
        self._path: list[tuple[list[Numbers], int]] = []
        self._allowed = _MOST
        self._is_stopped = self._is_kept = False
        self._gone = np.zeros((0, 0))
        self.looked = 0
        self.left: Floats | None = None

    def found(self, spread: Spread) -> Iterator[tuple[frozenset[int], Floats]]:
        """
        Search on.

        Args:
            spread: how all combinations vary of the sums that are still shown.

        Returns:
            Groups of vendors of whom alone combinations tell, with these, as columns. If there are none, and it was not
            given up, there are none at all. Else the next search begins at the first of them: that a sum of a
            combination is withheld is not enough where others add up to that sum.
        """
        self._is_stopped = self._is_kept = False
        self.left = None
        count = spread.values.shape[1]
        self._gone = np.zeros((0, count))
        if count:
            yield from self._among(spread, np.eye(count), self._nobody, 0)

    def leave_out(self, factors: Floats) -> None:
        """
        Look from now on only for combinations in which some sums have no part.

        Args:
            factors: of each of these sums, in each of all combinations: those that were given when the search began.
        """
        self._gone = factors

    def _left(self, spread: Spread, base: Floats) -> tuple[Spread, Floats]:
        """Return those of some combinations in which no sum has a part that is left out."""
        if not len(self._gone):
            return spread, base
        parts = self._gone @ base
        sizes, directions = eigh(parts.T @ parts)
        kept = directions[:, sizes <= (SAME * np.abs(self._gone).max()) ** 2]
        return (spread, base) if kept.shape[1] == base.shape[1] else (spread.of(kept), base @ kept)

    def _among(
        self, spread: Spread, base: Floats, clean: Flags, depth: int | None
    ) -> Iterator[tuple[frozenset[int], Floats]]:
        """Search some combinations; their place on the path is not kept within those that came apart."""
        self.looked += 1
        spread, base = self._left(spread, base)
        if not base.shape[1]:
            return
        spread = spread.varying()
        active = np.unique(spread.vendor)
        active = active[~clean[active]]
        if base.shape[1] == 1:
            for group in told_by(spread, self._size):
                self._is_kept = True
                yield group, base
        elif len(active) > self._size:
            if self.looked > self._allowed:
                self._is_stopped, self.left, self._allowed = True, base[:, 0], self.looked + _MORE
                return
            blocks = spread.blocks() if base.shape[1] <= _MOST_APART else []
            if len(blocks) > 1:
                for block in blocks:
                    yield from self._among(spread.of(block), base @ block, clean, None)
                    if self._is_stopped:
                        return
            else:
                yield from self._parted(spread, base, clean, depth, active)
        elif len(active):
            self._is_kept = True
            yield frozenset(active.tolist()), base
        if not (self._is_stopped or self._is_kept or depth is None):
            del self._path[depth:]

    def _parted(
        self, spread: Spread, base: Floats, clean: Flags, depth: int | None, active: Numbers
    ) -> Iterator[tuple[frozenset[int], Floats]]:
        parts, begin = list(self._parts(spread, active)), 0
        if depth is not None and depth < len(self._path) and not self._is_kept:
            parts, begin = self._path[depth]
        for number in range(begin, len(parts)):
            is_kept = depth is None or self._is_kept
            if not is_kept and (number > begin or depth == len(self._path)):
                self._path[depth:] = [(parts, number)]
            more = clean.copy()
            more[parts[number]] = True
            same = spread.same_for(more)
            if same.shape[1]:
                yield from self._among(spread.of(same), base @ same, more, None if depth is None else depth + 1)
            if self._is_stopped:
                return

    def _parts(self, spread: Spread, active: Numbers) -> Iterator[Numbers]:
        """Sets of vendors, one of which any group leaves out."""
        if len(active) <= _EACH:
            yield from (np.setdiff1d(active, group) for group in combinations(active, self._size))
        else:
            _, first = np.unique(spread.vendor, return_index=True)
            inside = spread.vendor[np.sort(first)]
            order = inside[np.isin(inside, active)]
            yield from (order[part :: self._size + 1] for part in range(self._size + 1))


def told_by(spread: Spread, size: int) -> Iterator[frozenset[int]]:
    """
    Return the groups of vendors of whom alone a combination tells: with each factor of rests with which it does.

    Args:
        spread: of one combination, where it varies.
        size: how many vendors at most.
    """
    values = spread.values[:, 0]
    steps = np.rint(values / (10 * SAME * np.abs(values).max(initial=SAME)))
    ways: list[set[frozenset[int]]] = []
    for start, end in pairwise([*spread.starts().tolist(), len(values)]):
        vendors, known = spread.vendor[start:end], steps[start:end]
        same = {0.0} if spread.rest[start] < 0 else set(known.tolist())
        others = (np.unique(vendors[known != value]) for value in same)
        ways.append({frozenset(other.tolist()) for other in others if len(other) <= size})
        if not ways[-1]:
            return
    if ways:
        yield from _together(sorted(ways, key=len), frozenset(), size)


def _together(ways: list[set[frozenset[int]]], group: frozenset[int], size: int) -> Iterator[frozenset[int]]:
    """What one way of each adds up to, if it is not more than a size."""
    if len(group) <= size and not ways:
        yield group
    elif len(group) <= size:
        for way in ways[0]:
            yield from _together(ways[1:], group | way, size)
