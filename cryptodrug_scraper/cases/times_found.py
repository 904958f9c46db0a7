"""Days and times of day that a text prints: where they stand, and which they are."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from cryptodrug_scraper.cases.age_words import is_unit_of_time
from cryptodrug_scraper.cases.calendar_words import month_named, october_in_croatian, weekday_named
from cryptodrug_scraper.cases.printed_numbers import is_measure
from cryptodrug_scraper.cases.vocabulary import Sort, phrase_at
from cryptodrug_scraper.page.places.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.cases.calendar_words import Named

__all__ = [
    "DAYS_NAMED",
    "MONTHS",
    "NO_YEAR",
    "SECONDS",
    "date_of",
    "has_year",
    "minute_of",
    "month_in",
    "named_in",
    "span_of",
    "times_in",
]

_WORD = r"[^\W\d_]{3,14}"
_AT = r"(?:at|um|à|às|a\s+las|alle|ore|kl|klo|om|ob|saat|kell|plkst|в|о)\.?\s+"
"""What stands between a day and a time of day."""
_CLOCK = (
    r"(?<![\d:.])(?P<hour{n}>\d\d?)(?P<mark{n}>(?(at{n})[:.h]|[{mark}]))(?P<minute{n}>\d\d)(?::(?P<second{n}>\d\d))?"
    r"(?!\d|:|\.\d)(?P<half{n}>\s*[AaPp]\.?[Mm]\b)?"
)
"""Hours and minutes, with a point between them only behind such a word, and an h also behind a day."""
_YEAR = r"(?:19|20)\d\d"
_TIME = re.compile(
    rf"""
    (?:(?<![^\W_])(?P<weekday>{_WORD})(?P<gap>,?\s+))?
    (?<![\w.,/-])(?:
      (?P<iso>{_YEAR})(?P<iso_sign>[-/.]|\.\s)(?P<iso_month>\d\d?)(?P<iso_sign2>(?P=iso_sign)|[-/.])
      (?P<iso_day>\d\d?)(?![\d:])
    | (?P<first>\d\d?)(?P<sign>[./-])(?P<gap1>\s?)(?P<second>\d\d?)(?P<sign2>(?:(?P=sign)|-)\s?)
      (?P<numeric_year>{_YEAR}|\d\d)(?!\d|[./:-]\d)
    | (?P<year5>{_YEAR})(?P<h>\.?\s+[Gg]ada\s+)(?P<day5>\d\d?)(?P<i>\.?\s+)(?P<month5>{_WORD})
    | (?P<year4>{_YEAR})(?P<f>\.?\s+(?:m\.\s+)?)(?P<month4>{_WORD})(?P<g>\.?\s+)(?P<day4>\d\d?)(?![\d:])
    | (?P<day>\d\d?)(?P<suffix>st|nd|rd|th|er|º|o)?(?P<a>\.?\s+(?:d[eio]\s+|of\s+)?)(?P<month>{_WORD})
      (?:(?P<b>\.?,?\s+(?:d[eio]\s+)?)(?P<year>{_YEAR}))?(?![^\W_])
    | (?P<month2>{_WORD})(?P<c>\.?\s+)(?P<day2>\d\d?)(?P<suffix2>st|nd|rd|th)?(?![\d:]|[./-]\d)
      (?:(?P<d>,?\s+)(?P<year2>{_YEAR}))?
    | (?P<month3>{_WORD})(?P<e>\.?,?\s+)(?P<year3>{_YEAR})
    )(?:(?!\w)|(?=T\d))
    (?:(?P<join>T|\.?,?\s+(?:-\s+|(?P<at1>{_AT}))?|\s*,\s*)?{_CLOCK.format(n=1, mark=":h")})?
    | (?P<at2>(?:kl|klo|saat|kell|plkst)\.?\s+)?{_CLOCK.format(n=2, mark=":")}
    """,
    re.VERBOSE,
)
"""A day, with or without a time of day; or a time of day. Whether its words are names is told by `_is_time`."""
SECONDS = 60
_BEHIND = re.compile(r"[./-]\d|\.?\s*(?:d[eio]\s+|of\s+)?([^\W\d_]+)(\.?,?\s+(?:19|20)\d\d(?!\d))?")
"""What follows a number that is the day of the month behind it, or of something else."""
MONTHS = 12
_IN_CROATIAN = re.compile(r"\d\d?\.\s+listopada\s+(?:19|20)\d\d\.", re.IGNORECASE)
"""A day of October, with dots behind the day and the year; without them it is one of November, in Polish."""
NO_YEAR = 2019
"""Of days without a year on a page that names none, only the weekday and the 29th of February hang on it."""
_YEARS = ("iso", "numeric_year", "year", "year2", "year3", "year4", "year5")
_NAMES = ("month", "month2", "month3", "month4", "month5")
DAYS_NAMED = ("day", "day2", "day4", "day5")
_CENTURY, _SHORT_YEAR = 2000, 2
_NO_DAY = re.compile(r"\s*(?:[%€$£¥฿]|([^\W\d_]+))")
"""What says behind three numbers that they are no day with a short year."""


def times_in(text: str) -> Iterator[re.Match[str]]:
    """Find the days and times of day in a text: what has their form, and names and numbers that there are."""
    place = 0
    while (match := _TIME.search(text, place)) is not None:
        is_time = _is_time(match)
        if is_time:
            yield match
        place = match.end() if is_time else match.start() + 1


def _is_time(match: re.Match[str]) -> bool:
    if month_in(match) is not None and named_in(match) is None:
        return False
    if match["hour2"] is not None:
        return minute_of(match, 2) is not None
    if (match["month2"] or match["month3"]) and _begins_another(match.string, match.end()):
        return False
    if match["numeric_year"] and len(match["numeric_year"]) == _SHORT_YEAR and _is_measured(match):
        return False
    return date_of(match, NO_YEAR) is not None


def has_year(match: re.Match[str]) -> bool:
    """Tell whether a time is a day, or a month, of a year that is printed."""
    return any(match[name] for name in _YEARS)


def _is_measured(match: re.Match[str]) -> bool:
    """Tell whether numbers are quantities or prices, as in ``5/10/20 g``."""
    behind = _NO_DAY.match(match.string, match.end())
    if behind is None or behind[1] is None:
        return behind is not None
    phrase = phrase_at([fold(behind[1])], 0)
    return is_measure(behind[1]) or (phrase is not None and phrase.sort in {Sort.MEASURE, Sort.FIXED})


def _begins_another(text: str, end: int) -> bool:
    """
    Tell whether the number at the end of what may be a month and a day is that of a day, or of an age, by itself:
    behind words that begin as months do, as in ``sett 12.06.2019``, ``sett 12. juni`` and ``sett 2 dager siden``.
    """
    behind = _BEHIND.match(text, end)
    word = None if behind is None else behind[1]
    if behind is None or word is None:
        return behind is not None
    return month_named(word, has_year=behind[2] is not None) is not None or is_unit_of_time(word)


def span_of(match: re.Match[str]) -> tuple[int, int]:
    """Where a time begins and ends; a word before it that is no day of the week is no part of it."""
    if match["weekday"] is not None and weekday_named(match["weekday"]) is None:
        return match.end("gap"), match.end()
    return match.span()


def month_in(match: re.Match[str]) -> str | None:
    """The word that stands where a month does."""
    return next((match[name] for name in _NAMES if match[name]), None)


def named_in(match: re.Match[str]) -> Named | None:
    """The month that is named; None if there is none."""
    word = month_in(match)
    if word is None:
        return None
    if match["day"] and _IN_CROATIAN.match(match.string, match.start("day")) is not None:
        return october_in_croatian()
    is_dotted = any((match[name] or "").startswith(".") for name in ("b", "c", "d"))
    return month_named(word, has_year=has_year(match) or is_dotted)


def minute_of(match: re.Match[str], n: int) -> int | None:
    """The minute of the day, of 1440; None if no time of day is printed, or none that there is."""
    if match[f"hour{n}"] is None:
        return None
    hour, minute = int(match[f"hour{n}"]), int(match[f"minute{n}"])
    if match[f"half{n}"]:
        hour = hour % 12 + 12 * (match[f"half{n}"].strip()[0] in "pP")
    seconds = int(match[f"second{n}"] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 and seconds < SECONDS else None


def date_of(match: re.Match[str], year: int | None, *, is_month_first: bool = False) -> date | None:
    """The day that is printed, of a year that is given if none is printed; None if there is no such day."""
    month, named = month_in(match), named_in(match)
    said = next((match[name] for name in _YEARS if match[name]), None)
    known = year if said is None else int(said) + (_CENTURY if len(said) == _SHORT_YEAR else 0)
    if known is None or (month is not None and named is None):
        return None
    if match["iso"]:
        parts = int(match["iso_month"]), int(match["iso_day"])
    elif match["numeric_year"]:
        parts = int(match["second"]), int(match["first"])
        parts = (parts[1], parts[0]) if is_month_first or parts[0] > MONTHS else parts
    elif named is not None:
        parts = named.number + 1, int(next((match[name] for name in DAYS_NAMED if match[name]), 15))
    else:
        return None
    try:
        return date(known, *parts)
    except ValueError:
        return None
