"""The scheduler as a long-running service: it watches the clock, has due crawls run, and ends at a signal."""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.schedule.ledger import note_due, note_entries
from cryptodrug_scraper.schedule.machines import note_started, note_stopped, this_machine
from cryptodrug_scraper.schedule.runner import Runner, Waits
from cryptodrug_scraper.schedule.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    from sqlalchemy import Engine

    from cryptodrug_scraper.schedule.file import Entry, Schedule

__all__ = ["Service", "serve"]

_log = logging.getLogger(__name__)
_LONGEST_LOOK = 30.0
"""Most seconds between two looks at the clock: it may be set, and waits stop while a machine sleeps."""
_EVENTS_EVERY = 600.0
"""Seconds between two readings of the table of events."""
_MOST_OF_ENTRY = 2
"""Most tasks of one entry at a time: a crawl that takes days, and one that records the next as skipped."""


class Service:
    """
    Has a runner settle each entry when it is due.

    Args:
        schedule: what the file says for this machine.
        runner: sees to an entry. Whether it is too late for that is the runner's to say, which knows the table.
        pool: where it does so.
        clock: tells the time, in UTC.
        watch: shows that this machine lives, and finds what silent ones left; None for a machine that works alone.
        sign: seconds between two signs of life.
    """

    def __init__(
        self,
        schedule: Schedule,
        runner: Runner,
        pool: ThreadPoolExecutor,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        watch: Watch | None = None,
        sign: float = _LONGEST_LOOK,
    ) -> None:
        self._schedule, self._runner, self._pool, self._clock = schedule, runner, pool, clock
        self._watch, self._sign, self._signed = watch, sign, time.monotonic()
        self._under_way: dict[str, list[Future[None]]] = defaultdict(list)
        self._looked_at = clock()
        self._events_read = time.monotonic()
        self._left: SimpleQueue[Entry] = SimpleQueue()

    def begin(self) -> None:
        """Make up for missed crawls, and resume unfinished ones."""
        for entry in self._schedule.entries:
            self._have_done(entry.name, partial(self._runner.settle, entry, first=True), _MOST_OF_ENTRY)

    def look(self) -> float:
        """Start what has come due since the last look; return the seconds until the next look."""
        before, self._looked_at = self._looked_at, self._clock()
        wait = _LONGEST_LOOK
        for entry in self._schedule.entries:
            plan = self._runner.plan(entry.name)
            due = plan.next_due(before)
            if due is not None and due <= self._looked_at:
                self._have_done(entry.name, partial(self._runner.settle, entry), _MOST_OF_ENTRY)
                due = plan.next_due(self._looked_at)
            if due is not None:
                wait = min(wait, (due - self._looked_at).total_seconds())
        while not self._left.empty():
            left = self._left.get()
            self._have_done(left.name, partial(self._runner.settle, left), _MOST_OF_ENTRY)
        if time.monotonic() - self._events_read >= _EVENTS_EVERY:
            self._events_read = time.monotonic()
            self._have_done("events", self._read_events, 1)
        if self._watch is not None and time.monotonic() - self._signed >= self._sign:
            self._signed = time.monotonic()
            self._have_done("signs of life", partial(self._look_around, self._watch), 1)
        return min(wait, self._sign)

    def _have_done(self, name: str, do: Callable[[], None], most: int) -> None:
        """Run a task in the pool, unless the most tasks of that name are under way."""
        under_way = [future for future in self._under_way[name] if not future.done()]
        if len(under_way) < most:
            future = self._pool.submit(do)
            future.add_done_callback(partial(_log_error, name))
            under_way.append(future)
        self._under_way[name] = under_way

    def _look_around(self, watch: Watch) -> None:
        """Show that this machine lives, and find what silent ones left; the next look has it done."""
        for entry in watch.look():
            self._left.put(entry)

    def _read_events(self) -> None:
        """Read the events. Plans that follow from new ones apply from the next look on."""
        try:
            self._runner.read_events()
        except OperationalError as error:
            _log.warning("the events cannot be read: %s", error.orig, extra={"event": "database_lost"})


def serve(
    schedule: Schedule,
    engine: Engine,
    command: Sequence[str],
    waits: Waits | None = None,
    machine: str | None = None,
) -> None:
    """
    Start what is due, until SIGTERM or SIGINT. Then nothing is begun any more, the crawls that run are told to end, and
    it returns when they have.

    At its start it makes up for missed crawls, and resumes unfinished ones.

    Args:
        schedule: what the file says.
        engine: the database.
        command: program and first arguments of a crawl.
        waits: how long to wait for what.
        machine: name of this machine; as `this_machine` by default.

    Raises:
        ConfigurationError: no entry is for this machine.
        OperationalError: the database cannot be reached at the beginning.
    """
    machine, waits = machine or this_machine(), waits or Waits()
    own = schedule.of_machine(machine)
    stop = threading.Event()
    runner = Runner(own, engine, command, stop, waits=waits, machine=machine)
    with engine.begin() as connection:
        note_entries(connection, schedule.entries, datetime.now(UTC))  # also those of machines that never start
        note_started(connection, machine, [entry.name for entry in own.entries], schedule.digest)
        note_due(connection, schedule.entries)
    runner.prepare()
    workers = _MOST_OF_ENTRY * len(own.entries) + 2
    with _signals() as has_come, ThreadPoolExecutor(workers, thread_name_prefix="schedule") as pool:
        said = counted(len(own.entries), "entry|entries"), ", ".join(own.market_names)
        _log.info("%s: %s of %s", machine, *said, extra={"event": "scheduler_starts"})
        try:
            watch = Watch(runner, engine, machine, schedule)
            service = Service(own, runner, pool, watch=watch, sign=waits.sign)
            service.begin()
            while not has_come(service.look()):
                pass
            _log.info("stopping; crawls that run are told to end", extra={"event": "scheduler_stops"})
            _tell_stopped(engine, machine)
        finally:
            stop.set()


def _tell_stopped(engine: Engine, machine: str) -> None:
    try:
        with engine.begin() as connection:
            note_stopped(connection, machine)
    except OperationalError as error:
        _log.warning("that this machine stops cannot be recorded: %s", error.orig, extra={"event": "database_lost"})


def _log_error(name: str, future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        _log.error("%s: it failed for a defect of the program's", name, exc_info=error, extra={"event": "defect"})


@contextmanager
def _signals() -> Iterator[Callable[[float], bool]]:
    """
    Give a function that waits some seconds for SIGTERM or SIGINT, and tells whether one has come.

    A signal may interrupt code that holds locks, so its handler only writes to a pipe.
    """
    reading, writing = os.pipe()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: os.write(writing, b"s")) for number in signals}
    try:
        yield lambda seconds: bool(select.select([reading], [], [], max(seconds, 0.0))[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
