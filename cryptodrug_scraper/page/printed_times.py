"""
Read ages, days and times of day as sites of any of the languages below print them.

The words are those of `time_words`. Nothing here reads a clock or a locale of the machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.page.moments import age_of, ago, days_until
from cryptodrug_scraper.page.money import without_prices
from cryptodrug_scraper.page.places.names import fold
from cryptodrug_scraper.page.records import Interval
from cryptodrug_scraper.page.time_words import AT_MOST, BARE_AGE, ONE_WORDS, UNITS, days_said, month_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.records import Age
    from cryptodrug_scraper.page.time_words import Unit

__all__ = [
    "Printed",
    "parse_age",
    "parse_moment",
    "parse_printed",
    "parse_printed_day",
    "time_said",
    "yearless",
]

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"(?<!\S)\d")
_PARTS = re.compile(r",(?!\s*\d{1,2}(?:[:h]|\.(?!\d{2}\.))\d{2})|[;|•()\[\]\n]|\s[·—–]\s")
"""What stands between a time and other words on its line."""
_LONG = 5
"""Letters of a word before a number from which on it says of what the number is; those for "ago" are shorter."""
_VAGUE: dict[Unit, timedelta] = {"month": timedelta(days=1), "year": timedelta(days=1)}
"""Units without a fixed length: their intervals are a day wider at both ends (methods E3)."""
_INITIALS: dict[str, Unit] = {"s": "second", "h": "hour", "d": "day", "w": "week", "y": "year"}
"""Units of one letter; ``m`` may be minutes or months, and is none."""
_AGE = re.compile(
    r"(?<![\w.,:/-])(?:(\d{1,4})(?:(?<=\d\d)\s+de\s+|\s*)"  # "20 de zile", in Romanian
    rf"|(?:{'|'.join(sorted(ONE_WORDS, key=len, reverse=True))})\s+)([^\W\d_]+)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(?<![\d.,:/-])(\d{1,2})([./-])\s?(\d{1,2})(?:\2|-)\s?(\d{4}|\d{2})(?![\d/])")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?,?\s+(?:de\s+)?(\d{4})"
)
_SPACED = re.compile(r"(?<![\d./-])(?<!\. )(\d{4})\.\s(\d{1,2})\.\s(\d{1,2})(?![\d:])")
_YEARLESS = re.compile(r"(\d{1,2})\.?\s+(?:de\s+)?([^\W\d_]{3,})\.?|([^\W\d_]{3,})\.?\s+(\d{1,2})\.?")
"""A day and its month, and nothing else."""
_YEAR_MONTH = re.compile(r"(?<!\d)(\d{4})\.?\s+(?:m\.\s+)?([^\W\d_]{3,})\.?\s+(\d{1,2})(?![\d:])")
_YEAR_DAY = re.compile(r"(?<!\d)(\d{4})\.?\s+gada\s+(\d{1,2})\.?\s+([^\W\d_]{3,})", re.IGNORECASE)
"""Days of which the year comes first: in Hungarian, in words in Lithuanian too, and in Latvian."""
_IN_CROATIAN = re.compile(r"(?<![\d.,:])(\d{1,2})\.\s+listopada\s+(\d{4})\.", re.IGNORECASE)
"""A day of October, with a dot behind the day and the year; without them it is one of November, in Polish."""
_OCTOBER = 10
_MONTH_DAY = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?![\d:.])\s*([ap])?\.?m?\b", re.IGNORECASE)
_NOON = 12
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


def yearless(text: str) -> tuple[int, int] | None:
    """
    Return the month and the day of it that a text names without a year, as ``14 Mar``, ``márc. 14.`` or ``14. marts``;
    None for any other text.
    """
    found = _YEARLESS.fullmatch(text.strip())
    month = None if found is None else month_of(found[2] or found[3])
    return None if found is None or month is None else (month, int(found[1] or found[4]))


def _last_before(month: int, number: int, captured: CaptureTime) -> Interval | None:
    """The last day of such a name that had begun when a page was captured."""
    found = next(days_until(month, number, captured.latest.date()), None)
    if found is None:
        return None
    start = datetime(found.year, found.month, found.day, tzinfo=UTC)
    return Interval(start=start, end=start + timedelta(days=1))


def parse_moment(text: str, captured: CaptureTime | None, *, month_first: bool = False) -> Interval | None:
    """
    Return when something happened whose age or day is printed; None if the text states neither, or an age where the
    time of capture is not known. A day without a year is the last one before the capture.

    Args:
        text: the text.
        captured: when the page was captured, from which an age counts.
        month_first: whether ``02/03/2019`` is the third of February.
    """
    printed = parse_printed(text, month_first=month_first)
    if printed is not None:
        return printed.interval
    if captured is None:
        return None
    bounds = _bounds(text)
    if bounds is None:
        named = yearless(text)
        return None if named is None else _last_before(*named, captured)
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
    Return the one part of a text, between commas, brackets, dashes, bars or amounts, that states an age or a day, as in
    ``by k**a (level 3), 2 days ago``; of ``+ good 03.02.2019``, the day alone. The whole text where no part does, or
    several do.

    Of several the one counts that prints a day, or else the one without a word before its number: the others are how
    long something took, as in ``4 dagen geleden · geleverd in 3 dagen``.
    """
    for said in (without_prices(text), text):
        found = _stating(_PARTS.split(said))
        printed = [part for part in found if parse_printed(part) is not None]
        plain = [part for part in found if not _is_of_something(part)]
        for parts in (found, printed, plain):
            if len(parts) == 1:
                return _from_figure(parts[0]) if parts[0] == text.strip() else parts[0]
    return text


def _is_of_something(text: str) -> bool:
    """Tell whether a word before the number of a text says of what that is."""
    before, *rest = re.split(r"\d", text, maxsplit=1)
    return bool(rest) and any(len(word) >= _LONG for word in _WORD.findall(before))


def _from_figure(text: str) -> str:
    """The end of a text, from a figure on, that has all of a day with its time: before it stands no name of a month."""
    printed = parse_printed(text)
    ends = [text[figure.start() :] for figure in _FIGURE.finditer(text)] if printed is not None else []
    return next((end for end in reversed(ends) if parse_printed(end) == printed), text)


def _stating(parts: Iterable[str]) -> list[str]:
    """Those of some texts that state a time, without the space around them."""
    said = filter(None, map(str.strip, parts))
    return [part for part in said if parse_age(part) is not None or parse_printed(part) is not None]


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
    if (match := _ISO.search(text) or _SPACED.search(text)) is not None:
        return _around(text, match, day(match[1], match[2], match[3]))
    if (match := _NUMERIC.search(text)) is not None:
        year = int(match[4]) + (_CENTURY if len(match[4]) == 2 else 0)  # digits of a short year
        one, other = int(match[1]), int(match[3])
        if month_first:
            one, other = other, one
        return _around(text, match, day(year, other, one) or day(year, one, other))
    return _named_day_in(text)


def _named_day_in(text: str) -> tuple[date, str] | None:
    """The first day in a text whose month is written in letters."""
    if (match := _IN_CROATIAN.search(text)) is not None:
        return _around(text, match, day(match[2], _OCTOBER, match[1]))
    for pattern, year, month, number in (
        (_DAY_MONTH, 3, 2, 1),
        (_MONTH_DAY, 3, 1, 2),
        (_YEAR_MONTH, 1, 2, 3),
        (_YEAR_DAY, 1, 3, 2),
    ):
        if (match := pattern.search(text)) is not None and (known := month_of(match[month])):
            return _around(text, match, day(match[year], known, match[number]))
    return None


def _around(text: str, match: re.Match[str], known: date | None) -> tuple[date, str] | None:
    return None if known is None else (known, f"{text[: match.start()]} {text[match.end() :]}")


@lru_cache(maxsize=4096)
def _bounds(text: str) -> tuple[timedelta, timedelta] | None:
    """The least and the greatest age that a text states."""
    total, smallest, slack = timedelta(0), None, timedelta(0)
    words = [*map(fold, _WORD.findall(text))]
    for number, word in _AGE.findall(text):
        unit = _unit_of(word, words, is_glued=f"{number}{word}" in text)
        if unit is None:
            continue
        length = UNITS[unit]
        if smallest is not None and length >= smallest:
            return None  # units go from great to small, or these are two ages
        smallest = length
        total += length * int(number or 1)
        slack = max(slack, _VAGUE.get(unit, timedelta(0)))
    if smallest is None:
        return _in_words(text, words)
    if AT_MOST.search(text) is not None:
        return timedelta(0), total + slack
    return max(total - slack, timedelta(0)), total + smallest + slack


def _in_words(text: str, words: Sequence[str]) -> tuple[timedelta, timedelta] | None:
    """The ages of what happened today, yesterday, or one unit ago, in languages that say no number then."""
    first = [found[0] for found in islice(_WORD.finditer(text), 2)]
    for said in (" ".join(first), *first[:1]):
        if (days := days_said(said)) is not None and not text.strip()[:1].isdigit():
            return timedelta(0), timedelta(days=days)  # in which zone the day changed is not known
    bare = (unit_of(before or behind, words) for before, behind in BARE_AGE.findall(text))
    unit = next((unit for unit in bare if unit is not None), None)
    if unit is None:
        return None
    slack = _VAGUE.get(unit, timedelta(0))
    if AT_MOST.search(text) is not None:
        return timedelta(0), UNITS[unit] + slack
    return max(UNITS[unit] - slack, timedelta(0)), 2 * UNITS[unit] + slack


def _unit_of(word: str, beside: Sequence[str], *, is_glued: bool) -> Unit | None:
    return (_INITIALS.get(word) if is_glued else None) if len(word) == 1 else unit_of(word, beside)
