"""A database server that is killed while a command uses it: a message, exit code 5, and the next command works."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import psutil
import psycopg2
import pytest
from sqlalchemy import Engine, event

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def processes(home: Path) -> list[psutil.Process]:
    """The postmaster and its children; none while it is not up."""
    try:
        number = int((home / "postgres" / "postmaster.pid").read_text().partition("\n")[0])
        postmaster = psutil.Process(number)
        return [postmaster, *postmaster.children()]
    except (OSError, ValueError, psutil.NoSuchProcess):
        return []


def waits(home: Path) -> bool:
    """Whether a connection of the server waits for a lock, as the title of its process tells."""
    for process in processes(home):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):  # that one has just ended
            if "waiting" in " ".join(process.cmdline()).split():
                return True
    return False


def after_death(home: Path, table: str, *arguments: str | Path) -> str:
    """
    Kill the server of a command at the statement that waits for a table, which is locked against changes or, if there
    are none, against being read; returns what the command said, with exit code 5.
    """
    command = [sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)]
    with open_database() as database:
        holder = psycopg2.connect(database.dsn)
        with closing(holder), holder.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table}")
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
                while process.poll() is None and not waits(home):
                    time.sleep(0.01)
                kill(home)
                _, said = process.communicate(timeout=120)
    assert 5 == process.returncode, said.decode()
    assert b"Traceback" not in said
    assert b"a fault of the program" not in said
    return said.decode()


def kill(home: Path) -> None:
    for one in processes(home):
        one.send_signal(signal.SIGKILL)


def test_a_query_says_so_and_the_next_command_works(made_home: Path) -> None:
    said = after_death(made_home, "listing_observation", "query", "SELECT count(*) FROM listing_snapshot")
    assert "the database was lost" in said
    assert "run the same command again" in said
    with open_database() as database:
        assert database.is_embedded


def failure(*words: str) -> str | None:
    """What a command fails with in this process; None where it comes to its end."""
    try:
        cli.main(words, standalone_mode=False)
    except StoreError as error:
        return str(error)
    return None


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("words", [("query", "SELECT 1"), ("db", "status")], ids=lambda words: words[0])
def test_whichever_statement_it_is_lost_at_the_command_says_so(words: tuple[str, ...]) -> None:
    """
    Here the way to the server is cut, which to a client is the same: before each statement, where it comes first.
    """
    statements: list[str] = []
    cut_at: int | None = None

    def cut(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)
        if len(statements) - 1 == cut_at:
            with socket.socket(fileno=os.dup(connection.connection.cursor().connection.fileno())) as way:
                way.shutdown(socket.SHUT_RDWR)

    said = []
    event.listen(Engine, "before_cursor_execute", cut)
    try:
        assert failure(*words) is None
        for first in [statements.index(each) for each in dict.fromkeys(statements)]:
            statements, cut_at = [], first
            said.append(failure(*words) or f"a success, without statement {first}")
    finally:
        event.remove(Engine, "before_cursor_execute", cut)
    assert len(said) > 2
    told = "cannot be reached: .*; (check|name)|the database was lost: .*: run the same command again"
    assert [] == [message for message in said if re.search(told, message) is None]


@pytest.mark.slow
def test_a_replay_says_so_and_the_next_one_goes_on(made_home: Path, tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.html").write_bytes(b"<html><body>%d</body></html>" % number)
    said = after_death(made_home, "capture IN EXCLUSIVE MODE", "replay", tmp_path, "--workers", "1")
    assert "cannot be loaded" in said
    assert "run the same command again" in said
    with open_database() as database:
        assert 300 == replay(database.engine, [tmp_path], workers=1).new_rows["capture"]


def test_a_replay_says_so_also_where_it_only_looks_something_up(made_home: Path, tmp_path: Path) -> None:
    for number in range(600):
        (tmp_path / f"{number}.html").write_bytes(b"<html><body>%d</body></html>" % number)

    with pytest.raises(StoreError, match="the database was lost"), open_database() as database:
        replay(database.engine, [tmp_path], workers=1, progress=lambda _: kill(made_home))


def test_an_address_whose_port_is_none_or_whose_options_are_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("postgresql://me:hush@h:abc/db", "postgresql://me:hush@[::1/db"):
        monkeypatch.setenv(URL_VARIABLE, address)
        with pytest.raises(Exception, match="is no database address") as caught:
            open_database().__enter__()
        assert "hush" not in str(caught.value)
    monkeypatch.setenv(URL_VARIABLE, "postgresql://me:hush@127.0.0.1:1/db?nonsense=1")
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_database().__enter__()
    assert "hush" not in str(caught.value)
