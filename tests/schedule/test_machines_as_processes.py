"""Schedulers of several machines as processes on one database, one of which is killed; and what `status` says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli.schedule import schedule
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.schedule.machines import MACHINE_VARIABLE
from cryptodrug_scraper.store.market_lock import is_locked
from tests.schedule.test_machines import SILENT_NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeSchedule, Until

    Runs = Callable[[], list[Run]]
    Start = Callable[[str], subprocess.Popen[str]]

PROGRAM = Path(__file__).with_name("scheduler_process.py")
MARKETS = {"one": "dream", "two": "empire", "any": "wallstreet"}


@pytest.fixture
def start(crawls: FakeCrawls, tmp_path: Path) -> Iterator[Start]:
    """Start the scheduler of a machine, which has a data home of its own."""
    started: list[subprocess.Popen[str]] = []

    def run(machine: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(PROGRAM), str(tmp_path / "schedule.toml"), *crawls.command]
        own = {MACHINE_VARIABLE: machine, HOME_VARIABLE: str(tmp_path / machine), "SIGN": "0.05"}
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, text=True, env=os.environ | own)
        started.append(process)
        return process

    yield run
    crawls.order("complete")
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(120)


@pytest.fixture
def plan(database: Database, make_schedule: MakeSchedule, just_now: str, tmp_path: Path) -> Path:
    """Three crawls that came due a few minutes ago: one of each machine, and one of any."""
    machines = {"one": '\nmachine = "lab-1"', "two": '\nmachine = "lab-2"', "any": ""}
    entries = (f'name = "{name}"\nmarket = "{MARKETS[name]}"\ncron = "{just_now}"{machines[name]}' for name in MARKETS)
    make_schedule(*entries)
    with database.engine.begin() as connection:
        for name, market in MARKETS.items():
            connection.execute(
                text("INSERT INTO schedule_entry VALUES (:entry, :market, :seen)"),
                {"entry": name, "market": market, "seen": datetime.now(UTC) - timedelta(hours=1)},
            )
    return tmp_path / "schedule.toml"


def said(plan: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """What status says, by the name of each thing."""
    result = CliRunner().invoke(schedule, ["status", "--json", "--file", str(plan)], catch_exceptions=False)
    keys = {"entries": "entry", "machines": "machine", "markets": "market"}
    found = json.loads(result.output)
    return {name: {each[key]: each for each in found[name]} for name, key in keys.items()}


@pytest.mark.slow
def test_two_machines_share_a_plan_and_one_goes_on_with_what_the_other_was_killed_with(
    start: Start, plan: Path, crawls: FakeCrawls, runs: Runs, until: Until, database: Database
) -> None:
    crawls.order("wait")
    killed = start("lab-1")
    until(lambda: len(crawls.said("began")) == 2)  # its own and that of any machine
    living = start("lab-2")
    until(lambda: len(runs()) == 3)
    assert {"one": "lab-1", "any": "lab-1", "two": "lab-2"} == {run.entry: run.machine for run in runs()}
    found = said(plan)
    assert ["lab-1", "lab-2", "lab-1"] == [found["entries"][name]["ran_on"] for name in MARKETS]
    assert (["any", "one"], ["two"]) == tuple(found["machines"][name]["crawling"] for name in ("lab-1", "lab-2"))
    assert {"running"} == {machine["state"] for machine in found["machines"].values()}
    assert all(machine["has_this_plan"] for machine in found["machines"].values())

    killed.kill()
    killed.wait(120)
    lost = [line["pid"] for line in crawls.said("began") if line["arguments"][0] != "empire"]
    until(lambda: not any(map(psutil.pid_exists, lost)))
    with database.engine.connect() as connection:
        until(lambda: not is_locked(connection, "wallstreet"))
    assert 3 == len(crawls.said("began")), "the other machine must leave it time to come back"
    with database.engine.begin() as connection:
        connection.execute(SILENT_NOW, {"machine": "lab-1"})
    until(lambda: len(crawls.said("began")) == 4)

    assert "wallstreet" == crawls.arguments[-1][0]
    until(lambda: {run.entry: run.machine for run in runs()}["any"] == "lab-2")
    until(lambda: {run.entry: run.outcome for run in runs()} == {"one": "aborted", "two": "running", "any": "running"})
    found = said(plan)
    assert "silent" == found["machines"]["lab-1"]["state"]
    assert (["any", "two"], []) == tuple(found["machines"][name]["crawling"] for name in ("lab-2", "lab-1"))
    crawls.order("complete")
    until(
        lambda: {run.entry: run.outcome for run in runs()} == {"one": "aborted", "two": "complete", "any": "complete"}
    )
    living.terminate()
    assert 0 == living.wait(120)
    assert "stopped" == said(plan)["machines"]["lab-2"]["state"]
    assert 4 == len(crawls.said("began"))

    back = start("lab-1")  # it resumes its own crawl, which was no other machine's to take
    until(lambda: any("--resume" in words and words[0] == "dream" for words in crawls.arguments))
    until(lambda: [run.outcome for run in runs() if run.entry == "one"] == ["aborted", "complete"])
    back.terminate()
    assert 0 == back.wait(120)


@pytest.mark.slow
def test_status_names_the_machine_because_of_which_a_crawl_is_overdue(
    start: Start, plan: Path, runs: Runs, until: Until, database: Database
) -> None:
    plan.write_text(plan.read_text(encoding="utf-8").replace("lab-2", "lab-3"), encoding="utf-8")
    living = start("lab-1")
    until(lambda: {run.entry: run.outcome for run in runs()} == {"one": "complete", "any": "complete"})
    living.terminate()
    living.wait(120)
    with database.engine.begin() as connection:  # three days pass
        connection.execute(text("UPDATE schedule_run SET due_at = due_at - interval '3 days'"))
        connection.execute(text("UPDATE schedule_entry SET first_seen_at = first_seen_at - interval '3 days'"))
    found = said(plan)

    assert "no scheduler ever ran on its machine lab-3" == found["entries"]["two"]["overdue_reason"]
    assert found["entries"]["one"]["overdue_reason"].startswith("its machine lab-1 was stopped at ")
    assert found["markets"]["empire"]["overdue_since"] is None, "it closed in 2020"
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM market_event WHERE event = 'closed'"))
    found = said(plan)
    late = datetime.now(UTC) - datetime.fromisoformat(found["markets"]["empire"]["overdue_since"])
    assert timedelta(days=2.9) < late < timedelta(days=3.1)
    assert found["markets"]["empire"]["looked_at"] is None
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE schedule_machine SET stopped_at = NULL"))
        connection.execute(SILENT_NOW, {"machine": "lab-1"})
    reasons = {name: entry["overdue_reason"] for name, entry in said(plan)["entries"].items()}
    assert reasons["one"] == reasons["any"]
    assert reasons["one"].startswith("its machine lab-1 is silent since ")
    table = CliRunner().invoke(schedule, ["status", "--file", str(plan)], catch_exceptions=False).output
    assert all(word in table for word in ("lab-1", "silent", "days late", "overdue reason"))
