"""
Times as intervals: capture times, and the times that a page's relative ages mean.

Nothing here reads a clock or a locale. Month and weekday names are our own tables, since `strptime` follows the locale.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.records import Age, Interval

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

__all__ = [
    "MONTHS",
    "age_of",
    "ago",
    "days_until",
    "minute_stamp",
    "nearest_instant",
    "parse_capture_time",
    "parse_day",
    "parse_instant",
]

_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)
_LEAP_CYCLE = 9
"""The 29th of February may be eight years back."""
_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\Z")
_NAMED_DAY = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})\Z")
_SLASHED_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})\Z")
_DOTTED_DAY = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})\Z")

MONTHS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
"""English month names, first three letters in lower case."""


def parse_instant(text: str) -> datetime | None:
    """
    Read an ISO 8601 instant, or a WARC/CDX timestamp of 14 digits. Without an offset it is taken as UTC.

    Returns None where the text is not such an instant, or names no real time.
    """
    text = text.strip()
    match = _INSTANT.match(text)
    zone = timedelta(0)
    if match is not None and match[4] is not None:
        parts = [int(part) for part in match.group(1, 2, 3, 4, 5)] + [int(match[6] or 0)]
        offset = match[7]
        if offset is not None and offset != "Z":
            sign = -1 if offset[0] == "-" else 1
            zone = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    elif (match := _COMPACT.match(text)) is not None:
        parts = [int(part) for part in match.groups()]
    else:
        return None
    return instant(parts, zone)


def parse_capture_time(text: str) -> CaptureTime | None:
    """Read an instant (known to the second) or a bare ISO day (known to the day)."""
    second = parse_instant(text)
    if second is not None:
        return CaptureTime.at(second)
    match = _INSTANT.match(text.strip())
    if match is None or match[4] is not None:
        return None
    known = day(match[1], match[2], match[3])
    return None if known is None else CaptureTime.on(known)


@lru_cache(maxsize=4096)
def parse_day(text: str) -> date | None:
    """
    Read a day as the three markets print it: ``March 22, 2019``, ``Oct 10, 2019``, ``24/08/2018`` (day first),
    ``24.08.2018`` or ``2018-08-24``.

    Returns None for anything else, and for days that do not exist.
    """
    text = text.strip()
    if (match := _NAMED_DAY.match(text)) is not None:
        month = MONTHS.get(match[1].lower())
        return None if month is None else day(match[3], month, match[2])
    if (match := _SLASHED_DAY.match(text) or _DOTTED_DAY.match(text)) is not None:
        return day(match[3], match[2], match[1])
    if (match := _INSTANT.match(text)) is not None:
        return day(match[1], match[2], match[3])
    return None


def ago(captured: CaptureTime, youngest: timedelta, oldest: timedelta) -> Interval:
    """
    Return the interval of an event whose age was between ``youngest`` and ``oldest`` when the page was captured.

    With a capture known to the day only, the interval is wider by that day (methods E3).
    """
    return Interval(start=captured.earliest - oldest, end=captured.latest - youngest)


def age_of(bounds: tuple[timedelta, timedelta] | None) -> Age | None:
    """Return the least and the greatest age, to the second, outwards; None for none."""
    return None if bounds is None else Age(least=bounds[0] // _SECOND, most=-(-bounds[1] // _SECOND))


def minute_stamp(instant: datetime) -> Interval:
    """Return the interval of an event whose time is printed to the minute."""
    return Interval(start=instant, end=instant + timedelta(minutes=1))


def days_until(month: int, number: int, last: date) -> Iterator[date]:
    """Give every such day of a year that is not after another day, the last one first."""
    years = range(last.year, last.year - _LEAP_CYCLE, -1)
    return (found for year in years if (found := day(year, month, number)) is not None and found <= last)


def nearest_instant(clock: tuple[int, int, int], captured: CaptureTime) -> datetime | None:
    """Return the instant nearest to a capture at an hour, minute and second; None if they are no time of a day."""
    hour, minute, second = clock
    middle = captured.earliest + (captured.latest - captured.earliest) / 2
    try:
        same_day = middle.replace(hour=hour, minute=minute, second=second, microsecond=0)
    except ValueError:
        return None
    return min((same_day + shift for shift in (-_DAY, 0 * _DAY, _DAY)), key=lambda instant: abs(instant - middle))
