"""The best single instant of a reading: the time from the capture's source, narrowed by the clock that was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.page.records import Issue, Site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cryptodrug_scraper.capture import CaptureTime, TimeSource
    from cryptodrug_scraper.page.records import Record

__all__ = ["BestInstant", "best_instant"]

_SLACK = timedelta(days=1)
_ERA = (datetime(2011, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""Between the first market of this kind and a time that no page of one will be read in."""


@dataclass(frozen=True, slots=True)
class BestInstant:
    """
    The instant of a capture that as-of queries use.

    Attributes:
        at: the instant; None where nothing tells it.
        precision: ``second``, ``day`` (then ``at`` is the start of the day) or ``unknown``.
        basis: ``source``, ``page_clock`` or ``none``.
        issue: what is odd about the page's clock.
    """

    at: datetime | None
    precision: Literal["second", "day", "unknown"]
    basis: Literal["source", "page_clock", "none"]
    issue: Issue | None = None


def best_instant(stated: CaptureTime | None, records: Iterable[Record], source: TimeSource = "none") -> BestInstant:
    """
    Choose the instant of a reading.

    A stated second stands. A stated day, or nothing, is narrowed by the page's clock, where that lies within a day of
    what is stated: a server's clock may run in another time zone than its reader thinks. A clock further off is not
    believed and gives the issue ``clock_disagrees``; one outside the years of such markets gives ``clock_implausible``.

    When a file was last changed says least of all, since copying changes it: the page's clock stands against it, and
    gives the issue ``modified_disagrees`` where the two contradict each other.

    Args:
        stated: the time of the capture by its source.
        records: what was read on the page.
        source: where the time comes from.
    """
    clock = next((r.server_time for r in records if type(r) is Site and isinstance(r.server_time, datetime)), None)
    issue = None if clock is None else _doubt(clock, stated)
    if source == "modified" and clock is not None and _is_plausible(clock):
        if issue is not None:
            issue = Issue("modified_disagrees", "warning", issue.detail)
        return BestInstant(clock, "second", "page_clock", issue)
    if stated is not None and stated.precision == "second":
        return BestInstant(stated.earliest, "second", "source", issue)
    if clock is not None and issue is None:
        return BestInstant(clock, "second", "page_clock")
    if stated is not None:
        return BestInstant(stated.earliest, "day", "source", issue)
    return BestInstant(None, "unknown", "none", issue)


def _is_plausible(clock: datetime) -> bool:
    return _ERA[0] <= clock < _ERA[1]


def _doubt(clock: datetime, stated: CaptureTime | None) -> Issue | None:
    shown = clock.isoformat().replace("+00:00", "Z")
    if stated is not None and not stated.contains(clock, _SLACK):
        said = "/".join(t.isoformat().replace("+00:00", "Z") for t in sorted({stated.earliest, stated.latest}))
        return Issue("clock_disagrees", "warning", f"the page's clock says {shown}, its source {said}")
    if stated is None and not _is_plausible(clock):
        return Issue("clock_implausible", "warning", f"the page's clock says {shown}, and nothing else tells the time")
    return None
