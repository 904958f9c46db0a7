"""
The machines that crawl by one plan, as they appear in the database: what each runs, and its last sign of life.

All instants are the database's, so that a clock that is wrong on one machine makes no other look silent.
"""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.store.models import ScheduleMachine, ScheduleRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row, Select

__all__ = [
    "MACHINE_VARIABLE",
    "SILENT",
    "Machine",
    "check_machine",
    "known_machines",
    "left_running",
    "newly_silent",
    "note_seen",
    "note_started",
    "note_stopped",
    "this_machine",
]

MACHINE_VARIABLE = "CRYPTODRUG_MACHINE"
SILENT = timedelta(minutes=15)
"""A machine without a sign of life for longer is silent: long enough to start again, and take up its own crawl."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z")
_IS_SILENT = ScheduleMachine.stopped_at.is_(None) & (ScheduleMachine.last_seen_at < func.now() - SILENT)


@dataclass(frozen=True, slots=True)
class Machine:
    """
    One machine; see table schedule_machine.

    Attributes:
        machine: its name.
        started_at: when its scheduler started last.
        last_seen_at: its last sign of life.
        stopped_at: when its scheduler was told to end; None if it was not.
        entries: names of the entries that it runs.
        plan: digest of the plan that it works by.
        is_silent: whether it gave no sign of life for longer than `SILENT`, and was not told to end.
    """

    machine: str
    started_at: datetime
    last_seen_at: datetime
    stopped_at: datetime | None
    entries: tuple[str, ...]
    plan: str
    is_silent: bool

    @property
    def state(self) -> str:
        """One of ``running``, ``silent`` and ``stopped``."""
        if self.stopped_at is not None:
            return "stopped"
        return "silent" if self.is_silent else "running"


def this_machine(named: str | None = None) -> str:
    """
    Return the name of this machine: the one that is given, or else CRYPTODRUG_MACHINE, or else the name of the host.

    Raises:
        ConfigurationError: it is no name that an entry could have.
    """
    name = named or os.environ.get(MACHINE_VARIABLE) or socket.gethostname()
    try:
        check_machine(name)
    except ValueError as error:
        msg = f"{error}; name this one with --machine"
        raise ConfigurationError(msg) from error
    return name


def check_machine(name: str) -> None:
    """
    Check the name of a machine.

    Raises:
        ValueError: it cannot be used.
    """
    if _NAME.match(name) is None:
        msg = f"{name!r} is no name of a machine: choose letters, digits, dots, hyphens and underscores, at most 63"
        raise ValueError(msg)


def note_started(connection: Connection, machine: str, entries: Sequence[str], plan: str) -> None:
    """
    Record that a machine's scheduler starts.

    Args:
        connection: of the database.
        machine: name of the machine.
        entries: names of the entries that it runs.
        plan: digest of all entries of its file.
    """
    row = {
        "started_at": func.now(),
        "last_seen_at": func.now(),
        "stopped_at": None,
        "silence_told_at": None,
        "entries": list(entries),
        "plan": plan,
    }
    statement = insert(ScheduleMachine).values(machine=machine, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=("machine",), set_=row))


def note_seen(connection: Connection, machine: str) -> None:
    """Record a sign of life."""
    here = update(ScheduleMachine).where(ScheduleMachine.machine == machine)
    connection.execute(here.values(last_seen_at=func.now(), silence_told_at=None))


def note_stopped(connection: Connection, machine: str) -> None:
    """Record that a machine's scheduler was told to end, so that it is not taken for silent."""
    here = update(ScheduleMachine).where(ScheduleMachine.machine == machine)
    connection.execute(here.values(last_seen_at=func.now(), stopped_at=func.now()))


def known_machines(connection: Connection) -> dict[str, Machine]:
    """Return the machines, by their names and in the order of these."""
    rows = connection.execute(_machines().order_by(ScheduleMachine.machine))
    return {row.machine: _machine(row) for row in rows}


def newly_silent(connection: Connection) -> list[Machine]:
    """Return the machines that fell silent since anybody asked: each is given to one asker alone."""
    told = (
        update(ScheduleMachine)
        .where(_IS_SILENT, ScheduleMachine.silence_told_at.is_(None))
        .values(silence_told_at=func.now())
        .returning(ScheduleMachine.machine)
    )
    names = list(connection.scalars(told))
    rows = connection.execute(_machines().where(ScheduleMachine.machine.in_(names)).order_by(ScheduleMachine.machine))
    return [_machine(row) for row in rows]


def left_running(connection: Connection) -> list[str]:
    """Return the markets of crawls that have not ended, and whose machine is silent."""
    query = (
        select(ScheduleRun.market)
        .join(ScheduleMachine, ScheduleMachine.machine == ScheduleRun.machine)
        .where(ScheduleRun.outcome == "running", _IS_SILENT)
        .distinct()
    )
    return list(connection.scalars(query))


def _machines() -> Select[Any]:
    names = ("machine", "started_at", "last_seen_at", "stopped_at", "entries", "plan")
    return select(*(getattr(ScheduleMachine, name) for name in names), _IS_SILENT.label("is_silent"))


def _machine(row: Row[Any]) -> Machine:
    return Machine(**{**row._mapping, "entries": tuple(row.entries)})  # noqa: SLF001  # SQLAlchemy's name for it
