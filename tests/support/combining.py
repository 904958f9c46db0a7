"""An attack on published sums: which few vendors some combination of them tells of, tried for every group of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import null_space

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["FEWEST", "given_away", "of_sums"]

FEWEST = 5
_ZERO = 1e-8


def given_away(
    cells: NDArray[np.float64], vendors: Sequence[Hashable], *, size: int = FEWEST - 1
) -> set[frozenset[Hashable]]:
    """
    Return the groups of vendors of whom alone a combination of sums tells, by rank: it is lower without them.

    Args:
        cells: a row for each sum that is published, a column for each contribution.
        vendors: whose each contribution is.
        size: of the groups; one of fewer is in one of four.
    """
    alike: dict[tuple[float, ...], set[Hashable]] = {}
    for column, vendor in zip(cells.T, vendors, strict=True):
        if np.abs(column).max(initial=0) > _ZERO:
            alike.setdefault(tuple(np.round(column / np.abs(column).max(), 8)), set()).add(vendor)
    large = np.array([kind for kind, names in alike.items() if len(names) > size]).reshape(-1, len(cells))
    small = [(np.array(kind), names) for kind, names in alike.items() if len(names) <= size]
    if not small:
        return set()
    ways = null_space(large) if len(large) else np.eye(len(cells))
    rest = np.array([kind for kind, _ in small]) @ ways
    rank = np.linalg.matrix_rank(rest, tol=_ZERO)
    everybody = sorted(set().union(*(names for _, names in small)), key=str)
    found: set[frozenset[Hashable]] = set()
    for group in combinations(everybody, min(size, len(everybody))) if rank else ():
        others = rest[[not names <= set(group) for _, names in small]]
        if np.linalg.matrix_rank(others, tol=_ZERO) < rank:
            found.add(frozenset(group))
    return found


def of_sums(
    sums: Iterable[Mapping[tuple[Hashable, ...], float]],
) -> tuple[NDArray[np.float64], list[Hashable]]:
    """Return the matrix of sums, each of which says how much it counts of which contribution, and whose these are."""
    rows = list(sums)
    columns = {of: place for place, of in enumerate(dict.fromkeys(of for row in rows for of in row))}
    cells = np.zeros((len(rows), len(columns)))
    for place, row in enumerate(rows):
        for of, amount in row.items():
            cells[place, columns[of]] = amount
    return cells, [of[0] for of in columns]
