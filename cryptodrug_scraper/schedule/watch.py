"""What a machine shows the others of itself, and what it notices of them: one that is silent is told to a person."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.crawl.hook import run_hook
from cryptodrug_scraper.schedule.ledger import note_due
from cryptodrug_scraper.schedule.machines import newly_silent, note_seen

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from cryptodrug_scraper.schedule.file import Entry, Schedule
    from cryptodrug_scraper.schedule.machines import Machine
    from cryptodrug_scraper.schedule.runner import Runner

__all__ = ["Watch"]

_log = logging.getLogger(__name__)
_SIGNS_BEFORE = 3
"""Signs of life in a row before others are judged: while the database was down, nobody could give one."""


class Watch:
    """
    Watches the machines that work by one plan.

    Args:
        runner: tells what is left over, and marks it.
        engine: the database.
        machine: name of this machine.
        plan: what the file says for all machines, with the hook that is run for each machine that fell silent.
    """

    def __init__(self, runner: Runner, engine: Engine, machine: str, plan: Schedule) -> None:
        self._runner, self._engine, self._machine, self._plan = runner, engine, machine, plan
        self._hook = plan.hook
        self._signs = 0

    def look(self) -> list[Entry]:
        """Give a sign of life, have a person told of machines that are silent, and return the entries left over."""
        try:
            with self._engine.begin() as connection:
                note_seen(connection, self._machine)
                note_due(connection, self._plan.entries)
            self._signs += 1
            if self._signs <= _SIGNS_BEFORE:
                return []
            left = self._runner.left_over()
            with self._engine.begin() as connection:
                silent = newly_silent(connection) if self._hook is not None else []
        except OperationalError as error:
            self._signs = 0
            _log.warning("no sign of life can be given: %s", error.orig, extra={"event": "database_lost"})
            return []
        for machine in silent:
            self._tell(machine)
        return left

    def _tell(self, silent: Machine) -> None:
        reason = f"no sign of life of {silent.machine} since {silent.last_seen_at:%Y-%m-%d %H:%M} UTC; it runs "
        reason += ", ".join(silent.entries)
        _log.warning("%s", reason, extra={"event": "machine_silent"})
        if self._hook is not None:
            run_hook([self._hook], {"alert": "machine_silent", "machine": silent.machine, "reason": reason})
