"""The benchmark of replay on a handful of pages, and the search for what has become slower in a made-up history."""

from __future__ import annotations

import pstats
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from benchmarks.archives import Archive
from benchmarks.databases import Databases
from benchmarks.history import Entry, Figures, Machine, append, entries
from benchmarks.hot_spots import profiles
from benchmarks.spread import Spread
from benchmarks.stages import STAGES
from tests.support.command import run_command

if TYPE_CHECKING:
    from sqlalchemy import URL

SIZE = 0.0005
ROOT = Path(__file__).parent.parent.parent
HERE = Machine(cpu="A processor", cores=2, memory=8, python="3.11.7", system="Linux x86_64")


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive of one small crawl."""
    folder = tmp_path_factory.mktemp("archives")
    simulate = ("simulate", "archive", "dream", "--size", str(SIZE), "--until", "2018-11-20", "--archive")
    run_command(*simulate, folder / f"dream-{SIZE}")
    return folder


@pytest.mark.campaign
def test_every_stage_is_measured_beside_its_floor(archives: Path, tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    command = [sys.executable, "-m", "benchmarks.replay", "--market", "dream", "--size", str(SIZE), "--rounds", "1"]
    done = subprocess.run(
        [*command, "--archives", str(archives), "--history", str(history)],
        check=False,
        cwd=ROOT,
        text=True,
        capture_output=True,
    )

    assert 0 == done.returncode, done.stderr
    (entry,) = entries(history)
    figures = entry.markets["dream"]
    assert f"dream, {figures.pages} pages" in done.stdout
    assert len(figures.ratios) == done.stdout.count("times the floor")
    assert figures.pages > 10
    assert {"reading", "parsing", "rows", "loading", "whole", "whole, processor", "second replay"} <= set(
        figures.ratios
    )
    assert all(spread.least > 0 for name, spread in figures.values.items() if "processor" not in name)
    assert figures.ratios["parsing"].least > 1  # lxml alone is a floor
    assert figures.values["database: bytes/page"].median > 1000


def test_every_stage_is_profiled(archives: Path, server: URL, template: str) -> None:
    pages, found = profiles(Archive.simulated("dream", SIZE, archives), Databases(server, template))

    assert pages > 10
    assert STAGES.keys() == found.keys()
    assert "parse_page" in pstats.Stats(found["parsing"]).get_stats_profile().func_profiles


def test_what_has_grown_beyond_the_spread_is_told(tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    for number, (parsing, loading) in enumerate([(2.0, 3.0), (2.1, 3.1), (1.9, 2.9)]):
        append(history, run(number, parsing=parsing, loading=loading))
    append(history, run(3, HERE, parsing=2.5, loading=3.1))

    done = regressions(history)

    assert 1 == done.returncode, done.stderr
    assert "run3 beside 3 earlier: 2 ratios, 1 of them worse" in done.stdout
    assert "parsing" in done.stdout
    assert "loading" not in done.stdout


def test_only_runs_of_the_same_size_on_such_a_machine_are_compared(tmp_path: Path) -> None:
    history = tmp_path / "history.jsonl"
    append(history, run(0, msgspec.structs.replace(HERE, cores=64), parsing=1.0))
    append(history, msgspec.structs.replace(run(1, parsing=1.0), size=0.05))
    append(history, run(2, parsing=2.0))

    done = regressions(history)

    assert 0 == done.returncode, done.stderr
    assert "nothing is compared" in done.stdout


def test_an_empty_history_is_an_error(tmp_path: Path) -> None:
    assert 2 == regressions(tmp_path / "history.jsonl").returncode


def run(number: int, machine: Machine = HERE, **ratios: float) -> Entry:
    spreads = {name: Spread(ratio, ratio - 0.1, ratio + 0.1) for name, ratio in ratios.items()}
    date = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return Entry(
        f"run{number}",
        dirty=False,
        date=date,
        machine=machine,
        load=0.1,
        size=0.02,
        rounds=3,
        markets={"dream": Figures(1000, {}, spreads)},
    )


def regressions(history: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.regressions", "--history", str(history)]
    return subprocess.run(command, check=False, cwd=ROOT, text=True, capture_output=True)
