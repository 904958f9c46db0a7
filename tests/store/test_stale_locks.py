"""Lock files that a crash, a reboot or a container that was started again leaves behind never keep the server down."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest
from sqlalchemy import text

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.server.postmaster import Postmaster
from tests.support.other_users import as_ordinary_user

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKS = text("SELECT count(*) FROM market WHERE code IN ('dream', 'empire', 'wallstreet')")


def kill_server(home: Path) -> None:
    process = psutil.Process(int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0]))
    process.send_signal(signal.SIGKILL)
    psutil.wait_procs([process], timeout=120)


def say(lock: Path, number: str) -> None:
    """Have a lock file name a process, or be cut short."""
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([number, *lines[1:]]) + "\n" if number else "")


@contextmanager
def living(home: Path, *arguments: str) -> Iterator[str]:
    """A process of the server's own user, so that its number is refused; its arguments may be any."""
    user = Postmaster(home / "postgres").user
    command = ["/bin/sh", "-c", "read line", *arguments]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, user=None if user is None else user.uid)
    try:
        yield str(process.pid)
    finally:
        process.communicate()


@pytest.mark.parametrize(
    "number", ["{ours}", *(pytest.param(each, marks=pytest.mark.slow) for each in ("", "1", "999999999", "9" * 40))]
)
def test_a_lock_of_the_data_is_survived_whoever_has_its_number_now(made_home: Path, number: str) -> None:
    with open_database():
        kill_server(made_home)
    say(made_home / "postgres" / "postmaster.pid", number.format(ours=os.getpid()))

    with open_database() as database, database.engine.connect() as connection:
        assert connection.execute(WORKS).scalar_one() == 3


@pytest.mark.parametrize("names_the_folder", [pytest.param(False, marks=pytest.mark.slow), True])
def test_both_locks_may_name_a_living_process_of_the_server_s_own_user(made_home: Path, names_the_folder: bool) -> None:
    with open_database():
        kill_server(made_home)
    arguments = [str((made_home / "postgres").resolve())] if names_the_folder else []
    with living(made_home, *arguments) as number:
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            say(made_home / "postgres" / lock, number)

        with open_database() as database, database.engine.connect() as connection:
            assert connection.execute(WORKS).scalar_one() == 3


def test_a_lock_of_the_socket_alone_is_survived(made_home: Path) -> None:
    with open_database():
        pass
    with living(made_home) as number:
        (made_home / "postgres" / ".s.PGSQL.5432.lock").write_text(f"{number}\n{made_home}/postgres\n0\n5432\n\n")

        with open_database() as database, database.engine.connect() as connection:
            assert connection.execute(WORKS).scalar_one() == 3


BOOT = """
import os, pathlib, subprocess, sys
from sqlalchemy import text
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.server.postmaster import Postmaster
pgdata = pathlib.Path(sys.argv[1]).resolve() / "postgres"
lock = pgdata / "postmaster.pid"
if lock.exists():  # start processes of the server's user until one has the number that the earlier boot's server had
    user = Postmaster(pgdata).user
    wanted = int(lock.read_text().split()[0])
    while not pathlib.Path(f"/proc/{wanted}").exists():
        subprocess.Popen(["sleep", "600"], user=None if user is None else user.uid)
    print("number taken", flush=True)
with open_database() as database, database.engine.connect() as connection:
    print("up", connection.execute(text("SELECT count(*) FROM market")).scalar_one() > 0, flush=True)
    os._exit(0)  # the container ends as it does when its power is cut: nothing is stopped, all is killed
"""


@pytest.mark.parametrize("prefix", [[], as_ordinary_user()], ids=["as this user", "as an ordinary user"])
@pytest.mark.slow
def test_a_container_that_is_started_again_finds_its_server(
    own_home: Path, prefix: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each boot is a process namespace of its own, which numbers its processes from 1."""
    unshare = shutil.which("unshare")
    assert unshare is not None
    home = own_home / "home"
    home.mkdir()
    if prefix:
        os.chown(home, 65534, 65534)
        own_home.chmod(0o711)
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    namespace = [unshare, *([] if os.geteuid() == 0 else ["--user", "--map-current-user"])]
    command = [*namespace, "--pid", "--fork", "--mount-proc", "--kill-child", *prefix]
    said = [
        subprocess.run(
            [*command, sys.executable, "-c", textwrap.dedent(BOOT), str(home)],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        for _ in range(2)
    ]

    assert ["up True"] == said[0].stdout.splitlines(), said[0].stderr
    assert ["number taken", "up True"] == said[1].stdout.splitlines(), said[1].stderr


HOLD = """
import sys
from sqlalchemy import text
from cryptodrug_scraper.store.database import open_database
with open_database() as database, database.engine.connect() as connection:
    began = connection.execute(text("SELECT pg_postmaster_start_time()::text")).scalar_one()
    print(began, flush=True)
    sys.stdin.readline()
    connection.execute(text("INSERT INTO text VALUES (convert_to(:name, 'UTF8'), 'x')"), {"name": sys.argv[1]})
    connection.commit()
    print(connection.execute(text("SELECT count(*) FROM text")).scalar_one(), flush=True)
"""


def test_two_containers_that_share_the_data_share_one_server(made_home: Path) -> None:
    """Neither sees the processes or the shared memory of the other, as while a container takes another's place."""
    unshare = shutil.which("unshare")
    assert unshare is not None
    namespace = [unshare, *([] if os.geteuid() == 0 else ["--user", "--map-current-user"]), "--pid", "--ipc", "--fork"]
    containers = []
    began = []
    for name in ("old", "new"):
        container = subprocess.Popen(
            [*namespace, "--mount-proc", "--kill-child", sys.executable, "-c", HOLD, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        containers.append(container)
        assert container.stdout is not None
        began.append(container.stdout.readline())
    said = [container.communicate("\n", timeout=60)[0] for container in reversed(containers)]

    assert began[0]
    assert began[0] == began[1]
    assert ["1\n", "2\n"] == said
    assert made_home.exists()
