"""The due times of an entry: its usual times within its window, and other times for a while after an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.schedule.cron import Cron
    from cryptodrug_scraper.schedule.file import After, Entry

__all__ = ["Event", "Plan"]

_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
_END = datetime(9999, 12, 30, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a market, as table market_event has it."""

    market: str
    kind: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class _Period:
    """A period in which one cron expression applies: from an instant until just before another."""

    start: datetime
    end: datetime
    cron: Cron
    reason: Event | None


class Plan:
    """
    The due times of one entry.

    After an event the crawl follows the cadence that the entry names for it, from the first day on which the event can
    have happened until so many days after the last; of several, the one that stands first in the file.

    Args:
        entry: the entry of the schedule.
        events: the known events of markets.
    """

    def __init__(self, entry: Entry, events: Sequence[Event]) -> None:
        self._periods = list(_periods(entry, events))

    def next_due(self, after: datetime) -> datetime | None:
        """Return the first due time after an instant; None if the window has closed."""
        for period in self._periods:
            if period.end > after:
                due = period.cron.first(max(after + _INSTANT, period.start))
                if due < period.end:
                    return due
        return None

    def last_due(self, after: datetime, until: datetime) -> datetime | None:
        """Return the last due time after one instant and not after another; None if there is none."""
        for period in reversed(self._periods):
            if period.start <= until:
                low, high = max(after + _INSTANT, period.start), min(until, period.end - _INSTANT)
                due = period.cron.last(low, high) if low <= high else None
                if due is not None:
                    return due
        return None

    def is_open(self, at: datetime) -> bool:
        """Tell whether an instant lies in the window."""
        return any(period.start <= at < period.end for period in self._periods)

    def cadence(self, at: datetime) -> str:
        """
        Return the expression that applies at an instant, with the event that it follows; empty outside the window.
        """
        for period in self._periods:
            if period.start <= at < period.end:
                since = f", after {period.reason.kind} of {period.reason.market}" if period.reason else ""
                return period.cron.text + since
        return ""


def _periods(entry: Entry, events: Sequence[Event]) -> Iterator[_Period]:
    start = _midnight(entry.first_on) if entry.first_on else _BEGINNING
    end = _midnight(entry.last_on) + timedelta(days=1) if entry.last_on else _END
    special = [
        _Period(_midnight(event.first_on), _midnight(event.last_on) + timedelta(days=after.days), after.cron, event)
        for after in entry.cadences
        for event in events
        if _follows(after, event)
    ]
    edges = {edge for period in special for edge in (period.start, period.end) if start < edge < end}
    bounds = [start, *sorted(edges), end]
    for low, high in pairwise(bounds):
        holding = next((period for period in special if period.start <= low < period.end), None)
        yield _Period(low, high, holding.cron if holding else entry.cron, holding.reason if holding else None)


def _follows(after: After, event: Event) -> bool:
    return event.kind == after.event and after.market in (None, event.market)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
