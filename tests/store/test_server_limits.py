"""Limits of the system never leave a server that begins again for ever: none is started, or it is ended."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.server.postmaster import Postmaster

TEN_MEGABYTES = 10_000_000


def servers(home: Path) -> list[psutil.Process]:
    """The servers of a home that live, whatever their lock files say."""
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        words = process.info["cmdline"] or []
        if process.info["name"] == "postgres" and any(str(home.resolve()) in word for word in words):
            found.append(process)
    return found


def limited(which: str, home: Path, *arguments: str) -> tuple[int, str]:
    """Run a command with a limit; returns its exit code, and what it said of errors."""
    command = [sys.executable, "-m", "cryptodrug_scraper", *arguments]
    done = subprocess.run(
        ["prlimit", f"--{which}", *command],  # noqa: S607
        env=os.environ | {HOME_VARIABLE: str(home)},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", [["query", "SELECT 1"], ["db", "start"], ["db", "upgrade"]])
@pytest.mark.slow
def test_no_server_is_started_where_files_may_not_become_as_large_as_it_needs_them(
    own_home: Path, command: list[str]
) -> None:
    code, said = limited(f"fsize={TEN_MEGABYTES}", own_home, *command)

    assert 5 == code, said
    assert "limited to 10.0 MB here (ulimit -f), and the embedded database needs up to 1073.7 MB" in said
    assert "Next: run this in a shell without that limit" in said
    assert [] == servers(own_home)
    assert not (own_home / "postgres").exists()


def test_a_limit_that_may_be_raised_is_raised_for_the_server_and_for_nothing_else(made_home: Path) -> None:
    code, said = limited(f"fsize={TEN_MEGABYTES}:unlimited", made_home, "db", "start")
    number = (made_home / "postgres" / "postmaster.pid").read_text().splitlines()[0]
    limits = Path(f"/proc/{number}/limits").read_text()

    assert 0 == code, said
    assert re.search(r"Max file size +unlimited +unlimited", limits), limits


def test_limits_are_as_they_were_afterwards() -> None:
    program = (
        "import resource\n"
        "from cryptodrug_scraper.store.server.limits import limits_for_server\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, -1))\n"
        "with limits_for_server(): print(resource.getrlimit(resource.RLIMIT_FSIZE))\n"
        "print(resource.getrlimit(resource.RLIMIT_FSIZE))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout

    assert ["(-1, -1)", "(1000, -1)"] == said.splitlines()


def test_a_running_server_serves_a_command_under_a_limit(made_home: Path) -> None:
    with open_database():
        code, said = limited(f"fsize={TEN_MEGABYTES}", made_home, "query", "SELECT 1")

    assert 0 == code, said


LOOP = """
from contextlib import nullcontext
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.server import postmaster
from cryptodrug_scraper.store.database import open_database
postmaster.limits_for_server = nullcontext  # as where it is not a limit that ends the server's processes
try:
    with open_database(): pass
except StoreError as error:
    print(error)
"""


@pytest.mark.slow
def test_a_server_whose_processes_die_again_and_again_is_ended(made_home: Path) -> None:
    """What it recovers fits into small files; what it then writes to end the recovery lies behind the limit."""
    with open_database():
        server = Postmaster(made_home.resolve() / "postgres")
        with closing(psycopg2.connect(server.uri("cryptodrug"))) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT pg_switch_wal()")
            for name in ("a", "b", "c"):
                cursor.execute(f"CREATE TABLE public.{name} (words text)")
                cursor.execute(f"ALTER TABLE public.{name} OWNER TO cryptodrug")
                cursor.execute(f"INSERT INTO public.{name} SELECT repeat('x', 1000) FROM generate_series(1, 3800)")
            cursor.execute("SELECT file_offset FROM pg_walfile_name_offset(pg_current_wal_lsn())")
            assert TEN_MEGABYTES < cursor.fetchall()[0][0] < 16_000_000
            for process in servers(made_home):
                process.kill()
    done = subprocess.run(
        ["prlimit", f"--fsize={TEN_MEGABYTES}", sys.executable, "-c", LOOP],  # noqa: S607
        capture_output=True,
        check=False,
        text=True,
        timeout=200,
    )

    assert re.search("begins again and again: .*could not write .*File too large; it was ended", done.stdout), done
    assert [] == servers(made_home)
    with open_database() as database, database.engine.connect() as again:
        assert 3800 == again.exec_driver_sql("SELECT count(*) FROM public.c").scalar_one()
