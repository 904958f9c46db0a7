"""Processes of a command and of a home's database server, seen from outside: which there are, and what they take."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["all_of", "megabytes", "program_of", "seconds_of", "server_of"]

_MB = 1_000_000


def server_of(home: Path) -> list[psutil.Process]:
    """The first process of a home's server, if it runs."""
    with suppress(psutil.NoSuchProcess, FileNotFoundError, IndexError, ValueError):
        return [psutil.Process(int((home / "postgres" / "postmaster.pid").read_text("utf-8").split()[0]))]
    return []


def all_of(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Processes, each with all that it has started."""
    found = []
    with suppress(psutil.NoSuchProcess):
        for process in processes:
            found += [process, *process.children(recursive=True)]
    return found


def program_of(pid: int) -> list[psutil.Process]:
    """A process, the first, and all that it has started, but for the server."""
    with suppress(psutil.NoSuchProcess):
        return [each for each in all_of([psutil.Process(pid)]) if each.name() != "postgres"]
    return []


def seconds_of(processes: Iterable[psutil.Process]) -> float:
    """Processor time of processes, of what they have started, and of what of that has ended."""
    total = 0.0
    for process in all_of(processes):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def megabytes(processes: Iterable[psutil.Process]) -> float:
    """Memory of processes in MB; pages that several share count once (the proportional set size of Linux)."""
    total = 0
    for process in processes:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("utf-8").splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total / _MB
