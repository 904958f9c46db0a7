"""The time and the memory that the reading of one input may take, and what is raised beyond them."""

from __future__ import annotations

import resource
import signal
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["SECONDS", "TooSlowError", "limit_memory", "limited_time"]

SECONDS = 1.0
"""Processor time for one input."""
_MEMORY = 1 << 30
"""Bytes beyond those that the process has when it begins."""


class TooSlowError(BaseException):
    """An input took longer than it may. No handler in the program takes it for a fault of the page."""


def limit_memory() -> None:
    """Let whatever would make this process larger by far raise `MemoryError` there."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _MEMORY,) * 2)


@contextmanager
def limited_time() -> Iterator[None]:
    """
    Measure the processor time of what is done within, and interrupt it where it is when it takes too long.

    Raises:
        TooSlowError: it took too long.
    """
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    began = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if (seconds := time.process_time() - began) > SECONDS:
        msg = f"{seconds:.2f} s"
        raise TooSlowError(msg)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    msg = f"more than {SECONDS} s"
    raise TooSlowError(msg)
