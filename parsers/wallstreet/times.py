"""Read ages and dates as the interface prints them in its six languages, as intervals of time."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.page.moments import age_of, ago, days_until, minute_stamp, nearest_instant
from cryptodrug_scraper.page.records import Interval
from parsers.wallstreet.labels import fold
from parsers.wallstreet.time_words import AGO, LESS, MONTHS, NOW, NUMBERS, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.records import Age

__all__ = ["age_interval", "has_day", "occurred", "printed_age", "printed_day", "server_time"]

_DAY = timedelta(days=1)
_MONTH = timedelta(days=30.44)
_YEAR = timedelta(days=365.25)
_SPANS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": _DAY,
    "week": timedelta(weeks=1),
    "month": _MONTH,
    "year": _YEAR,
}
_VAGUE = {"month", "year"}
"""Units without a fixed length: their intervals are a day wider at both ends (methods E3)."""

_UNIT = {word: unit for unit, languages in UNITS.items() for forms in languages for word in forms}
_AMOUNT = re.compile(rf"(\b\d{{1,4}}|\b(?:{'|'.join(NUMBERS)}))\s*({'|'.join(sorted(_UNIT, key=len, reverse=True))})\b")
_COUNTED = re.compile(rf"\d|\b(?:and|{'|'.join(sorted(_UNIT, key=len, reverse=True))})\b")
"""What before "half a" makes it a part of a longer time."""
_LESS_UNIT = re.compile(
    rf"[\s-]*(?:(\d{{1,4}}|{'|'.join(NUMBERS)})\s*)?({'|'.join(sorted(_UNIT, key=len, reverse=True))})\b"
)
"""An amount behind "less than", or a unit alone behind "half a"."""
_AGO = re.compile("|".join(rf"\b{word}\b" for forms in AGO for word in forms))
_LESS = re.compile(rf"\b(?:{'|'.join(word for forms in LESS for word in forms)})\b")
_NOW = frozenset(word for forms in NOW for word in forms)

_ISO = re.compile(r"\b(\d{4})-(\d\d?)-(\d\d?)\b")
_NUMERIC = re.compile(r"\b(\d\d?)[./](\d\d?)(?:[./](\d{4}))?(?![\d:])")
_DAY_MONTH = re.compile(
    r"(?<![\d:])(\d\d?)(?:st|nd|rd|th|er|o)?\.?\s+(?:de\s+|di\s+)?([^\W\d]{3,})\.?,?(?:\s+(?:de\s+)?(\d{4})\b)?"
)
_MONTH_DAY = re.compile(r"\b([^\W\d]{3,})\.?\s+(\d\d?)(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{4})\b)?")
_CLOCK = re.compile(r"\b(\d\d?):(\d\d)(?::\d\d)?\s*([ap]\.?\s?m\b)?")
_NOON = 12
_SKEW = timedelta(minutes=5)
"""How far the market's clock may be ahead of the crawler's."""


def occurred(text: str, captured: CaptureTime) -> Interval | None:
    """Return the interval that an age or a printed time means; None if the text is neither, or is no real time."""
    try:
        return age_interval(text, captured) or _stamp(text, captured)
    except OverflowError:  # an age that begins before the calendar
        return None


@lru_cache(maxsize=4096)
def printed_age(text: str) -> Age | None:
    """Return the age that a text states; None for any other text."""
    return age_of(_age_bounds(text))


def age_interval(text: str, captured: CaptureTime) -> Interval | None:
    """
    Return the interval of an age such as ``about 3 hours ago`` or ``vor etwa 3 Stunden``: from N units to N+1 units
    before the capture (methods E3). Returns None for any other text.
    """
    bounds = _age_bounds(text)
    return None if bounds is None else ago(captured, *bounds)


@lru_cache(maxsize=4096)
def _age_bounds(text: str) -> tuple[timedelta, timedelta] | None:
    """The least and the greatest age that is printed so."""
    folded = fold(text).replace("'", " ").replace("\u2019", " ")
    if folded in _NOW:
        return timedelta(0), _SPANS["minute"]
    if _AGO.search(folded) is None:
        return None
    less = _LESS.search(folded)
    most = None if less is None or _COUNTED.search(folded, 0, less.start()) else _LESS_UNIT.match(folded, less.end())
    if most is not None:
        below = _UNIT[most[2]]
        count = int(most[1]) if most[1] and most[1].isdecimal() else 1
        return timedelta(0), count * _SPANS[below] + (_DAY if below in _VAGUE else timedelta(0))
    youngest, finest, vague = timedelta(0), None, False
    for number, word in _AMOUNT.findall(folded):
        unit = _UNIT[word]
        span = _SPANS[unit]
        youngest += (int(number) if number.isdecimal() else 1) * span
        vague = vague or unit in _VAGUE
        finest = span if finest is None else min(finest, span)
    if finest is None:
        return None
    slack = _DAY if vague else timedelta(0)
    return max(youngest - slack, timedelta(0)), youngest + finest + slack


def printed_day(text: str, captured: CaptureTime | None) -> date | None:
    """
    Return the day in a printed date of any known or likely form, with or without a time.

    A date without year is the last such day that is not after the capture; without a capture time it is unknown, which
    `has_day` tells apart from an unreadable text.
    """
    parts = _day_parts(fold(text))
    if parts is None:
        return None
    year, month, number = parts
    if year is not None:
        return day(year, month, number)
    return None if captured is None else next(_days_before(month, number, captured), None)


def has_day(text: str) -> bool:
    """Tell whether a text holds a day, with or without a year."""
    return _day_parts(fold(text)) is not None


def server_time(clock: str, captured: CaptureTime) -> datetime | None:
    """Return the instant of a clock without a date, ``14:33:23``, that is nearest to the capture."""
    hour, minute, second = (int(part) for part in clock.split(":"))
    return nearest_instant((hour, minute, second), captured)


def _stamp(text: str, captured: CaptureTime) -> Interval | None:
    """The minute of a date, or the day where no time is printed; without a year the last one before the capture."""
    printed = _printed(text)
    if not isinstance(printed, _Yearless):
        return printed
    for found in _days_before(printed.month, printed.number, captured):
        start = instant([found.year, found.month, found.day, *printed.clock])
        if start is None:
            return None
        if start <= captured.latest + _SKEW:
            return _interval(start, printed.clock)
    return None


class _Yearless(NamedTuple):
    """A printed date without a year: month, day, and hour and minute where they are printed."""

    month: int
    number: int
    clock: tuple[int, ...]


@lru_cache(maxsize=4096)
def _printed(text: str) -> Interval | _Yearless | None:
    """
    What a printed date says by itself. It is kept, since a rating stands on the pages of its listing and of its
    vendor, crawl after crawl.
    """
    folded = fold(text)
    parts = _day_parts(folded)
    if parts is None:
        return None
    year, month, number = parts
    clock = _clock_in(folded)
    if year is None:
        return _Yearless(month, number, clock)
    start = None if day(year, month, number) is None else instant([year, month, number, *clock])
    return None if start is None else _interval(start, clock)


def _clock_in(folded: str) -> tuple[int, ...]:
    match = _CLOCK.search(folded)
    if match is None:
        return ()
    hour = int(match[1])
    if match[3] is not None:
        hour = hour % _NOON + (_NOON if match[3][0] == "p" else 0)
    return hour, int(match[2])


def _interval(start: datetime, clock: tuple[int, ...]) -> Interval:
    return minute_stamp(start) if clock else Interval(start=start, end=start + _DAY)


def _days_before(month: int, number: int, captured: CaptureTime) -> Iterator[date]:
    """Every such day of a year that is not after the capture, the last one first."""
    return days_until(month, number, (captured.latest + _SKEW).date())


@lru_cache(maxsize=4096)
def _day_parts(folded: str) -> tuple[int | None, int, int] | None:
    """Year, where there is one, month and day."""
    if (match := _ISO.search(folded)) is not None:
        return int(match[1]), int(match[2]), int(match[3])
    for match in _DAY_MONTH.finditer(folded):
        if (month := MONTHS.get(match[2])) is not None:
            return _optional(match[3]), month, int(match[1])
    for match in _MONTH_DAY.finditer(folded):
        if (month := MONTHS.get(match[1])) is not None:
            return _optional(match[3]), month, int(match[2])
    if (match := _NUMERIC.search(folded)) is not None:
        return _optional(match[3]), int(match[2]), int(match[1])
    return None


def _optional(year: str | None) -> int | None:
    return None if year is None else int(year)
