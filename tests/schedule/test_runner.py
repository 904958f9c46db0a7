from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text

from cryptodrug_scraper.schedule.ledger import Run, begin
from cryptodrug_scraper.schedule.runner import Waits
from cryptodrug_scraper.store.market_lock import MarketLock, is_locked
from tests.schedule.conftest import MACHINE
from tests.schedule.weekly import DUE, SUNDAY, WEEK, WEEKLY, hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule, Until

    Runs = Callable[[], list[Run]]


def test_a_crawl_that_is_due_is_run_and_recorded(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY, head='arguments = ["--socks", "127.0.0.1:9050"]')
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE

    runner.settle(schedule.entries[0])

    (began,) = crawls.said("began")
    assert [
        *("dream", "--json", "--scope", "index", "--label", "weekly 2018-11-19", "--budget", "100", "--rate", "0.5"),
        *("--revisit", "--socks", "127.0.0.1:9050"),
    ] == began["arguments"]
    assert [Run("weekly", "dream", DUE, "complete", DUE, DUE, None, UUID(began["crawl_id"]), MACHINE)] == runs()


def test_what_is_not_due_is_not_run(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE - timedelta(seconds=1)
    runner.settle(schedule.entries[0])
    assert [] == runs()

    clock.now = DUE
    runner.settle(schedule.entries[0])
    runner.settle(schedule.entries[0])
    assert 1 == len(runs()) == len(crawls.arguments)


def test_what_was_due_before_an_entry_was_first_seen_was_not_missed(
    make_schedule: MakeSchedule, make_runner: MakeRunner, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, _, _ = make_runner(schedule, DUE + hours(1))
    runner.settle(schedule.entries[0], first=True)

    assert [] == runs()


def test_what_was_missed_is_made_up_for_once_within_the_grace(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    make_runner(schedule, SUNDAY)
    runner, _, _ = make_runner(schedule, DUE + 3 * WEEK + hours(5))

    runner.settle(schedule.entries[0], first=True)

    assert [(DUE + 3 * WEEK, "complete")] == [(run.due_at, run.outcome) for run in runs()]
    assert 1 == len(crawls.arguments)


def test_what_was_missed_for_longer_is_recorded_as_missed(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    make_runner(schedule, SUNDAY)
    runner, clock, _ = make_runner(schedule, DUE + hours(6.5))
    runner.settle(schedule.entries[0], first=True)

    (run,) = runs()
    assert ("missed", DUE, None, None) == (run.outcome, run.due_at, run.started_at, run.crawl_id)
    assert "no scheduler saw to it for 6.5 h, and the grace is 6.0 h" == run.detail
    assert [] == crawls.arguments

    clock.now = DUE + WEEK
    runner.settle(schedule.entries[0])
    assert ["missed", "complete"] == [run.outcome for run in runs()]


def test_a_crawl_of_a_market_that_is_being_crawled_is_skipped_and_not_made_up_for(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs, database: Database
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE
    with MarketLock(database.engine.url, "dream") as lock:
        lock.take()
        runner.settle(schedule.entries[0])
    runner.settle(schedule.entries[0])

    (run,) = runs()
    assert ("skipped", None) == (run.outcome, run.started_at)
    assert "another crawl of the market goes on" in (run.detail or "")
    assert [] == crawls.arguments


def test_of_two_schedulers_one_runs_what_is_due(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runners = [make_runner(schedule, SUNDAY) for _ in range(4)]
    for _, clock, _ in runners:
        clock.now = DUE
    threads = [Thread(target=runner.settle, args=schedule.entries) for runner, _, _ in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ["complete"] == [run.outcome for run in runs()]
    assert 1 == len(crawls.arguments)


def test_what_one_scheduler_skipped_another_may_claim_and_nothing_else(
    make_schedule: MakeSchedule, make_runner: MakeRunner, database: Database
) -> None:
    make_runner(make_schedule(WEEKLY), SUNDAY)
    run = Run("weekly", "dream", DUE, "running", DUE)
    for outcome, claimed in (("skipped", True), ("complete", False), ("running", False), ("missed", False)):
        with database.engine.begin() as connection:
            connection.execute(text("DELETE FROM schedule_run"))
            begin(connection, Run("weekly", "dream", DUE, outcome))
            assert claimed == begin(connection, run)


@pytest.mark.parametrize(
    ("orders", "outcome", "detail"),
    [
        ("complete", "complete", None),
        ("partial", "partial", "12 pages were given up"),
        ("abort", "aborted", "….onion does not answer; it can be taken up again"),
        ("fail", "aborted", "exit code 6: cryptodrug: ….onion does not answer"),
    ],
)
def test_how_a_crawl_ended_is_recorded_without_a_host(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    orders: str,
    outcome: str,
    detail: str | None,
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE
    crawls.order(orders)
    runner.settle(schedule.entries[0])

    (run,) = runs()
    assert (outcome, detail) == (run.outcome, run.detail)
    assert run.crawl_id is not None


def test_a_crawl_that_cannot_be_started_is_aborted_with_the_reason(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    crawls.command = ["/nowhere/cryptodrug", "crawl"]
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE
    runner.settle(schedule.entries[0])

    (run,) = runs()
    assert ("aborted", None) == (run.outcome, run.crawl_id)
    assert "exit code 1: /nowhere/cryptodrug cannot be run: No such file or directory" == run.detail


def test_a_crawl_that_never_began_is_tried_again_by_the_next_scheduler_within_the_grace(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    works, crawls.command = crawls.command, ["/nowhere/cryptodrug", "crawl"]
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE
    runner.settle(schedule.entries[0])
    runner.settle(schedule.entries[0])
    crawls.command = works
    late, _, _ = make_runner(schedule, DUE + hours(6.5))
    late.settle(schedule.entries[0], first=True)
    assert [] == crawls.arguments

    again, _, _ = make_runner(schedule, DUE + hours(2))
    again.settle(schedule.entries[0], first=True)
    again.settle(schedule.entries[0], first=True)

    assert [(DUE, "complete", None)] == [(run.due_at, run.outcome, run.detail) for run in runs()]
    assert 1 == len(crawls.arguments)


def test_a_crawl_is_told_to_end_when_the_scheduler_is_stopped(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs, until: Until
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, stop = make_runner(schedule, SUNDAY)
    clock.now = DUE
    crawls.order("wait")
    thread = Thread(target=runner.settle, args=schedule.entries)
    thread.start()
    until(lambda: crawls.said("began"))
    assert ["running"] == [run.outcome for run in runs()]
    stop.set()
    thread.join()

    (run,) = runs()
    assert ("aborted", True) == (run.outcome, crawls.said("ended")[0]["stopped"])
    assert "the scheduler was stopped" in (run.detail or "")
    runner.settle(schedule.entries[0], first=True)
    assert 1 == len(crawls.arguments)


def cut_off(database: Database) -> None:
    """End the connections that hold locks."""
    holders = "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    mine = " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    with database.engine.connect() as connection:
        assert connection.execute(text(holders + mine)).scalars().all()


def test_a_crawl_is_stopped_when_another_machine_has_the_lock_on_its_market(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    until: Until,
    database: Database,
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY, Waits(poll=0.2, lock=0.3))
    clock.now = DUE
    crawls.order("wait")
    thread = Thread(target=runner.settle, args=schedule.entries)
    thread.start()
    until(lambda: crawls.said("began"))
    with MarketLock(database.engine.url, "dream") as other:

        def takes_it() -> bool:
            cut_off(database)
            return other.take()

        until(takes_it)
        thread.join()

    (run,) = runs()
    assert ("aborted", True) == (run.outcome, crawls.said("ended")[0]["stopped"])
    assert "the lock on the market was lost" in (run.detail or "")


def test_a_crawl_goes_on_when_the_lock_can_be_taken_again(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    until: Until,
    database: Database,
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    clock.now = DUE
    crawls.order("wait")
    thread = Thread(target=runner.settle, args=schedule.entries)
    thread.start()
    until(lambda: crawls.said("began"))
    cut_off(database)

    def is_locked_again() -> bool:
        with database.engine.connect() as connection:
            return is_locked(connection, "dream")

    until(is_locked_again)
    crawls.order("complete")
    thread.join()

    assert ["complete"] == [run.outcome for run in runs()]
    assert not crawls.said("ended")[0]["stopped"]


def test_a_database_that_is_down_delays_a_crawl_and_what_is_recorded_of_it(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    until: Until,
    database: Database,
    caplog: pytest.LogCaptureFixture,
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY, Waits(poll=0.01, lock=60, database=0.05))
    clock.now = DUE
    crawls.order("wait")
    with Down(database):
        thread = Thread(target=runner.settle, args=schedule.entries)
        thread.start()
        until(lambda: "weekly: the database cannot be reached, trying again" in caplog.text)
        assert [] == crawls.arguments
    until(lambda: crawls.said("began"))
    with Down(database):
        crawls.order("complete")
        until(lambda: "that it is complete cannot be recorded" in caplog.text)
    thread.join()

    assert ["complete"] == [run.outcome for run in runs()]


class Down:
    """A database that lets nobody in, for as long as the block runs."""

    def __init__(self, database: Database) -> None:
        self._name = database.engine.url.database
        self._engine = database.engine
        self._admin = create_engine(database.engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")

    def __enter__(self) -> None:
        self._allow(may="false")
        with self._admin.connect() as connection:
            ending = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(ending, {"name": self._name})

    def __exit__(self, *_: object) -> None:
        self._allow(may="true")
        self._admin.dispose()
        self._engine.dispose()

    def _allow(self, *, may: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS {may}"))


def test_what_a_killed_scheduler_left_running_is_aborted_once_its_lock_is_free(
    make_schedule: MakeSchedule, make_runner: MakeRunner, runs: Runs, database: Database
) -> None:
    schedule = make_schedule(WEEKLY)
    make_runner(schedule, SUNDAY)
    with database.engine.begin() as connection:
        begin(connection, Run("weekly", "dream", DUE, "running", DUE))
    with MarketLock(database.engine.url, "dream") as lock:
        lock.take()
        make_runner(schedule, DUE + hours(1))
        assert ["running"] == [run.outcome for run in runs()]
    make_runner(schedule, DUE + hours(1))

    (run,) = runs()
    assert ("aborted", None) == (run.outcome, run.ended_at)
    assert "the scheduler ended without recording what became of it" == run.detail


def test_an_event_that_becomes_known_changes_the_cadence(
    make_schedule: MakeSchedule, make_runner: MakeRunner, runs: Runs, database: Database
) -> None:
    after = 'after = { event = "shock", market = "empire", days = 28, cron = "0 4 * * *" }'
    schedule = make_schedule(f"{WEEKLY}\n{after}")
    runner, clock, _ = make_runner(schedule, SUNDAY)
    assert not runner.read_events()
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO market_event (market, event, first_on, last_on, note, evidence, acts, stated_by) "
                "VALUES ('empire', 'shock', '2018-11-18', '2018-11-18', 'It was made up.', 'recalled', 'shock', 'file')"
            )
        )
    assert runner.read_events()
    assert not runner.read_events()
    plan = runner.plan("weekly")
    assert DUE + timedelta(days=1) == plan.next_due(DUE)
    assert DUE + 4 * WEEK == plan.next_due(DUE + timedelta(days=26))
    clock.now = DUE + timedelta(days=2)
    runner.settle(schedule.entries[0])

    assert [DUE + timedelta(days=2)] == [run.due_at for run in runs()]
