"""``cryptodrug db remove`` says what would go, asks, and says what went."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from tests.support.command import begin_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

    from cryptodrug_scraper.store.database import Database


def captures(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM capture")).scalar_one())


def test_what_would_go_is_what_goes(loaded: Database, run: Run) -> None:
    before = captures(loaded)
    chosen = ("db", "remove", "--market", "dream", "--kind", "login")

    told = json.loads(run(*chosen, "--dry-run", "--json").stdout)
    assert before == captures(loaded)
    assert b"captures would be removed, for example" in run(*chosen, "--dry-run").stdout
    gone = json.loads(run(*chosen, "--yes", "--json").stdout)

    assert (False, True) == (told.pop("removed"), gone.pop("removed"))
    assert told == gone
    assert (before, gone["captures"]) == (captures(loaded) + gone["captures"], gone["rows"]["capture"])
    assert b"Nothing in the database is like that.\n" == run(*chosen, "--yes").stdout


@pytest.mark.parametrize(("answer", "code"), [(b"n\n", 130), (b"y\n", 0)])
def test_on_a_terminal_it_asks_first(loaded: Database, answer: bytes, code: int) -> None:
    before = captures(loaded)
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    command = ["db", "remove", "--kind", "login"]
    with begin_command(*command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as asking:
        said, _ = asking.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)

    assert (code, code == 130) == (asking.returncode, before == captures(loaded))
    assert b"captures would be removed" in said
    assert b"Remove this from postgresql://" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--yes"], 2, b"say what to remove"),
        (["--kind", "listing"], 2, b"there is nobody to ask"),
        (["--kind", "listing", "--json"], 2, b"there is nobody to ask"),
        (["--capture", "xyz", "--yes"], 5, b"is no identifier of a capture"),
        (["--market", "other", "--yes"], 2, b"is no market"),
    ],
)
def test_nothing_goes_that_was_not_clearly_meant(
    loaded: Database, run: Run, arguments: list[str], code: int, said: bytes
) -> None:
    before = captures(loaded)

    assert said in run("db", "remove", *arguments, code=code).stderr
    assert before == captures(loaded)
