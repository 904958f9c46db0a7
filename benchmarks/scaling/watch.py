"""A command, watched from outside: clock, processor time of all its processes and its server's, and their memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import msgspec
import psutil

from benchmarks.processes import all_of, megabytes, program_of, seconds_of, server_of
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["ENDED", "Cost", "run"]

ENDED = threading.Event()
"""Set when this program is to end: it ends what it has started then, and never between starting and knowing it."""
_TERMINATED = 143
_PAUSE = 0.5
"""Seconds between two looks."""
_TELL = 20
"""Looks between two times at which the cost so far is told."""


class Cost(msgspec.Struct, frozen=True):
    """
    What something took.

    Attributes:
        wall: seconds of the clock.
        cpu: seconds of processor time of the program, in all its processes.
        server: seconds of processor time of the database server, in all its processes.
        memory: the most MB that the program's processes had at one moment; what they share counts once.
        server_memory: the most MB that the server's processes had.
    """

    wall: float = 0.0
    cpu: float = 0.0
    server: float = 0.0
    memory: float = 0.0
    server_memory: float = 0.0

    def and_then(self, later: Cost) -> Cost:
        """What both took, one after the other."""
        return Cost(
            round(self.wall + later.wall, 3),
            round(self.cpu + later.cpu, 3),
            round(self.server + later.server, 3),
            round(max(self.memory, later.memory), 1),
            round(max(self.server_memory, later.server_memory), 1),
        )


def run(command: list[str], home: Path, tell: Callable[[Cost], None]) -> tuple[Cost, str]:
    """
    Run a program of Python in a home, and look at its processes until it ends.

    Args:
        command: the words after that of Python.
        home: where its embedded server is; one that runs meanwhile is watched too.
        tell: is given the cost so far, every ten seconds.

    Returns:
        what it cost, and what it printed.

    Raises:
        SystemExit: it failed, or this program is to end.
    """
    environment = {name: value for name, value in os.environ.items() if name != URL_VARIABLE}
    environment[HOME_VARIABLE] = str(home)
    server = server_of(home)
    began, before, looks = time.perf_counter(), seconds_of(server), 0
    seen: dict[psutil.Process, float] = {}
    memory = server_memory = 0.0
    printed = home.parent / f"printed-{os.getpid()}"
    with (
        printed.open("wb") as out,
        _child([sys.executable, *command], stdout=out, env=environment, close_fds=False) as process,
    ):
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            spent = seconds_of(server) - before
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            tree = program_of(process.pid)
            seen |= {each: own for each in tree if (own := _own_seconds(each)) is not None}
            memory, server_memory = max(memory, megabytes(tree)), max(server_memory, megabytes(all_of(server)))
            if ENDED.is_set():
                sys.exit(_TERMINATED)
            looks += 1
            if looks % _TELL == 0:
                tell(Cost(time.perf_counter() - began, sum(seen.values()), spent, memory, server_memory))
            ENDED.wait(_PAUSE)
    said = printed.read_text(encoding="utf-8")
    printed.unlink()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    # the system tells of those that were waited for, with all that they took; of others there is what was seen
    cpu = max(used.ru_utime + used.ru_stime, sum(seen.values()))
    return Cost(time.perf_counter() - began, cpu, spent, memory, server_memory), said


@contextmanager
def _child(command: list[str], **how: Any) -> Iterator[subprocess.Popen[bytes]]:  # noqa: ANN401  # as of Popen
    """A process that ends with the block. It inherits the lock on the step that it does."""
    with subprocess.Popen(command, **how) as process:
        try:
            yield process
        finally:
            if process.returncode is None:
                process.terminate()


def _own_seconds(process: psutil.Process) -> float | None:
    """Processor time of a process alone; None where it has ended."""
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:2]))
    return None
