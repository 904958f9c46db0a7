"""
What of scheduled crawls needs a person, and in which words they are told.

A crawl that failed, was not begun, or gave up pages; a market of which no crawl gets a page any more; a template that
changed; a field that is found less or more often than before. A lost session is told by the crawl itself, since it
waits meanwhile (`crawl.session_wait`), and a silent machine by another one (`schedule.watch`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.crawl.hook import run_hook
from cryptodrug_scraper.measures.looks.drift import changes
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.fill import fill_rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from cryptodrug_scraper.measures.looks.drift import Change
    from cryptodrug_scraper.schedule.ledger import Run

__all__ = ["Alert", "alerts_of", "tell"]

_OF_OUTCOMES = {
    "aborted": "crawl_failed",
    "partial": "crawl_partial",
    "missed": "crawl_missed",
    "skipped": "crawl_skipped",
}
_WITHOUT_PAGE = 3
"""Crawls in a row without a page after which a market counts as gone: one may meet a day on which it is down."""
_COMPARED = timedelta(days=90)
"""How far back the crawls lie against which one is held: the time in which a person can have seen to a change."""
_NAMED = 3
_LAST_CRAWLS = text(statement(__package__, "last_crawls"))
_TEMPLATES = text(statement(__package__, "new_templates"))


@dataclass(frozen=True, slots=True)
class Alert:
    """
    Something that needs a person.

    Attributes:
        kind: crawl_failed, crawl_partial, crawl_missed, crawl_skipped, market_gone, template_changed or fill_changed.
        reason: what happened, in a sentence; it holds no host.
    """

    kind: str
    reason: str


def alerts_of(connection: Connection, run: Run) -> Iterator[Alert]:
    """
    Find what of a run needs a person.

    Args:
        connection: of the database, which has the run and its crawl.
        run: one that has ended, or was not begun.
    """
    if (kind := _OF_OUTCOMES.get(run.outcome)) is not None:
        yield Alert(kind, run.detail or f"the crawl is {run.outcome}")
    if run.crawl_id is None:
        return
    last = connection.execute(_LAST_CRAWLS, {"market": run.market, "number": _WITHOUT_PAGE}).all()
    if len(last) == _WITHOUT_PAGE and not any(row.parsed for row in last):
        newest = last[0].newest_on
        since = "none was ever read" if newest is None else f"the newest is of {newest}"
        yield Alert("market_gone", f"{counted(_WITHOUT_PAGE, 'crawl')} in a row read no page of {run.market}: {since}")
    crawl = next((row for row in last if row.crawl_id == run.crawl_id), None)
    if crawl is None or not crawl.parsed:
        return
    days = {"began": crawl.started_at, "ended": crawl.ended_at}
    for row in connection.execute(_TEMPLATES, {"market": run.market, **days}):
        yield Alert("template_changed", f"pages of kind {row.kind} have another template since {row.day}")
    fills = fill_rates(connection, run.market, since=crawl.started_at - _COMPARED)
    moved = [each for each in changes(fills) if each.fill.crawl == str(run.crawl_id) and each.is_notable]
    if moved:
        yield Alert("fill_changed", _moved(moved))


def tell(hook: str, run: Run, alerts: Iterable[Alert]) -> None:
    """Run the hook of a schedule for each alert of a run."""
    for alert in alerts:
        facts = {"alert": alert.kind, "market": run.market, "entry": run.entry, "crawl": run.crawl_id}
        run_hook([hook], {**facts, "machine": run.machine, "reason": alert.reason})


def _moved(moved: Sequence[Change]) -> str:
    """The fields that moved most, with their shares before and now."""
    moved = sorted(moved, key=lambda each: -abs(each.share - each.earlier_share))
    named = "; ".join(
        f"{each.fill.field} on {each.fill.kind} from {each.earlier_share:.0%} to {each.share:.0%}"
        for each in moved[:_NAMED]
    )
    others = len(moved) - _NAMED
    return named + (f"; and {counted(others, 'other field|other fields')}" if others > 0 else "")
