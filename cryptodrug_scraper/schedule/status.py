"""What is known of a plan at one moment: its entries, the machines that run them, and the last look at each market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.schedule.ledger import first_seen, known_events, last_runs, settled_until, waiting_crawls
from cryptodrug_scraper.schedule.machines import known_machines
from cryptodrug_scraper.schedule.overdue import overdue_since, why_overdue
from cryptodrug_scraper.schedule.plan import Plan
from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from cryptodrug_scraper.schedule.file import Entry, Schedule
    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.schedule.machines import Machine

__all__ = ["status_of"]

_RUNNING = text(statement(__package__, "running_crawls"))
_LOOKED_AT = text(statement(__package__, "looked_at"))


def status_of(connection: Connection, schedule: Schedule, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """
    Return what is known of a plan: under ``entries``, ``machines`` and ``markets`` one mapping for each.

    Args:
        connection: of the database.
        schedule: what the file says, for all machines.
        now: the present, for which due times are told.
    """
    events, last, machines = known_events(connection), last_runs(connection), known_machines(connection)
    waiting, seen = waiting_crawls(connection), first_seen(connection)
    entries = []
    for entry in schedule.entries:
        plan = Plan(entry, events)
        settled = settled_until(connection, entry.name) if entry.name in seen else None
        facts = _of_entry(entry, plan, last.get(entry.name), now, waiting)
        since = overdue_since(plan, settled, now)
        reason = None if since is None else why_overdue(entry, last.get(entry.name), machines)
        entries.append({**facts, "overdue_since": since, "overdue_reason": reason})
    return {
        "entries": entries,
        "machines": _machines(connection, machines, schedule.digest),
        "markets": _markets(connection, entries),
    }


def _of_entry(
    entry: Entry, plan: Plan, run: Run | None, now: datetime, waiting: Mapping[str, str]
) -> dict[str, object]:
    detail = run and run.detail
    if run is not None and run.outcome == "running" and entry.market in waiting:
        detail = f"waits for a session ({waiting[entry.market]}): cryptodrug session put {entry.market}"
    return {
        "entry": entry.name,
        "market": entry.market,
        "machine": entry.machine,
        "scope": entry.scope,
        "cadence": plan.cadence(now),
        "last_due_at": run and run.due_at,
        "started_at": run and run.started_at,
        "ended_at": run and run.ended_at,
        "outcome": run and run.outcome,
        "detail": detail,
        "crawl_id": run and run.crawl_id,
        "ran_on": run and run.machine,
        "next_due_at": plan.next_due(now),
    }


def _machines(connection: Connection, machines: Mapping[str, Machine], digest: str) -> list[dict[str, object]]:
    running: dict[str, list[str]] = {}
    for row in connection.execute(_RUNNING):
        running.setdefault(row.machine, []).append(row.entry)
    return [
        {
            "machine": machine.machine,
            "state": machine.state,
            "last_seen_at": machine.last_seen_at,
            "started_at": machine.started_at,
            "stopped_at": machine.stopped_at,
            "entries": list(machine.entries),
            "crawling": running.get(machine.machine, []),
            "has_this_plan": machine.plan == digest,
        }
        for machine in machines.values()
    ]


def _markets(connection: Connection, entries: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """When each market of the plan was looked at last, and since when a look is due, if it has not closed before."""
    names = sorted({entry["market"] for entry in entries})
    found = []
    for row in connection.execute(_LOOKED_AT, {"markets": names}):
        late = [
            entry["overdue_since"]
            for entry in entries
            if entry["market"] == row.market and entry["overdue_since"] is not None
            if row.closed_on is None or entry["overdue_since"].date() <= row.closed_on
        ]
        found.append({**row._mapping, "overdue_since": min(late, default=None)})  # noqa: SLF001  # SQLAlchemy's name
    return found
