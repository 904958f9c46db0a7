"""
Read numbers and times that come from outside: from pages, headers, sidecars and names of files.

Whoever writes those may write anything. What is read here can be computed with, and lies in what the columns of the
database hold; for anything else each function gives None, as for what is no number or time at all.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

__all__ = ["FIRST_YEAR", "LAST_YEAR", "MOST_DIGITS", "day", "decimal", "instant", "instant_since_1970", "whole"]

MOST_DIGITS = 18
"""Most digits of a number before its point, and most zeros behind it: a column of counts holds every such number."""
_LONGEST = 40
"""Most characters of an exact number, binary tail included."""
FIRST_YEAR, LAST_YEAR = 1000, 9000
"""So far from both ends of the calendar that no zone, age or span in use leads beyond it."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NONE = timedelta(0)


def whole(text: str) -> int | None:
    """Read a whole number that is not negative, of digits only."""
    return int(text) if len(text) <= MOST_DIGITS and text.isdecimal() else None


def decimal(text: str) -> Decimal | None:
    """Read an exact number with a decimal point, or an exponent, or neither."""
    if len(text) > _LONGEST:
        return None
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else None


def day(year: str | int, month: str | int, number: str | int) -> date | None:
    """Make a day of its parts, which are numbers of a few digits."""
    try:
        made = date(int(year), int(month), int(number))
    except (ValueError, OverflowError):
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None


def instant(parts: list[int], offset: timedelta = _NONE) -> datetime | None:
    """
    Make an aware instant in UTC.

    Args:
        parts: year, month, day, hour, minute and as many smaller ones as are known, to the microsecond.
        offset: how far its zone is ahead of UTC.
    """
    try:
        made = datetime(*parts, tzinfo=UTC) - offset  # type: ignore[misc, arg-type]  # integers, and seven at most
    except (ValueError, OverflowError):
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None


def instant_since_1970(seconds: float) -> datetime | None:
    """Make the whole second of a number of seconds since 1970, which may be infinite, or no number."""
    try:
        made = _EPOCH + timedelta(seconds=int(seconds))
    except (ValueError, OverflowError):
        return None
    return made if FIRST_YEAR <= made.year <= LAST_YEAR else None
