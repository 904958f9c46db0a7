"""A year at a tenth, in short: every stage goes on where a killed run was, and the figures are complete."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.history import Machine
from benchmarks.scaling.arithmetic import Scaling
from benchmarks.scaling.beyond import PAGE, with_figures
from benchmarks.scaling.figures import figures_of
from benchmarks.scaling.history import HISTORY, Entry, entries
from benchmarks.scaling.state import State
from benchmarks.scaling.table import NAMES, table
from benchmarks.scaling.watch import Cost

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SECONDS = 1800
KILLED = "replay-01"
"""The step in which the run is ended."""


def begun(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Begin a run of two terms with a crawl of each market in each."""
    command = [sys.executable, "-m", "benchmarks.scaling", "--folder", str(folder / "run"), "--size", "0.0005"]
    command += ["--every", "month", "--terms", "2", "--history", str(folder / "history.jsonl"), *options]
    with (folder / "printed").open("wb") as printed:
        return subprocess.Popen(command, cwd=ROOT, stdout=printed)


def end_in(step: str, folder: Path, *options: str) -> None:
    """Begin a run, and end it while it does a step."""
    process = begun(folder, *options)
    end = time.monotonic() + SECONDS
    while not (folder / "run" / "state" / f"{step}.begun").exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert 143 == process.wait(SECONDS)


@pytest.mark.slow
def test_a_stage_goes_on_where_it_was_ended(tmp_path: Path) -> None:
    only = ("--only", "simulate")
    end_in("simulate-01", tmp_path, *only)
    state = State(tmp_path / "run" / "state")
    first = state.done("simulate-00")
    assert first is not None
    assert state.done("simulate-01") is None

    assert 0 == begun(tmp_path, *only).wait(SECONDS)

    assert first == state.done("simulate-00"), "what was done is not done again"
    done = state.done("simulate-01")
    assert done is not None
    assert (1, 2) == (first.tries, done.tries)
    assert done.counts["pages"] > 0
    assert not (tmp_path / "history.jsonl").exists(), "one stage is no run"


@pytest.mark.campaign
def test_a_run_goes_on_where_it_was_ended_and_tells_all_figures(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)  # the server's own user passes through
    end_in(KILLED, tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "run" / "state").glob("*.json")}
    assert {"simulate-00.json", "simulate-01.json", "replay-00.json"} <= set(before)

    assert 0 == begun(tmp_path).wait(SECONDS)

    state = State(tmp_path / "run" / "state")
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "run" / "state").glob("*.json")}
    assert before.items() <= after.items(), "what was done is not done again"
    done = state.done(KILLED)
    assert done is not None
    assert done.tries == 2
    simulated, replayed = (sum(step.counts["pages"] for step in state.of(stage, 2)) for stage in ("simulate", "replay"))
    assert simulated == replayed > 0
    (entry,) = entries(tmp_path / "history.jsonl")
    assert entry.pages == simulated
    lines = (tmp_path / "printed").read_text("utf-8").splitlines()
    assert table(entry).splitlines() == lines
    assert len(NAMES) + 2 == len(lines)
    for stage, name in NAMES.items():
        (line,) = (line for line in lines if line.startswith(f"| {name} |"))
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert all(cells[1:6]), f"time and memory of {stage}"
        assert bool(cells[10]) == (stage != "derive-nothing-new"), f"the floor of {stage}"
    assert entry.stages["derive"]["times the floor"] > 1
    assert 0 == entry.stages["views"]["statements not asked again"]

    assert 0 == begun(tmp_path).wait(SECONDS)
    assert [entry] == entries(tmp_path / "history.jsonl"), "a run that is done is kept once"


def test_a_step_that_something_still_does_is_not_begun(tmp_path: Path) -> None:
    state = State(tmp_path)

    def work(_tell: Callable[[Cost], None]) -> tuple[Cost, dict[str, float]]:
        with pytest.raises(SystemExit, match="derive is being done"):
            State(tmp_path).do("derive", work)
        return Cost(1.0), {}

    assert 1 == state.do("derive", work).tries


def test_what_killed_tries_took_is_in_the_figures(tmp_path: Path) -> None:
    state = State(tmp_path)

    def killed(tell: Callable[[Cost], None]) -> tuple[Cost, dict[str, float]]:
        tell(Cost(10.0, 8.0, 1.0, 300.0, 50.0))
        tell(Cost(20.0, 16.0, 2.0, 200.0, 60.0))
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            state.do("derive", killed)
    assert state.done("derive") is None
    step = state.do("derive", lambda _: (Cost(5.0, 4.0, 3.0, 100.0, 70.0), {}))

    assert Cost(45.0, 36.0, 7.0, 200.0, 70.0) == step.cost
    assert 3 == step.tries
    assert step == state.done("derive")


def test_a_run_that_is_not_finished_has_no_figures(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="empty is not done"):
        figures_of(State(tmp_path), 2)


def made(pages: int, processor: float, *stages: str, cores: int = 2) -> Entry:
    """A run in which deriving took some time, and everything else a thousandth of a second for each page."""
    told = {stage: {"pages": float(pages), "processor s": pages / 1000} for stage in stages or NAMES}
    if "derive" in told:
        told["derive"]["processor s"] = processor
    machine = Machine("a processor", cores, 24, "3.11.7", "Linux x86_64")
    return Entry("abc", datetime(2026, 11, 29, tzinfo=UTC), machine, 0.1, "week", 13, pages, 9 * pages, told)


def test_what_grows_faster_than_pages_is_worked_out_by_its_power() -> None:
    scaling = Scaling.of([made(1000, 1.0), made(10_000, 100.0)])

    assert pytest.approx(2.0) == scaling.exponent("derive", "processor s")
    assert pytest.approx(10_000.0) == scaling.at(100_000, "derive", "processor s")
    assert pytest.approx(1.0) == scaling.exponent("replay", "processor s")
    assert pytest.approx(100.0) == scaling.at(100_000, "replay", "processor s")


def test_a_part_that_does_not_grow_with_pages_stays() -> None:
    scaling = Scaling.of([made(1000, 51.0), made(10_000, 60.0)])

    assert pytest.approx(150.0) == scaling.at(100_000, "derive", "processor s")


def test_runs_on_another_kind_of_machine_are_left_out() -> None:
    scaling = Scaling.of([made(1000, 1.0, cores=96), made(10_000, 100.0)])

    assert [10_000] == [run.pages for run in scaling.runs]
    assert scaling.exponent("derive", "processor s") is None
    assert scaling.at(100_000, "derive", "processor s") is None


def test_one_run_on_another_kind_of_machine_is_told_beside_those_that_can_be_compared() -> None:
    runs = [made(1000, 1.0), made(10_000, 100.0), made(500, 9.0, cores=96), made(90_000, 7.0, cores=96)]
    scaling = Scaling.of([*runs[:2], runs[3]])
    assert ([1000, 10_000], [90_000]) == ([run.pages for run in scaling.runs], [run.pages for run in scaling.elsewhere])
    assert [500, 90_000] == [run.pages for run in Scaling.of(runs).runs]  # the newest kind that has several


def test_a_stage_that_the_largest_run_has_not_done_is_told_by_the_others() -> None:
    scaling = Scaling.of([made(100, 1.0), made(1000, 10.0), made(10_000, 0.0, "simulate", "replay")])

    assert pytest.approx(100.0) == scaling.at(10_000, "derive", "processor s")
    assert pytest.approx(0.011) == scaling.each_page("processor s", "replay", "derive")
    assert scaling.each_page("processor s", "replay", "another") is None


def test_the_page_on_more_machines_has_the_figures_of_the_history() -> None:
    page = PAGE.read_text("utf-8")

    assert page == with_figures(page, Scaling.of(entries(HISTORY)))
    assert ["measured", "sizes", "pages", "cores", "cost"] == re.findall(r"<!-- figures: (\w+) -->", page)
