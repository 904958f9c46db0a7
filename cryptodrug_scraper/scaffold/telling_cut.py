"""Tests of kinds that also hold on a page which ends too early: it is taken for its own kind, or for none."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.parsed import WALLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from cryptodrug_scraper.scaffold.kind_test import Test

    Places = Mapping[str, int]
    """Where on a page each selector first finds something: after how many elements."""

__all__ = ["held_when_cut"]

_NEVER = 1 << 60
_ROUNDS = 3
_MOST_PAIRED = 24
"""Selectors of which pairs are tried."""


def held_when_cut(
    tests: Sequence[Test],
    pages: Sequence[tuple[str, Places]],
    shared: Callable[[str], Sequence[str]],
) -> list[Test]:
    """
    Return the tests with others in the place of those by which a page that is cut would be taken for another kind.

    A later test must not come true sooner on a page than that of its own kind. Where one does, either kind is told by
    what its pages have sooner, or by what only they have. Whole pages are taken for what they were.

    Args:
        tests: in the order in which they are tried.
        pages: the kind of each page, and where it has what.
        shared: gives what all pages of a kind have, best first.
    """
    made = list(tests)
    for _ in range(_ROUNDS):
        before = _faults(made, pages)
        if not before:
            break
        for place in sorted({place for pair in before for place in pair}):
            made[place] = _better(made, place, pages, shared(made[place].kind))
        if _faults(made, pages) == before:
            break
    return made


def _better(tests: list[Test], place: int, pages: Sequence[tuple[str, Places]], shared: Sequence[str]) -> Test:
    """
    A test in the place of one that leaves the fewest pages taken for another kind, and of several that do the one that
    comes true soonest; the same if none is better.
    """
    own = tests[place]
    known = [_told(tests, each) for _, each in pages]
    best, least, soonest = own, len(_faults(tests, pages)), 0
    for lacks in dict.fromkeys(((), own.lacks)):
        more = ((*own.has, one) for one in shared)
        for has in chain(((one,) for one in shared), more, combinations(shared[:_MOST_PAIRED], 2)):
            other = replace(own, has=has, lacks=lacks)
            start = sum(_span(other, each)[0] for kind, each in pages if kind == own.kind)
            if not least and start >= soonest:
                continue
            tried = [*tests[:place], other, *tests[place + 1 :]]
            count = len(_faults(tried, pages, least + 1))
            is_better = count < least or (count == least and start < soonest)
            if is_better and all(_told(tried, each) == told for (_, each), told in zip(pages, known, strict=True)):
                best, least, soonest = other, count, start
    return best


def _told(tests: Sequence[Test], page: Places) -> str | None:
    """What a whole page is taken for."""
    return next((test.kind for test in tests if _span(test, page)[1] == _NEVER), None)


def _faults(tests: Sequence[Test], pages: Iterable[tuple[str, Places]], most: int = _NEVER) -> list[tuple[int, int]]:
    """
    For each page that is taken for another kind when it is cut, the places of its own test and of the other one; no
    more than so many.
    """
    found: list[tuple[int, int]] = []
    for kind, page in pages:
        spans = [_span(test, page) for test in tests]
        own = next((place for place, test in enumerate(tests) if test.kind == kind and spans[place][1] == _NEVER), None)
        if own is None:
            continue
        starts = {start for start, end in spans if start < end}
        for at in sorted(starts):
            first = next(place for place, (start, end) in enumerate(spans) if start <= at < end)
            taken = tests[first].kind
            if taken != kind and not {taken, kind} <= WALLS:
                found.append((own, first))
                break
        if len(found) >= most:
            break
    return found


def _span(test: Test, page: Places) -> tuple[int, int]:
    """From where to where a page that is cut passes a test; ``_NEVER`` is the end of one that it passes as a whole."""
    if not test.has or any(selector not in page for selector in test.has):
        return 0, 0
    return max(page[each] for each in test.has), min(
        (page[each] for each in test.lacks if each in page), default=_NEVER
    )
