"""
Print when a review was written, as the market does: an age for new reviews, a date without a year for older ones.

Nothing documents where the one ends and the other begins. Here ages end at four weeks, and begin again at eleven
months, because a date without year would then be taken for one of the next year.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.wallstreet.labels import Labels

__all__ = ["DATE_WITHOUT_YEAR_UNTIL", "age_bounds", "age_text", "day_text", "iso", "moment_text", "occurred"]

DAY = 86_400
MONTH = 2_630_016
"""Seconds of 30.44 days."""
DATE_WITHOUT_YEAR_UNTIL = 330 * DAY
"""Age in seconds above which no date without year is printed."""

_UNITS = ((3_600, 60, "minutes"), (DAY, 3_600, "hours"), (7 * DAY, DAY, "days"), (28 * DAY, 7 * DAY, "weeks"))


def _count(age: int) -> tuple[int, int, str] | None:
    """Number and seconds of the unit in which an age is told, and the unit's name; None where it is a date."""
    for below, seconds, unit in _UNITS:
        if age < below:
            return age // seconds, seconds, unit
    return (age // MONTH, MONTH, "months_ago") if age > DATE_WITHOUT_YEAR_UNTIL else None


def age_text(labels: Labels, at: int, instant: int) -> str:
    """What is printed at ``instant`` for a review written ``at``; an age counts whole units."""
    count = _count(instant - at)
    if count is None:
        return moment_text(labels, at)
    number, _, unit = count
    forms: tuple[str, str] = getattr(labels, unit)
    return forms[number != 1].replace("{n}", str(number))


def age_bounds(at: int, instant: int) -> tuple[int, int] | None:
    """The least and the greatest age that `age_text` tells, a day wider on both sides for months; None for a date."""
    count = _count(instant - at)
    if count is None:
        return None
    number, seconds, unit = count
    margin = DAY if unit == "months_ago" else 0
    return number * seconds - margin, (number + 1) * seconds + margin


def occurred(at: int, instant: int) -> dict[str, str]:
    """When the review was written, as far as `age_text` tells: half-open."""
    age = age_bounds(at, instant)
    if age is None:
        minute = at - at % 60
        return {"from": iso(minute), "to": iso(minute + 60)}
    return {"from": iso(instant - age[1]), "to": iso(instant - age[0])}


def moment_text(labels: Labels, at: int) -> str:
    """A date without year, and a time to the minute."""
    then = datetime.fromtimestamp(at, UTC)
    if labels.twelve_hours:
        clock = f"{(then.hour - 1) % 12 + 1:02d}:{then.minute:02d} {'am' if then.hour < 12 else 'pm'}"
    else:
        clock = f"{then.hour:02d}:{then.minute:02d}"
    return labels.moment.format(day=then.day, month=labels.months[then.month - 1], clock=clock)


def day_text(labels: Labels, at: int) -> str:
    """A date with its year."""
    then = datetime.fromtimestamp(at, UTC)
    return labels.day.format(day=then.day, month=labels.months[then.month - 1], year=then.year)


def iso(at: int) -> str:
    """An instant as records have it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
