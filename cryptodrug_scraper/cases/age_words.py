"""Ages that a page prints, such as ``for 2 dage siden`` or ``vor einem Monat``, with the words around them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.printed_times import parse_age
from cryptodrug_scraper.page.time_words import BARE_AGE, LANGUAGES, ONE_WORDS, UNITS, printed_ages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["age_words", "ages_in", "is_unit_of_time", "units_of_time"]

_JOINING = frozenset({"and", "und", "et", "og", "en", "y", "e"})
_MOST_UNITS = 3
"""In one age."""
_WORD = re.compile(r"[^\W\d_]+")


def ages_in(text: str) -> Iterator[re.Match[str]]:
    """Find the ages in a text that readers know, each with the words that say that it is past."""
    place, pattern = 0, _age()
    while (match := pattern.search(text, place)) is not None:
        is_age = parse_age(match[0]) is not None
        if is_age:
            yield match
        place = match.end() if is_age else match.start() + 1


def is_unit_of_time(word: str) -> bool:
    """Tell whether a word after a number says an age in one of the languages that readers know."""
    return fold(word) in units_of_time()


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


@cache
def _age() -> re.Pattern[str]:
    """The pattern of an age: words before it, one or more numbers with their units, words behind it."""
    ahead: set[str] = set()
    behind: set[str] = set()
    for text in _printed():
        number = re.search(r"\d+\s*", text)
        if number is None:
            continue
        ahead.add(text[: number.start()].strip())
        behind.add(" ".join(text[number.end() :].split()[1:]))
    units = _any_of({word for text in _printed() for word in _WORD.findall(text)})
    one = rf"(?:\d{{1,4}}\s*|{_any_of(set(ONE_WORDS))}\s+)(?:{units}|[shdwy](?<=\d\w))\b\.?"
    more = rf"(?:(?:,?\s+|\s*)(?:{_any_of(_JOINING)}\s+)?{one}){{0,{_MOST_UNITS - 1}}}"
    return re.compile(
        rf"(?<![\w.,:/-])(?:{_any_of(ahead)}\s+)?{one}{more}(?:\s+{_any_of(behind)})?(?![^\W_])|{BARE_AGE.pattern}",
        re.IGNORECASE,
    )


def _any_of(phrases: Iterable[str]) -> str:
    ordered = sorted(filter(None, phrases), key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(each) for each in ordered)})"
