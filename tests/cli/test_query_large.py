"""A large result is printed while it comes: what the command holds does not grow with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.peak_memory import peak_mebibytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

pytestmark = pytest.mark.usefixtures("database")

MANY = "SELECT i, repeat('é', 500) || i AS words FROM generate_series(1, 30000) AS i"


@pytest.mark.parametrize(
    ("option", "lines"),
    [
        ("--format=csv", 30_001),
        ("--format=table", 1000),
        pytest.param("--json", 30_000, marks=pytest.mark.slow),
        pytest.param("--all", 30_000, marks=pytest.mark.slow),
    ],
)
def test_what_is_held_is_bounded(option: str, lines: int) -> None:
    imports = "from cryptodrug_scraper.cli.query import query"
    peak, printed = peak_mebibytes(imports, "query(sys.argv[1:], standalone_mode=False)", MANY, option)
    assert printed.count(b"\n") >= lines
    assert peak < 75, "it was 120 and more"


def test_a_pipe_that_closes_ends_a_large_result(run: Run) -> None:
    command = [sys.executable, "-m", "cryptodrug_scraper", "query", "--format", "csv"]
    endless = "SELECT generate_series(1, 1000000000000) AS i"
    with subprocess.Popen([*command, endless], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(3)] == [b"i\n", b"1\n", b"2\n"]
        process.stdout.close()
        assert process.wait(60) is not None
    assert run("query", "SELECT 1 AS x", "--json").stdout == b'{"x":1}\n'


def test_a_statement_that_is_refused_after_its_first_rows_says_that_they_are_not_all(run: Run) -> None:
    late = "SELECT 1 / (2000 - i) AS x FROM generate_series(1, 3000) AS i"
    done = run("query", late, "--format", "csv", code=5)
    assert re.search(rb"division by zero; rows that were printed before are not all", done.stderr)
    assert done.stdout.startswith(b"x\n0\n")
    early = run("query", "SELECT 1 / (2 - i) FROM generate_series(1, 3) AS i", "--format", "csv", code=5)
    assert (b"", False) == (early.stdout, b"printed before" in early.stderr)


def test_several_statements_are_answered_in_turn(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "several.sql"
    file.write_text(
        "-- first\nSELECT i FROM generate_series(1, 1200) AS i; COMMIT; SHOW port; -- last\nTABLE market_life"
    )
    rows = [json.loads(line) for line in run("query", "--file", file, "--json").stdout.splitlines()]
    assert [row["i"] for row in rows[:1200]] == [*range(1, 1201)]
    assert "port" in rows[1200]
