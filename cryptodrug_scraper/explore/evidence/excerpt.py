"""
A large page cut down to what some of its records are read from, so that it need not be read whole hundreds of times.

A stretch of the page is left out if two readings agree that it says nothing of these records: with the stretch altered
they are what they were, and so they are without it. Which records go with it is known from those that it altered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import UNSET

from cryptodrug_scraper.explore.evidence.alignment import BY_PLACE
from cryptodrug_scraper.explore.evidence.alteration import altered, digits_altered
from cryptodrug_scraper.explore.evidence.spans import Span, spans_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.page.records import Record

__all__ = ["Excerpt", "excerpt_of"]

_TAG = re.compile(rb"""<([a-zA-Z][a-zA-Z0-9]*)((?:\s+class\s*=\s*["']?[^"'<>]{0,60})?)""")
_LISTS = 4
"""Kinds of elements that the page is cut at."""
_FEWEST = 16
"""Elements of a kind that make a list."""
_SMALLEST = 4096
"""Bytes below which nothing is left out."""
_MOST_STEPS = 120


@dataclass(frozen=True, slots=True)
class Excerpt:
    """
    A part of a page on which some of its records are read as on the whole.

    Attributes:
        text: what is left of the page.
        wanted: the places of those records in it.
    """

    text: bytes
    wanted: range
    _pieces: tuple[tuple[int, int], ...]

    def on_the_page(self, span: Span) -> Span:
        """A span of the excerpt where it stands on the page."""
        begun = 0
        for start, end in self._pieces:
            if span.start < begun + end - start:
                move = start - begun
                return Span(span.start + move, span.end + move, span.tag, span.attribute)
            begun += end - start
        return span


def excerpt_of(
    text: bytes,
    page: ParsedPage,
    wanted: range,
    read: Callable[[bytes], ParsedPage],
    may_go_on: Callable[[], bool],
) -> Excerpt:
    """
    Leave out of a page, in halves first, what its wanted records are not read from.

    Args:
        text: the page as UTF-8.
        page: what is read of it.
        wanted: the places of some of its records, next to one another.
        read: reads a page.
        may_go_on: tells whether one more reading may be made.
    """
    cutting = _Cutting(text, page, wanted, read)
    steps = 0
    for starts in _lists(text):
        waiting = [part for half in _halves(0, len(starts) - 1) for part in _halves(*half)]
        while waiting and steps < _MOST_STEPS and may_go_on():
            steps += 1
            first, last = waiting.pop(0)
            start, end = starts[first], starts[last]
            if cutting.size_of(start, end) >= _SMALLEST and not cutting.leave_out(start, end) and last - first > 1:
                waiting += _halves(first, last)
    return cutting.done()


class _Cutting:
    """A page while stretches of it are left out."""

    def __init__(self, text: bytes, page: ParsedPage, wanted: range, read: Callable[[bytes], ParsedPage]) -> None:
        self._text = text
        self._read = read
        self._page = page
        self._wanted = wanted
        self._spans = [span for span in spans_of(text) if span.is_stated]
        self._out: list[tuple[int, int]] = []

    def leave_out(self, start: int, end: int) -> bool:
        """Leave a stretch out if the wanted records are the same without it; tell whether they are."""
        with_it = self._read(self._joined(start, end))
        count = len(self._page.records)
        if with_it.kind != self._page.kind or len(with_it.records) != count or not self._same(with_it, self._wanted):
            return False
        going = {
            place for place in range(count) if place not in self._wanted and not self._is_same(with_it, place, place)
        }
        out = sorted([*self._out, (start, end)])
        without = self._read(_without(self._text, out))
        first = self._wanted.start - sum(place < self._wanted.start for place in going)
        now = range(first, first + len(self._wanted))
        if (
            without.kind != self._page.kind
            or len(without.records) != count - len(going)
            or not self._same(without, now)
        ):
            return False
        self._page, self._wanted, self._out = without, now, out
        return True

    def size_of(self, start: int, end: int) -> int:
        """How much of a stretch is left."""
        return len(self._left(start, end))

    def done(self) -> Excerpt:
        """What is left."""
        pieces = tuple(_kept(len(self._text), self._out))
        return Excerpt(b"".join(self._text[start:end] for start, end in pieces), self._wanted, pieces)

    def _same(self, other: ParsedPage, places: range) -> bool:
        return all(self._is_same(other, mine, its) for mine, its in zip(self._wanted, places, strict=True))

    def _is_same(self, other: ParsedPage, mine: int, its: int) -> bool:
        if its >= len(other.records) or self._page.facts.get(mine) != other.facts.get(its):
            return False
        one, two = self._page.records[mine], other.records[its]
        return one == two or (type(one) is type(two) and _said(one) == _said(two))

    def _joined(self, start: int, end: int) -> bytes:
        """What is left of the page, with what a stretch of it says altered."""
        pieces: list[bytes] = []
        at = 0
        for span in self._spans:
            if start <= span.start and span.end <= end:
                how = altered if span.attribute is None else digits_altered  # a link without its words is none
                pieces += self._left(at, span.start), how(self._text[span.start : span.end])
                at = span.end
        return b"".join([*pieces, self._left(at, len(self._text))])

    def _left(self, start: int, end: int) -> bytes:
        out = [(max(start, first), min(end, last)) for first, last in self._out if first < end and last > start]
        return (
            b"".join(self._text[first:last] for first, last in _kept(end, out, start)) if out else self._text[start:end]
        )


def _said(record: Record) -> list[object]:
    values = ((name, getattr(record, name)) for name in record.__struct_fields__ if name not in BY_PLACE)
    return [(name, value) for name, value in values if value is not UNSET]


def _lists(text: bytes) -> list[list[int]]:
    """The places of elements that make a list, list by list: those that part the page best first, then the fewest."""
    places: dict[tuple[bytes, bytes], list[int]] = {}
    for tag in _TAG.finditer(text):
        places.setdefault((tag[1].lower(), tag[2]), []).append(tag.start())
    lists = [starts for starts in places.values() if len(starts) >= _FEWEST]
    lists.sort(key=lambda starts: (_largest_gap(starts, len(text)) * 16 // len(text), len(starts), starts[0]))
    return lists[:_LISTS]


def _largest_gap(starts: list[int], size: int) -> int:
    """Bytes of the longest stretch that cannot be cut at these places."""
    return max(last - first for first, last in pairwise((0, *starts, size)))


def _halves(first: int, last: int) -> list[tuple[int, int]]:
    middle = (first + last) // 2
    return [(start, end) for start, end in pairwise((first, middle, last)) if start < end]


def _without(text: bytes, out: Sequence[tuple[int, int]]) -> bytes:
    return b"".join(text[start:end] for start, end in _kept(len(text), out))


def _kept(size: int, out: Sequence[tuple[int, int]], start: int = 0) -> list[tuple[int, int]]:
    """What is left between stretches that are left out, none of which is empty; these may touch or overlap."""
    kept = []
    for first, last in out:
        if first > start:
            kept.append((start, first))
        start = max(start, last)
    return [*kept, (start, size)] if start < size else kept
