"""Several machines by one plan: who runs what, who claims what is due, and what comes of a machine that is gone."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from msgspec import structs
from sqlalchemy import text

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.schedule.ledger import Run, begin, end, note_entries
from cryptodrug_scraper.schedule.machines import MACHINE_VARIABLE, known_machines, note_seen, note_started, this_machine
from cryptodrug_scraper.schedule.watch import Watch
from tests.schedule.weekly import DUE, SUNDAY, WEEK, WEEKLY, hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeRunner, MakeSchedule, Until

    Runs = Callable[[], list[Run]]

OF_ONE = 'name = "one"\nmarket = "dream"\ncron = "0 4 * * 1"\nmachine = "lab-1"'
OF_TWO = 'name = "two"\nmarket = "empire"\ncron = "0 4 * * 1"\nmachine = "lab-2"'
OF_ANY = 'name = "any"\nmarket = "wallstreet"\ncron = "0 4 * * 1"'
SILENT_NOW = text("UPDATE schedule_machine SET last_seen_at = now() - interval '16 minutes' WHERE machine = :machine")


def test_a_machine_runs_its_own_entries_and_those_of_any(make_schedule: MakeSchedule) -> None:
    schedule = make_schedule(OF_ONE, OF_TWO, OF_ANY)

    assert [["one", "any"], ["two", "any"], ["any"]] == [
        [entry.name for entry in schedule.of_machine(name).entries] for name in ("lab-1", "lab-2", "lab-3")
    ]


def test_a_machine_that_no_entry_names_is_refused_with_those_that_there_are(make_schedule: MakeSchedule) -> None:
    with pytest.raises(ConfigurationError, match="no entry is for the machine lab-3.*lab-1, lab-2.*--machine"):
        make_schedule(OF_ONE, OF_TWO).of_machine("lab-3")


@pytest.mark.parametrize("name", ["", "lab 1", "-lab", "lab/1", "l" * 64])
def test_what_is_no_name_of_a_machine_is_refused_in_the_file(make_schedule: MakeSchedule, name: str) -> None:
    with pytest.raises(ConfigurationError, match="is no name of a machine"):
        make_schedule(WEEKLY + f'\nmachine = "{name}"')


def test_the_name_of_this_machine_is_given_or_set_or_that_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MACHINE_VARIABLE, raising=False)
    monkeypatch.setattr("socket.gethostname", lambda: "of-host")
    assert "of-host" == this_machine()
    monkeypatch.setenv(MACHINE_VARIABLE, "set")
    assert ["set", "given"] == [this_machine(), this_machine("given")]
    with pytest.raises(ConfigurationError, match="'a b' is no name of a machine.*--machine"):
        this_machine("a b")


def test_plans_are_the_same_where_their_entries_are(make_schedule: MakeSchedule) -> None:
    one = make_schedule(OF_ONE, OF_ANY, head='arguments = ["--socks", "127.0.0.1:9050"]').digest

    assert one == make_schedule(OF_ONE, OF_ANY).digest
    assert one != make_schedule(OF_ONE, OF_ANY.replace("0 4", "0 5")).digest
    assert one != make_schedule(OF_ONE).digest


def test_of_many_machines_one_begins_a_crawl_that_is_due(
    make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(OF_ANY)
    made = [make_runner(schedule, SUNDAY, machine=f"lab-{number}") for number in range(6)]
    crawlers = [runner for runner, _, _ in made]
    for _, clock, _ in made:
        clock.now = DUE
    with_all = Barrier(len(crawlers))

    def settle(number: int) -> None:
        with_all.wait()
        crawlers[number].settle(schedule.entries[0])

    threads = [Thread(target=settle, args=(number,)) for number in range(len(crawlers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (run,) = runs()
    assert ("complete", DUE, 1) == (run.outcome, run.due_at, len(crawls.arguments))
    assert run.machine in {f"lab-{number}" for number in range(6)}


def test_a_crawl_that_another_machine_prepares_is_not_skipped(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedule = make_schedule(OF_ANY)
    one, clock, _ = make_runner(schedule, SUNDAY, machine="lab-1")
    two, clock_of_two, _ = make_runner(schedule, SUNDAY, machine="lab-2")
    crawls.order("abort")
    clock.now = DUE
    one.settle(schedule.entries[0])
    crawls.order("wait")
    clock.now = clock_of_two.now = DUE + WEEK
    preparing = Thread(target=one.settle, args=(schedule.entries[0],))
    preparing.start()
    until(lambda: len(crawls.said("began")) == 2)  # it takes up the one that was broken off
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "other"))

    two.settle(schedule.entries[0])

    assert ["aborted"] == [run.outcome for run in runs()]
    crawls.order("complete")
    preparing.join()
    assert [("aborted", "lab-1"), ("complete", "lab-1")] == [(run.outcome, run.machine) for run in runs()]


def test_who_lost_a_crawl_to_another_machine_does_not_overwrite_its_row(
    database: Database, make_schedule: MakeSchedule, runs: Runs
) -> None:
    schedule = make_schedule(OF_ANY)
    lost = Run("any", "wallstreet", DUE, "running", DUE, machine="lab-1")
    anew = replace(lost, started_at=DUE + hours(1), machine="lab-2")
    with database.engine.begin() as connection:
        note_entries(connection, schedule.entries, SUNDAY)
        assert begin(connection, lost)
        assert not begin(connection, anew)
        assert end(connection, replace(lost, outcome="aborted"))
        assert begin(connection, anew)

        assert not end(connection, replace(lost, outcome="complete"))

    assert [anew] == runs()


def test_only_what_a_silent_machine_left_is_begun_anew_and_only_within_the_grace(
    database: Database, make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls, runs: Runs
) -> None:
    schedule = make_schedule(OF_ANY)
    runner, clock, _ = make_runner(schedule, SUNDAY, machine="lab-2")
    with database.engine.begin() as connection:
        note_started(connection, "lab-1", ["any"], schedule.digest)
        begin(connection, Run("any", "wallstreet", DUE, "running", DUE, machine="lab-1"))
    clock.now = DUE + hours(1)
    assert [] == runner.left_over()
    runner.settle(schedule.entries[0])
    assert ["running"] == [run.outcome for run in runs()]

    with database.engine.begin() as connection:
        connection.execute(SILENT_NOW, {"machine": "lab-1"})
    clock.now = DUE + hours(7)
    assert [] == runner.left_over()  # it is too late for the crawl, and it is none that runs either
    assert ["aborted"] == [run.outcome for run in runs()]
    clock.now = DUE + hours(1)
    assert list(schedule.entries) == runner.left_over()
    runner.settle(schedule.entries[0])

    assert [("complete", "lab-2", DUE)] == [(run.outcome, run.machine, run.due_at) for run in runs()]
    assert 1 == len(crawls.arguments)
    assert [] == runner.left_over()


def test_a_crawl_that_failed_on_a_machine_that_lives_is_not_begun_anew_by_another(
    database: Database, make_schedule: MakeSchedule, make_runner: MakeRunner, crawls: FakeCrawls
) -> None:
    schedule = make_schedule(OF_ANY)
    runner, clock, _ = make_runner(schedule, SUNDAY, machine="lab-2")
    with database.engine.begin() as connection:
        note_started(connection, "lab-1", ["any"], schedule.digest)
        begin(connection, Run("any", "wallstreet", DUE, "aborted", DUE, machine="lab-1"))
    clock.now = DUE + hours(1)

    runner.settle(schedule.entries[0], first=True)

    assert [] == crawls.arguments


def test_a_machine_resumes_its_own_crawl_though_another_has_crawled_since(
    make_schedule: MakeSchedule,
    make_runner: MakeRunner,
    crawls: FakeCrawls,
    runs: Runs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schedule = make_schedule(OF_ANY)
    one, clock, _ = make_runner(schedule, SUNDAY, machine="lab-1")
    two, clock_of_two, _ = make_runner(schedule, SUNDAY, machine="lab-2")
    crawls.order("abort")
    clock.now = DUE
    one.settle(schedule.entries[0])
    crawls.order("complete")
    clock_of_two.now = DUE + WEEK
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv(HOME_VARIABLE, str(tmp_path / "other"))
        two.settle(schedule.entries[0])

    clock.now = DUE + WEEK + hours(12)
    one.settle(schedule.entries[0], first=True)

    assert "--resume" in crawls.arguments[-1]
    assert [("lab-1", "aborted"), ("lab-2", "complete"), ("lab-1", "complete")] == [
        (run.machine, run.outcome) for run in runs()
    ]


def test_others_are_judged_after_signs_of_life_in_a_row_and_a_silent_one_is_told_once(
    database: Database, make_schedule: MakeSchedule, make_runner: MakeRunner, tmp_path: Path, until: Until
) -> None:
    schedule = make_schedule(OF_ANY)
    runner, _, _ = make_runner(schedule, SUNDAY, machine="lab-2")
    told = tmp_path / "told"
    hook = tmp_path / "hook"
    hook.write_text(f'#!/bin/sh\necho "$CRYPTODRUG_ALERT|$CRYPTODRUG_MACHINE|$CRYPTODRUG_REASON" >> {told}\n')
    hook.chmod(0o755)
    with database.engine.begin() as connection:
        for machine in ("lab-1", "lab-2"):
            note_started(connection, machine, ["any"], schedule.digest)
        connection.execute(SILENT_NOW, {"machine": "lab-1"})
    watches = [Watch(runner, database.engine, "lab-2", structs.replace(schedule, hook=str(hook))) for _ in range(2)]
    for watch in watches:  # the database may have been down: whoever lives has shown it by then
        assert [[], [], []] == [watch.look() for _ in range(3)]
    assert not told.exists()

    for watch in (*watches, *watches):
        watch.look()

    until(told.exists)
    (line,) = told.read_text(encoding="utf-8").splitlines()
    assert line.startswith("machine_silent|lab-1|no sign of life of lab-1 since ")
    with database.engine.connect() as connection:
        assert ["silent", "running"] == [machine.state for machine in known_machines(connection).values()]
    with database.engine.begin() as connection:
        note_seen(connection, "lab-1")
        assert "running" == known_machines(connection)["lab-1"].state
