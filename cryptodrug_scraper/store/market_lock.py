"""
Locks that one process of all machines holds: on one market while it has the market crawled, and on one crawl that is
due while it sees to that.

They are locks of the database's, and belong to a connection: the server lets go of one when its connection ends,
however that comes. So a scheduler that was killed, or whose machine is gone, blocks nobody. A connection pooler that
hands one connection to several clients (pgbouncer, pooling by transaction) breaks them.
"""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING, Self

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from sqlalchemy import URL, Connection

__all__ = ["DueLock", "MarketLock", "is_locked"]

_CLASS = 0x43444D4B
"""The first of the lock's two numbers; `cryptodrug_scraper.store.locks` has a different one."""
_DUE_CLASS = 0x43444455
"""The same of a crawl that is due."""
_TRY = text("SELECT pg_try_advisory_lock(:class, :number)")
_UNLOCK = text("SELECT pg_advisory_unlock(:class, :number)")
_LOOK = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = :class "
    "AND objid::bigint = :number AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
_NOTICE_LOSS = {
    "connect_timeout": 10,
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": "-c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
    "application_name": "cryptodrug market lock",
}
"""With these both ends notice within about half a minute that the other one's machine is gone."""


class _NamedLock:
    """A lock of a kind on what a name stands for, on a connection of its own; a context releases it at the end."""

    def __init__(self, url: URL, kind: int, name: str) -> None:
        self._engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args=dict(_NOTICE_LOSS),
        )
        self._key = {"class": kind, "number": _number(name)}
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def take(self) -> bool:
        """
        Try to take the lock, without waiting; return whether it was taken.

        Raises:
            DBAPIError: the database cannot be reached.
        """
        connection = self._engine.connect()
        try:
            if connection.execute(_TRY, self._key).scalar_one():
                self._connection = connection
        finally:
            if self._connection is not connection:
                connection.close()
        return self._connection is connection

    def is_held(self) -> bool:
        """
        Ask the server; if the connection was lost, try once to take the lock on a new one.

        While it was lost another process may have taken it and let go of it again.
        """
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
        except DBAPIError:
            self._close()
        try:
            return self.take()
        except DBAPIError:
            return False

    def release(self) -> None:
        """Release the lock, if it is held."""
        if self._connection is not None:
            try:
                self._connection.execute(_UNLOCK, self._key)
            except DBAPIError:
                pass  # the lock has gone with the connection
            finally:
                self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class MarketLock(_NamedLock):
    """
    The lock on a market. As a context manager it releases the lock at the end.

    Args:
        url: address of the database.
        market: name of the market.
    """

    def __init__(self, url: URL, market: str) -> None:
        super().__init__(url, _CLASS, market)


class DueLock(_NamedLock):
    """
    The lock on one crawl that is due, of whatever machine: who holds it sees to that crawl, and nobody else does.

    Args:
        url: address of the database.
        entry: name of the entry of the schedule.
        due: when the crawl is due.
    """

    def __init__(self, url: URL, entry: str, due: datetime) -> None:
        super().__init__(url, _DUE_CLASS, f"{entry} {due.astimezone(UTC).isoformat()}")


def is_locked(connection: Connection, market: str) -> bool:
    """Tell whether any process holds the lock on a market."""
    key = {"class": _CLASS, "number": _number(market) % 2**32}
    return bool(connection.execute(_LOOK, key).scalar_one())


def _number(name: str) -> int:
    """The second of the lock's numbers: the name in 32 bits."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big", signed=True)
