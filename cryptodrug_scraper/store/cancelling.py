"""End a statement that a server works on at Ctrl-C: the drivers otherwise wait for its result, however long."""

from __future__ import annotations

import os
import signal
import socket
import threading
from contextlib import contextmanager, suppress
from select import select
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ, get_wait_callback, set_wait_callback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg2.extensions import connection as Connection  # noqa: N812  # a class, in spite of its name

__all__ = ["cancelled_at_signals", "statements_can_be_cancelled"]


@contextmanager
def statements_can_be_cancelled() -> Iterator[None]:
    """Cancel the running statement at an interrupt, on connections that are made and used while the block runs."""
    before = get_wait_callback()
    set_wait_callback(_wait)
    try:
        yield
    finally:
        set_wait_callback(before)


def _wait(connection: Connection) -> None:
    try:
        _until_done(connection)
    except KeyboardInterrupt:
        connection.cancel()
        with suppress(psycopg2.Error):  # it says that it was cancelled
            _until_done(connection)
        raise


def _until_done(connection: Connection) -> None:
    while (state := connection.poll()) != POLL_OK:
        readable, writable = ([connection], []) if state == POLL_READ else ([], [connection])
        select(readable, writable, [])


@contextmanager
def cancelled_at_signals(cancel: Callable[[], None]) -> Iterator[None]:
    """
    Cancel what a connection waits for at a signal that the program handles, while the block runs.

    A driver that waits outside Python lets no handler of a signal run, so another thread is told of it.

    Args:
        cancel: cancels what the connection waits for; may be called by any thread, also where it waits for nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told, telling = socket.socketpair()
    telling.setblocking(False)  # noqa: FBT003  # its argument has no name
    before = signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        while number := told.recv(1):
            cancel()
            if before >= 0:
                os.write(before, number)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        telling.close()
        watching.join()
        told.close()
