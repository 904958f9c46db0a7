"""Keys that are pressed while a command runs."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from select import select
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["has_keys", "on_enter"]

_LOOK = 0.5


def has_keys() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def on_enter(act: Callable[[], None]) -> Iterator[None]:
    """
    Call a function whenever Enter is pressed while the block runs, in a thread of its own.

    A terminal is read only while it is this program that its user sees: a shell stops one that reads in the background.
    """
    if not has_keys():
        yield
        return
    over = Event()
    before = signal.signal(signal.SIGTTIN, signal.SIG_IGN)  # it may be sent to the background between look and read
    thread = Thread(target=_listen, args=(sys.stdin.fileno(), act, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=4 * _LOOK)
        signal.signal(signal.SIGTTIN, before)


def _listen(terminal: int, act: Callable[[], None], over: Event) -> None:
    while not over.is_set():
        try:
            if not _is_seen(terminal):
                over.wait(_LOOK)
            elif select([terminal], [], [], _LOOK)[0]:
                if not os.read(terminal, 1024):
                    return
                act()
        except OSError:  # it is in the background now, or its terminal is gone for a while
            over.wait(_LOOK)


def _is_seen(terminal: int) -> bool:
    """Whether this program is in the foreground; of a terminal that controls no programs, every one is."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True
