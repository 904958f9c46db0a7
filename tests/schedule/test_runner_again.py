"""A crawl that failed is tried again by itself, within the grace of its schedule."""

from __future__ import annotations

import stat
import time
from typing import TYPE_CHECKING

from tests.schedule.weekly import DUE, SUNDAY, WEEK, WEEKLY, hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.schedule.ledger import Run
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule

    Runs = Callable[[], list[Run]]


def test_a_crawl_that_failed_is_resumed_an_hour_later_and_no_more_once_the_grace_is_over(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawled = []
    for later in (0.9, 1.1, 2.0, 2.5, 5.9, 6.1, 7.5, 30):
        clock.now = DUE + hours(later)
        assert (list(schedule.entries) if later in (1.1, 2.5, 5.9) else []) == runner.left_over()
        runner.settle(schedule.entries[0])
        crawled.append(len(crawls.arguments))

    assert [1, 2, 2, 3, 4, 4, 4, 4] == crawled
    assert [False, True, True, True] == ["--resume" in words for words in crawls.arguments]
    assert ["aborted"] * 4 == [run.outcome for run in runs()]


def test_one_that_comes_to_its_end_when_it_is_resumed_is_left_alone(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(WEEKLY)
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    clock.now = DUE
    runner.settle(schedule.entries[0])
    crawls.order("complete")
    for later in (1.5, 3, 5):
        clock.now = DUE + hours(later)
        runner.settle(schedule.entries[0])

    assert [(DUE, "aborted"), (DUE + hours(1.5), "complete")] == [(run.due_at, run.outcome) for run in runs()]
    assert 1 == len({run.crawl_id for run in runs()})


def test_a_failure_is_told_once_however_often_it_is_tried_and_again_the_week_after(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, tmp_path: Path
) -> None:
    hook = tmp_path / "tell"
    hook.write_text(f'#!/bin/sh\necho "$CRYPTODRUG_NEXT_STEP" >> {tmp_path / "told"}\n', encoding="utf-8")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    schedule = make_schedule(WEEKLY, head=f'hook = "{hook}"\ngrace_hours = 6')
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("fail")
    for later in (hours(0), hours(1.5), hours(3), WEEK, WEEK + hours(2)):
        clock.now = DUE + later
        runner.settle(schedule.entries[0])

    end = time.monotonic() + 120
    while len(lines := (tmp_path / "told").read_text(encoding="utf-8").splitlines()) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert 2 == len(lines)
    assert lines[0].endswith("cryptodrug crawl dream --resume")
