"""
Run ``cryptodrug`` in a process of its own, without loading the program anew each time.

There is one `loaded_program` for a run, of which every command is a copy; in a network of its own a process starts one.
What a test needs to be as a shell starts it goes through `subprocess` all the same: signals while the program loads,
other users, limits, terminals, pipes that nobody reads.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.loaded_program import Order

__all__ = ["as_at_start", "begin_command", "loads_anew", "run_command", "share_program"]

_OWN_SESSION = 20
"""Place of ``start_new_session`` among the arguments of the method by which `subprocess.Popen` starts a process."""
_SHARED = "CRYPTODRUG_TEST_PROGRAM"
"""Names the network namespace and the socket of the loaded program that the processes of a run share."""
_PROGRAM = Path(__file__).with_name("loaded_program.py")


def _of_python(variables: Mapping[str, str]) -> dict[str, str]:
    """
    The variables that Python and its libraries read when they start.

    A path of modules is one of them where Python runs something from it at its start; any other copies can add, too.
    """
    read = ("PYTHON", "LANG", "LC_", "LD_", "TZ")
    found = {name: value for name, value in variables.items() if name.startswith(read)}
    if not any(Path(part, "sitecustomize.py").exists() for part in found.get("PYTHONPATH", "").split(os.pathsep)):
        found.pop("PYTHONPATH", None)
    return found


_AT_START = _of_python(os.environ)


def loads_anew() -> list[str]:
    """Name the variables that are not as they were at first: commands are no copies of the loaded program then."""
    return sorted({name for name, _ in _of_python(os.environ).items() ^ _AT_START.items()})


def as_at_start() -> None:
    """Put these variables back."""
    for name in loads_anew():
        os.environ.pop(name, None)
        if name in _AT_START:
            os.environ[name] = _AT_START[name]


def share_program(folder: Path) -> Callable[[], None]:
    """
    Start a loaded program for all processes that are started from here on, and return what ends it.

    Args:
        folder: where its socket is to lie.
    """
    address = folder / "program"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as orders:
        orders.bind(str(address))
        end = _start(orders)
    os.environ[_SHARED] = f"{_network()} {address}"
    return end


def _start(orders: socket.socket) -> Callable[[], None]:
    """Start a loaded program that takes orders over a socket, and return what ends it."""
    until, end = os.pipe()
    command = [sys.executable, str(_PROGRAM), str(orders.fileno()), str(until)]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[orders.fileno(), until])
    os.close(until)

    def finish() -> None:
        os.close(end)
        process.wait()

    return finish


def _network() -> int:
    """The network namespace: tests with a Tor are in one of their own."""
    return Path("/proc/thread-self/ns/net").stat().st_ino


@cache
def _program(network: int) -> socket.socket:
    """A way to the loaded program in a network namespace: that of the run, or one of this process."""
    there, _, address = os.environ.get(_SHARED, "").partition(" ")
    if there == str(network):
        shared = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        shared.connect(address)
        return shared
    here, orders = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with orders:
        atexit.register(_start(orders))
    return here


def run_command(
    *arguments: str | Path,
    code: int | None = 0,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[bytes]:
    """
    Run ``cryptodrug`` with some arguments, and return all that it wrote; whatever happens, that is no traceback.

    Args:
        arguments: those of the command.
        code: the exit code that it has to have; None for any.
        stdin: what it can read.
        environment: all its variables; those of the test where None.
        folder: in which it runs; that of the test where None.
        timeout: seconds after which it is ended.

    Raises:
        subprocess.TimeoutExpired: the command took longer.
    """
    words = [*map(str, arguments)]
    variables = dict(os.environ if environment is None else environment)
    streams = [os.memfd_create(name) for name in ("stdin", "stdout", "stderr")]
    os.pwrite(streams[0], stdin, 0)
    try:
        options = {"env": variables, "cwd": folder, "stdin": streams[0], "stdout": streams[1], "stderr": streams[2]}
        with begin_command(*words, **options) as process:
            try:
                code_found = process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise subprocess.TimeoutExpired(words, timeout, *map(_written, streams[1:])) from None
        done = subprocess.CompletedProcess(words, code_found, *map(_written, streams[1:]))
    finally:
        for stream in streams:
            os.close(stream)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert code in {None, done.returncode}, (done.stdout + done.stderr).decode(errors="replace")
    return done


def begin_command(*arguments: str | Path, **options: Any) -> subprocess.Popen[Any]:
    """
    Begin to run ``cryptodrug`` with some arguments.

    Args:
        arguments: those of the command.
        options: streams, ``env``, ``cwd``, ``start_new_session`` and whether streams have text, as `subprocess.Popen`
            takes them.
    """
    words = [*map(str, arguments)]
    if _of_python(options.get("env") or os.environ) == _AT_START:
        return _Copy(words, **options)
    return subprocess.Popen([sys.executable, "-m", "cryptodrug_scraper", *words], **options)


class _Copy(subprocess.Popen[Any]):
    """A command that is carried out in a copy of the loaded program, which tells how it ended."""

    def _execute_child(self, words: list[str], *others: Any) -> None:
        folder, variables, (read, ours, theirs, written, told, told_to) = others[4], others[5], others[9:15]
        self._ended, there = socket.socketpair()
        with there:
            streams = [standard if each == -1 else each for standard, each in enumerate((read, written, told_to))]
            socket.send_fds(_program(_network()), [b"."], [there.fileno(), *streams])
        found = dict(os.environ if variables is None else variables)
        order: Order = (words, found, str(folder or Path.cwd()), others[_OWN_SESSION])
        self._ended.sendall(json.dumps(order).encode() + b"\n")
        self._lines = self._ended.makefile("rb")
        self.pid = int(self._lines.readline())
        self._child_created = True
        close = vars(subprocess.Popen)["_close_pipe_fds"]
        close(self, read, ours, theirs, written, told, told_to)

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self._wait(0)
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if self.returncode is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self.returncode = int(self._lines.readline())
            self._lines.close()
            self._ended.close()
        return self.returncode


def _written(stream: int) -> bytes:
    return os.pread(stream, os.fstat(stream).st_size, 0)
