"""The embedded server can be kept up for other programs."""

from __future__ import annotations

import json
import re
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store.database import URL_VARIABLE, open_database, stop_embedded
from cryptodrug_scraper.store.keep_up import DEFAULT_PORT, start_embedded, tcp_address
from cryptodrug_scraper.store.server.keep_mark import PASSWORD_FILE, read_mark
from cryptodrug_scraper.store.server.programs import server_programs
from tests.support.command import run_command

DOCS = Path(__file__).parents[2] / "docs"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(address: str, sql: str) -> object:
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        assert row is not None
        return row[0]


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 120
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


@pytest.mark.slow
def test_it_stays_up_for_others_as_the_reader_until_it_is_stopped(made_home: Path) -> None:
    address = start_embedded()
    pid = int((made_home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    with open_database():
        pass

    assert psutil.pid_exists(pid)
    assert answer(address, "SELECT current_user::text") == "cryptodrug_reader"
    assert answer(address, "SELECT count(*) FROM market_month") == 0  # without the name of the schema
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        answer(address, "SELECT count(*) FROM public.capture")
    assert stop_embedded()
    wait_until_gone(pid)
    with open_database():
        pid = int((made_home / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    wait_until_gone(pid)


def test_on_request_it_listens_to_this_machine_and_lets_in_the_reader_with_a_password(made_home: Path) -> None:
    with pytest.raises(ConfigurationError, match="run cryptodrug db start --tcp"):
        tcp_address()
    port = free_port()
    address = start_embedded(port)
    try:
        assert address == tcp_address()
        assert f"@127.0.0.1:{port}/" in address
        assert answer(address, "SELECT count(*) FROM market_month") == 0
        assert stat.S_IMODE((made_home / PASSWORD_FILE).stat().st_mode) == 0o600
        with open_database(read_only=True) as database, database.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW listen_addresses").scalar_one() == "127.0.0.1"
            kept = connection.exec_driver_sql("SELECT count(*) FROM pg_stat_activity WHERE query ~ 'PASSWORD'")
            assert kept.scalar_one() <= 1
        password = (made_home / PASSWORD_FILE).read_text().strip()
        for wrong in (address.replace(password, "wrong"), address.replace("cryptodrug_reader", "cryptodrug")):
            with pytest.raises(psycopg2.OperationalError):
                answer(wrong, "SELECT 1")
        assert password not in (made_home / "postgres" / "server.log").read_text()

        assert start_embedded(port) == address
        other = start_embedded(port, new_password=True)
        assert other != address
        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            answer(address, "SELECT 1")
        assert answer(other, "SELECT 1") == 1

        start_embedded()
        with pytest.raises(psycopg2.OperationalError, match="refused"):
            answer(other, "SELECT 1")
    finally:
        stop_embedded(force=True)
    assert read_mark(made_home) is None


@pytest.mark.slow
def test_a_port_that_is_taken_is_said_and_nothing_is_changed(made_home: Path) -> None:
    start_embedded()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StoreError, match=r"does not start: .*choose one by cryptodrug db start --tcp --port"):
            start_embedded(int(taken.getsockname()[1]))
    mark = read_mark(made_home)
    assert mark is not None
    assert mark.tcp_port is None
    stop_embedded()


def test_it_does_not_start_again_under_a_command_that_uses_it(made_home: Path) -> None:
    code = (
        "import sys\nfrom cryptodrug_scraper.store.database import open_database\n"
        "with open_database():\n    print('open', flush=True)\n    sys.stdin.readline()\n"
    )
    user = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert user.stdout is not None
    user.stdout.readline()
    with pytest.raises(StoreError, match="in use, and has to start again"):
        start_embedded(free_port())
    start_embedded()
    user.communicate("\n", timeout=60)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1
    assert stop_embedded()
    assert made_home.exists()


def test_a_named_server_is_not_ours_to_start(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql://me@localhost/markets")
    with pytest.raises(ConfigurationError, match="which its own administrator starts"):
        start_embedded()
    with pytest.raises(ConfigurationError, match="does not listen"):
        tcp_address()
    assert not (own_home / "postgres").exists()
    monkeypatch.delenv(URL_VARIABLE)


def test_the_command_prints_an_address_that_works(made_home: Path) -> None:
    told = []

    def run(*words: str) -> str:
        done = run_command("db", *words)
        told.append(done.stderr.decode())
        return done.stdout.decode().strip()

    port = str(free_port())
    printed = run("start", "--tcp", "--port", port)
    password = (made_home / PASSWORD_FILE).read_text().strip()
    assert f"The password lies in {made_home / PASSWORD_FILE}." in told[-1]
    assert "To have the address with it: cryptodrug db url --tcp" in told[-1]
    assert password not in printed + told[-1]
    address = run("url", "--tcp")
    assert answer(address, "SELECT 1") == 1
    assert address.replace(f":{password}@", "@") == printed
    assert {"address": printed, "password_file": str(made_home / PASSWORD_FILE)} == json.loads(
        run("start", "--tcp", "--port", port, "--json")
    )
    for page in ("security.md", "notebooks.md"):  # each shows it as it is printed, with the port that is usual
        shown = printed.replace(f":{port}/", f":{DEFAULT_PORT}/")
        assert re.search(rf"prints `?{re.escape(shown)}\b", (DOCS / page).read_text(encoding="utf-8")), page
    psql = [str(server_programs() / "psql"), run("url"), "-Atc", "SELECT count(*) FROM market_month"]
    assert subprocess.run(psql, check=True, capture_output=True, text=True).stdout == "0\n", "as the help says"
    assert f"listens at 127.0.0.1:{port}" in run("status")
    assert password not in run("status", "--json")
    assert run("stop") == "stopped"
    assert made_home.exists()
