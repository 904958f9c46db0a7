"""The scheduler's own rows: its entries, the crawls that were due, and their outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.schedule.plan import Event, Plan
from cryptodrug_scraper.store.market_lock import is_locked
from cryptodrug_scraper.store.models import CrawlRow, MarketEvent, ScheduleEntry, ScheduleRun

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.schedule.file import Entry

__all__ = [
    "Run",
    "begin",
    "end",
    "end_abandoned",
    "first_seen",
    "known_events",
    "last_runs",
    "note",
    "note_due",
    "note_entries",
    "settled_until",
    "waiting_crawls",
]


@dataclass(frozen=True, slots=True)
class Run:
    """One row of table schedule_run; see there for what the fields mean."""

    entry: str
    market: str
    due_at: datetime
    outcome: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    detail: str | None = None
    crawl_id: UUID | None = None
    machine: str | None = None


def known_events(connection: Connection) -> list[Event]:
    """Return the known events of markets, the latest first."""
    rows = connection.execute(
        select(MarketEvent.market, MarketEvent.event, MarketEvent.first_on, MarketEvent.last_on).order_by(
            MarketEvent.first_on.desc(), MarketEvent.market, MarketEvent.event
        )
    )
    return [Event(*row) for row in rows]


def note_entries(connection: Connection, entries: Iterable[Entry], now: datetime) -> None:
    """Record the entries that were never seen before."""
    rows = [{"entry": entry.name, "market": entry.market, "first_seen_at": now} for entry in entries]
    connection.execute(insert(ScheduleEntry).on_conflict_do_nothing(), rows)


def note_due(connection: Connection, entries: Iterable[Entry]) -> None:
    """Record when the next crawl of each entry is due, for those who read the data; other entries are due no more."""
    events, names = known_events(connection), []
    for entry in entries:
        names.append(entry.name)
        due = Plan(entry, events).next_due(settled_until(connection, entry.name))
        here = (ScheduleEntry.entry == entry.name, ScheduleEntry.next_due_at.is_distinct_from(due))
        connection.execute(update(ScheduleEntry).where(*here).values(next_due_at=due))
    connection.execute(update(ScheduleEntry).where(ScheduleEntry.entry.not_in(names)).values(next_due_at=None))


def settled_until(connection: Connection, entry: str) -> datetime:
    """
    Return the instant up to which every due crawl of the entry is settled: its last due time, or else when it was first
    seen.
    """
    last = select(func.max(ScheduleRun.due_at)).where(ScheduleRun.entry == entry).scalar_subquery()
    query = select(func.greatest(ScheduleEntry.first_seen_at, last)).where(ScheduleEntry.entry == entry)
    found: datetime = connection.execute(query).scalar_one()
    return found


def begin(connection: Connection, run: Run) -> bool:
    """
    Claim a crawl that is due; false if another scheduler has claimed it.

    One that another scheduler skipped may be claimed: the market has become free since. So may one that failed before
    its crawl began: what kept it from beginning may have been mended.
    """
    never_began = and_(ScheduleRun.outcome == "aborted", ScheduleRun.crawl_id.is_(None))
    statement = insert(ScheduleRun).values(_row(run))
    claimed = connection.execute(
        statement.on_conflict_do_update(
            index_elements=("entry", "due_at"), set_=_row(run), where=or_(ScheduleRun.outcome == "skipped", never_began)
        ).returning(ScheduleRun.entry)
    )
    return claimed.first() is not None


def note(connection: Connection, run: Run) -> bool:
    """Record a crawl that was not begun; false if it has a row already."""
    noted = connection.execute(
        insert(ScheduleRun).values(_row(run)).on_conflict_do_nothing().returning(ScheduleRun.entry)
    )
    return noted.first() is not None


def end(connection: Connection, run: Run) -> bool:
    """Record how a crawl that was begun ended; false if another machine has begun it anew since."""
    own = (
        ScheduleRun.machine.is_not_distinct_from(run.machine),
        ScheduleRun.started_at.is_not_distinct_from(run.started_at),
    )
    key = (ScheduleRun.entry == run.entry, ScheduleRun.due_at == run.due_at)
    return connection.execute(update(ScheduleRun).where(*key, *own).values(_row(run))).rowcount > 0


def first_seen(connection: Connection) -> dict[str, datetime]:
    """Return when each entry was first seen, by its name."""
    query = select(ScheduleEntry.entry, ScheduleEntry.first_seen_at)
    return {row.entry: row.first_seen_at for row in connection.execute(query)}


def end_abandoned(connection: Connection, market: str) -> int:
    """
    Mark those crawls of a market as aborted whose scheduler is gone. That is so if nobody holds the market's lock.

    Returns:
        how many there were.
    """
    running = (ScheduleRun.market == market, ScheduleRun.outcome == "running")
    left = list(connection.execute(select(ScheduleRun.entry, ScheduleRun.due_at).where(*running)))
    # in this order: whoever wrote such a row held the lock before, and changes the row before it lets go of the lock
    if not left or is_locked(connection, market):
        return 0
    key = tuple_(ScheduleRun.entry, ScheduleRun.due_at)
    reason = "the scheduler ended without recording what became of it"
    done = connection.execute(
        update(ScheduleRun).where(*running, key.in_(left)).values(outcome="aborted", detail=reason)
    )
    return done.rowcount


def last_runs(connection: Connection, machine: str | None = None) -> dict[str, Run]:
    """
    Return the last run of each entry, by the entry's name.

    Args:
        connection: of the database.
        machine: whose runs, beside those of which the machine is not known; None for all machines'.
    """
    last = select(ScheduleRun.entry, func.max(ScheduleRun.due_at)).group_by(ScheduleRun.entry)
    if machine is not None:
        last = last.where(or_(ScheduleRun.machine == machine, ScheduleRun.machine.is_(None)))
    columns = (getattr(ScheduleRun, name) for name in Run.__slots__)
    rows = connection.execute(select(*columns).where(tuple_(ScheduleRun.entry, ScheduleRun.due_at).in_(last)))
    return {row.entry: Run(*row) for row in rows}


def waiting_crawls(connection: Connection) -> dict[str, str]:
    """Return the markets whose latest crawl waits for a session, each with the reason."""
    latest = select(CrawlRow.market, func.max(CrawlRow.started_at)).group_by(CrawlRow.market)
    query = select(CrawlRow.market, CrawlRow.reason).where(
        CrawlRow.status == "paused", tuple_(CrawlRow.market, CrawlRow.started_at).in_(latest)
    )
    return {market: reason or "" for market, reason in connection.execute(query)}


def _row(run: Run) -> dict[str, object]:
    return {name: getattr(run, name) for name in Run.__slots__}
