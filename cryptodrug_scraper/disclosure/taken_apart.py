"""
Combinations of sums, taken apart by withholding sums until none is left.

Combinations that all tell of the same few vendors tell of them whatever is added to or taken from what. As many sums
are withheld as there are independent ones: one of a combination, which is then added to the others as often as takes
that sum out of them (Gaussian elimination), and so on with what they are then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from cryptodrug_scraper.disclosure.sums import Floats

__all__ = ["Combination", "involved_in", "taken_apart"]

Combination = dict[int, float]
"""The numbers of sums, and how often each is taken."""
_INVOLVED = 1e-6
"""A sum is part of a combination if its factor is so much of the largest one."""
_LEFT = 1e-4
"""What is left of a combination is one if it is so much of it: less may be what was not exact in it, made large."""


def involved_in(combination: Mapping[int, float]) -> list[int]:
    """Return the sums that have a part in a combination."""
    largest = max(map(abs, combination.values()))
    return [row for row, factor in combination.items() if abs(factor) > _INVOLVED * largest]


def taken_apart(
    combinations: Sequence[Mapping[int, float]],
    gone: Collection[int],
    choice: Callable[[list[int]], int],
) -> Iterator[tuple[int, list[int]]]:
    """
    Choose sums without which none of some combinations can be made, nor one of them.

    Args:
        combinations: of sums.
        gone: sums that are withheld already; only combinations without them are left.
        choice: returns which of the sums of a combination is withheld.

    Returns:
        Sums that are withheld, each with all sums of the combination for which it is.
    """
    rows = sorted(set().union(*combinations))
    factors = np.array([[each.get(row, 0.0) for row in rows] for each in combinations])
    factors = _scaled(factors / np.abs(factors).max(axis=1, keepdims=True))
    for column in (column for column, row in enumerate(rows) if row in gone):
        factors = _without(factors, column)
    while len(factors):
        involved = [rows[column] for column in np.flatnonzero(factors[0])]
        chosen = choice(involved)
        yield chosen, involved
        factors = _without(factors, rows.index(chosen))


def _without(factors: Floats, column: int) -> Floats:
    """Return the combinations of combinations in which one sum has no part: one less if it has a part in any."""
    if not factors[:, column].any():
        return factors
    most = int(np.abs(factors[:, column]).argmax())
    others = np.delete(factors, most, axis=0)
    others = others - np.outer(others[:, column] / factors[most, column], factors[most])
    others[:, column] = 0.0
    return _scaled(others)


def _scaled(factors: Floats) -> Floats:
    """Return those of combinations of which something is left, by their largest factor, with nothing that is small."""
    sizes = np.abs(factors).max(axis=1, initial=0.0)
    kept = factors[sizes > _LEFT] / sizes[sizes > _LEFT, None]
    return np.asarray(np.where(np.abs(kept) > _INVOLVED, kept, 0.0))
