"""Which crawls are overdue, and for what reason: so a person sees which machine to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptodrug_scraper.schedule.file import Entry
    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.schedule.machines import Machine
    from cryptodrug_scraper.schedule.plan import Plan

__all__ = ["overdue_since", "why_overdue"]

_TOLERATED = timedelta(minutes=5)
"""How late a crawl may be begun without being overdue: a scheduler has its crawls begun one after the other."""
_TO_THE_MINUTE = "%Y-%m-%d %H:%M UTC"


def overdue_since(plan: Plan, settled: datetime | None, now: datetime) -> datetime | None:
    """
    Return when the first crawl came due that nobody has begun, or recorded as skipped or missed; None if none is late.

    Args:
        plan: of an entry.
        settled: until when everything of it is settled; None for an entry that no scheduler has ever read.
        now: the present.
    """
    if settled is None:
        return None
    due = plan.next_due(settled)
    return due if due is not None and now - due > _TOLERATED else None


def why_overdue(entry: Entry, last: Run | None, machines: Mapping[str, Machine]) -> str:
    """
    Say why nobody has begun a crawl of an entry that is due.

    Args:
        entry: the entry.
        last: its last run; None for none.
        machines: the known machines, by name.
    """
    if entry.machine is not None:
        machine = machines.get(entry.machine)
        if machine is None:
            return f"no scheduler ever ran on its machine {entry.machine}"
        if entry.name not in machine.entries:
            return f"the scheduler of its machine {machine.machine} has another plan: restart it with this one"
        return _state_of(machine) or _runs_still(last) or f"its machine {machine.machine} lives: see its log"
    those = [machine for machine in machines.values() if entry.name in machine.entries]
    living = [machine.machine for machine in those if machine.state == "running"]
    if living:
        return _runs_still(last) or f"{', '.join(living)} may run it: see the log there"
    if not those:
        return "no machine has it in its plan"
    return "; ".join(filter(None, map(_state_of, those)))


def _state_of(machine: Machine) -> str | None:
    """What keeps a machine from crawling; None if nothing is known to."""
    if machine.stopped_at is not None:
        return f"its machine {machine.machine} was stopped at {machine.stopped_at:{_TO_THE_MINUTE}}"
    if machine.is_silent:
        return f"its machine {machine.machine} is silent since {machine.last_seen_at:{_TO_THE_MINUTE}}"
    return None


def _runs_still(last: Run | None) -> str | None:
    return "an earlier crawl of it runs still" if last is not None and last.outcome == "running" else None
