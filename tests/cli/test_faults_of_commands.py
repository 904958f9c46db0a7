"""Commands under faults: the short form of tests/campaigns/faults."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from tests.campaigns.commands.case import Case
from tests.campaigns.commands.stage import Stage
from tests.campaigns.commands.work import Work
from tests.campaigns.faults.attempt import Attempt
from tests.campaigns.faults.good_ones import over_good_ones
from tests.campaigns.faults.judge import disturbed, undisturbed
from tests.campaigns.faults.kinds import KINDS

ONE_PAGE = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "listing" / "hash_cp1252"
PROGRAM = Path(__file__).parent.parent / "campaigns" / "faults"
COMMANDS = ("archive import (WARC)", "archive verify", "replay", "db remove", "query", "session put")


REPLACING = ("fixture rerun", "archive index")
LACK_OF_ROOM = ("disk full over good files", "files limited")


@pytest.mark.parametrize(
    ("commands", "kinds", "faults"),
    [pytest.param(COMMANDS, (), 4, marks=pytest.mark.campaign), (REPLACING, LACK_OF_ROOM, 2)],
    ids=["any", "room"],
)
@pytest.mark.slow
def test_whatever_befalls_a_command_nothing_is_lost_or_there_twice_and_no_success_is_none(
    commands: tuple[str, ...], kinds: tuple[str, ...], faults: int
) -> None:
    chosen = [part for name in commands for part in ("--command", name)]
    chosen += [part for name in kinds for part in ("--kind", name)]
    command = [sys.executable, str(PROGRAM), "--faults", str(faults), "--seed", "5", *chosen]

    done = subprocess.run(command, capture_output=True, check=False, text=True)

    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [] == [line for line in lines if line.get("wrong")], done.stderr
    assert (0, faults) == (done.returncode, lines[-1]["faults"]), done.stderr


def test_a_success_that_is_none_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    changes = Work("market list", lambda _: ["market", "list"], lambda case: case.name)

    with Stage(tmp_path) as stage:
        like = undisturbed(changes, Case(stage, tmp_path / "cases" / "1"))
        judged = disturbed(KINDS["no rights"], changes, Case(stage, tmp_path / "cases" / "2"), like, random.Random(1))

    assert ["though it ended with 0", "after it was repeated"] == [said.partition(":")[0] for said in judged.wrong]


def test_a_good_file_that_a_fault_leaves_worse_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    writes = Work(
        "fixture rerun",
        lambda case: ["fixture", "rerun", str(case.out)],
        lambda _: None,
        prepare=lambda case: cast("None", shutil.copytree(ONE_PAGE, case.out / "page")),
        replaces=lambda case: case.out,
    )

    with Stage(tmp_path) as stage:
        like = undisturbed(writes, Case(stage, tmp_path / "cases" / "1"))
        attempt = Attempt(Case(stage, tmp_path / "cases" / "2"), writes, like, random.Random(1))
        writes.prepare(attempt.case)
        with over_good_ones(attempt):  # what stands in the block is the fault's and the command's doing
            (attempt.case.out / "page" / "expected.json").write_text("{", encoding="utf-8")
            (attempt.case.out / "page" / ".expected.json.new").touch()
            attempt.code = 1

    assert [
        "page/expected.json was good, and is another now",
        "page/.expected.json.new is left beside the good ones",
    ] == attempt.wrong


def test_a_process_that_stays_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    with Stage(tmp_path) as stage:
        case = Case(stage, tmp_path / "cases" / "1")
        process = subprocess.Popen(["sleep", "60"], env=case.environment())  # noqa: S607
        assert [process.pid] == [each.pid for each in case.processes()]
        case.close()
        assert -9 == process.wait()
