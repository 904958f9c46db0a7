"""
Due times of crawls, as five cron fields state them, in UTC.

The fields mean what they mean to cron (crontab(5)): 0 and 7 are Sunday, and where both the day of the month and the day
of the week are limited, a day that fits either will do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Cron"]

_FIELDS = (
    ("minute", "0 to 59", 59),
    ("hour", "0 to 23", 23),
    ("day of the month", "1 to 31", 31),
    ("month", "1 to 12, or jan to dec", 12),
    ("day of the week", "0 (Sunday) to 7 (Sunday), or sun to sat", 7),
)
"""The name of each field, its permitted values, and the greatest number."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FORM = re.compile(r"[0-9*/,-]+\Z")
"""The characters of crontab(5). The library accepts more, such as L for the last day."""
_STEP = re.compile(r"/([0-9]+)")
_STEP_IN_ONE = re.compile(r"\b([0-9]+)-\1/[0-9]+")
_STEP_FROM_DAY = re.compile(r"(?<![0-9-])([0-5])/")
_STEP_FROM_SATURDAY = re.compile(r"(?<![0-9-])6/[0-9]+")
_TO_SUNDAY = re.compile(r"-0\b")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


class Cron:
    """
    An expression such as ``30 4 * * mon``.

    Args:
        text: the expression.

    Raises:
        ValueError: it is not a cron expression, or its time never comes.
    """

    __slots__ = ("_expression", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        said = text.split()
        if len(said) != len(_FIELDS):
            names = ", ".join(name for name, _, _ in _FIELDS)
            msg = f"cron {text!r} has {counted(len(said), 'field')}: write five, {names}, as in '0 4 * * 1'"
            raise ValueError(msg)
        *others, month, week_day = said
        fields = [*others, _numbers(month, _MONTHS, 1), _week_days(_numbers(week_day, _DAYS, 0))]
        fields = [_STEP_IN_ONE.sub(r"\1", field) for field in fields]  # the library would go on beyond the one
        for place, (name, values, most) in enumerate(_FIELDS):
            if not _is_field(place, fields[place], most):
                msg = f"cron {text!r}: {said[place]!r} is no {name}: write {values}"
                raise ValueError(msg)
        self._expression = " ".join(fields)
        try:
            CronSim(self._expression, _EPOCH)
        except CronSimError as error:  # each field by itself is right
            msg = f"cron {text!r}: there is no such day"
            raise ValueError(msg) from error

    def first(self, since: datetime) -> datetime:
        """Return the first due time at or after an instant."""
        return next(CronSim(self._expression, since - _INSTANT))

    def last(self, since: datetime, until: datetime) -> datetime | None:
        """Return the last due time between two instants, both included; None if there is none."""
        found = next(CronSim(self._expression, until + _INSTANT, reverse=True), None)
        return None if found is None or found < since else found


def _numbers(field: str, names: Sequence[str], first: int) -> str:
    """A field with numbers for names."""
    return re.sub(rf"\b(?:{'|'.join(names)})\b", lambda match: str(names.index(match[0]) + first), field.lower())


def _week_days(field: str) -> str:
    """Days of the week as the library reads them: a range may end on Sunday, steps from a day on end on Saturday."""
    return _STEP_FROM_DAY.sub(r"\1-6/", _STEP_FROM_SATURDAY.sub("6", _TO_SUNDAY.sub("-7", field)))


def _is_field(place: int, field: str, most: int) -> bool:
    """Tell whether a field is right by itself. A step that leads beyond all values is a mistake: it repeats nothing."""
    if _FORM.match(field) is None or any(int(step) > most for step in _STEP.findall(field)):
        return False
    fields = ["*"] * len(_FIELDS)
    fields[place] = field
    try:
        CronSim(" ".join(fields), _EPOCH)
    except CronSimError:
        return False
    return True
