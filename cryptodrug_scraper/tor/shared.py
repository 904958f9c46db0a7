"""One Tor for all crawls of a data home that run at the same time: the first one starts it, the others use it."""

from __future__ import annotations

import fcntl
import os
import time
from typing import TYPE_CHECKING, Self

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.home import private_folder
from cryptodrug_scraper.tor.process import attach_tor, start_tor
from cryptodrug_scraper.tor.torrc import control_socket

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event
    from types import TracebackType

    from cryptodrug_scraper.tor.stem_control import StemTor

__all__ = ["SharedTor"]

_PATIENCE = 60.0
"""Seconds to wait for the Tor of another process to answer, or to end: one whose crawl was killed ends in 15."""
_LOOK_EVERY = 0.5


class SharedTor:
    """
    A starter for `tor.supervisor.Supervisor`; a context manager that outlives it.

    Two Tors cannot have one folder, and two folders would be two sets of guards. So whoever holds a lock beside the
    folder's files starts Tor, and the others attach to it. When it ends, one of them starts the next.

    Args:
        folder: Tor's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None

    def __call__(self, socks_port: int | None, stop: Event) -> StemTor:
        """
        Start Tor, or attach to that of another crawl.

        Args:
            socks_port: the SOCKS port that it must have; None takes any.
            stop: breaks off the start when it is set.

        Raises:
            TorError: it cannot be had.
            ConfigurationError: there is no Tor, or its network cannot be used.
        """
        end = time.monotonic() + _PATIENCE
        while not self._take():
            try:
                return attach_tor(str(control_socket(self._folder)), socks_port, stop)
            except TorError:
                if time.monotonic() > end or stop.wait(_LOOK_EVERY):
                    raise
        while _is_locked(self._folder / "data" / "lock") and time.monotonic() < end and not stop.wait(_LOOK_EVERY):
            pass  # a Tor that nobody watches over any more is about to end
        return start_tor(self._folder, socks_port, stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take(self) -> bool:
        """Take the lock, if it is free; tell whether it is ours."""
        if self._lock is None:
            lock = os.open(private_folder(self._folder) / "crawls.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(lock)
            else:
                self._lock = lock
        return self._lock is not None


def _is_locked(file: Path) -> bool:
    """Tell whether a process holds a lock on a file."""
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
