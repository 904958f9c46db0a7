"""Crawls that were broken off are taken up by the scheduler, and only those that are its to take up."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.store.market_lock import MarketLock
from tests.schedule.weekly import DUE, OTHER, SUNDAY, WEEK, WEEKLY, hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule, Until

    Runs = Callable[[], list[Run]]


def test_a_crawl_that_was_broken_off_is_taken_up_before_the_one_that_is_due(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY, OTHER.replace("dream", "empire"))
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("complete")
    clock.now = DUE + WEEK
    runner.settle(schedule.entries[1])
    runner.settle(schedule.entries[0])
    clock.now = DUE + 2 * WEEK
    runner.settle(schedule.entries[0])

    weekly = [run for run in runs() if run.entry == "weekly"]
    assert ["aborted", "complete", "complete"] == [run.outcome for run in weekly]
    assert 3 == len({run.crawl_id for run in weekly})
    assert "took up a crawl that was broken off: complete" == weekly[1].detail
    assert [False, False, True, False, False] == ["--resume" in words for words in crawls.arguments]
    assert ["dream", "--json", "--resume", "--set"] == crawls.arguments[2][:4]
    assert ["--budget", "100", "--rate", "0.5", "--revisit"] == crawls.arguments[2][5:]


@pytest.mark.parametrize(
    ("scope", "began", "is_closed"),
    [
        ("index", DUE, True),
        ("all", DUE, True),
        ("listings", DUE, False),  # the crawl that is due does not fetch what the other one lacks
        ("index", DUE + WEEK, False),
    ],
)
@pytest.mark.slow
def test_a_crawl_that_the_one_that_is_due_replaces_is_ended_with_what_it_has(
    scope: str,
    began: datetime,
    is_closed: bool,
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FAKE_CRAWL_STARTS", began.isoformat())
    runner, clock, _ = make_runner(make_schedule(WEEKLY), SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(make_schedule(WEEKLY).entries[0])
    crawls.order("complete")
    schedule = make_schedule(WEEKLY.replace('"index"', f'"{scope}"'))
    runner, _, _ = make_runner(schedule, DUE + WEEK)
    runner.settle(schedule.entries[0])

    assert ["aborted", "complete"] == [run.outcome for run in runs()]
    resumed = crawls.arguments[1]
    assert is_closed == ("--close" in resumed)
    assert ["--resume", "--set"] == resumed[2:4]
    assert "--close" not in crawls.arguments[2]
    did = "ended" if is_closed else "took up"
    assert f"{did} a crawl that was broken off: complete" == runs()[1].detail


def test_a_crawl_is_not_ended_where_none_is_due(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_CRAWL_STARTS", DUE.isoformat())
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("complete")
    runner, _, _ = make_runner(schedule, DUE + hours(20))
    runner.settle(schedule.entries[0], first=True)

    assert "--resume" in crawls.arguments[1]
    assert "--close" not in crawls.arguments[1]


def test_a_crawl_that_fails_each_time_it_is_taken_up_keeps_none_that_is_due_from_beginning(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    for week in range(3):
        clock.now = DUE + week * WEEK
        runner.settle(schedule.entries[0])

    assert ["aborted"] * 3 == [run.outcome for run in runs()]
    assert 3 == len({run.crawl_id for run in runs()})
    assert [False, True, False, True, True, False] == ["--resume" in words for words in crawls.arguments]


def test_a_crawl_stays_due_if_the_scheduler_is_stopped_while_another_is_taken_up(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs, until: Until
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("wait")
    runner, clock, stop = make_runner(schedule, DUE + WEEK)
    thread = Thread(target=runner.settle, args=(schedule.entries[0],))
    thread.start()
    until(lambda: 2 == len(crawls.arguments))
    stop.set()
    thread.join()
    assert ["aborted"] == [run.outcome for run in runs()]

    crawls.order("complete")
    runner, _, _ = make_runner(schedule, DUE + WEEK + hours(1))
    runner.settle(schedule.entries[0], first=True)

    assert [(DUE, "aborted"), (DUE + WEEK, "complete")] == [(run.due_at, run.outcome) for run in runs()]
    assert [False, True, True, False] == ["--resume" in words for words in crawls.arguments]


def test_a_scheduler_that_starts_takes_up_what_was_broken_off_though_nothing_is_due(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("complete")
    runner, _, _ = make_runner(schedule, DUE + hours(20))
    runner.settle(schedule.entries[0])
    assert 1 == len(runs())

    runner.settle(schedule.entries[0], first=True)
    runner.settle(schedule.entries[0], first=True)

    assert [(DUE, "aborted"), (DUE + hours(20), "complete")] == [(run.due_at, run.outcome) for run in runs()]
    assert "--resume" in crawls.arguments[1]


def test_a_scheduler_that_starts_takes_up_its_crawl_that_was_not_loaded_and_no_other(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("unloaded")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("partial")
    for later in (hours(20), hours(40)):
        runner, _, _ = make_runner(schedule, DUE + later)
        runner.settle(schedule.entries[0], first=True)

    assert [(DUE, "partial"), (DUE + hours(20), "partial")] == [(run.due_at, run.outcome) for run in runs()]
    assert [False, True] == ["--resume" in words for words in crawls.arguments]


def test_a_crawl_is_taken_up_beside_one_that_was_missed(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("complete")
    runner, _, _ = make_runner(schedule, DUE + WEEK + hours(20))
    runner.settle(schedule.entries[0], first=True)

    assert [(DUE, "aborted"), (DUE + WEEK, "missed"), (DUE + WEEK + hours(20), "complete")] == [
        (run.due_at, run.outcome) for run in runs()
    ]
    assert "--resume" in crawls.arguments[1]


def test_what_was_broken_off_and_goes_on_elsewhere_is_not_noted_as_skipped(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs, database: Database
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    with MarketLock(database.engine.url, "dream") as lock:
        lock.take()
        runner, _, _ = make_runner(schedule, DUE + hours(1))
        runner.settle(schedule.entries[0], first=True)

    assert ["aborted"] == [run.outcome for run in runs()]


def test_nothing_is_taken_up_after_the_window(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY + "\nlast_on = 2018-11-19")
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    runner, _, _ = make_runner(schedule, DUE + hours(21))
    runner.settle(schedule.entries[0], first=True)

    assert 1 == len(runs())
