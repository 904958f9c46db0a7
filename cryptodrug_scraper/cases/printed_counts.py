"""Counts of a page, changed so that sums, shares of two counts and means of stars still follow from them."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.printed_numbers import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from random import Random

    from cryptodrug_scraper.cases.known_figures import Known
    from cryptodrug_scraper.cases.page_sizes import Extent
    from cryptodrug_scraper.cases.printed_numbers import Printed

__all__ = ["Counts"]

_FURTHEST = 24
"""Numbers between a total and its parts, a share and its counts."""
_STARS = 5
_FEW_STEPS = 3
_FURTHEST_AWAY = 400
_HIGHER, _LOWER = (0.66, 0.8), (1.3, 1.6)
"""Powers to which the place of a count between two powers of ten is raised: a third more, or less, at most."""
_JITTER = (0.96, 1.04)
_DRAWS = 40
_LEAST_CHANGED = 10


class Counts:
    """
    The counts of one page, and what stands in their place: greater ones for greater ones, with as many noughts.

    Args:
        printed: the numbers of the page, in their order.
        steady: places of those that stay.
        known: what is known of them.
        random: of this draft.
    """

    def __init__(self, printed: Sequence[Printed], steady: Collection[int], known: Known, random: Random) -> None:
        self._printed, self._steady, self._known, self._random = printed, steady, known, random
        self._pager = {int(printed[place].value) for place in steady}
        self._counts = self._agreeing()

    def now(self, count: int) -> int:
        """What stands in the place of a count."""
        return self._counts.get(count, count)

    def _agreeing(self) -> dict[int, int]:
        """Other counts, drawn until rows and pages of lists agree, if they come to."""
        first = None
        for attempt in range(_DRAWS):
            bend = self._random.choice((self._random.uniform(*_LOWER), self._random.uniform(*_HIGHER)))
            made = self._made_counts(bend ** (1 - attempt / _DRAWS))  # near what they were, rows are on as many pages
            if all(self._agrees(extent, made) for extent in self._known.extents):
                return made
            first = first or made
        return first or {}

    def _agrees(self, extent: Extent, made: Mapping[int, int]) -> bool:
        if extent.total not in made:  # it is not printed
            return True
        pages = extent.pages if extent.pages in self._pager else made.get(extent.pages, extent.pages)
        return (pages - 1) * extent.size < made[extent.total] <= pages * extent.size

    def _made_counts(self, bend: float) -> dict[int, int]:
        values = sorted(
            {
                int(one.value)
                for place, one in enumerate(self._printed)
                if one.kind is Kind.COUNT and place not in self._steady
            }
        )
        sums = self._sums(set(values))
        made = {number: number for number in range(_LEAST_CHANGED)}
        made |= {int(self._printed[place].value): int(self._printed[place].value) for place in self._steady}
        taken, last = set(values), 0
        extents = {extent.total: extent for extent in self._known.extents}
        for value in values:
            parts = sums.get(value)
            if parts is not None and all(part in made for part in parts):
                made[value] = sum(made[part] for part in parts)
            else:
                total = None
                if value in extents:
                    pages = extents[value].pages
                    now = pages if pages in self._pager else made.get(pages, pages)
                    total = self._other_total(now, extents[value].size, last, taken)
                made[value] = self._other_count(value, bend, last, taken) if total is None else total
            last = max(last, made[value])
            taken.add(made[value])
        for value, extent in extents.items():
            if value in sums and extent.pages >= _LEAST_CHANGED and extent.pages not in self._pager | set(sums):
                made[extent.pages] = -(-made[value] // extent.size)
        return made

    def _other_count(self, value: int, bend: float, last: int, taken: set[int]) -> int:
        """
        Another count of as many digits, greater than the last one and none of the page, as near as there is one to
        where a curve of this draft leads, which keeps the ends of each power of ten.
        """
        step = int(10 ** (len(str(value)) - len(str(value).rstrip("0")))) if value >= 100 else 1
        if step > 1 and value // step < _FEW_STEPS:  # so that there is another one near it
            step //= 10
        low = int(10 ** (len(str(value)) - 1))
        curved: float = low * (value / low) ** (math.log10(value / low) ** (bend - 1)) if value > low else low
        aim: int = round(curved * self._random.uniform(*_JITTER) / step) * step
        first, end = max((last // step + 1) * step, low), 10 * low
        for away in range(_FURTHEST_AWAY):
            for made in (aim + away * step, aim - away * step):
                if first <= made < end and made not in taken and (step == 1 or made // step % 10):
                    return made
        for made in range(first, end, step):
            if made not in taken and (step == 1 or made // step % 10):
                return made
        return first + (step if first == value else 0)

    def _other_total(self, pages: int, size: int, last: int, taken: Collection[int]) -> int | None:
        """Another number of rows that fills as many pages as there are now, greater than the last one if it can be."""
        free = [rows for rows in range((pages - 1) * size + 1, pages * size + 1) if rows not in taken]
        return self._random.choice([rows for rows in free if rows > last] or free or [None])

    def _sums(self, wanted: set[int]) -> dict[int, tuple[int, ...]]:
        """What some counts are the sums of: by the reading, or of numbers that stand together before or behind them."""
        sums = {total: parts for total, parts in self._known.totals if total in wanted}
        whole = [
            int(one.value) if one.kind in {Kind.COUNT, Kind.STAYS} and one.value == int(one.value) else None
            for one in self._printed
        ]
        for place, total in enumerate(whole):
            if total is None or total not in wanted or total in sums:
                continue
            behind, before = whole[place + 1 : place + _FURTHEST], whole[max(0, place - _FURTHEST) : place][::-1]
            for run in (behind, before):
                parts = _adding_up_to(total, run)
                if parts is not None:
                    sums[total] = parts
                    break
        return sums

    def share(self, place: int) -> Decimal | None:
        """A share of two counts that stand near it, of these counts as they are now."""
        one = self._printed[place]
        if one.text.isdecimal():  # whole per cents follow from too many numbers
            return None
        near = sorted(
            (abs(other - place), int(self._printed[other].value))
            for other in range(max(0, place - _FURTHEST), min(len(self._printed), place + _FURTHEST))
            if self._printed[other].kind in {Kind.COUNT, Kind.STAYS} and self._printed[other].text.isdecimal()
        )
        numbers = [number for _, number in near]
        for part in numbers:
            for rest in numbers:
                for whole in (part + rest, rest):
                    if 1 <= part <= whole and part >= 10 and _is_share(part, whole, one):
                        made = self.now(part)
                        of = made + self.now(rest) if whole != rest else self.now(rest)
                        return Decimal(100 * made) / of if made <= of else None
        return None

    def mean(self, place: int) -> Decimal | None:
        """The mean of five counts of stars before it."""
        stars = self._printed[max(0, place - _STARS) : place]
        if len(stars) < _STARS or any(not one.text.isdecimal() for one in stars):
            return None
        counts = [int(one.value) for one in stars]
        if not sum(counts) or abs(_mean_of(counts) - self._printed[place].value) > Decimal("0.006"):
            return None
        return _mean_of([self.now(count) for count in counts])


def _adding_up_to(total: int, run: Iterable[int | None]) -> tuple[int, ...] | None:
    """The first numbers of a run that add up to a total, if two or more of them are not nought, and one changes."""
    numbers: list[int] = []
    for number in run:
        if number is None:
            break
        numbers.append(number)
    for length, found in enumerate(accumulate(numbers), start=1):
        if found == total and sum(number > 0 for number in numbers[:length]) > 1 and max(numbers[:length]) >= 10:
            return tuple(numbers[:length])
        if found > total:
            break
    return None


def _is_share(part: int, whole: int, one: Printed) -> bool:
    step = Decimal(1).scaleb(-len(one.text.partition(".")[2]))
    return abs(Decimal(100 * part) / whole - one.value) < step


def _mean_of(stars: Sequence[int]) -> Decimal:
    return Decimal(sum(number * count for number, count in enumerate(stars, start=1))) / sum(stars)
