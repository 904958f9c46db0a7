"""
Ctrl-C ends a statement at the server at once, whatever command asks it; in psql it ends that, and not the session.

What lets it do so stands in the way of COPY, by which the schema is made.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

PROGRAM = [sys.executable, "-m", "cryptodrug_scraper"]
COMMAND = [*PROGRAM, "query"]
SHELL = """#!{python}
import pathlib, signal, time
seen = []
signal.signal(signal.SIGINT, lambda number, frame: seen.append(number))
pathlib.Path({told!r}).touch()
while not seen:
    time.sleep(0.01)
print("the session goes on")
"""


def interrupt_when(
    is_so: Callable[[], bool],
    command: list[str],
    seconds: float = 30,
    cwd: Path | None = None,
    number: signal.Signals = signal.SIGINT,
) -> tuple[int, str, str]:
    """Run a command, send Ctrl-C as a terminal does when something is so, and return what came of it."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=cwd
    ) as process:
        deadline = time.monotonic() + seconds
        while not is_so() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, number)
        said, errors = process.communicate(timeout=seconds)
    return process.returncode, said, errors


def test_a_statement_is_ended_at_the_server(database: Database) -> None:
    def is_at_it() -> bool:
        with database.engine.connect() as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE query LIKE 'FETCH %%' AND state = 'active' AND datname = current_database()"
            )
            return bool(found.scalar_one())

    code, said, errors = interrupt_when(is_at_it, [*COMMAND, "SELECT pg_sleep(100)"])

    assert (130, "") == (code, said)
    assert errors.strip() == "interrupted: what was done is whole and stays; to go on, run the same command again"
    assert not is_at_it()


@pytest.mark.parametrize(
    "command",
    [
        "findings",
        "report study",
        "report study --identified",
        "report robustness",
        "report times",
        "report drift",
        "derive compare 1 2",
        "derive list",
        "derive",
        "export out",
        "export out --public",
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_so_is_what_a_command_asks_that_takes_long(
    database: Database, tmp_path: Path, command: str, number: signal.Signals
) -> None:
    with database.engine.connect() as holding, database.engine.connect() as watching:
        for table in ("derived.derive_run", "parse_run"):
            holding.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        def waits() -> bool:
            found = watching.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            watching.rollback()
            return bool(found.scalar_one())

        began = time.monotonic()
        code, said, errors = interrupt_when(waits, [*PROGRAM, *command.split()], cwd=tmp_path, number=number)
        assert (128 + number, "") == (code, said), errors
        assert "interrupted: what was done is whole and stays" in errors
        assert time.monotonic() - began < 30  # and not when the lock is given back
        assert not waits()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("database")
def test_the_session_of_psql_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "psql"
    program.write_text(SHELL.format(python=sys.executable, told=str(tmp_path / "told")))
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    code, said, errors = interrupt_when((tmp_path / "told").exists, COMMAND)

    assert (0, "the session goes on\n", "") == (code, said, errors)


@pytest.mark.slow
def test_the_first_command_in_an_empty_home_may_be_a_query(tmp_path: Path) -> None:
    home = {**os.environ, "CRYPTODRUG_HOME": str(tmp_path / "home")}

    done = subprocess.run(
        [*COMMAND, "SELECT count(*) FROM market_month", "--format", "csv"],
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "count\n0\n") == (done.returncode, done.stdout)
