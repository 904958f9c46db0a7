"""Numbers of a page, each of its kind, changed so that what follows from one another still does."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.printed_amounts import Amounts
from cryptodrug_scraper.cases.printed_counts import Counts
from cryptodrug_scraper.cases.printed_numbers import Kind, last_place, printed_like

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from cryptodrug_scraper.cases.known_figures import Known
    from cryptodrug_scraper.cases.printed_numbers import Printed

__all__ = ["Figures"]

_NEAR = 3
"""Numbers between the rows of a list and those of a full page of it."""
_LEAST_RUN = 3
"""Numbers that follow one another, as those of a pager and of a choice."""


class Figures:
    """
    The numbers of one page, in the order in which they stand, and what stands in their place.

    Equal numbers of a kind become equal ones, greater ones greater ones. None that is changed becomes one that was
    there, where there is room. These follow from others, and do so afterwards: sums of numbers before or behind them,
    shares of two counts, means of five counts of stars, amounts in a coin beside the same in another currency, and
    both from the rates of the page.

    Args:
        printed: the numbers.
        known: what is known of them.
        random: of this draft.
    """

    def __init__(self, printed: Sequence[Printed], known: Known, random: Random) -> None:
        self._printed, self._random = printed, random
        self._steady = self._in_runs()
        self._steady |= self._around_pages(known)
        last = {extent.pages for extent in known.extents} & {int(printed[place].value) for place in self._steady}
        self._steady |= (
            {place for place, one in enumerate(printed) if one.kind is Kind.COUNT and one.value in last}
            | self._sizes_of_pages(known)
            | {place for place, one in enumerate(printed) if one.kind is Kind.COUNT and one.value in known.statuses}
        )
        self._steady_numbers = {int(printed[place].value) for place in self._steady}
        self._counts = Counts(printed, self._steady, known, random)
        self._amounts = Amounts(printed, known, random)
        self._scores = self._made_of(Kind.SCORE, self._other_score)
        self._shares = self._made_of(Kind.SHARE, self._other_share)

    def printed(self, place: int) -> str:
        """What stands in the place of a number; of a name, nothing: the caller has these."""
        one = self._printed[place]
        if one.kind is Kind.STAYS or place in self._steady:
            return one.text
        if one.kind is Kind.COUNT:
            return printed_like(Decimal(self._counts.now(int(one.value))), one.text, is_count=True)
        if one.kind is Kind.SHARE:
            return printed_like(self._counts.share(place) or self._shares[one.value], one.text)
        rate = self._amounts.rate(one)
        if rate is not None:
            return printed_like(rate, one.text)
        if one.kind is Kind.SCORE:
            return printed_like(self._counts.mean(place) or self._scores[one.value], one.text)
        if one.kind is Kind.MONEY:
            return printed_like(self._amounts.now(place), one.text)
        return one.text

    def pages_now(self, pages: int) -> int:
        """The number of a page of a list in the place of another one."""
        return pages if pages in self._steady_numbers else self._counts.now(pages)

    def _in_runs(self) -> set[int]:
        """Places of whole numbers that count up or down by one: pagers and choices."""
        steady: set[int] = set()
        places = [
            place for place, one in enumerate(self._printed) if one.text.isdecimal() and one.kind is not Kind.NAME
        ]
        values = [int(self._printed[place].value) for place in places]
        start = 0
        for end in range(1, len(values) + 1):
            if end < len(values) and values[end] == values[end - 1] + 1:
                continue
            if end - start >= _LEAST_RUN:
                steady.update(places[start:end])
            start = end
        return steady

    def _around_pages(self, known: Known) -> set[int]:
        """Places of the number of the page itself, and of those that count up to it or on from it."""
        steady: set[int] = set()
        for place, one in enumerate(self._printed):
            if one.kind is not Kind.COUNT or one.value not in known.pages:
                continue
            steady.add(place)
            for step in (-1, 1):
                at = place + step
                while 0 <= at < len(self._printed) and self._printed[at].value == one.value + at - place:
                    steady.add(at)
                    at += step
        return steady

    def _sizes_of_pages(self, known: Known) -> set[int]:
        """Places of the rows of a full page that stand near those of the whole list."""
        sizes = {extent.total: extent.size for extent in known.extents}
        return {
            near
            for place, one in enumerate(self._printed)
            if one.kind is Kind.COUNT and int(one.value) in sizes
            for near in range(max(0, place - _NEAR), min(len(self._printed), place + _NEAR + 1))
            if self._printed[near].kind is Kind.COUNT and self._printed[near].value == sizes[int(one.value)]
        }

    def _made_of(
        self, kind: Kind, other: Callable[[Decimal, Decimal | None, set[Decimal]], Decimal]
    ) -> dict[Decimal, Decimal]:
        made: dict[Decimal, Decimal] = {}
        values = sorted({one.value for one in self._printed if one.kind is kind})
        taken, last = set(values), None
        for value in values:
            made[value] = last = other(value, last, taken)
            taken.add(last)
        return made

    def _other_score(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        return self._between(value, last, taken, Decimal(int(value)), Decimal(int(value) + 1))

    def _other_share(self, value: Decimal, last: Decimal | None, taken: set[Decimal]) -> Decimal:
        return self._between(value, last, taken, max(Decimal(0), value - 12), min(Decimal(100), value + 12))

    def _between(
        self, value: Decimal, last: Decimal | None, taken: set[Decimal], low: Decimal, high: Decimal
    ) -> Decimal:
        """Another number with as many decimals between two others, greater than the last one if that can be."""
        step = Decimal(1).scaleb(last_place(value))
        free = [
            made
            for made in (low + step * number for number in range(1, min(4000, int((high - low) / step))))
            if made not in taken and (last is None or made > last) and last_place(made) == last_place(value)
        ]
        near = [made for made in free if abs(made - value) <= 40 * step] or free
        if not near:
            return value + step if value + step < high else value - step
        return self._random.choice(near[: max(1, len(near) // 2)])
