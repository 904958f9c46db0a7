"""Ages that a page prints, such as ``for 2 dage siden`` or ``vor einem Monat``, with the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.printed_times import parse_age
from cryptodrug_scraper.page.time_words import AT_MOST, BARE_AGE, LANGUAGES, ONE_WORDS, UNITS, printed_ages, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["age_words", "ages_in", "is_unit_of_time", "units_of_time"]

_JOINING = frozenset({"and", "und", "et", "og", "en", "y", "e"})
_MOST_UNITS = 3
"""In one age."""
_WORD = re.compile(r"[^\W\d_]+")
_INITIALS = frozenset("shdwy")
"""Units of one letter, which count where the number is glued to them."""
_STRETCH = re.compile(r".+", re.DOTALL)


def ages_in(text: str) -> Iterator[re.Match[str]]:
    """Find the ages in a text that readers know, each with the words that say that it is past."""
    place, beside = 0, [*map(fold, _WORD.findall(text))]
    while (first := _first().search(text, place)) is not None:
        end = first.end() if first["unit"] is None else _end_of(first, beside)
        match = None if end is None else _STRETCH.fullmatch(text, first.start(), end)
        said = [] if match is None else [match[0], *([] if first["unit"] is None else [text])]
        if match is not None and any(parse_age(each) is not None for each in said):  # its language may be told apart
            yield match
            place = match.end()
        else:
            place = first.start() + 1


def _end_of(first: re.Match[str], beside: Sequence[str]) -> int | None:
    """Where the age ends that begins with a number and a word; None if the word is no unit beside the others."""
    text, end, units = first.string, None, 0
    found: re.Match[str] | None = first
    while found is not None and units < _MOST_UNITS and _is_unit(found, beside):
        end, units = found.end(), units + 1
        found = _next().match(text, end)
    if end is None:
        return None
    behind = _behind().match(text, end)
    return end if behind is None else behind.end()


def _is_unit(found: re.Match[str], beside: Sequence[str]) -> bool:
    word = found["unit"]
    if len(word) == 1:
        return word.lower() in _INITIALS and found.string[found.start("unit") - 1].isdecimal()
    return unit_of(word, beside) is not None


def is_unit_of_time(word: str) -> bool:
    """Tell whether a word after a number says an age in one of the languages that readers know."""
    return fold(word) in units_of_time() or (len(word) > 1 and unit_of(word) is not None)


@cache
def age_words() -> frozenset[str]:
    """Every word of the ages that are printed in one of these languages, folded."""
    said = (word for text in _printed() for word in _WORD.findall(text))
    return frozenset(map(fold, said))


@cache
def units_of_time() -> frozenset[str]:
    """Words that say an age behind a number, folded."""
    return frozenset(word for word in age_words() if len(word) > 1 and parse_age(f"2 {word}") is not None)


@cache
def _printed() -> frozenset[str]:
    return frozenset(text for language in LANGUAGES for unit in UNITS for text in printed_ages(unit, language))


_ONE = rf"(?:\d{{1,4}}(?:(?<=\d\d)\s+de\s+|\s*)|(?:{'|'.join(sorted(ONE_WORDS, key=len, reverse=True))})\s+)"
_UNIT = r"(?P<unit>[^\W\d_]+)(?![^\W_])\.?"


@cache
def _first() -> re.Pattern[str]:
    """The pattern of words before an age, its number and what may be its unit."""
    ahead = {text[: number.start()].strip() for text in _printed() if (number := re.search(r"\d", text)) is not None}
    ahead |= {phrase.split()[0] for phrase in ahead if phrase}
    return re.compile(
        rf"(?<![\w.,:/-])(?:{_any_of(ahead)}\s+|{AT_MOST.pattern})?{_ONE}{_UNIT}|{BARE_AGE.pattern}", re.IGNORECASE
    )


@cache
def _next() -> re.Pattern[str]:
    """The pattern of a further number with what may be its unit."""
    return re.compile(rf"(?:,?\s+|\s*)(?:{_any_of(_JOINING)}\s+)?{_ONE}{_UNIT}", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    """The pattern of words behind an age."""
    numbers = ((text, re.search(r"\d+\s*", text)) for text in _printed())
    behind = {" ".join(text[number.end() :].split()[1:]) for text, number in numbers if number is not None}
    return re.compile(rf"\s+{_any_of(behind)}(?![^\W_])", re.IGNORECASE)


def _any_of(phrases: Iterable[str]) -> str:
    ordered = sorted(filter(None, phrases), key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(each) for each in ordered)})"
