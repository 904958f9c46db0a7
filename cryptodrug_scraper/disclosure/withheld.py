"""
Which sums must be withheld so that no combination of the others tells of fewer than five vendors.

Hiding a small cell is not enough: it is the total less the cells beside it, a window less its months, or the sales by
one definition of a country's vendors less those by another (linked tables: Willenborg and de Waal 2001, chapters 6 and
7). A combination of sums in which all contributions vanish but those of one to four vendors tells of these, exactly.
What is published is safe if there is none, whatever is added to or taken from what.

Rests of few vendors are withheld first, as they tell of them by themselves. Then combinations with sums that cut across
are searched for (`search`), and sums of those that are found are withheld, until there are none. A search that goes on
after a sum is withheld trusts that what it had looked at stays safe. So what is left in the end is searched once more
from the beginning, and more is withheld if anything is told after all.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from cryptodrug_scraper.disclosure.cuts import Cuts
from cryptodrug_scraper.disclosure.search import Search
from cryptodrug_scraper.disclosure.sums import Counted, Tree, starts_of
from cryptodrug_scraper.disclosure.threshold import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping, Sequence

    from cryptodrug_scraper.disclosure.sums import Key, Sums

__all__ = ["choose", "told", "withheld"]

_AT_ONCE = 100
"""Sets of combinations that are looked at after one that tells too much, before sums are withheld."""
_INVOLVED = 1e-6
"""A sum is part of a combination if its factor is so much of the largest one."""


def withheld(sums: Sums, wanted: Callable[[Key], int] = lambda _: 0, fewest: int = FEWEST) -> frozenset[Key]:
    """
    Return the sums that are not published where nothing was published before; arguments are those of `choose`.
    """
    return frozenset(choose(sums, wanted, fewest))


def choose(
    sums: Sums,
    wanted: Callable[[Key], int] = lambda _: 0,
    fewest: int = FEWEST,
    before: Sequence[Mapping[Key, float]] = (),
) -> dict[Key, frozenset[int]]:
    """
    Choose the sums that are not published: those of few vendors, and others without which they cannot be told.

    Of the sums of a combination that tells too much the least wanted one is withheld; of equals that of the fewest
    vendors, and of these the last one. Sums that were published before are part of combinations and cannot be
    withheld: one that is published again tells nothing, and what they tell without any other cannot be helped.

    Args:
        sums: all that are published together.
        wanted: how much a sum is wanted.
        fewest: vendors of whom what is published must speak.
        before: how much each sum that was published before counts of each contribution.

    Returns:
        Those that are withheld, each with the numbers of the sums that were published before with which it would have
        told. A sum to which nothing contributes tells of nobody, and never is.
    """
    known = {_pattern(part): number for number, part in reversed(list(enumerate(before)))}
    old = sorted(known.values())
    keys = [key for key, part in sums.items() if _pattern(part) not in known]
    counted = Counted.of([*(before[number] for number in old), *(sums[key] for key in keys)])
    names: list[Key] = [*([("before",)] * len(old)), *keys]
    counts = [counted.count(row) for row in range(len(names))]
    hidden: dict[int, frozenset[int]] = {row: frozenset() for row, count in enumerate(counts) if 0 < count < fewest}
    order = _order(names, counted)
    search, began = Search(len(counted.names), fewest - 1), len(hidden)
    while True:
        shown = [row for row in order if counts[row] and row not in hidden]
        found = _told(counted, shown, search, fewest)
        if not found and len(hidden) == began:
            return {names[row]: why for row, why in hidden.items() if row >= len(old)}
        if not found:
            search, began = Search(len(counted.names), fewest - 1), len(hidden)
        for _, rows in found:
            if not hidden.keys() & rows:
                new = [row for row in rows if row >= len(old)] or rows
                gone = min(new, key=lambda row: (wanted(names[row]) if row >= len(old) else 0, counts[row], -row))
                hidden[gone] = frozenset(old[row] for row in rows if row < len(old))


def _pattern(part: Mapping[Key, float]) -> int:
    return hash(frozenset(part.items()))


def told(rows: Sequence[dict[Key, float]], fewest: int = FEWEST) -> list[tuple[frozenset[Hashable], list[int]]]:
    """
    Return sets of fewer vendors than that of whom alone a combination tells, each with the numbers of its sums.

    Not all of them are returned; none if there is none of any size. Where too many had to be asked of, a combination
    that was not stands for them, with no vendors.

    Args:
        rows: how much each sum that is published counts of each contribution.
        fewest: as of `withheld`.
    """
    counted = Counted.of(rows)
    search = Search(len(counted.names), fewest - 1)
    found = _told(counted, _order([()] * len(rows), counted), search, fewest)
    return [(frozenset(counted.names[vendor] for vendor in group), part) for group, part in found]


def _order(keys: Sequence[Key], counted: Counted) -> list[int]:
    """The order in which sums are taken into the tree: those of the largest kind of sums, and smaller ones first."""
    many: dict[object, int] = {}
    for key in keys:
        many[key[:1]] = many.get(key[:1], 0) + 1
    return sorted(range(len(keys)), key=lambda row: (-many[keys[row][:1]], len(counted.places[row])))


def _told(
    counted: Counted, shown: Collection[int], search: Search, fewest: int
) -> list[tuple[frozenset[int], list[int]]]:
    """Return groups of whom some combination tells, with its sums; none if there is none."""
    tree = Tree(counted, shown)
    found = _rests(counted, tree, fewest)
    if found or not tree.across:
        return found
    cuts, until = Cuts(counted, tree), math.inf
    for group, combination in search.found(cuts.spread()):
        found.append((group, _involved(cuts, combination, group, len(counted.names))))
        until = min(until, search.looked + _AT_ONCE)
        if search.looked > until:
            break
    if not found and search.left is not None:
        found.append((frozenset(), cuts.parts(search.left)))
    return found


def _rests(counted: Counted, tree: Tree, fewest: int) -> list[tuple[frozenset[int], list[int]]]:
    """Rests of few vendors."""
    order = np.argsort(tree.owner, kind="stable")
    starts = starts_of(tree.owner[order])
    found = []
    for start, end in pairwise([*starts.tolist(), len(order)]):
        row = int(tree.owner[order[start]])
        group = frozenset(counted.vendor[order[start:end]].tolist())
        if row >= 0 and len(group) < fewest:
            found.append((group, [row, *tree.within[row][0].tolist()]))
    return sorted(found, key=lambda each: len(each[0]))


def _involved(cuts: Cuts, combination: np.ndarray, group: frozenset[int], vendors: int) -> list[int]:
    """The sums of which a combination is made."""
    told_of = np.zeros(vendors, dtype=bool)
    told_of[list(group)] = True
    factors = cuts.factors(combination, told_of)
    largest = max(map(abs, factors.values()))
    return [row for row, factor in factors.items() if abs(factor) > _INVOLVED * largest]
