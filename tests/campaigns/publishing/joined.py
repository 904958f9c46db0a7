"""
What an outsider works out of several outputs together: by algebra, exactly, and by linear programs, between bounds.

He knows who contributes to which number, and no more than that no contribution is less than nothing. None of the
program's code is used.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from tests.campaigns.disclosing.attack import FEW, Found, spanned, told_by_family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.campaigns.disclosing.published import Cell
    from tests.campaigns.disclosing.truth import Parts
    from tests.campaigns.publishing.outputs import Output

__all__ = ["Joined", "joined"]

_NEAR = 0.1
"""A sum is nearly told if its bounds are no further from it than this part of it."""
_MOST = 60
"""Sums of few vendors of a family whose bounds are asked for."""
_SLACK = 1e-7
_PERCENT = 10
"""Whoever has the second largest part of a sum may not know the largest as nearly as this."""


@dataclass
class Joined:
    """
    What was worked out.

    Attributes:
        exact: sums of one to four vendors that follow exactly.
        near: those of the sums that were asked for whose bounds are near.
        asked: how many were.
        dominated: sums of five or more, one of which has nearly all, that follow exactly.
        large: how many there are.
        shown: numbers that are shown, of `cells`.
        cells: numbers that there are.
    """

    exact: set[tuple[str, ...]] = field(default_factory=set)
    near: set[tuple[Any, ...]] = field(default_factory=set)
    asked: int = 0
    dominated: set[tuple[Any, ...]] = field(default_factory=set)
    large: int = 0
    shown: int = 0
    cells: int = 0


def joined(outputs: Sequence[Output], *, with_bounds: bool = True) -> Joined:
    """Work out what can be, of all outputs together."""
    families: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
    worth: dict[tuple[Any, ...], float] = {}
    result = Joined()
    for output in outputs:
        worth |= output.worth
        for cell in output.cells:
            families[cell.family].append(cell)
            result.cells += 1
            result.shown += cell.number is not None
    for family, cells in families.items():
        found = Found()
        told_by_family(family, cells, found)
        result.exact |= found.recovered | found.groups
        large = [cell for cell in cells if _is_large(family, cell, worth)]
        result.large += len(large)
        result.dominated |= {(*family, *cell.name, cell.column) for cell in spanned(cells, large)}
        if with_bounds and family[-1] == "turnover_eur":
            asked, near = _bounded(family, cells, worth)
            result.asked += asked
            result.near |= near
    return result


def _is_large(family: tuple[str, ...], cell: Cell, worth: dict[tuple[Any, ...], float]) -> bool:
    """Whether a sum of sales is of five vendors or more, and the two largest have so much that one knows the other."""
    if len(cell.vendors) <= FEW or family[0] not in {"estimated", "rated"}:
        return False
    sold: dict[str, float] = defaultdict(float)
    for of, amount in cell.parts.items():
        sold[of[0]] += amount * worth[*family, of]
    largest, second, *others = sorted(map(abs, sold.values()), reverse=True)
    return 0 < largest and sum(others) < _PERCENT / 100 * largest - _SLACK and second >= 0


def _bounded(
    family: tuple[str, ...], cells: list[Cell], worth: dict[tuple[Any, ...], float]
) -> tuple[int, set[tuple[Any, ...]]]:
    shown = [cell for cell in cells if cell.number is not None and cell.parts]
    targets = _targets(cells)
    if not shown or not targets:
        return 0, set()
    columns = {of: place for place, of in enumerate(dict.fromkeys(of for cell in cells for of in cell.parts))}
    amounts = np.array([worth[*family, of] for of in columns])
    rows = np.zeros((len(shown), len(columns)))
    for row, cell in zip(rows, shown, strict=True):
        for of, amount in cell.parts.items():
            row[columns[of]] = amount
    wanted = np.zeros((len(targets), len(columns)))
    for row, parts in zip(wanted, targets.values(), strict=True):
        row[[columns[of] for of in parts]] = list(parts.values())
    rows, wanted, amounts = _merged(rows, wanted, amounts)
    known = csr_matrix(np.unique(rows, axis=0))
    right = known @ amounts
    near = set()
    for name, row in zip(targets, wanted, strict=True):
        true = float(row @ amounts)
        ends = [_end(sign, row, known, right) for sign in (1.0, -1.0)]
        if true and max(abs(end - true) for end in ends) <= _NEAR * abs(true) + _SLACK:
            near.add(name)
    return len(targets), near


def _targets(cells: list[Cell]) -> dict[tuple[Any, ...], dict[Any, float]]:
    """Sums of one to four vendors: those of a table, and those by which a number of a table differs in two outputs."""
    found: dict[tuple[Any, ...], dict[Any, float]] = {}
    named: dict[tuple[Any, ...], list[Parts]] = defaultdict(list)
    for cell in cells:
        known = named[(*cell.family, *cell.name, cell.column)]
        if cell.parts not in known:
            known.append(cell.parts)
    for name, parts in named.items():
        for number, one in enumerate(parts):
            found[*name, number] = one
            for less, other in enumerate(parts[:number]):
                found[*name, number, less] = {
                    of: amount
                    for of in {**one, **other}
                    if abs(amount := one.get(of, 0.0) - other.get(of, 0.0)) > _SLACK
                }
    found = {name: parts for name, parts in found.items() if 0 < len({of[0] for of in parts}) <= FEW}
    chance = np.random.default_rng(0)
    names = sorted(found, key=str)
    kept: list[int] = chance.permutation(len(names))[:_MOST].tolist()
    return {names[place]: found[names[place]] for place in sorted(kept)}


def _merged(
    rows: NDArray[np.float64], wanted: NDArray[np.float64], amounts: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Contributions that no sum tells apart as one, whose amount is theirs together."""
    both = np.vstack([rows, wanted])
    alike, which = np.unique(both, axis=1, return_inverse=True)
    together = np.zeros(alike.shape[1])
    np.add.at(together, which.ravel(), amounts)
    return alike[: len(rows)], alike[len(rows) :], together


def _end(sign: float, row: NDArray[np.float64], known: csr_matrix, right: NDArray[np.float64]) -> float:
    """The least that a sum can be, or the most."""
    if not row.any():
        return 0.0
    found = linprog(sign * row, A_eq=known, b_eq=right, bounds=(0, None), method="highs")
    return sign * float(found.fun) if found.status == 0 else -sign * np.inf
