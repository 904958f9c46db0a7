"""
Which sums must be withheld so that no combination of the others tells of fewer than five vendors.

Hiding a small cell is not enough: it is the total less the cells beside it, a window less its months, or the sales by
one definition of a country's vendors less those by another (linked tables: Willenborg and de Waal 2001, chapters 6 and
7). A combination of sums in which all contributions vanish but those of one to four vendors tells of these, exactly.
What is published is safe if there is none, whatever is added to or taken from what.

A sum of many of which one vendor has nearly all tells of that one (`dominance`): it is withheld, and so are others
until no rest is like it, and no combination of what is shown is that sum.

Rests of few vendors are withheld first, as they tell of them by themselves, and then sums that cut across and tell of
few beside rests. Then combinations of sums that cut across are searched for (`search`), and sums of those that are
found are withheld (`taken_apart`), until there are none. A search that goes on after a sum is withheld trusts that what
it had looked at stays safe. So what is left in the end is searched once more from the beginning, and more is withheld
if anything is told after all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from cryptodrug_scraper.disclosure.cuts import Cuts
from cryptodrug_scraper.disclosure.dominance import dominated
from cryptodrug_scraper.disclosure.search import Search, told_by
from cryptodrug_scraper.disclosure.sums import Counted, Tree, starts_of
from cryptodrug_scraper.disclosure.taken_apart import involved_in, taken_apart
from cryptodrug_scraper.disclosure.threshold import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.disclosure.cuts import Flags
    from cryptodrug_scraper.disclosure.sums import Floats, Key, Numbers, Sums
    from cryptodrug_scraper.disclosure.taken_apart import Combination

__all__ = ["Worth", "choose", "told", "withheld"]

_AT_ONCE = 50
"""Sets of combinations that are looked at after one that tells too much, before sums are withheld."""


@dataclass(frozen=True, slots=True)
class Worth:
    """
    What contributions are worth.

    Attributes:
        of: of each contribution, how much of each thing it adds to a sum that counts it once.
        things: which of these things a sum adds up.
    """

    of: Mapping[Key, Sequence[float]] = field(default_factory=dict)
    things: Callable[[Key], Sequence[int]] = lambda _: ()


_NOTHING = Worth()
_Found: TypeAlias = "tuple[frozenset[int], list[Combination]]"
"""A group of vendors, and combinations that tell of it alone."""


def withheld(
    sums: Sums, wanted: Callable[[Key], int] = lambda _: 0, fewest: int = FEWEST, worth: Worth = _NOTHING
) -> frozenset[Key]:
    """
    Return the sums that are not published where nothing was published before; arguments are those of `choose`.
    """
    return frozenset(choose(sums, wanted, fewest, worth=worth))


def choose(
    sums: Sums,
    wanted: Callable[[Key], int] = lambda _: 0,
    fewest: int = FEWEST,
    before: Sequence[Mapping[Key, float]] = (),
    worth: Worth = _NOTHING,
) -> dict[Key, frozenset[int]]:
    """
    Choose the sums that are not published: those of few vendors, those of which one has nearly all, and others without
    which they cannot be told.

    Of the sums of a combination that tells too much the least wanted one is withheld; of equals that of the fewest
    vendors, and of these the last one. Sums that were published before are part of combinations and cannot be
    withheld: one that is published again tells nothing, and what they tell without any other cannot be helped.

    Args:
        sums: all that are published together.
        wanted: how much a sum is wanted.
        fewest: vendors of whom what is published must speak.
        before: how much each sum that was published before counts of each contribution.
        worth: what contributions are worth; where nothing is said, no sum is one vendor's for its worth.

    Returns:
        Those that are withheld, each with the numbers of the sums that were published before with which it would have
        told. A sum to which nothing contributes tells of nobody, and never is.
    """
    known = {_pattern(part): number for number, part in reversed(list(enumerate(before)))}
    old = sorted(known.values())
    keys = [key for key, part in sums.items() if not known or _pattern(part) not in known]
    counted = Counted.of([*(before[number] for number in old), *(sums[key] for key in keys)], worth.of)
    names: list[Key] = [*([("before",)] * len(old)), *keys]
    counts = [counted.count(row) for row in range(len(names))]
    hidden: dict[int, frozenset[int]] = {row: frozenset() for row, count in enumerate(counts) if 0 < count < fewest}
    large = _Large(counted, [*(() for _ in old), *(worth.things(key) for key in keys)], len(old))
    hidden |= {row: frozenset() for row in large.rows if row not in hidden}
    order = _order(names, counted)
    search, began = Search(len(counted.names), fewest - 1), len(hidden)

    def least(rows: list[int]) -> int:
        new = [row for row in rows if row >= len(old)] or rows
        return min(new, key=lambda row: (wanted(names[row]) if row >= len(old) else 0, counts[row], -row))

    while True:
        shown = [row for row in order if counts[row] and row not in hidden]
        is_told = False
        for _, combinations in _told(counted, shown, search, fewest, large, hidden):
            is_told = True
            for gone, rows in taken_apart(combinations, hidden, least):
                hidden[gone] = frozenset(old[row] for row in rows if row < len(old))
        if not is_told and len(hidden) == began:
            return {names[row]: why for row, why in hidden.items() if row >= len(old)}
        if not is_told:
            search, began = Search(len(counted.names), fewest - 1), len(hidden)


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
    return [
        (frozenset(counted.names[vendor] for vendor in group), sorted(set().union(*combinations)))
        for group, combinations in found
    ]


def _order(keys: Sequence[Key], counted: Counted) -> list[int]:
    """The order in which sums are taken into the tree: those of the largest kind of sums, and smaller ones first."""
    many: dict[object, int] = {}
    for key in keys:
        many[key[:1]] = many.get(key[:1], 0) + 1
    return sorted(range(len(keys)), key=lambda row: (-many[keys[row][:1]], len(counted.places[row])))


class _Large:
    """
    Sums of which one vendor has nearly all.

    Args:
        counted: what sums count of what, and what that is worth.
        things: which things each sum adds up; those that were published before any.
        old: how many of them were.

    Attributes:
        rows: those that were not.
    """

    def __init__(self, counted: Counted, things: Sequence[Sequence[int]], old: int) -> None:
        self._counted, self._old = counted, old
        self._adds = np.zeros((len(things), counted.worth.shape[1]), dtype=bool)
        for row, known in enumerate(things):
            self._adds[row, list(known)] = True
        self._adds[:old] = True
        sizes = [len(places) for places in counted.places]
        group = np.repeat(np.arange(len(sizes)), sizes)
        places, amounts = np.concatenate(counted.places), np.concatenate(counted.amounts)
        is_large = self._of(group, places, amounts)
        self.rows = [row for row in np.flatnonzero(is_large).tolist() if row >= old]

    def _of(self, group: Numbers, places: Numbers, amounts: Floats) -> Flags:
        """Whether each sum is one vendor's in a thing that it adds up."""
        found = dominated(group, self._counted.vendor[places], amounts[:, None] * self._counted.worth[places])
        return np.asarray((found.astype(bool) & self._adds[: len(found)]).any(axis=1))

    def rests(self, tree: Tree) -> list[_Found]:
        """Return rests of which one vendor has nearly all, with their sums, one of which is new."""
        is_large = self._of(tree.owner, np.arange(len(tree.owner)), tree.amount)
        known = ([row, *tree.within[row][0].tolist()] for row in np.flatnonzero(is_large).tolist())
        return [_one(frozenset(), rows) for rows in known if max(rows) >= self._old]

    def made(self, cuts: Cuts) -> Iterator[_Found]:
        """Return the sums, one of which is new, of which a combination is one of those that are withheld."""
        for row in self.rows:
            factors = cuts.made(self._counted.places[row], self._counted.amounts[row])
            if factors is not None and max(involved_in(factors)) >= self._old:
                yield frozenset(), [factors]


def _told(
    counted: Counted,
    shown: Collection[int],
    search: Search,
    fewest: int,
    large: _Large | None = None,
    hidden: Collection[int] = (),
) -> Iterator[_Found]:
    """
    Return groups of whom some combinations tell; none if there is none.

    Args:
        counted: what sums count of what.
        shown: the numbers of the sums that are, in the order in which they are taken.
        search: that goes on.
        fewest: vendors of whom a combination must tell.
        large: sums of which one vendor has nearly all.
        hidden: sums that are withheld, to which some may be added after each combination.
    """
    tree = Tree(counted, shown)
    found = _rests(counted, tree, fewest) or ([] if large is None else large.rests(tree))
    if found or not (tree.across or (large is not None and large.rows)):
        yield from found
        return
    cuts = Cuts(counted, tree)
    found = [
        (group, [cuts.factors_of(number, _flags(group, counted))])
        for number, spread in cuts.each()
        for group in told_by(spread, fewest - 1)
    ]
    if found:
        yield from found
        return
    until, is_told = math.inf, False
    for group, combinations in search.found(cuts.spread()):
        flags, is_told = _flags(group, counted), True
        yield group, [cuts.factors(combination, flags) for combination in combinations.T]
        search.leave_out(cuts.factors_in_all(hidden))
        until = min(until, search.looked + _AT_ONCE)
        if search.looked > until:
            return
    if search.left is not None and not is_told:
        yield _one(frozenset(), cuts.parts(search.left))
    elif not is_told and large is not None:
        yield from large.made(cuts)


def _flags(group: frozenset[int], counted: Counted) -> Flags:
    """For each vendor, whether it is of a group."""
    flags = np.zeros(len(counted.names), dtype=bool)
    flags[list(group)] = True
    return flags


def _one(group: frozenset[int], rows: Iterable[int]) -> _Found:
    """One combination, of which no more is known than its sums."""
    return group, [dict.fromkeys(rows, 1.0)]


def _rests(counted: Counted, tree: Tree, fewest: int) -> list[_Found]:
    """Rests of few vendors."""
    order = np.argsort(tree.owner, kind="stable")
    starts = starts_of(tree.owner[order])
    found = []
    for start, end in pairwise([*starts.tolist(), len(order)]):
        row = int(tree.owner[order[start]])
        group = frozenset(counted.vendor[order[start:end]].tolist())
        if row >= 0 and len(group) < fewest:
            found.append(_one(group, [row, *tree.within[row][0].tolist()]))
    return sorted(found, key=lambda each: len(each[0]))
