"""
Handle a crawl that is due: run it, or record why not.

Crawls of the market that were broken off, or not loaded as a whole, are taken up before it, each once, the oldest
first. None of them counts as the crawl that is due: that begins whatever came of them, and has the row of its due time.
One that fails again is taken up again before the next crawl that is due.

Any number of machines may do so by one plan. A crawl that is due belongs to the machine that claims it; one whose
machine fell silent before the end is begun anew by another, if its entry lets any machine crawl and it is not too late.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.crawl.folder import unfinished
from cryptodrug_scraper.crawl.hook import ENTRY_VARIABLE
from cryptodrug_scraper.logs import about
from cryptodrug_scraper.schedule.again import failed_again, is_to_be_tried_again, is_unfinished
from cryptodrug_scraper.schedule.alerts import alerts_of, tell
from cryptodrug_scraper.schedule.child import run_tied
from cryptodrug_scraper.schedule.command import crawl_arguments, crawl_id_of, folders_of, is_replaced, outcome_of
from cryptodrug_scraper.schedule.ledger import (
    Run,
    begin,
    end,
    end_abandoned,
    known_events,
    last_runs,
    note,
    note_entries,
    settled_until,
)
from cryptodrug_scraper.schedule.machines import MACHINE_VARIABLE, SILENT, known_machines, left_running, this_machine
from cryptodrug_scraper.schedule.plan import Plan
from cryptodrug_scraper.store.market_lock import DueLock, MarketLock

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.schedule.file import Entry, Schedule
    from cryptodrug_scraper.schedule.plan import Event

__all__ = ["Runner", "Waits"]

_log = logging.getLogger(__name__)
_BUSY = "another crawl of the market goes on, on this machine or another"
_STOPPED = "the scheduler was stopped; the crawl is taken up again when it starts"
_LOST = "the lock on the market was lost with the connection to the database; the next crawl takes this one up again"


@dataclass(frozen=True, slots=True)
class Waits:
    """
    Waiting times in seconds.

    Attributes:
        poll: between two looks at a crawl that runs.
        lock: between losing a market's lock and stopping its crawl, while it is tried to take it again.
        database: before asking again a database that cannot be reached.
        sign: between two signs of life.
    """

    poll: float = 1.0
    lock: float = 30.0
    database: float = 60.0
    sign: float = 60.0


@dataclass(frozen=True, slots=True)
class _Crawled:
    """How a crawl ended, what there is to say of it, and its identifier, as in table schedule_run."""

    outcome: str
    said: str | None
    crawl_id: UUID | None


class Runner:
    """
    Runs the crawls of a schedule.

    Args:
        schedule: what the file says for this machine.
        engine: the database.
        command: program and first arguments of a crawl, as ``["cryptodrug", "crawl"]``.
        stop: set when no crawl may begin any more, and those that run must end.
        clock: tells the time, in UTC.
        waits: how long to wait for what.
        machine: name of this machine; as `this_machine` by default.
    """

    def __init__(
        self,
        schedule: Schedule,
        engine: Engine,
        command: Sequence[str],
        stop: threading.Event,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        waits: Waits | None = None,
        machine: str | None = None,
    ) -> None:
        self._schedule, self._engine, self._command = schedule, engine, list(command)
        self._stop, self._clock, self._waits = stop, clock, waits or Waits()
        self._machine = machine or this_machine()
        self._events: list[Event] = []
        self._plans = {entry.name: Plan(entry, ()) for entry in schedule.entries}

    def plan(self, entry: str) -> Plan:
        """Return the plan of an entry, by the events known so far."""
        return self._plans[entry]

    def prepare(self) -> None:
        """
        Record new entries, read the events, and mark as aborted the crawls that a killed scheduler left running.

        Raises:
            OperationalError: the database cannot be reached.
        """
        with self._engine.begin() as connection:
            note_entries(connection, self._schedule.entries, self._clock())
        self.read_events()
        for market in self._schedule.market_names:
            self._end_abandoned(market)

    def read_events(self) -> bool:
        """
        Read the events again, and plan anew if they have changed; return whether they have.

        Raises:
            OperationalError: the database cannot be reached.
        """
        with self._engine.connect() as connection:
            events = known_events(connection)
        if events == self._events:
            return False
        self._events = events
        self._plans = {entry.name: Plan(entry, events) for entry in self._schedule.entries}
        return True

    def left_over(self) -> list[Entry]:
        """
        Return the entries of which a crawl is due that nobody sees to: a machine fell silent with it, it has been due
        for as long as that takes, or it failed here an hour ago. What silent machines left running is marked as
        aborted.

        Raises:
            OperationalError: the database cannot be reached.
        """
        now = self._clock()
        with self._engine.connect() as connection:
            markets = left_running(connection)
        for market in markets:
            self._end_abandoned(market)
        found = []
        with self._engine.connect() as connection:
            last, own = last_runs(connection), last_runs(connection, self._machine)
            for entry in self._schedule.entries:
                waits = self.plan(entry.name).last_due(settled_until(connection, entry.name), now - SILENT)
                if (
                    waits is not None
                    or self._is_left(connection, last.get(entry.name), now)
                    or is_to_be_tried_again(self.plan(entry.name), own.get(entry.name), self._schedule.grace, now)
                ):
                    found.append(entry)
        return found

    def settle(self, entry: Entry, *, first: bool = False) -> None:
        """
        Run or record the crawls of an entry that are due. Returns when that is done, which can take days.

        Of several times that have passed only the last counts. If it passed longer ago than the grace of the schedule
        allows, the crawl is noted as missed; if the market is being crawled, as skipped. One that failed here is begun
        or resumed again an hour later, and told once.

        Args:
            entry: the entry.
            first: the scheduler has just started, so unfinished crawls are resumed even if none is due.
        """
        while not self._stop.is_set():
            with about(entry=entry.name, market=entry.market):
                try:
                    self._settle(entry, first=first)
                except OperationalError as error:
                    _log.warning(
                        "%s: the database cannot be reached, trying again: %s",
                        *(entry.name, error.orig),
                        extra={"event": "database_lost"},
                    )
                    self._stop.wait(self._waits.database)
                else:
                    return

    def _settle(self, entry: Entry, *, first: bool) -> None:
        now = self._clock()
        plan = self._plans[entry.name]
        with self._engine.connect() as connection:
            due = plan.last_due(settled_until(connection, entry.name), now)
            last = last_runs(connection).get(entry.name)
            is_left = self._is_left(connection, last, now)
            own = last_runs(connection, self._machine).get(entry.name)
        run = Run(entry.name, entry.market, due or now, "running", started_at=now, machine=self._machine)
        again = is_to_be_tried_again(plan, own, self._schedule.grace, now)
        if due is None and last is not None and (is_left or ((first or again) and self._is_due_again(last, now))):
            due, run = last.due_at, replace(run, due_at=last.due_at)
        if due is not None and now - due > self._schedule.grace:
            late = f"no scheduler saw to it for {_hours(now - due)}, and the grace is {_hours(self._schedule.grace)}"
            self._note(replace(run, outcome="missed", detail=late, started_at=None))
            run, due = replace(run, due_at=now), None
        if due is None and not ((first or again) and plan.is_open(now) and is_unfinished(own)):
            return
        self._end_abandoned(entry.market)
        with (
            DueLock(self._engine.url, entry.name, run.due_at) as claim,
            MarketLock(self._engine.url, entry.market) as lock,
        ):
            if not claim.take():
                return  # another machine sees to it, be it that it takes up an earlier crawl first
            if not lock.take():
                if due is not None:
                    self._note(replace(run, outcome="skipped", detail=_BUSY, started_at=None))
                return
            if due is None:
                if self._begin(run):
                    self._end(self._after(run, self._catch_up(entry, run, lock)), before=own)
                return
            taken_up = self._catch_up(entry, run, lock, begins=True)
            if self._stop.is_set() or not lock.is_held():
                return  # it is due still
            run = replace(run, started_at=self._clock())
            if self._begin(run):
                self._end(self._after(run, [*taken_up, self._crawl(entry, run, lock)]), before=own)

    def _is_due_again(self, last: Run, now: datetime) -> bool:
        """
        Tell whether the crawl of an entry's last run failed here before there was anything of it that can be resumed.
        """
        return self._may_be_begun_anew(last, now) and self._is_own(last) and not unfinished(last.market)

    def _is_left(self, connection: Connection, last: Run | None, now: datetime) -> bool:
        """Tell whether the machine of an entry's last run fell silent with its crawl, which another may begin anew."""
        if last is None or self._is_own(last) or not self._may_be_begun_anew(last, now):
            return False
        machine = known_machines(connection).get(last.machine or "")
        return machine is not None and machine.is_silent

    def _is_own(self, run: Run) -> bool:
        return run.machine in (None, self._machine)

    def _may_be_begun_anew(self, last: Run, now: datetime) -> bool:
        return last.outcome == "aborted" and last.crawl_id is None and now - last.due_at <= self._schedule.grace

    def _begin(self, run: Run) -> bool:
        with self._engine.begin() as connection:
            return begin(connection, run)

    def _after(self, run: Run, crawls: Sequence[_Crawled]) -> Run:
        """What a run came to: the outcome of the last crawl, and what there is to say of each."""
        last = crawls[-1] if crawls else _Crawled("aborted", _STOPPED, None)
        detail = "; ".join(filter(None, (crawled.said for crawled in crawls))) or None
        return replace(run, outcome=last.outcome, detail=detail, crawl_id=last.crawl_id, ended_at=self._clock())

    def _catch_up(self, entry: Entry, run: Run, lock: MarketLock, *, begins: bool = False) -> list[_Crawled]:
        """
        Take up each crawl of the market that was broken off, once. Where another begins after them that fetches the
        same pages, they are ended with what they have.
        """
        taken_up: list[_Crawled] = []
        for folder in unfinished(entry.market):
            if self._stop.is_set() or not lock.is_held():
                break
            close = begins and is_replaced(folder, entry, run.due_at)
            taken_up.append(self._crawl(entry, run, lock, folder, close=close))
        return taken_up

    def _crawl(
        self, entry: Entry, run: Run, lock: MarketLock, folder: Path | None = None, *, close: bool = False
    ) -> _Crawled:
        """Begin a crawl, or take up or close that of a folder, and wait for its end."""
        before = folders_of(entry.market)
        arguments = [*crawl_arguments(entry, run.due_at, resume=folder, close=close), *self._schedule.arguments]
        _log.info("%s: cryptodrug crawl %s", entry.name, " ".join(arguments), extra={"event": "run_started"})
        told = {ENTRY_VARIABLE: entry.name, MACHINE_VARIABLE: self._machine}
        ended = run_tied([*self._command, *arguments], self._reason_to_stop(lock), self._waits.poll, told)
        outcome, detail, crawl_id = outcome_of(ended)
        if crawl_id is None:
            folders = sorted(folders_of(entry.market) - before) if folder is None else [folder]
            crawl_id = crawl_id_of(folders[0]) if folders else None
        said = detail
        if folder is not None:
            did = "ended" if close else "took up"
            said = f"{did} a crawl that was broken off: {outcome}" + (f": {detail}" if detail else "")
        with about(crawl=None if crawl_id is None else str(crawl_id)):
            _log.info("%s: %s%s", entry.name, outcome, f": {said}" if said else "", extra={"event": f"run_{outcome}"})
        return _Crawled(outcome, said, crawl_id)

    def _reason_to_stop(self, lock: MarketLock) -> Callable[[], str | None]:
        held_at = time.monotonic()

        def reason() -> str | None:
            nonlocal held_at
            if self._stop.is_set():
                return _STOPPED
            if lock.is_held():
                held_at = time.monotonic()
            elif time.monotonic() - held_at > self._waits.lock:
                return _LOST
            return None

        return reason

    def _note(self, run: Run) -> None:
        with self._engine.begin() as connection:
            is_new = note(connection, run)
        if is_new:
            _log.warning("%s: %s: %s", run.entry, run.outcome, run.detail, extra={"event": f"run_{run.outcome}"})
            self._tell(run)

    def _end(self, run: Run, before: Run | None) -> None:
        """
        Record how a crawl ended, however long the database is down; if the scheduler is being stopped, try only once.

        Args:
            run: the crawl.
            before: the entry's last run on this machine: that it failed is not told again.
        """
        while True:
            try:
                with self._engine.begin() as connection:
                    is_ours = end(connection, run)
            except OperationalError as error:
                _log.warning(
                    "%s: that it is %s cannot be recorded: %s",
                    *(run.entry, run.outcome, error.orig),
                    extra={"event": "database_lost"},
                )
                if self._stop.wait(self._waits.database):
                    return
            else:
                break
        if not is_ours:
            _log.warning(
                "%s: another machine has begun the crawl anew; this one was %s",
                *(run.entry, run.outcome),
                extra={"event": "run_taken_over"},
            )
        elif not self._stop.is_set() and not failed_again(run, before, self._schedule.grace):
            self._tell(run)

    def _tell(self, run: Run) -> None:
        """Run the hook for what of a run needs a person; none is run for a crawl that the scheduler's own end stops."""
        if self._schedule.hook is None:
            return
        try:
            with self._engine.connect() as connection:
                alerts = list(alerts_of(connection, run))
        except OperationalError as error:
            _log.warning(
                "%s: whether anything needs a person cannot be read: %s",
                *(run.entry, error.orig),
                extra={"event": "database_lost"},
            )
            return
        tell(self._schedule.hook, run, alerts)

    def _end_abandoned(self, market: str) -> None:
        with self._engine.begin() as connection:
            count = end_abandoned(connection, market)
        if count:
            _log.warning(
                "%s: a scheduler that was killed left a crawl of it running", market, extra={"event": "run_abandoned"}
            )


def _hours(span: timedelta) -> str:
    return f"{span / timedelta(hours=1):.1f} h"
