"""Schedules, and crawls that do as they are told."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.schedule.file import Schedule, read_schedule
from cryptodrug_scraper.schedule.ledger import Run
from cryptodrug_scraper.schedule.runner import Runner, Waits
from cryptodrug_scraper.store.models import ScheduleRun

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

    Until = Callable[[Callable[[], object]], None]

QUICK = Waits(poll=0.01, lock=0.3, database=0.05)
MACHINE = "lab-0"
PATIENCE = 120.0
"""Seconds after which a test gives up waiting for what should come at once."""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class FakeCrawls:
    """The crawls that were started, and what the next ones are to do."""

    def __init__(self, folder: Path) -> None:
        self.command = [sys.executable, str(Path(__file__).with_name("fake_crawl.py"))]
        self.orders, self.log = folder / "orders", folder / "log"
        self.order("complete")
        self.log.touch()

    def order(self, what: str) -> None:
        new = self.orders.with_suffix(".new")
        new.write_text(what, encoding="utf-8")
        new.replace(self.orders)

    def said(self, did: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        return [line for line in lines if line["did"] == did]

    @property
    def arguments(self) -> list[list[str]]:
        return [line["arguments"] for line in self.said("began")]


class MakeSchedule(Protocol):
    def __call__(self, *entries: str, head: str = ...) -> Schedule: ...


class MakeRunner(Protocol):
    def __call__(
        self, schedule: Schedule, now: datetime, waits: Waits = ..., machine: str = ...
    ) -> tuple[Runner, Clock, Event]: ...


@pytest.fixture
def crawls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCrawls:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    found = FakeCrawls(tmp_path)
    monkeypatch.setenv("FAKE_CRAWL_ORDERS", str(found.orders))
    monkeypatch.setenv("FAKE_CRAWL_LOG", str(found.log))
    return found


@pytest.fixture
def make_schedule(tmp_path: Path) -> MakeSchedule:
    def make(*entries: str, head: str = "grace_hours = 6") -> Schedule:
        path = tmp_path / "schedule.toml"
        path.write_text("\n".join([head, *(f"[[entry]]\n{entry}" for entry in entries)]), encoding="utf-8")
        return read_schedule(path)

    return make


@pytest.fixture
def make_runner(database: Database, crawls: FakeCrawls) -> MakeRunner:
    def make(
        schedule: Schedule, now: datetime, waits: Waits = QUICK, machine: str = MACHINE
    ) -> tuple[Runner, Clock, Event]:
        clock, stop = Clock(now), Event()
        runner = Runner(schedule, database.engine, crawls.command, stop, clock, waits, machine)
        runner.prepare()
        return runner, clock, stop

    return make


@pytest.fixture
def runs(database: Database) -> Callable[[], list[Run]]:
    """All the rows of the table, in order."""

    def read() -> list[Run]:
        columns = [getattr(ScheduleRun, name) for name in Run.__slots__]
        with database.engine.connect() as connection:
            query = ScheduleRun.__table__.select().with_only_columns(*columns).order_by("due_at", "entry")
            return [Run(*row) for row in connection.execute(query)]

    return read


@pytest.fixture
def until() -> Until:
    """Wait until something is so."""

    def wait(is_so: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, "it never came"
            time.sleep(0.02)

    return wait


@pytest.fixture
def just_now() -> str:
    """A cron expression whose last time was a few minutes ago."""
    return f"{datetime.now(UTC) - timedelta(minutes=5):%M %H} * * *"
