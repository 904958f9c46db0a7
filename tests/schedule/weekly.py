"""A weekly entry of a schedule, another one, and the times by which the tests of the runner set its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["DUE", "OTHER", "SUNDAY", "WEEK", "WEEKLY", "hours"]

SUNDAY = datetime(2018, 11, 18, 12, tzinfo=UTC)
DUE = datetime(2018, 11, 19, 4, tzinfo=UTC)
WEEK = timedelta(days=7)
WEEKLY = (
    'name = "weekly"\nmarket = "dream"\ncron = "0 4 * * 1"\nscope = "index"\nbudget = 100\nrate = 0.5\nrevisit = true'
)
OTHER = 'name = "other"\nmarket = "dream"\ncron = "0 4 * * 1"'


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
