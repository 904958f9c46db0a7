"""
Bound the processor time and the memory that one page may take.

Time is the processor's, so a busy machine changes nothing. It is measured in the main thread alone, which is the only
one that a signal can interrupt.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["MEMORY", "SECONDS", "TooSlowError", "is_memory_limited", "limit_memory", "limited_time"]

SECONDS = 10.0
"""Processor time for one page, or for the rows of one chunk of pages: a real page takes some hundredths of a second."""
MEMORY = 1536 * 1024 * 1024
"""Bytes that reading may take beyond what the process has when it begins; the largest page takes a few hundred MB."""
_HARDER = 2.0
_AGAIN = 1.0


class TooSlowError(BaseException):
    """Reading takes too long. No `Exception`: what reads a page must not take it for a fault of its own."""


@contextmanager
def limited_time(*, may_end: bool = False) -> Iterator[None]:
    """
    Interrupt what takes too long.

    Args:
        may_end: end the process by SIGPROF if it takes twice as long: code in C that never comes back to Python cannot
            be interrupted.

    Raises:
        TooSlowError: it took too long.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _too_slow)
    try:
        if may_end:
            signal.setitimer(signal.ITIMER_PROF, _HARDER * SECONDS)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, _AGAIN)  # again, where somebody swallowed the first
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:  # here no signal comes any more
        if may_end:
            signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGVTALRM, before)


def limit_memory() -> None:
    """Limit the memory that this process may take beside what it has: further requests raise MemoryError."""
    if sys.platform != "linux":
        return
    has = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    stated = resource.getrlimit(resource.RLIMIT_AS)
    most = min(has + MEMORY, *(limit for limit in stated if limit != resource.RLIM_INFINITY), sys.maxsize)
    resource.setrlimit(resource.RLIMIT_AS, (most, stated[1]))


def is_memory_limited() -> bool:
    """Tell whether a MemoryError comes from such a bound; else the machine itself has too little."""
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError
