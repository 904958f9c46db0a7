"""What the commands cost that read a whole database: reports, findings and states, each run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from benchmarks.processors import Processors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["COMMANDS", "Ran", "ran"]

COMMANDS = (
    ("report", "study", "--dry-run"),
    ("findings",),
    ("report", "times"),
    ("report", "drift"),
    ("doctor",),
    ("db", "status"),
    ("schedule", "status"),
)
_LOOK = 0.05


@dataclass(frozen=True)
class Ran:
    """
    What a command cost.

    Attributes:
        command: its words.
        code: its exit code.
        seconds: of the clock.
        processor: seconds of processor time, its own and the server's.
        memory: bytes that it had at most, without the server.
    """

    command: str
    code: int
    seconds: float
    processor: float
    memory: int


def ran(connection: Connection) -> Iterator[Ran]:
    """
    Run each command twice, and give what it cost the second time.

    Args:
        connection: of the server that the commands use, which is kept up by it.
    """
    processors = Processors(connection)
    for words in COMMANDS:
        _run(words)
        before, began, own = processors.spent(), time.perf_counter(), os.times()
        code, memory = _run(words)
        after = os.times()
        children = after.children_user + after.children_system - own.children_user - own.children_system
        seconds, spent = time.perf_counter() - began, processors.spent() - before + children
        yield Ran(" ".join(words), code, seconds, spent, memory)


def _run(words: tuple[str, ...]) -> tuple[int, int]:
    """The exit code of a command, and the most memory that it had."""
    command = [sys.executable, "-m", "cryptodrug_scraper", *words]
    most = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        seen = psutil.Process(running.pid)
        while running.poll() is None:
            try:
                most = max(most, seen.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(_LOOK)
    return running.returncode, most
