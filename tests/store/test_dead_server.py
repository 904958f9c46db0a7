"""A database server that is killed while a command uses it: a message, exit code 5, and the next command works."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database

if TYPE_CHECKING:
    from pathlib import Path

WAITS = "SELECT pg_sleep(300)"


def processes(home: Path) -> list[psutil.Process]:
    """The postmaster and its children; none while it is not up."""
    try:
        number = int((home / "postgres" / "postmaster.pid").read_text().partition("\n")[0])
        postmaster = psutil.Process(number)
        return [postmaster, *postmaster.children()]
    except (OSError, ValueError, psutil.NoSuchProcess):
        return []


def is_busy(home: Path, with_what: str) -> bool:
    """Whether a connection of the server does something, as the title of its process tells."""
    return any(with_what in " ".join(process.cmdline()) for process in processes(home) if process.is_running())


def after_death(home: Path, busy: str, *arguments: str | Path) -> str:
    """Kill the server of a command as soon as it is busy; returns what the command said, with exit code 5."""
    command = [sys.executable, "-m", "cryptodrug_scraper", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while process.poll() is None:
            try:
                if is_busy(home, busy):
                    break
            except psutil.Error:
                pass  # that process has just ended
            time.sleep(0.001)
        for one in processes(home):
            one.send_signal(signal.SIGKILL)
        _, said = process.communicate(timeout=120)
    assert 5 == process.returncode, said.decode()
    assert b"Traceback" not in said
    assert b"a fault of the program" not in said
    return said.decode()


def test_a_query_says_so_and_the_next_command_works(own_home: Path) -> None:
    with open_database():
        pass  # what prepares it selects, too
    said = after_death(own_home, "cryptodrug_reader cryptodrug [local] SELECT", "query", WAITS)
    assert "server closed the connection" in said
    with open_database() as database:
        assert database.is_embedded


def test_a_replay_says_so_and_the_next_one_goes_on(own_home: Path, tmp_path: Path) -> None:
    for number in range(1500):
        (tmp_path / f"{number}.html").write_bytes(b"<html><body>%d</body></html>" % number)
    assert "cannot be loaded" in after_death(own_home, "COPY", "replay", tmp_path, "--workers", "1")
    with open_database() as database:
        assert sum(replay(database.engine, [tmp_path], workers=1).new_rows.values())


def test_a_replay_says_so_also_where_it_only_looks_something_up(own_home: Path, tmp_path: Path) -> None:
    for number in range(600):
        (tmp_path / f"{number}.html").write_bytes(b"<html><body>%d</body></html>" % number)

    def kill(_summary: object) -> None:
        for one in processes(own_home):
            one.send_signal(signal.SIGKILL)

    with pytest.raises(StoreError, match="the database was lost"), open_database() as database:
        replay(database.engine, [tmp_path], workers=1, progress=kill)


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
