"""Days and times as Empire prints them, each kind in a form of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

__all__ = ["minute", "month_day", "padded_day", "plain_day"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=4096)
def _day(days: int) -> tuple[str, str, int, int]:
    moment = datetime.fromtimestamp(days * 86_400, UTC)
    return _DAYS[moment.weekday()], _MONTHS[moment.month - 1], moment.day, moment.year


def month_day(instant: int) -> str:
    """``March 22, 2019``, with two digits of the day: since when a listing sells, when an account was made."""
    _, month, day, year = _day(instant // 86_400)
    return f"{month} {day:02d}, {year}"


def padded_day(instant: int) -> str:
    """``Oct 07, 2019``: when an account was last seen."""
    _, month, day, year = _day(instant // 86_400)
    return f"{month[:3]} {day:02d}, {year}"


def minute(instant: int) -> str:
    """``Sep 27, 2019 20:49``: when feedback was given. The seconds are cut off."""
    return f"{padded_day(instant)} {instant % 86_400 // 3600:02d}:{instant % 3600 // 60:02d}"


def plain_day(instant: int) -> str:
    """``Wednesday, Nov 6, 2019 20:53:28``: the server's clock, whose day has no zero before it."""
    weekday, month, day, year = _day(instant // 86_400)
    clock = f"{instant % 86_400 // 3600:02d}:{instant % 3600 // 60:02d}:{instant % 60:02d}"
    return f"{weekday}, {month[:3]} {day}, {year} {clock}"
