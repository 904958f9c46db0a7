"""
Words of a text that readers of every market read by their form or by the number beside them, as in ``3-5 días`` and
``no more than 20``.

What finds them stands beside the readers themselves (`ROW_PHRASES` and the like). Words that are read wherever they
stand are in `vocabulary`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.cases.age_words import units_of_time
from cryptodrug_scraper.cases.vocabulary import Sort
from cryptodrug_scraper.page import quantity_words
from cryptodrug_scraper.page.counters_within import COUNTER_PHRASES
from cryptodrug_scraper.page.extent_within import EXTENT_PHRASES
from cryptodrug_scraper.page.limits_within import LIMIT_PHRASES
from cryptodrug_scraper.page.list_words import COUNTED_WORDS
from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.rated_within import RATING_PHRASES
from cryptodrug_scraper.page.rows_within import DAY_PHRASES, ROW_PHRASES
from cryptodrug_scraper.page.window_words import period_of
from cryptodrug_scraper.page.within import STATE_PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Span", "read_in", "spans_of"]

_PHRASES = (
    *((phrase, Sort.MEASURE) for phrase in DAY_PHRASES),
    *((phrase, Sort.TERM) for phrase in (*ROW_PHRASES, *EXTENT_PHRASES)),
    *((phrase, Sort.TERM) for phrase in (*COUNTER_PHRASES, *LIMIT_PHRASES, *RATING_PHRASES, *STATE_PHRASES)),
)
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"[^\W\d_]")
_ENDING = re.compile(r"[^\W\d_]{1,3}(?!\w)")
"""What a word has behind what readers know of it."""
_TO_NUMBER = " \xa0\t\n.:()+-€$£"
"""What may stand between a word and the number that it belongs to."""
_NEAR = 4
"""Characters between which and a word its number stands."""


class Span(NamedTuple):
    """Where words that are read stand in a text, and as what they are kept."""

    start: int
    end: int
    sort: Sort


@lru_cache(maxsize=8192)
def read_in(text: str, before: str = "", after: str = "") -> tuple[Span, ...]:
    """
    Return what is read in a text, in the order in which it stands.

    Args:
        text: the text.
        before: what the page shows before it, as where a number stands in an element of its own.
        after: what it shows behind it.
    """
    if _LETTER.search(text) is None:
        return ()
    if period_of(text.strip()) is not None:
        return (Span(0, len(text), Sort.TERM),)
    whole, ahead = f"{before} {text} {after}", len(before) + 1
    found = [
        Span(match.start() - ahead, _end_of_word(whole, match.end()) - ahead, sort)
        for phrase, sort in _PHRASES
        for match in phrase.finditer(whole)
        if _LETTER.search(match[0]) is not None and _is_whole(whole, match.start())
    ]
    for word in _WORD.finditer(text):
        said, start, end = fold(word[0]), ahead + word.start(), ahead + word.end()
        is_counted = said in _behind() and _is_number(whole[max(0, start - _NEAR) : start], -1)
        if is_counted or (said in _ahead() and _is_number(whole[end : end + _NEAR], 0)):
            found.append(Span(*word.span(), Sort.MEASURE))
    return tuple(_apart(span for span in found if span.end > 0 and span.start < len(text)))


def spans_of(words: Sequence[re.Match[str]], spans: Sequence[Span], shift: int = 0) -> list[Span | None]:
    """
    Return with what each word of a part of a text is read; None for one that is not.

    Args:
        words: in their order.
        spans: of the whole text.
        shift: where the part begins in it.
    """
    found: list[Span | None] = []
    at = 0
    for word in words:
        start, end = word.start() + shift, word.end() + shift
        while at < len(spans) and spans[at].end < end:
            at += 1
        found.append(spans[at] if at < len(spans) and spans[at].start <= start else None)
    return found


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that do not overlap, in their order; of those that do, as what is kept for least."""
    last: Span | None = None
    for span in sorted(spans):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end), min(last.sort, span.sort))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _is_whole(text: str, start: int) -> bool:
    """Whether what begins at a place does not begin within a word."""
    return start == 0 or not (text[start].isalnum() and text[start - 1].isalpha())


def _end_of_word(text: str, end: int) -> int:
    """Where the word ends whose beginning readers know, if it has a short ending; else where that beginning does."""
    ending = _ENDING.match(text, end)
    return end if ending is None or not text[end - 1].isalpha() else ending.end()


def _is_number(text: str, at: int) -> bool:
    """Whether what stands just before or behind a word is a number."""
    said = text.strip(_TO_NUMBER)
    return said[at : at + 1 or None].isdecimal()


@cache
def _behind() -> frozenset[str]:
    """Words that say behind a number what it counts, folded, where that is nothing that is sold."""
    words = (*quantity_words.NOISE_UNITS, *quantity_words.RATES, *COUNTED_WORDS, "each", "single", "ball")
    return units_of_time() | frozenset(map(fold, words))


@cache
def _ahead() -> frozenset[str]:
    """Words that say before a number that it counts nothing, or is a bound, folded."""
    words = quantity_words.BEFORE_NAMES | quantity_words.LIMITS | quantity_words.COMPARED
    return units_of_time() | frozenset(fold(word) for word in words if _LETTER.match(word))
