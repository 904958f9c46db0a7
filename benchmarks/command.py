"""
The command ``cryptodrug replay`` as a user runs it, watched from outside: its time, and the memory of its processes.

Processor time is that of the command, its readers and the database server, up to a last tenth of a second of each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psutil

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.database import URL_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Run", "replay"]

_LOOK = 0.1
"""Seconds between two looks at the processes that are known."""
_SEARCH = 10
"""Looks between two searches for new processes, which take longer."""


@dataclass
class Run:
    """
    One run of the command.

    Attributes:
        summary: what it printed.
        wall: seconds from its start to its end, the start of the database server included.
        cpu: seconds of processor time of all its processes.
        looks: for each look at them: seconds since the start, bytes of the command, bytes of its largest reader.
    """

    summary: dict[str, Any]
    wall: float
    cpu: float
    looks: list[tuple[float, int, int]] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Seconds without starting and stopping, as the command itself states them."""
        return float(self.summary["seconds"])

    def memory(self, share: float) -> tuple[int, int]:
        """The most bytes that the command and any reader had up to a share of the time in which it worked."""
        until = self.wall - (1 - share) * self.seconds
        seen = [look for look in self.looks if look[0] <= until]
        return max((main for _, main, _ in seen), default=0), max((reader for _, _, reader in seen), default=0)


def replay(path: Path, home: Path) -> Run:
    """Replay a path into the database in a home, which is made if there is none."""
    began = time.perf_counter()
    process = _cryptodrug("replay", str(path), "--json", home=home)
    tree = _Tree(psutil.Process(process.pid), home)
    looks = []
    while process.poll() is None:
        looks.append((time.perf_counter() - began, *tree.look()))
        time.sleep(_LOOK)
    wall = time.perf_counter() - began
    return Run(_said(process), wall, sum(tree.cpu.values()), looks)


def _cryptodrug(*arguments: str, home: Path) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != URL_VARIABLE}
    environment[HOME_VARIABLE] = str(home)
    command = [sys.executable, "-m", "cryptodrug_scraper", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def _said(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, error = process.communicate()
    if process.returncode != 0:
        msg = f"{process.args!r} ended with {process.returncode}: {error}"
        raise SystemExit(msg)
    return dict(json.loads(out))


class _Tree:
    """The processes of a run: the command, what it has started, and its database server."""

    def __init__(self, main: psutil.Process, home: Path) -> None:
        self._main = main
        self._home = home
        self._known: dict[int, psutil.Process] = {}
        self._servers: set[int] = set()
        self._looks = 0
        self.cpu: dict[int, float] = {}

    def look(self) -> tuple[int, int]:
        """Note processor times; return the bytes of the command and of its largest reader."""
        if self._looks % _SEARCH == 0:
            self._search()
        self._looks += 1
        main = reader = 0
        for number, process in list(self._known.items()):
            try:
                with process.oneshot():
                    times, memory = process.cpu_times(), process.memory_info().rss
            except psutil.NoSuchProcess:  # it has ended
                del self._known[number]
                continue
            self.cpu[number] = times.user + times.system
            if number == self._main.pid:
                main = memory
            elif number not in self._servers:
                reader = max(reader, memory)
        return main, reader

    def _search(self) -> None:
        try:
            for process in (self._main, *self._main.children(recursive=True)):
                if process.name() != "postgres":
                    self._known.setdefault(process.pid, process)
            lock = self._home / "postgres" / "postmaster.pid"
            if lock.exists():
                server = psutil.Process(int(lock.read_text(encoding="utf-8").split()[0]))
                for process in (server, *server.children()):
                    self._known.setdefault(process.pid, process)
                    self._servers.add(process.pid)
        except (psutil.NoSuchProcess, FileNotFoundError, IndexError, ValueError):
            return  # one ended meanwhile, or the file is being written: the next search will see
