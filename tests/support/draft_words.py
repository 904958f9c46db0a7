"""Which words of a page may stay in its draft, and which rows of them say more than the market does itself."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.age_words import age_words
from cryptodrug_scraper.cases.calendar_words import month_named, weekday_named
from cryptodrug_scraper.cases.kept_words import GLUE
from cryptodrug_scraper.cases.read_words import read_in
from cryptodrug_scraper.cases.vocabulary import Sort, lone_words, phrase_at, vocabulary
from cryptodrug_scraper.page.bound_words import TO
from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.places.names import fold, place_names
from cryptodrug_scraper.page.rows_within import DAY_PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.cases.known_words import SiteWords

__all__ = ["WORD", "behind_range", "currencies", "is_kept", "is_of_days", "is_of_two", "may_stay", "rows_kept"]

WORD = re.compile(r"[^\W_]+")
_RANGE = re.compile(rf"\A\s*(?:{TO}|/)\s*\d+(?:[.,]\d+)?(?:\s+(?:business|working))?(?=\s*[^\W\d_])", re.IGNORECASE)
"""From the first number of a range to the word behind it."""
MOST_IN_ROW = 2
"""Phrases of the closed vocabulary that may follow one another."""


def _plain(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each))


@cache
def may_stay(word: str, known: SiteWords) -> bool:
    plain = _plain(word)
    if (
        word in known
        or plain in known
        or plain in age_words()
        or plain in _lone_phrases()
        or phrase_at([fold(word)], 0) is not None
        or word.upper() in currencies()
        or month_named(word)
        or weekday_named(word)
    ):
        return True
    return parse_place(word).kind != "unknown" or plain in _words_of_places() or plain in GLUE


def is_in_phrase(word: str, text: str) -> bool:
    """Whether a word is kept as one of a phrase of the closed vocabulary."""
    said = f" {' '.join(map(fold, WORD.findall(text)))} "
    return any(fold(word) in phrase and f" {' '.join(phrase)} " in said for phrase in vocabulary() if len(phrase) > 1)


def behind_range(text: str) -> str:
    """What stands behind the second number of a range whose first one stands before a text; else the text."""
    return _RANGE.sub("", text)


def is_kept(word: str, texts: Sequence[tuple[tuple[str, str], str]], place: int, rest: str, known: SiteWords) -> bool:
    """Whether a word of a text of the page may stay: alone, in a phrase, or with what stands beside it."""
    return may_stay(word, known) or is_in_phrase(word, rest) or _is_read(word, texts, place)


def _is_read(word: str, texts: Sequence[tuple[tuple[str, str], str]], place: int) -> bool:
    """Whether a word is kept because readers read it in its text, with the number beside it."""
    text = texts[place][1]
    before = next((said for (_, name), said in reversed(texts[:place]) if name == "text"), "")
    after = next((said for (_, name), said in texts[place + 1 :] if name == "text"), "")
    spans = read_in(text, before, after)
    said = (match for match in WORD.finditer(text) if match[0].lower() == word)
    return any(span.start <= match.start() and match.end() <= span.end for match in said for span in spans)


def is_of_days(number: re.Match[str], text: str) -> bool:
    """Whether a number says how long a delivery takes."""
    found = (match for phrase in DAY_PHRASES for match in phrase.finditer(text))
    return any(match.start() <= number.start() and number.end() <= match.end() for match in found)


def rows_kept(text: str, other: str, known: SiteWords) -> Iterator[str]:
    """
    Rows of words of a text that its draft has at the same places, and that say more than the market does itself.

    Args:
        text: of the page.
        other: what stands in its place.
        known: words of the market's parser.
    """
    words, others = (re.findall(r"[^\W_]+|[^\w\s]", each) for each in (text, other))
    if len(words) != len(others):
        return
    row: list[str] = []
    for word, made in (*zip(words, others, strict=True), ("", None)):
        if word == made and (len(word) > 1 or not word.isalnum()) and not word.isdecimal():
            row.append(word)
            continue
        said = [word for word in row if word.isalnum()]
        if _phrases_in(said, known) > MOST_IN_ROW and not _is_label(said, known):
            yield " ".join(row)
        row = []


def _is_label(words: list[str], known: SiteWords) -> bool:
    """Whether a row is what the market prints around the name of a place or a market."""
    names = {word for name in known.names for word in name}
    own = [word.lower() for word in words if word.lower() not in names and parse_place(word).kind == "unknown"]
    return known.says(own)


def _phrases_in(words: list[str], known: SiteWords) -> int:
    """
    How many phrases follow one another in a row of words, but for places, currencies, units and ages; behind a number
    only goods count with those before it.
    """
    folded = [fold(word) for word in words]
    most = count = goods = at = 0
    while at < len(words):
        length = next(
            (
                end
                for end in range(min(len(words) - at, 12), 0, -1)
                if (end == 1 or known.says([word.lower() for word in words[at : at + end]]))
                or tuple(folded[at : at + end]) in vocabulary()
                or tuple(word.lower() for word in words[at : at + end]) in known.names
                or " ".join(folded[at : at + end]) in place_names().phrases
                or " ".join(words[at : at + end]).casefold() in place_names().exact
            ),
            1,
        )
        phrase = tuple(folded[at : at + length])
        is_place = length > 1 and " ".join(phrase) in place_names().phrases
        is_place = is_place or tuple(word.lower() for word in words[at : at + length]) in known.names
        if words[at][0].isdecimal():
            count = goods
        elif not is_place and not (length == 1 and _is_uncounted(words[at], folded[at])):
            count += 1
            goods += vocabulary().get(phrase) is Sort.GOODS
        most, at = max(most, count), at + length
    return most


@cache
def _is_uncounted(word: str, folded: str) -> bool:
    names = place_names()
    if folded in GLUE | age_words() | names.before | names.after | names.outside | names.only | _words_of_places():
        return True
    is_time = month_named(word, has_year=True) or weekday_named(word)
    sort = vocabulary().get((folded,))
    return (
        bool(is_time)
        or word.upper() in currencies()
        or sort in {Sort.MEASURE, Sort.FIXED}
        or parse_place(word).kind != "unknown"
    )


@cache
def _lone_phrases() -> set[str]:
    lone = {phrase[0] for phrase in vocabulary() if len(phrase) == 1} | lone_words()
    return lone | {word.rstrip("0123456789") for word in lone}


@cache
def is_of_two(word: str, known: SiteWords) -> bool:
    """Whether it is two of the parser's words in one, as the name of a picture or in a form."""
    return any(word[:at] in known and word[at:] in known for at in range(3, len(word) - 2))


@cache
def currencies() -> set[str]:
    return {each.upper() for each in CURRENCIES}


@cache
def _words_of_places() -> set[str]:
    return {_plain(part) for name in place_names().exact for part in re.split(r"\W+", name)}
