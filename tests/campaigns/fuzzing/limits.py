"""The time that the reading of one input may take, and what is raised beyond it."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

__all__ = ["SECONDS", "TooSlowError", "limited_time"]

SECONDS = 1.0
"""Processor time for one input."""


class TooSlowError(BaseException):
    """An input took longer than it may. No handler in the program takes it for a fault of the page."""


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
