"""
How many things are drawn of each kind and stratum.

Each kind gets the same number, since each is a question of its own. Within a kind a stratum gets in proportion to the
square root of its size (the power allocation of Bankier 1988, with power one half), and two at least: rates of small
strata are known nearly as well as those of large ones. What a kind or stratum cannot use goes to the others.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["allocation"]

_FEWEST = 2


def allocation(size: int, populations: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """
    Return how many things are drawn, by kind and stratum; in all ``size``, or all that there are.

    Args:
        size: how many are wanted.
        populations: how many there are, by kind and stratum.
    """
    sizes = {kind: sum(strata.values()) for kind, strata in populations.items()}
    of_kinds = _shared(size, sizes, dict.fromkeys(sizes, 1.0), {})
    found = {}
    for kind, strata in populations.items():
        least = {name: min(_FEWEST, count) for name, count in strata.items()}
        if sum(least.values()) > of_kinds[kind]:
            least = {}
        roots = {name: sqrt(count) for name, count in strata.items()}
        found[kind] = _shared(of_kinds[kind], strata, roots, least)
    return found


def _shared(
    size: int, most: Mapping[str, int], weights: Mapping[str, float], least: Mapping[str, int]
) -> dict[str, int]:
    """
    Share a number by weights, with no more and no less than each takes.

    One at a time goes to who is farthest below its part: what Adams's method of apportionment does, so that small ones
    get something.
    """
    given = {name: least.get(name, 0) for name in most}
    for _ in range(min(size, sum(most.values())) - sum(given.values())):
        open_ones = [name for name in most if given[name] < most[name]]
        chosen = min(open_ones, key=lambda name: (given[name] / weights[name], -weights[name], name))
        given[chosen] += 1
    return given
