"""When the scheduler looks at the clock, and what it finds due then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.schedule import service as module
from cryptodrug_scraper.schedule.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.schedule.file import Schedule
    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule, Until

    Runs = Callable[[], list[Run]]

SUNDAY = datetime(2018, 11, 18, 12, tzinfo=UTC)
DUE = datetime(2018, 11, 19, 4, tzinfo=UTC)
WEEK = timedelta(days=7)
WEEKLY = 'name = "weekly"\nmarket = "dream"\ncron = "0 4 * * 1"'
HOURLY = 'name = "hourly"\nmarket = "empire"\ncron = "0 * * * *"'


class Looking:
    """A service whose clock is set by hand, and whose work is done when a look has ended."""

    def __init__(self, schedule: Schedule, make_runner: MakeRunner) -> None:
        self.runner, self.clock, self.stop = make_runner(schedule, SUNDAY)
        self.pool = ThreadPoolExecutor(4)
        self.service = Service(schedule, self.runner, self.pool, self.clock)

    def at(self, moment: datetime) -> float:
        self.clock.now = moment
        wait = self.service.look()
        for futures in self.service._under_way.values():
            for future in futures:
                future.result(20)
        return wait


@pytest.fixture
def looking(make_schedule: MakeSchedule, make_runner: MakeRunner) -> Iterator[Looking]:
    made = Looking(make_schedule(WEEKLY), make_runner)
    yield made
    made.stop.set()
    made.pool.shutdown()


def test_an_entry_is_seen_to_at_the_first_look_after_it_came_due(looking: Looking, runs: Runs) -> None:
    assert 30.0 == looking.at(DUE - timedelta(minutes=5))
    assert 20.0 == looking.at(DUE - timedelta(seconds=20))
    assert [] == runs()

    assert 30.0 == looking.at(DUE)
    looking.at(DUE + timedelta(seconds=30))

    assert [(DUE, "complete")] == [(run.due_at, run.outcome) for run in runs()]


def test_a_machine_that_slept_makes_up_once_for_what_it_missed(looking: Looking, runs: Runs) -> None:
    looking.at(DUE + 2 * WEEK + timedelta(hours=5))

    assert [(DUE + 2 * WEEK, "complete")] == [(run.due_at, run.outcome) for run in runs()]


def test_a_clock_that_is_put_back_begins_nothing_twice(looking: Looking, runs: Runs) -> None:
    looking.at(DUE)
    looking.at(DUE - timedelta(minutes=1))
    looking.at(DUE + timedelta(minutes=1))

    assert [DUE] == [run.due_at for run in runs()]


def test_a_crawl_that_takes_longer_than_its_cadence_has_the_next_noted_as_skipped(
    looking: Looking, crawls: FakeCrawls, runs: Runs, until: Until
) -> None:
    crawls.order("wait")
    looking.clock.now = DUE
    looking.service.look()
    until(lambda: crawls.said("began"))
    for week in (1, 2):
        looking.clock.now = DUE + week * WEEK
        looking.service.look()
        looking.service._under_way["weekly"][-1].result(20)
        assert looking.clock.now == runs()[-1].due_at
    crawls.order("complete")
    until(lambda: ["complete", "skipped", "skipped"] == [run.outcome for run in runs()])


def test_entries_are_seen_to_each_at_its_own_times(
    make_schedule: MakeSchedule, make_runner: MakeRunner, runs: Runs
) -> None:
    looking = Looking(make_schedule(WEEKLY, HOURLY), make_runner)
    looking.at(DUE - timedelta(minutes=30))
    looking.at(DUE)
    looking.at(DUE + timedelta(hours=1))
    looking.pool.shutdown()

    assert ["hourly", "hourly", "weekly", "hourly"] == [run.entry for run in runs()]


def test_the_scheduler_wakes_at_the_times_that_a_new_event_brings(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    database: Database,
    runs: Runs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    after = 'after = { event = "shock", market = "empire", cron = "0 * * * *" }'
    looking = Looking(make_schedule(f"{WEEKLY}\n{after}"), make_runner)
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO market_event (market, event, first_on, last_on, note, evidence, acts, stated_by) "
                "VALUES ('empire', 'shock', '2018-11-18', '2018-11-18', 'It was made up.', 'recalled', 'shock', 'file')"
            )
        )
    looking.at(SUNDAY + timedelta(minutes=70))
    assert [] == runs()
    monkeypatch.setattr(module, "_EVENTS_EVERY", 0.0)
    looking.at(SUNDAY + timedelta(minutes=80))
    looking.at(SUNDAY + timedelta(minutes=119, seconds=50))
    assert [] == runs()
    looking.at(SUNDAY + timedelta(hours=2))
    looking.pool.shutdown()

    assert [SUNDAY + timedelta(hours=2)] == [run.due_at for run in runs()]


def test_a_defect_is_logged_and_the_scheduler_goes_on(
    looking: Looking, runs: Runs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(looking.runner, "settle", fail)
        with pytest.raises(ZeroDivisionError):
            looking.at(DUE)
    assert "weekly: it failed for a defect of the program's" in caplog.text
    assert "ZeroDivisionError" in caplog.text

    looking.at(DUE + WEEK)
    assert [DUE + WEEK] == [run.due_at for run in runs()]
