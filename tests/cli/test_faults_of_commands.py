"""Commands under faults: the short form of tests/campaigns/faults."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

from tests.campaigns.commands.case import Case
from tests.campaigns.commands.stage import Stage
from tests.campaigns.commands.work import Work
from tests.campaigns.faults.judge import disturbed, undisturbed
from tests.campaigns.faults.kinds import KINDS

PROGRAM = Path(__file__).parent.parent / "campaigns" / "faults"
FAULTS = 4
COMMANDS = ("archive import (WARC)", "archive verify", "replay", "db remove", "query", "session put")


def test_whatever_befalls_a_command_nothing_is_lost_or_there_twice_and_no_success_is_none() -> None:
    chosen = [part for name in COMMANDS for part in ("--command", name)]
    command = [sys.executable, str(PROGRAM), "--faults", str(FAULTS), "--seed", "5", *chosen]

    done = subprocess.run(command, capture_output=True, check=False, text=True)

    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [] == [line for line in lines if line.get("wrong")], done.stderr
    assert (0, FAULTS) == (done.returncode, lines[-1]["faults"]), done.stderr


def test_a_success_that_is_none_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    changes = Work("market list", lambda _: ["market", "list"], lambda case: case.name)

    with Stage(tmp_path) as stage:
        like = undisturbed(changes, Case(stage, tmp_path / "cases" / "1"))
        judged = disturbed(KINDS["no rights"], changes, Case(stage, tmp_path / "cases" / "2"), like, random.Random(1))

    assert ["though it ended with 0", "after it was repeated"] == [said.partition(":")[0] for said in judged.wrong]


def test_a_process_that_stays_is_seen(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    with Stage(tmp_path) as stage:
        case = Case(stage, tmp_path / "cases" / "1")
        process = subprocess.Popen(["sleep", "60"], env=case.environment())  # noqa: S607
        assert [process.pid] == [each.pid for each in case.processes()]
        case.close()
        assert -9 == process.wait()
