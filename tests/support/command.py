"""
Run ``cryptodrug`` in a process of its own, without loading the program anew each time.

Each process of tests starts one `loaded_program`, of which every command is a copy. What a test needs to be as a shell
starts it goes through `subprocess` all the same: signals while the program loads, other users, limits, terminals, pipes
that nobody reads, other parsers.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.loaded_program import Order

__all__ = ["run_command"]

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


@cache
def _program(_network: int) -> socket.socket:
    """Start the loaded program of this process in its present network namespace; it ends with it."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, str(_PROGRAM), str(there.fileno())]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[there.fileno()])
    there.close()

    def end() -> None:
        here.close()
        process.wait()

    atexit.register(end)
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
    if _of_python(variables) == _AT_START:
        done = _copied((words, variables, str(folder or Path.cwd())), stdin, timeout)
    else:
        command = [sys.executable, "-m", "cryptodrug_scraper", *words]
        done = subprocess.run(
            command, input=stdin, env=variables, cwd=folder, capture_output=True, check=False, timeout=timeout
        )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert code in {None, done.returncode}, (done.stdout + done.stderr).decode(errors="replace")
    return done


def _copied(order: Order, stdin: bytes, timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Carry out a command in a copy of the loaded program."""
    streams = [os.memfd_create(name) for name in ("stdin", "stdout", "stderr")]
    here, there = socket.socketpair()
    try:
        os.pwrite(streams[0], stdin, 0)
        with there:
            network = Path("/proc/thread-self/ns/net").stat().st_ino  # tests with a Tor are in one of their own
            socket.send_fds(_program(network), [b"."], [there.fileno(), *streams])
        with here, here.makefile("rb") as lines:
            here.sendall(json.dumps(order).encode() + b"\n")
            process = int(lines.readline())
            if not select.select([here], [], [], timeout)[0]:
                os.kill(process, signal.SIGKILL)
                lines.readline()
                raise subprocess.TimeoutExpired(order[0], timeout, *map(_written, streams[1:]))
            code = int(lines.readline())
        return subprocess.CompletedProcess(order[0], code, *map(_written, streams[1:]))
    finally:
        for stream in streams:
            os.close(stream)


def _written(stream: int) -> bytes:
    return os.pread(stream, os.fstat(stream).st_size, 0)
