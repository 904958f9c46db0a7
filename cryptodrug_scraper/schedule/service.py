"""The scheduler as it runs for months: APScheduler wakes it when an entry is due, a signal ends it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import BasePoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.base import SchedulerNotRunningError
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import OperationalError

from cryptodrug_scraper.schedule.runner import Runner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from cryptodrug_scraper.schedule.file import Schedule
    from cryptodrug_scraper.schedule.plan import Plan
    from cryptodrug_scraper.schedule.runner import Waits

__all__ = ["serve"]

_log = logging.getLogger(__name__)
_EVENTS_EVERY = 600
"""Seconds between two looks at the table of events."""


class _PlanTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """When an entry is due, for APScheduler."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        return self._plan.next_due(max(previous_fire_time or now, now))


class _Pool(BasePoolExecutor):  # type: ignore[misc]
    """APScheduler's executor on a pool of ours, so that we can wait for it without APScheduler's locks."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        super().__init__(pool)


def serve(schedule: Schedule, engine: Engine, command: Sequence[str], waits: Waits | None = None) -> None:
    """
    Start what is due, until SIGTERM or SIGINT. Then nothing is begun any more, the crawls that run are told to end, and
    it returns when they have.

    As it starts it sees to what was missed, and to crawls that were broken off.

    Args:
        schedule: what the file says.
        engine: the database.
        command: program and first arguments of a crawl.
        waits: how long to wait for what.

    Raises:
        OperationalError: the database cannot be reached at the beginning.
    """
    stop = threading.Event()
    runner = Runner(schedule, engine, command, stop, waits=waits)
    runner.prepare()
    # of one entry two may be under way: a crawl that takes days, and what notes the next one as skipped
    pool = ThreadPoolExecutor(3 * len(schedule.entries) + 1, thread_name_prefix="schedule")
    scheduler = BlockingScheduler(timezone=UTC, executors={"default": _Pool(pool)})
    scheduler.add_listener(lambda _: _shut_down(scheduler) if stop.is_set() else None, EVENT_SCHEDULER_STARTED)
    for entry in schedule.entries:
        scheduler.add_job(partial(runner.settle, entry, first=True), name=entry.name, misfire_grace_time=None)
        scheduler.add_job(
            runner.settle,
            _PlanTrigger(runner.plan(entry.name)),
            [entry],
            id=entry.name,
            name=entry.name,
            max_instances=2,
            coalesce=True,
            misfire_grace_time=None,  # whether it is too late is the runner's to say, which knows the table
        )
    scheduler.add_job(
        partial(_read_events, scheduler, schedule, runner),
        IntervalTrigger(seconds=_EVENTS_EVERY, timezone=UTC),
        name="events",
    )
    with _on_signal(partial(_stop, scheduler, stop)):
        _log.info("%d entries of %s", len(schedule.entries), ", ".join(schedule.market_names))
        try:
            scheduler.start()
        except JobLookupError:
            if not stop.is_set():  # shutting down, APScheduler does not find the job that it has just begun
                raise
        finally:
            stop.set()
            pool.shutdown()


def _read_events(scheduler: BlockingScheduler, schedule: Schedule, runner: Runner) -> None:
    try:
        is_new = runner.read_events()
    except OperationalError as error:
        _log.warning("the events cannot be read: %s", error.orig)
        return
    if is_new:
        for entry in schedule.entries:
            scheduler.reschedule_job(entry.name, trigger=_PlanTrigger(runner.plan(entry.name)))


def _stop(scheduler: BlockingScheduler, stop: threading.Event) -> None:
    _log.info("stopping; crawls that run are told to end")
    stop.set()
    _shut_down(scheduler)


def _shut_down(scheduler: BlockingScheduler) -> None:
    try:
        scheduler.shutdown(wait=False)
    except SchedulerNotRunningError:
        _log.debug("it has not started yet, and ends as soon as it does; or it has ended")


@contextmanager
def _on_signal(act: partial[None]) -> Iterator[None]:
    """
    Call something at the first SIGTERM or SIGINT, in a thread.

    A signal breaks in anywhere, in code that holds locks too, so its handler does no more than write to a pipe.
    """
    reading, writing = os.pipe()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: os.write(writing, b"s")) for number in signals}

    def wait() -> None:
        if os.read(reading, 1) == b"s":
            act()

    thread = threading.Thread(target=wait, name="signals")
    thread.start()
    try:
        yield
    finally:
        os.write(writing, b"e")
        thread.join()
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(reading)
        os.close(writing)
