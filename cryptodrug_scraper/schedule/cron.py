"""
When a crawl is due, as five fields of cron say it, in UTC.

The fields mean what they mean to cron (crontab(5)), and not what APScheduler takes them for: 0 and 7 are Sunday, and
where both the day of the month and the day of the week are limited, a day that fits either will do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Cron"]

_FIELDS = ("minute", "hour", "day of the month", "month", "day of the week")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NUMBERS = re.compile(r"[\d*/,-]+\Z")
_WORDS = re.compile(r"[\da-z*/,-]+\Z")
_DAY_ITEM = re.compile(r"(?P<first>\*|[0-7]|[a-z]{3})(?:-(?P<last>[0-7]|[a-z]{3}))?(?:/(?P<step>[1-7]))?\Z")
_LEAP_YEAR = datetime(2000, 1, 1, tzinfo=UTC)
_ONE_MINUTE = timedelta(minutes=1)


class Cron:
    """
    An expression such as ``30 4 * * mon``.

    Args:
        text: the expression.

    Raises:
        ValueError: it is none, or its time never comes.
    """

    __slots__ = ("_triggers", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        fields = text.lower().split()
        if len(fields) != len(_FIELDS):
            msg = f"cron {text!r} has {len(fields)} fields: write five, {', '.join(_FIELDS)}, as in '0 4 * * 1'"
            raise ValueError(msg)
        for name, field, form in zip(_FIELDS, fields, (*[_NUMBERS] * 3, _WORDS, _WORDS), strict=True):
            if form.match(field) is None:
                msg = f"cron {text!r}: {field!r} is no {name}"
                raise ValueError(msg)
        minute, hour, day, month, week_day = fields
        week_days = _week_days(week_day, text)
        either = "*" not in (day[0], week_day[0])
        pairs = [(day, "*"), ("*", week_days)] if either else [(day, week_days)]
        try:
            triggers = [
                CronTrigger(minute=minute, hour=hour, day=one, month=month, day_of_week=other, timezone=UTC)
                for one, other in pairs
            ]
        except ValueError as error:
            msg = f"cron {text!r}: {error}"
            raise ValueError(msg) from error
        self._triggers = tuple(filter(_comes, triggers))
        if not self._triggers:
            msg = f"cron {text!r}: there is no such day"
            raise ValueError(msg)

    def first(self, since: datetime) -> datetime:
        """The first time at or after an instant."""
        times: Iterable[datetime] = (trigger.get_next_fire_time(None, since) for trigger in self._triggers)
        return min(times)

    def last(self, since: datetime, until: datetime) -> datetime | None:
        """The last time between two instants, both included; None if there is none."""
        found = self.first(since)
        if found > until:
            return None
        bound = until + timedelta(microseconds=1)
        while bound - found > _ONE_MINUTE:  # no time lies from the bound on, and two are never closer than a minute
            middle = found + (bound - found) / 2
            later = self.first(middle)
            if later <= until:
                found = later
            else:
                bound = middle
        return found


def _week_days(field: str, text: str) -> str:
    """The days of the week as APScheduler wants them, whose 0 is Monday."""
    if field == "*":
        return field
    found = []
    for item in field.split(","):
        match = _DAY_ITEM.match(item)
        numbers = None if match is None else _day_range(match["first"], match["last"], match["step"])
        if not numbers:
            msg = f"cron {text!r}: {item!r} is no day of the week: write 0 (Sunday) to 7 (Sunday), sun to sat, or 1-5"
            raise ValueError(msg)
        found.append(numbers)
    return ",".join(map(str, sorted({(number - 1) % 7 for number in chain.from_iterable(found)})))


def _day_range(first: str, last: str | None, step: str | None) -> range | None:
    low = 0 if first == "*" else _day_number(first)
    if first == "*" or (step is not None and last is None):
        high: int | None = 6 if last is None else None
    else:
        high = low if last is None else _day_number(last)
    if low is None or high is None:
        return None
    if last is not None and high == 0:
        high = 7  # a range may end on Sunday
    return range(low, high + 1, int(step or 1))


def _day_number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _DAYS.index(word) if word in _DAYS else None


def _comes(trigger: CronTrigger) -> bool:
    """Tell whether it has a time within a cycle of leap years; APScheduler would look until the year 9999."""
    fields = {field.name: str(field) for field in trigger.fields}
    bounded = CronTrigger(**fields, timezone=UTC, end_date=_LEAP_YEAR + timedelta(days=4 * 365))
    return bounded.get_next_fire_time(None, _LEAP_YEAR) is not None
