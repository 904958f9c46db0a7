"""What a PostgreSQL server says of itself in the lock files of its data and of its socket."""

from __future__ import annotations

import logging
from pathlib import Path

import psutil

__all__ = ["SOCKET", "USUAL_PORT", "forget_stale_locks", "listens_at", "port_of", "process_of"]

SOCKET = ".s.PGSQL."
"""How the name of a socket begins; the port follows."""
USUAL_PORT = 5432
"""The port of a server that does not listen on any; its socket is named for it."""

_log = logging.getLogger(__name__)
_LOCK = "postmaster.pid"
_PORT_LINE, _LISTENS = 3, 5
"""Where the lock file of a server has its port, and the addresses where it listens."""
_DIGITS = 9
"""As many as the number of a process can have."""


def process_of(pgdata: Path) -> psutil.Process | None:
    """The server's process; None if the number in its lock file is free, or another program's."""
    try:
        number = int((pgdata / _LOCK).read_text().partition("\n")[0])
        process = psutil.Process(number)
        command = process.cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    is_server = bool(command) and Path(command[0]).name == "postgres" and str(pgdata) in command
    return process if is_server else None


def port_of(pgdata: Path) -> int:
    """The port of the running server, for which its socket is named."""
    lines = _lines(pgdata)
    return int(lines[_PORT_LINE]) if len(lines) > _PORT_LINE and lines[_PORT_LINE].isdecimal() else USUAL_PORT


def listens_at(pgdata: Path) -> int | None:
    """The port of 127.0.0.1 where the running server listens; None if it does not."""
    lines = _lines(pgdata)
    return port_of(pgdata) if len(lines) > _LISTENS and lines[_LISTENS].strip() else None


def forget_stale_locks(pgdata: Path, socket_folder: Path) -> None:
    """
    Remove lock files whose server is gone, also where one is cut short or its number is another program's now, as it is
    after a container was started again.

    PostgreSQL would refuse to start over these. Its check for left-over children uses the shared memory that a whole
    lock file of the data names, so one whose number is free is left for it to read. That of the socket says nothing
    more: its folder is this cluster's alone.
    """
    lock = pgdata / _LOCK
    stale = list(socket_folder.glob(f"{SOCKET}*.lock"))
    if lock.exists():
        first = lock.read_text(errors="replace").partition("\n")[0].strip()
        if not first.isdecimal() or len(first) > _DIGITS or psutil.pid_exists(int(first)):
            stale.append(lock)
    for file in stale:
        _log.warning("removing a stale lock file: %s", file)
        file.unlink()


def _lines(pgdata: Path) -> list[str]:
    try:
        return (pgdata / _LOCK).read_text(errors="replace").splitlines()
    except OSError:
        return []
