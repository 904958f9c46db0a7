"""
Read ages, days and times of day as sites of any of the languages below print them.

The words are those of the Unicode CLDR, as Babel has them. Nothing here reads a clock or a locale of the machine.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from babel.dates import format_timedelta, get_month_names

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.page.moments import age_of, ago
from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.records import Interval

if TYPE_CHECKING:
    from datetime import date

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.records import Age

__all__ = [
    "BARE_AGE",
    "DAY_WORDS",
    "LANGUAGES",
    "ONE_WORDS",
    "UNITS",
    "Printed",
    "Unit",
    "parse_age",
    "parse_moment",
    "parse_printed",
    "parse_printed_day",
    "printed_ages",
    "time_said",
    "unit_named",
]

_PARTS = re.compile(r"[,;|•()\[\]]|\s·\s")
"""What stands between a time and other words on its line."""
LANGUAGES = ("cs", "da", "de", "en", "es", "fi", "fr", "it", "nb", "nl", "pl", "pt", "ru", "sv", "uk")
"""Languages whose words of time are known."""
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
UNITS: dict[Unit, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.44),
    "year": timedelta(days=365.25),
}
"""How long a unit is; of a month and a year, on average."""
_VAGUE: dict[Unit, timedelta] = {"month": timedelta(days=1), "year": timedelta(days=1)}
"""Units without a fixed length: their intervals are a day wider at both ends (methods E3)."""
_MORE_WORDS: dict[tuple[str, Unit], tuple[str, ...]] = {("nb", "day"): ("dag", "dager")}
"""Words of units beside those of the tables of languages, which have ``døgn`` for a Norwegian day."""
_INITIALS: dict[str, Unit] = {"s": "second", "h": "hour", "d": "day", "w": "week", "y": "year"}
"""Units of one letter; ``m`` may be minutes or months, and is none."""
ONE_WORDS = frozenset(
    [
        "a",
        "an",
        "en",
        "et",
        "ein",
        "eine",
        "einem",
        "einer",
        "einen",
        "een",
        "un",
        "une",
        "una",
        "uno",
        "um",
        "uma",
        "jeden",
        "jedna",
    ]
)
"""Words that say one before a unit, in these languages."""
_AGE = re.compile(
    rf"(?<![\w.,:/-])(?:(\d{{1,4}})\s*|(?:{'|'.join(sorted(ONE_WORDS, key=len, reverse=True))})\s+)([^\W\d_]+)",
    re.IGNORECASE,
)
BARE_AGE = re.compile(
    r"(?<!\w)(?<!\d\s)([^\W\d_]+)\s+(?:temu|sitten|назад|тому)(?!\w)|(?<!\w)před\s+([^\W\d_]+)", re.IGNORECASE
)
"""One unit ago, in Polish, Finnish, Czech, Russian and Ukrainian, which have no word for one there."""
DAY_WORDS = {
    **dict.fromkeys(
        ("today", "heute", "vandaag", "aujourd", "hoy", "oggi", "hoje", "idag", "dzisiaj", "dzis", "dnes", "tanaan"), 1
    ),
    **dict.fromkeys(
        ("yesterday", "gestern", "gisteren", "hier", "ayer", "ieri", "ontem", "igar", "wczoraj", "vcera", "eilen"), 2
    ),
    "i dag": 1,
    "i gar": 2,
    **dict.fromkeys(
        ("vorgestern", "eergisteren", "avant hier", "anteayer", "altro ieri", "anteontem", "i forgars", "i forrgar"), 3
    ),
    **dict.fromkeys(("przedwczoraj", "predevcirem", "toissapaivana"), 3),
    **dict.fromkeys(("сегодня", "сьогодні"), 1),
    **dict.fromkeys(("вчера", "вчора"), 2),
    **dict.fromkeys(("позавчера", "позавчора"), 3),
}
"""Days within which something happened, by the folded word, or two, with which a text says so at its begin."""
_NUMERIC = re.compile(r"(?<![\d.,:/-])(\d{1,2})([./-])\s?(\d{1,2})(?:\2|-)\s?(\d{4}|\d{2})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})"
)
_MONTH_DAY = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?![\d:.])\s*([ap])?\.?m?\b", re.IGNORECASE)
_NOON = 12
_NEVER = 1_000_000
"""How many of a unit are told as more of the next one."""
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class Printed:
    """A day as printed, with the time of day where there is one: its begin in UTC, and how finely it is printed."""

    start: datetime
    step: timedelta

    @property
    def interval(self) -> Interval:
        """When it can have been."""
        return Interval(start=self.start, end=self.start + self.step)


def parse_age(text: str) -> Age | None:
    """
    Return the age that a text states, such as ``3 days ago``, ``vor einem Monat`` or ``5d``; None for any other text.

    Several units add up: ``2 days 3 hours``. The age is between the number printed and one smallest unit more.
    """
    bounds = _bounds(text)
    return age_of(bounds)


def parse_moment(text: str, captured: CaptureTime | None, *, month_first: bool = False) -> Interval | None:
    """
    Return when something happened whose age or day is printed; None if the text states neither, or an age where the
    time of capture is not known.

    Args:
        text: the text.
        captured: when the page was captured, from which an age counts.
        month_first: whether ``02/03/2019`` is the third of February.
    """
    printed = parse_printed(text, month_first=month_first)
    if printed is not None:
        return printed.interval
    bounds = _bounds(text)
    if bounds is None or captured is None:
        return None
    try:
        return ago(captured, *bounds)
    except OverflowError:  # an age that begins before the calendar
        return None


def parse_printed_day(text: str, *, month_first: bool = False) -> date | None:
    """Return the day that a text prints, with or without a time of day; None if it prints none."""
    printed = parse_printed(text, month_first=month_first)
    return None if printed is None else printed.start.date()


def time_said(text: str) -> str:
    """
    Return the one part of a text, between commas, brackets or bars, that states an age or a day, as in ``by k**a
    (level 3), 2 days ago``; the whole text where none does, or several do.
    """
    parts = [part for part in map(str.strip, _PARTS.split(text)) if part]
    found = [part for part in parts if parse_age(part) is not None or parse_printed(part) is not None]
    return found[0] if len(found) == 1 else text


@lru_cache(maxsize=4096)
def parse_printed(text: str, *, month_first: bool = False) -> Printed | None:
    """
    Return the day that a text prints, with its time of day: ``03.02.2019 14:05``, ``3. februar 2019``, ``Feb 3, 2019``.

    Times are taken as UTC. Numbers are day first unless told otherwise, and where only the other way is a day.
    """
    found = _day_in(text, month_first=month_first)
    if found is None:
        return None
    known, rest = found
    clock = _CLOCK.search(rest)
    if clock is None:
        return Printed(datetime(known.year, known.month, known.day, tzinfo=UTC), timedelta(days=1))
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % _NOON + _NOON * (clock[4].lower() == "p")
    start = instant([known.year, known.month, known.day, hour, minute, second])
    step = timedelta(minutes=1) if clock[3] is None else timedelta(seconds=1)
    return None if start is None else Printed(start, step)


def _day_in(text: str, *, month_first: bool) -> tuple[date, str] | None:
    """The first day in a text, and what stands around it."""
    if (match := _ISO.search(text)) is not None:
        return _around(text, match, day(match[1], match[2], match[3]))
    if (match := _NUMERIC.search(text)) is not None:
        year = int(match[4]) + (_CENTURY if len(match[4]) == 2 else 0)  # digits of a short year
        one, other = int(match[1]), int(match[3])
        if month_first:
            one, other = other, one
        return _around(text, match, day(year, other, one) or day(year, one, other))
    if (match := _DAY_MONTH.search(text)) is not None and (month := _months().get(fold(match[2]))):
        return _around(text, match, day(match[3], month, match[1]))
    if (match := _MONTH_DAY.search(text)) is not None and (month := _months().get(fold(match[1]))):
        return _around(text, match, day(match[3], month, match[2]))
    return None


def _around(text: str, match: re.Match[str], known: date | None) -> tuple[date, str] | None:
    return None if known is None else (known, f"{text[: match.start()]} {text[match.end() :]}")


@lru_cache(maxsize=4096)
def _bounds(text: str) -> tuple[timedelta, timedelta] | None:
    """The least and the greatest age that a text states."""
    total, smallest, slack = timedelta(0), None, timedelta(0)
    for number, word in _AGE.findall(text):
        unit = _unit_of(word, is_glued=f"{number}{word}" in text)
        if unit is None:
            continue
        length = UNITS[unit]
        if smallest is not None and length >= smallest:
            return None  # units go from great to small, or these are two ages
        smallest = length
        total += length * int(number or 1)
        slack = max(slack, _VAGUE.get(unit, timedelta(0)))
    if smallest is None:
        return _in_words(text)
    return max(total - slack, timedelta(0)), total + smallest + slack


def _in_words(text: str) -> tuple[timedelta, timedelta] | None:
    """The ages of what happened today, yesterday, or one unit ago, in languages that say no number then."""
    words = [fold(found[0]) for found in islice(re.finditer(r"[^\W\d_]+", text), 2)]
    for said in (" ".join(words), *words[:1]):
        if (days := DAY_WORDS.get(said)) is not None and not text.strip()[:1].isdigit():
            return timedelta(0), timedelta(days=days)  # in which zone the day changed is not known
    bare = BARE_AGE.search(text)
    unit = None if bare is None else _unit_words().get(fold(bare[1] or bare[2]))
    if unit is None:
        return None
    slack = _VAGUE.get(unit, timedelta(0))
    return max(UNITS[unit] - slack, timedelta(0)), 2 * UNITS[unit] + slack


def _unit_of(word: str, *, is_glued: bool) -> Unit | None:
    return (_INITIALS.get(word) if is_glued else None) if len(word) == 1 else _unit_words().get(fold(word))


def unit_named(word: str) -> Unit | None:
    """Return the unit of time that a word names in any of the languages; None for any other word."""
    return _unit_words().get(fold(word))


@cache
def _unit_words() -> dict[str, Unit]:
    """The words of units in all languages, folded; none that means two of them."""
    meanings: dict[str, set[Unit]] = {}
    for language in LANGUAGES:
        said = {unit: _words_of(unit, language) for unit in UNITS}
        times = Counter(word for words in said.values() for word in words)
        for unit, words in said.items():
            for word in words:
                if times[word] == 1 and len(word) > 1:  # what every unit has is "ago"
                    meanings.setdefault(word, set()).add(unit)
    return {word: units.pop() for word, units in meanings.items() if len(units) == 1}


def printed_ages(unit: Unit, language: str) -> frozenset[str]:
    """Return how a language prints some of a unit, as an age and as a length, for numbers that have different words."""
    return frozenset(
        format_timedelta(-UNITS[unit] * number, unit, _NEVER, add_direction=past, format=length, locale=language)
        for number in (1, 2, 5)
        for past in (True, False)
        for length in ("long", "short")
    )


def _words_of(unit: Unit, language: str) -> frozenset[str]:
    """The words with which a language says some of a unit."""
    said = (*printed_ages(unit, language), *_MORE_WORDS.get((language, unit), ()))
    return frozenset(fold(word) for text in said for word in re.findall(r"[^\W\d_]+", text))


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names in all languages, folded; none that means two of them."""
    meanings: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    meanings.setdefault(fold(name.rstrip(".")), set()).add(number)
    return {name: numbers.pop() for name, numbers in meanings.items() if len(numbers) == 1}
