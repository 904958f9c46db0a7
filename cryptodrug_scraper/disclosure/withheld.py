"""
Which sums must be withheld so that no combination of the others tells of fewer than five vendors.

Hiding a small cell is not enough: it is the total less the cells beside it, a window less its months, or the sales by
one definition of a country's vendors less those by another (linked tables: Willenborg and de Waal 2001, chapters 6 and
7). A combination of sums in which all contributions vanish but those of one to four vendors tells of these, exactly.
What is published is safe if there is none, whatever is added to or taken from what.

Whether some four vendors can be told of is asked of the space of combinations (`sums.Space.told`), and not of some
combinations: a set of vendors whose nearness is below 1 is told of by none. The nearness of a set is at most the sum of
its vendors', so that most sets need not be asked of. If more remain than can be, sums are withheld until fewer do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from cryptodrug_scraper.disclosure.sums import ZERO, Counted, Space
from cryptodrug_scraper.disclosure.threshold import FEWEST

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from cryptodrug_scraper.disclosure.sums import Key, Sums

__all__ = ["told", "withheld"]

_MOST = 1_000
"""Sets of vendors that are asked of, one by one."""
_MOST_LOOKED = 20 * _MOST
"""Sets of vendors that are looked at at all."""
_PAIRED = 3
"""Vendors in a set of whose pairs is asked first."""


def withheld(sums: Sums, wanted: Callable[[Key], int] = lambda _: 0, fewest: int = FEWEST) -> frozenset[Key]:
    """
    Choose the sums that are not published: those of few vendors, and others without which they cannot be told.

    Of the sums of a combination that tells too much the least wanted one is withheld; of equals that of the fewest
    vendors, and of these the last one.

    Args:
        sums: all that are published together.
        wanted: how much a sum is wanted.
        fewest: vendors of whom what is published must speak.

    Returns:
        Those that are withheld. A sum to which nothing contributes tells of nobody, and never is.
    """
    counts = {key: len({of[0] for of, amount in part.items() if abs(amount) > ZERO}) for key, part in sums.items()}
    hidden = {key for key, count in counts.items() if 0 < count < fewest}
    order = {key: place for place, key in enumerate(sums)}
    keys = list(sums)
    counted = Counted(list(sums.values()))
    while True:
        shown = [row for row, key in enumerate(keys) if counts[key] and key not in hidden]
        found = _told(Space(counted, shown), fewest) if shown else []
        if not found:
            return frozenset(hidden)
        for _, rows in found:
            part = [keys[shown[row]] for row in rows]
            if not hidden & set(part):
                hidden.add(min(part, key=lambda key: (wanted(key), counts[key], -order[key])))


def told(rows: Sequence[dict[Key, float]], fewest: int = FEWEST) -> list[tuple[frozenset[Hashable], list[int]]]:
    """
    Return sets of fewer vendors than that of whom alone a combination tells, each with the numbers of its sums.

    The smallest ones are returned; none if there is none of any size. Where too many had to be asked of, the one of
    which most is told stands for them.

    Args:
        rows: how much each sum that is published counts of each contribution.
        fewest: as of `withheld`.
    """
    return _told(Space(Counted(rows), range(len(rows))), fewest) if rows else []


def _told(space: Space, fewest: int) -> list[tuple[frozenset[Hashable], list[int]]]:
    search = _Search(space)
    for size in range(1, fewest):
        found: list[tuple[frozenset[Hashable], NDArray[np.float64]]] = []
        seen: set[Hashable] = set()
        for number, group in enumerate(search.sets(size)):
            if search.most_of(group) < 1 - ZERO and number < _MOST_LOOKED:
                continue
            near, combination = space.told(group)
            search.note(near, group, combination)
            if near > 1 - ZERO and not seen & set(group):
                seen.update(group)
                found.append((frozenset(group), combination))
            if search.asked > _MOST or number >= _MOST_LOOKED:
                found = found or [search.nearest]
                break
        if found:
            return [(group, space.sums_of(combination)) for group, combination in found]
    return []


class _Search:
    """
    Sets of vendors that are worth asking of.

    What all combinations tell of a set is at most what its rests tell, which have no vendor twice, so that the largest
    part of a rest counts, and what the sums that cut across tell, at most that of each of its vendors added up.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._known: dict[frozenset[Hashable], float] = {}
        self.asked = 0
        self.nearest: tuple[frozenset[Hashable], NDArray[np.float64]] = (frozenset(), np.zeros(0))
        self._near = -1.0
        self._cross = {vendor: space.cross(vendor) for vendor in space.places}
        self._rests: dict[int, dict[Hashable, float]] = defaultdict(dict)
        for vendor, parts in space.tree.items():
            for rest, part in parts.items():
                self._rests[rest][vendor] = part
        self._most = sorted(self._cross, key=lambda vendor: -self._cross[vendor])
        self._tried: set[frozenset[Hashable]] = set()

    def note(self, near: float, group: Sequence[Hashable], combination: NDArray[np.float64]) -> None:
        """Keep the set of which most is told."""
        self.asked += 1
        if near > self._near:
            self._near, self.nearest = near, (frozenset(group), combination)

    def most_of(self, group: Sequence[Hashable]) -> float:
        """How much may be told of a set at most: as much as of its vendors, or of pairs of them, added up."""
        alone = [self._asked_of(vendor) for vendor in group]
        if len(group) < _PAIRED or sum(alone) < 1 - ZERO:
            return sum(alone)
        if len(group) == _PAIRED:
            return min(
                self._asked_of(*(each for each in group if each != one)) + near
                for one, near in zip(group, alone, strict=True)
            )
        one, *others = group
        return min(
            self._asked_of(one, other) + self._asked_of(*(each for each in others if each != other)) for other in others
        )

    def _asked_of(self, *group: Hashable) -> float:
        key = frozenset(group)
        if key not in self._known:
            self._known[key] = self._space.told(group)[0]
        return self._known[key]

    def sets(self, size: int) -> Iterator[tuple[Hashable, ...]]:
        """Return the sets of a size of which something may be told alone, each once."""
        top = [self._cross[vendor] for vendor in self._most[:size]]
        for rest in (*self._rests.values(), {}):
            best = sorted([*top, *(part + self._cross[vendor] for vendor, part in rest.items())], reverse=True)
            if sum(best[:size]) < 1 - ZERO:
                continue
            scores = {vendor: self._cross[vendor] + rest.get(vendor, 0.0) for vendor in (*rest, *self._most)}
            names = sorted((name for name in scores if scores[name] > ZERO), key=lambda name: -scores[name])
            for group in _reaching(names, [scores[name] for name in names], size):
                if (one := frozenset(group)) not in self._tried:
                    self._tried.add(one)
                    yield group


def _reaching(names: Sequence[Hashable], scores: Sequence[float], size: int) -> Iterator[tuple[Hashable, ...]]:
    """Sets of a size whose scores, which descend, add up to 1."""

    def more(chosen: tuple[int, ...], total: float) -> Iterator[tuple[int, ...]]:
        left = size - len(chosen)
        if not left:
            yield chosen
            return
        for place in range(chosen[-1] + 1 if chosen else 0, len(names)):
            if total + sum(scores[place : place + left]) < 1 - ZERO:
                return
            yield from more((*chosen, place), total + scores[place])

    for chosen in more((), 0.0):
        yield tuple(names[place] for place in chosen)
