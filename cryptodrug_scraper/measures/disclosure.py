"""
Which sums must be withheld so that no combination of the others tells of fewer than five vendors.

Hiding a small cell is not enough: it is the total less the cells beside it, a window less its months, or the sales by
one definition of a country's vendors less those by another (linked tables: Willenborg and de Waal 2001, chapters 6 and
7). Each published sum is a row of coefficients over contributions, each of one vendor. A combination of rows in which
all contributions vanish but those of one to four vendors tells of these, exactly. What is published is safe if there is
none, whatever is added to or taken from what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

__all__ = ["FEWEST", "exposing", "withheld"]

FEWEST = 5
"""Vendors of whom a published number must speak."""
_ZERO = 1e-9
"""Coefficients and what is left of them by elimination are nothing below it."""
_DIGITS = 9


def withheld(
    cells: Floats, vendors: Sequence[int], *, wanted: Sequence[int] | None = None, fewest: int = FEWEST
) -> Truths:
    """
    Choose the cells that are not published: those of few vendors, and others without which they cannot be told.

    Of the cells of a combination that tells too much the least wanted one is withheld; of equals that of the fewest
    vendors, and of these the last one.

    Args:
        cells: a row for each sum, a column for each contribution: how much of it the sum counts.
        vendors: whose each contribution is.
        wanted: how much each sum is wanted; if not given, all alike.
        fewest: see `FEWEST`.

    Returns:
        For each row whether it is withheld. A sum to which nothing contributes tells of nobody, and never is.
    """
    who = np.asarray(vendors)
    counts = np.array([len(set(who[row])) for row in np.abs(cells) > _ZERO], dtype=np.int64)
    hidden: Truths = (counts > 0) & (counts < fewest)
    rank = np.zeros(len(cells), dtype=np.int64) if wanted is None else np.asarray(wanted)
    while True:
        shown = np.flatnonzero(~hidden & (counts > 0))
        told = exposing(cells[shown], vendors, fewest=fewest)
        if not told:
            return hidden
        for combination in told:
            part = shown[np.abs(combination) > _ZERO]
            if not hidden[part].any():
                part = part[rank[part] == rank[part].min()]
                hidden[part[counts[part] == counts[part].min()][-1]] = True


def exposing(cells: Floats, vendors: Sequence[int], *, fewest: int = FEWEST) -> list[Floats]:
    """
    Return combinations of sums that tell of one to four vendors.

    Contributions that every sum counts alike stand or fall together. Those of five vendors and more must vanish; of the
    combinations in which they do, the ones that elimination gives are looked at, and all pairs of these that make a
    further contribution vanish. In trees of sums (a total, its countries, their goods) there are no others.

    Args:
        cells: as of `withheld`, of what is published.
        vendors: whose each contribution is.
        fewest: see `FEWEST`.

    Returns:
        One coefficient for each row, for each combination found; none if there is none.
    """
    kinds, who = _kinds(cells, vendors)
    if not kinds.size:
        return []
    is_large = np.array([len(names) >= fewest for names in who])
    ways = _null_space(kinds[:, is_large])
    small = [names for names, large in zip(who, is_large, strict=True) if not large]
    if not ways.size or not small:
        return []
    left = ways.T @ kinds[:, ~is_large]
    found = {}
    sizes = np.array([len(names) for names in small])
    for order in (np.argsort(sizes, kind="stable"), np.argsort(-sizes, kind="stable")):
        reduced, combinations = _eliminated(left, ways.T, order)
        for row, combination in _with_pairs(reduced, combinations):
            names = set().union(*(small[place] for place in np.flatnonzero(np.abs(row) > _ZERO)))
            if 0 < len(names) < fewest:
                scaled = combination / np.abs(combination).max()
                scaled[np.abs(scaled) < _ZERO] = 0.0
                found[tuple(np.round(scaled, _DIGITS))] = scaled
    return list(found.values())


def _kinds(cells: Floats, vendors: Sequence[int]) -> tuple[Floats, list[set[int]]]:
    """Columns that differ by a factor alone are one: the columns, and who contributes by each."""
    largest = np.abs(cells).max(axis=0, initial=0.0)
    kinds: dict[tuple[float, ...], set[int]] = {}
    for column, size, vendor in zip(cells.T, largest, vendors, strict=True):
        if size > _ZERO:
            kinds.setdefault(tuple(np.round(column / size, _DIGITS)), set()).add(vendor)
    return np.array(list(kinds), dtype=np.float64).reshape(len(kinds), len(cells)).T, list(kinds.values())


def _null_space(columns: Floats) -> Floats:
    """An orthonormal base, as columns, of the combinations of rows in which these columns vanish."""
    rows = columns.shape[0]
    if not columns.shape[1]:
        return np.eye(rows)
    directions, sizes, _ = np.linalg.svd(columns, full_matrices=True)
    rank = int((sizes > _ZERO * max(columns.shape) * sizes.max(initial=1.0)).sum())
    return directions[:, rank:]


def _eliminated(rows: Floats, combinations: Floats, order: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Reduced echelon form, with pivots in this order of columns, and the combinations that give its rows."""
    rows, combinations = rows.copy(), combinations.copy()
    done = 0
    for column in order:
        if done == len(rows):
            break
        pivot = done + int(np.abs(rows[done:, column]).argmax())
        if abs(rows[pivot, column]) < _ZERO:
            continue
        for matrix in (rows, combinations):
            matrix[[done, pivot]] = matrix[[pivot, done]]
        factor = rows[done, column]
        rows[done] /= factor
        combinations[done] /= factor
        others = rows[:, column].copy()
        others[done] = 0.0
        rows -= np.outer(others, rows[done])
        combinations -= np.outer(others, combinations[done])
        rows[np.abs(rows) < _ZERO] = 0.0
        done += 1
    return rows[:done], combinations[:done]


def _with_pairs(rows: Floats, combinations: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Each row, and each pair of rows less what they have in common in a column."""
    yield from zip(rows, combinations, strict=True)
    for one in range(len(rows)):
        for other in range(one + 1, len(rows)):
            for column in np.flatnonzero((np.abs(rows[one]) > _ZERO) & (np.abs(rows[other]) > _ZERO)):
                factor = rows[one, column] / rows[other, column]
                row = rows[one] - factor * rows[other]
                row[np.abs(row) < _ZERO] = 0.0
                yield row, combinations[one] - factor * combinations[other]
