"""Schedulers as processes of their own, which are signalled and killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psutil
import pytest
from sqlalchemy import text

from cryptodrug_scraper.store.market_lock import is_locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeSchedule, Until

    Runs = Callable[[], list[Run]]
    Due = Callable[..., str]

PROGRAM = Path(__file__).with_name("scheduler_process.py")
PATIENCE = 120


class Start(Protocol):
    def __call__(self) -> subprocess.Popen[str]: ...


@pytest.fixture
def start(crawls: FakeCrawls, tmp_path: Path) -> Iterator[Start]:
    """Start a scheduler on the schedule that was written last."""
    started: list[subprocess.Popen[str]] = []

    def run() -> subprocess.Popen[str]:
        path = tmp_path / f"schedule-{len(started)}.toml"
        path.write_bytes((tmp_path / "schedule.toml").read_bytes())
        command = [sys.executable, str(PROGRAM), str(path), *crawls.command]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield run
    crawls.order("complete")
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture
def due(database: Database, make_schedule: MakeSchedule, just_now: str) -> Due:
    """Write a schedule, of which everything came due a few minutes ago."""

    def write(*entries: tuple[str, str]) -> str:
        make_schedule(*(f'name = "{name}"\nmarket = "{market}"\ncron = "{just_now}"' for name, market in entries))
        with database.engine.begin() as connection:
            for name, market in entries:
                connection.execute(
                    text("INSERT INTO schedule_entry VALUES (:entry, :market, :seen)"),
                    {"entry": name, "market": market, "seen": datetime.now(UTC) - timedelta(hours=1)},
                )
        return just_now

    return write


def end(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> str:
    process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE)
    assert 0 == process.returncode, said
    assert "Traceback" not in said
    return said


def outcomes(runs: Runs) -> dict[str, str]:
    return {run.entry: run.outcome for run in runs()}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_a_signal_ends_the_crawls_and_then_the_scheduler(
    start: Start, due: Due, crawls: FakeCrawls, runs: Runs, until: Until, number: int
) -> None:
    due(("one", "dream"), ("two", "empire"))
    crawls.order("wait")
    process = start()
    until(lambda: len(crawls.said("began")) == 2)

    said = end(process, number)

    assert {"one": "aborted", "two": "aborted"} == outcomes(runs)
    assert [True, True] == [line["stopped"] for line in crawls.said("ended")]
    assert "stopping; crawls that run are told to end" in said


def test_a_signal_ends_a_scheduler_that_has_nothing_to_do(start: Start, due: Due, until: Until, runs: Runs) -> None:
    due(("one", "dream"))
    process = start()
    until(lambda: outcomes(runs) == {"one": "complete"})

    end(process)


def test_a_scheduler_that_is_killed_lets_go_of_its_market_and_takes_its_crawl_with_it(
    start: Start, due: Due, crawls: FakeCrawls, runs: Runs, until: Until, database: Database
) -> None:
    due(("one", "dream"))
    crawls.order("wait")
    process = start()
    until(lambda: crawls.said("began"))
    process.kill()
    process.communicate()

    def is_free() -> bool:
        with database.engine.connect() as connection:
            return not is_locked(connection, "dream")

    until(is_free)
    (began,) = crawls.said("began")
    until(lambda: not psutil.pid_exists(began["pid"]))
    assert {"one": "running"} == outcomes(runs)

    crawls.order("complete")
    process = start()
    until(lambda: ["aborted", "complete"] == [run.outcome for run in runs()])
    end(process)
    assert "--resume" in crawls.arguments[1]
    assert began["crawl_id"] == crawls.said("began")[1]["crawl_id"]


@pytest.mark.slow
def test_two_schedulers_crawl_a_market_once(
    start: Start, due: Due, crawls: FakeCrawls, runs: Runs, until: Until
) -> None:
    due(("one", "dream"))
    crawls.order("wait")
    first = start()
    until(lambda: crawls.said("began"))
    due(("two", "dream"), ("three", "empire"))
    second = start()
    until(lambda: {"one": "running", "two": "skipped", "three": "running"} == outcomes(runs))
    crawls.order("complete")
    until(lambda: {"one": "complete", "two": "skipped", "three": "complete"} == outcomes(runs))

    assert ["dream", "empire"] == [words[0] for words in crawls.arguments]
    for process in (first, second):
        end(process)
