"""Runs of snapshots that looked at the same part of a market, as far as what they show tells."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["histories"]


def histories(
    names: Sequence[str], counts: Mapping[str, int], vouched: set[str], narrow: float
) -> tuple[list[list[str]], set[str]]:
    """
    Return the runs of snapshots of one scope, and the snapshots that stand in none.

    Args:
        names: snapshots in order of time.
        counts: how many each of them shows; those that show nothing stand in no run.
        vouched: those of which something else tells that they looked at all of the market.
        narrow: a snapshot with less than this share of what both neighbours show has looked at something else; where
            the number changes at once by that factor, and stays, a new run begins.
    """
    shown = [name for name in names if counts.get(name)]
    narrowed = {
        shown[i]
        for i in range(1, len(shown) - 1)
        if shown[i] not in vouched and counts[shown[i]] < narrow * min(counts[shown[i - 1]], counts[shown[i + 1]])
    }
    kept = [name for name in shown if name not in narrowed]
    runs = [kept[:1]] if kept else []
    for before, name in pairwise(kept):
        steady = narrow <= counts[name] / counts[before] <= 1 / narrow
        if steady or {before, name} <= vouched:
            runs[-1].append(name)
        else:
            runs.append([name])
    return runs, narrowed
