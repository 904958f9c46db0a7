"""Stretches of a page's bytes: the words of a text, and words put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Stretch", "closed", "joined", "runs_of", "told_by", "words_in"]

Stretch: TypeAlias = tuple[int, int]
"""Where something begins and ends, in bytes of the page as UTF-8."""

_WORD = re.compile(r"[^\W_]+(?:[.,'][^\W_]+)*|[$€£฿∞%]|&[#\w]+;")
"""A word or a number, or a sign that says something by itself."""
_DIGIT = re.compile(rb"\d")
_BETWEEN = re.compile(rb"\s*[-,/]?\s*|\s[a-z]{1,2}\s")
"""What stands between two parts of a value that are marked as one, as in ``10 - 49`` or ``1 to 2``."""
_MOST_RUNS = 3
"""Parts of one text: of more, all between the first and the last is marked."""


def closed(text: bytes, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches as one that only a sign or a short word parts, as in "10 - 49"."""
    found: list[Stretch] = []
    for start, end in stretches:
        if found and _BETWEEN.fullmatch(text, found[-1][1], start):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def told_by(text: bytes, words: Sequence[Stretch], changing: Sequence[Stretch]) -> list[Stretch]:
    """The parts of a text that tell a value: of a text with numbers those with one, as "Server time" is a label."""
    runs = runs_of(words, changing)
    runs = [run for run in runs if _DIGIT.search(text, *run)] or runs
    return runs if len(runs) <= _MOST_RUNS else [(runs[0][0], runs[-1][1])]


def words_in(text: bytes, start: int, end: int) -> list[Stretch]:
    """The words of a stretch of the page."""
    said = text[start:end].decode()
    places = []
    at, last = start, 0
    for found in _WORD.finditer(said):
        at += len(said[last : found.start()].encode())
        last = found.end()
        places.append((at, at := at + len(found[0].encode())))
    return places


def runs_of(words: Sequence[Stretch], chosen: Sequence[Stretch]) -> list[Stretch]:
    """Chosen words as stretches: those that follow one another are one."""
    runs: list[Stretch] = []
    place_of = {word: place for place, word in enumerate(words)}
    last = -2
    for word in chosen:
        place = place_of[word]
        if place == last + 1:
            runs[-1] = runs[-1][0], word[1]
        else:
            runs.append(word)
        last = place
    return runs


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches in order, those that touch or overlap as one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
