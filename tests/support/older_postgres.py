"""A PostgreSQL server of an older major version than the embedded one, from the system's own packages."""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.server.files import hand_over
from cryptodrug_scraper.store.server.passage import let_pass_above
from cryptodrug_scraper.store.server.programs import server_programs
from cryptodrug_scraper.store.server.system_user import system_user

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["older_postgres"]

_UNPACKED = Path(__file__).parents[2] / ".venv" / "postgresql" / "bin"
"""Where ``scripts/system-packages`` puts it if the system has none."""
_OLDEST = 15


@contextmanager
def older_postgres() -> Iterator[tuple[Path, str]]:
    """
    Run such a server, with an empty database; yield the folder of its programs, and the address of the database.

    Raises:
        RuntimeError: there is none on this machine.
    """
    programs = _programs()
    user = system_user()  # PostgreSQL refuses to run as root
    with TemporaryDirectory(prefix="cryptodrug-older-") as name:
        folder = Path(name)
        hand_over(folder, user)
        let_pass_above(programs, user)

        def run(program: str, *words: str) -> None:
            with (folder / f"{program}.log").open("wb") as log:  # a pipe would stay open as long as the server runs
                subprocess.run(
                    [programs / program, *words],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd="/",
                    env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                    check=True,
                    timeout=120,
                    user=None if user is None else user.uid,
                    group=None if user is None else user.gid,
                    extra_groups=None if user is None else [],
                )

        data = str(folder / "data")
        run("initdb", "-D", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-locale")
        settings = f"-k {folder} -c listen_addresses= -c unix_socket_permissions=0700 -c fsync=off"
        run("pg_ctl", "-D", data, "start", "-w", "-o", settings)
        try:
            yield programs, f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "stop", "-w", "-m", "fast")


def _programs() -> Path:
    embedded = _major(server_programs())
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), _UNPACKED]
    found = {_major(folder): folder for folder in folders if (folder / "postgres").is_file()}
    fitting = [major for major in found if _OLDEST <= major < embedded]
    if not fitting:
        msg = "an older major version of PostgreSQL is missing; run: scripts/system-packages postgresql"
        raise RuntimeError(msg)
    return found[max(fitting)]


def _major(programs: Path) -> int:
    return int(re.findall(r"\d+", subprocess.check_output([programs / "postgres", "--version"], text=True))[0])
