"""End a statement that a server works on at Ctrl-C: the driver otherwise waits for its result, however long."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from select import select
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ, get_wait_callback, set_wait_callback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psycopg2.extensions import connection as Connection  # noqa: N812  # a class, in spite of its name

__all__ = ["statements_can_be_cancelled"]


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
