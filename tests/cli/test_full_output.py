"""A disk that is full below what a command prints changes no exit code, and shows no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    return os.environ | {"PYTHONUNBUFFERED": request.param}


def started(words: list[str], environment: dict[str, str], *, out: Path, error: Path) -> int:
    with out.open("wb") as of_output, error.open("wb") as of_errors:
        command = [sys.executable, "-m", "cryptodrug_scraper", *words]
        return subprocess.run(
            command, env=environment, stdout=of_output, stderr=of_errors, check=False, timeout=60
        ).returncode


def test_output_that_finds_no_room_is_told_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    said = tmp_path / "said"

    code = started(["derive", "parameters"], environment, out=FULL, error=said)

    assert code == 1
    told = said.read_text()
    assert "No space left on device; look at its rights, and at room on the disk" in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(("words", "code"), [(["nonsense"], 2), (["derive", "parameters"], 0)])
def test_messages_that_find_no_room_change_no_exit_code(
    environment: dict[str, str], tmp_path: Path, words: list[str], code: int
) -> None:
    assert code == started(words, environment, out=tmp_path / "out", error=FULL)


def test_where_neither_finds_room_the_exit_code_is_that_of_a_refusal(environment: dict[str, str]) -> None:
    assert started(["derive", "parameters"], environment, out=FULL, error=FULL) == 1
