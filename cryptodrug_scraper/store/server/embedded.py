"""
Share the embedded server: the first command that uses it starts it, and the last one stops it, unless it is kept up.

Each user holds a shared lock on a file, which the system releases whatever becomes of the process. So a user that was
killed is no user any more, and no list of process numbers can go stale.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.home import private_folder
from cryptodrug_scraper.interrupts import as_a_whole
from cryptodrug_scraper.store.server.keep_mark import KeepMark, forget_mark, read_mark, write_mark
from cryptodrug_scraper.store.server.postmaster import Postmaster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["embedded_server", "embedded_server_as_it_is", "keep_embedded_server", "stop_embedded_server"]


@contextmanager
def embedded_server(home: Path) -> Iterator[Postmaster]:
    """
    Keep the server whose data lie in ``home`` running for as long as the block runs.

    Raises:
        StoreError: the server cannot be started.
    """
    _make_home(home)
    with _used(home, Postmaster.start) as server:
        yield server


@contextmanager
def embedded_server_as_it_is(home: Path) -> Iterator[Postmaster | None]:
    """
    Keep the server whose data lie in ``home`` running for as long as the block runs, but make nothing for it: no data,
    no folder, no right. Nothing is yielded where there are no data.

    Raises:
        StoreError: it was not used here before, cannot be started as it is, or may not be looked at.
    """
    try:
        is_made = _server(home).is_made()
        is_used = (home / "postgres.users").exists() and (home / "postgres.lock").exists()
    except OSError as error:
        msg = f"the embedded database in {home} may not be looked at: {error.strerror}"
        raise StoreError(msg) from error
    if not is_made:
        yield None
        return
    if not is_used:
        msg = f"the embedded database in {home} has not been used here yet"
        raise StoreError(msg)
    with _used(home, Postmaster.start_as_it_is) as server:
        yield server


@contextmanager
def _used(home: Path, start: Callable[[Postmaster], None]) -> Iterator[Postmaster]:
    with _open_lock(home / "postgres.users") as users:
        try:
            with as_a_whole(), _starting_or_stopping(home):
                fcntl.flock(users, fcntl.LOCK_SH)
                server = _server(home)
                start(server)
            yield server
        finally:
            with as_a_whole(), _starting_or_stopping(home):
                if _is_last(users) and read_mark(home) is None:
                    _server(home).stop()


def keep_embedded_server(home: Path, tcp_port: int | None) -> Postmaster:
    """
    Start the server if it does not run, and let it run until it is stopped, whoever uses it.

    Args:
        home: the folder in which its data lie.
        tcp_port: the port of 127.0.0.1 where it listens too; None for none. A server that listens otherwise is started
            again.

    Raises:
        StoreError: the server cannot be started; or would have to be started again, and others use it.
    """
    _make_home(home)
    with _open_lock(home / "postgres.users") as users, as_a_whole(), _starting_or_stopping(home):
        before = read_mark(home)
        running = _server(home)
        if running.is_running() and running.listens_at() != tcp_port:
            if not _is_last(users):
                msg = "the embedded database server is in use, and has to start again: wait for the other command"
                raise StoreError(msg)
            running.stop()
        write_mark(home, KeepMark(tcp_port))
        server = _server(home)
        try:
            server.start()
        except StoreError:
            forget_mark(home) if before is None else write_mark(home, before)
            if before is None and _is_last(users):
                server.stop()  # one that is not ready, which nobody else would end
            raise
    return server


def stop_embedded_server(home: Path, *, force: bool = False) -> bool:
    """
    Stop a server that is kept up, or that a killed process left running; return whether there was one.

    It is not kept up from then on, also where others still use it.

    Args:
        home: the folder in which its data lie.
        force: stop it even while others use it; their work breaks off.

    Raises:
        StoreError: others use it.
    """
    if not (home / "postgres").exists():
        return False
    _make_home(home)
    with _open_lock(home / "postgres.users") as users, _starting_or_stopping(home):
        forget_mark(home)
        server = _server(home)
        if not server.is_running():
            return False
        if not _is_last(users) and not force:
            msg = "the embedded database server is in use: wait for the other command, or add --force to break it off"
            raise StoreError(msg)
        server.stop()
    return True


def _server(home: Path) -> Postmaster:
    """The server as it is to be started now: whether it is to listen may change while nobody holds the lock."""
    mark = read_mark(home)
    return Postmaster(home.resolve() / "postgres", None if mark is None else mark.tcp_port)


def _make_home(home: Path) -> None:
    try:
        private_folder(home)
    except OSError as error:
        msg = f"the folder for the database cannot be made: {error}; set CRYPTODRUG_HOME to one that you may write to"
        raise StoreError(msg) from error


@contextmanager
def _starting_or_stopping(home: Path) -> Iterator[None]:
    """Held by one process at a time, while it starts or stops the server."""
    with _open_lock(home / "postgres.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _open_lock(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        msg = f"the database's lock cannot be opened: {error}; set CRYPTODRUG_HOME to a folder that you may write to"
        raise StoreError(msg) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
