"""A password stands in no message, log or command line, whichever command meets a server that refuses it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.store.address import READER_VARIABLE, URL_VARIABLE
from cryptodrug_scraper.store.server.embedded import embedded_server
from cryptodrug_scraper.store.server.files import write_file
from tests.support.command import run_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.store.server.postmaster import Postmaster

PAGES = str(Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "login")
SECRET = f"open{os.getpid()}sesame"  # of nothing; no other run has the same
ENTRY = '[[entry]]\nname = "weekly"\nmarket = "dream"\ncron = "0 3 * * 1"\n'
COMMANDS = {
    "query SELECT": 5,
    "db status": 5,
    "db upgrade": 5,
    "db downgrade base --yes": 5,
    "db digest": 5,
    "db url": 5,
    "db url --owner": 5,
    "db remove --kind unknown --yes": 5,
    f"replay {PAGES}": 5,
    "report drift": 5,
    "show 12345678": 5,
    "schedule status": 5,
    "archive diff a b": 5,
    "doctor --json": 2,
}

pytestmark = pytest.mark.xdist_group("passwords")  # whose server takes some seconds to start


@pytest.fixture(scope="module")
def guarded() -> Iterator[Postmaster]:
    """A server that asks everybody for a password."""
    with TemporaryDirectory(prefix="cryptodrug-guarded-") as home, embedded_server(Path(home)) as server:
        write_file(server.pgdata, "pg_hba.conf", "local all all scram-sha-256\n", server.user)
        server._run("pg_ctl", "reload")
        yield server


def telling_lines() -> Iterator[str]:
    """What processes show of themselves to other users, of those that show the password."""
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            if SECRET in (shown := line.read_text(errors="surrogateescape")):
                yield " ".join(shown.split("\0"))


def outcome(arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """The exit code of a command, and all that it says, or that processes show while it runs."""
    shown = set()
    with ThreadPoolExecutor(1) as apart:
        running = apart.submit(run_command, *arguments, code=None, environment=os.environ | environment)
        while not running.done():
            shown |= set(telling_lines())
            time.sleep(0.02)
    done = running.result()
    return done.returncode, "\n".join([(done.stdout + done.stderr).decode(), *shown])


def test_a_command_line_that_has_the_password_is_seen() -> None:
    assert [] == list(telling_lines())
    waits = [sys.executable, "-c", "print(flush=True); input()", SECRET]
    with subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it runs, under its own command line
        seen = list(telling_lines())
        process.communicate(b"\n")
    assert 1 == len(seen)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_password_that_is_refused_is_repeated_nowhere(guarded: Postmaster, command: str, tmp_path: Path) -> None:
    url = guarded.uri("postgres", f"somebody:{SECRET}")
    (tmp_path / "schedule.toml").write_text(ENTRY, encoding="utf-8")

    code, said = outcome(command.split(), {URL_VARIABLE: url, "CRYPTODRUG_HOME": str(tmp_path)})

    assert COMMANDS[command] == code, said
    assert "Traceback" not in said
    assert "password authentication failed" in said.replace("\n", " ")
    assert SECRET not in said


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://me:12/{secret}@127.0.0.1:1/x", 5),
        ("postgresql://me:{secret}@127.0.0.1:none/x", 2),
        ("postgresql://me:{secret}@127.0.0.1:1/x?colour=red", 5),
        ("postgresql://127.0.0.1:1/x?user=me&password={secret}", 5),
        ("postgresql://me@127.0.0.1:1/x?sslpassword={secret}", 5),
        ("postgresql:me:{secret}@127.0.0.1:1/x", 2),
        ("me:{secret}@127.0.0.1", 2),
    ],
)
@pytest.mark.parametrize("variable", [URL_VARIABLE, READER_VARIABLE])
def test_an_address_that_cannot_be_used_does_not_give_its_password_away(variable: str, address: str, code: int) -> None:
    found, said = outcome(["query", "SELECT 1"], {variable: address.format(secret=SECRET)})

    assert code == found, said
    assert re.match("cryptodrug: .*\n\\Z", said)
    assert SECRET not in said
