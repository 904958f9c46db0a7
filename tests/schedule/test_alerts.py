from __future__ import annotations

import stat
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.schedule.alerts import alerts_of
from cryptodrug_scraper.schedule.ledger import Run
from tests.schedule.weekly import DUE, SUNDAY, WEEK, WEEKLY, hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule, Until

    Told = Callable[[], list[list[str]]]


@pytest.fixture
def hook(tmp_path: Path) -> Path:
    """A program that writes what it is told, one line each time."""
    program = tmp_path / "tell"
    names = "ALERT MARKET ENTRY CRAWL REASON"
    told = "|".join(f"$CRYPTODRUG_{name}" for name in names.split())
    program.write_text(f'#!/bin/sh\necho "{told}" >> {tmp_path / "told"}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def told(hook: Path) -> Told:
    def read() -> list[list[str]]:
        file = hook.with_name("told")
        return [line.split("|") for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    return read


def test_a_crawl_that_gave_pages_up_failed_or_was_missed_is_told_and_one_that_is_complete_is_not(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, until: Until, hook: Path, told: Told
) -> None:
    schedule = make_schedule(WEEKLY, head=f'hook = "{hook}"\ngrace_hours = 6')
    runner, clock, _ = make_runner(schedule, SUNDAY)
    for order, at in (("complete", DUE), ("partial", DUE + WEEK), ("fail", DUE + 2 * WEEK)):
        crawls.order(order)
        clock.now = at
        runner.settle(schedule.entries[0])
    clock.now = DUE + 4 * WEEK + hours(7)
    runner.settle(schedule.entries[0])
    until(lambda: len(told()) == 3)

    failed, missed, partial = sorted(told())  # by kind: each hook runs beside the others
    ids = [began["crawl_id"] for began in crawls.said("began")]
    assert ["crawl_partial", "dream", "weekly", ids[1], "12 pages were given up"] == partial
    assert ["crawl_failed", "dream", "weekly", ids[2]] == failed[:4]
    assert "exit code 6" in failed[4]
    assert ".onion" in failed[4]
    assert "aaaa" not in failed[4]
    assert ["crawl_missed", "dream", "weekly", ""] == missed[:4]
    assert "the grace is 6.0 h" in missed[4]


def test_each_crawl_has_the_hook_for_a_session_that_is_lost_but_one_that_has_another(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, hook: Path
) -> None:
    for head in (f'hook = "{hook}"', f'hook = "{hook}"\narguments = ["--hook", "true"]'):
        schedule = make_schedule(WEEKLY, head=head)
        runner, clock, _ = make_runner(schedule, SUNDAY)
        clock.now = DUE if len(crawls.arguments) == 0 else DUE + WEEK
        runner.settle(schedule.entries[0])

    first, second = crawls.arguments
    assert ["--hook", str(hook)] == first[-2:]
    assert ["--hook", "true"] == second[-2:]


def test_a_crawl_that_ends_with_its_scheduler_needs_nobody(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, hook: Path, told: Told, until: Until
) -> None:
    schedule = make_schedule(WEEKLY, head=f'hook = "{hook}"')
    runner, clock, stop = make_runner(schedule, SUNDAY)
    crawls.order("wait")
    clock.now = DUE
    thread = Thread(target=runner.settle, args=(schedule.entries[0],))
    thread.start()
    until(lambda: crawls.said("began"))
    stop.set()
    thread.join()

    assert [] == told()


def test_a_hook_that_fails_is_logged_and_stops_nothing(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, hook: Path, until: Until,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    hook.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    schedule = make_schedule(WEEKLY, head=f'hook = "{hook}"')
    runner, clock, _ = make_runner(schedule, SUNDAY)
    crawls.order("partial")
    clock.now = DUE
    runner.settle(schedule.entries[0])

    until(lambda: f"the hook {hook} ended with exit code 3" in caplog.text)


def test_a_hook_begins_even_if_what_starts_it_ends_at_once(hook: Path, told: Told, until: Until) -> None:
    code = "import sys; from cryptodrug_scraper.crawl.hook import run_hook; run_hook([sys.argv[1]], {'alert': 'x'})"
    subprocess.run([sys.executable, "-c", code, str(hook)], check=True)

    until(told)
    assert told()[0][0] == "x"


def test_a_hook_that_is_no_program_is_refused_before_anything_is_due(make_schedule: MakeSchedule) -> None:
    with pytest.raises(ConfigurationError, match="'/no/such/thing' is no program that can be run"):
        make_schedule(WEEKLY, head='hook = "/no/such/thing"')


def crawl(database: Database, number: int, parsed: int, market: str = "dream") -> UUID:
    """A crawl of a week that read so many pages, and 7 walls."""
    crawl_id, at = UUID(int=number), DUE + number * WEEK
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO crawl (crawl_id, market, started_at, ended_at, scope, status) "
                "VALUES (:crawl_id, :market, :at, :at, 'all', 'partial')"
            ),
            {"crawl_id": crawl_id, "market": market, "at": at},
        )
        connection.execute(
            text(
                "INSERT INTO crawl_count (crawl_id, kind, planned, fetched, parsed, walled, refused, failed) "
                "VALUES (:crawl_id, 'listing', 9, :parsed + 7, :parsed, 7, 0, 0)"
            ),
            {"crawl_id": crawl_id, "parsed": parsed},
        )
    return crawl_id


def kinds(database: Database, crawl_id: UUID, market: str = "dream") -> list[str]:
    run = Run("weekly", market, DUE, "complete", DUE, DUE, None, crawl_id)
    with database.engine.connect() as connection:
        return [alert.kind for alert in alerts_of(connection, run)]


def test_a_market_is_gone_when_three_crawls_in_a_row_read_no_page_of_it(database: Database) -> None:
    found = []
    for number, parsed in enumerate((4, 0, 0, 0, 0, 5, 0)):
        crawl(database, 100 + number, 0, "empire")  # another market's say nothing of this one
        found.append(kinds(database, crawl(database, number + 1, parsed)))

    assert [[], [], [], ["market_gone"], ["market_gone"], [], []] == found


def test_of_a_market_of_which_no_page_was_ever_read_there_is_no_newest(database: Database) -> None:
    for number in range(3):
        last = crawl(database, number + 1, 0)
    run = Run("weekly", "dream", DUE, "complete", DUE, DUE, None, last)
    with database.engine.connect() as connection:
        (alert,) = alerts_of(connection, run)

    assert "3 crawls in a row read no page of dream: none was ever read" == alert.reason
