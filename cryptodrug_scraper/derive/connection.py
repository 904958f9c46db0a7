"""Connections that read and write whole columns, by ADBC; and what the database says when it refuses."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from adbc_driver_manager import AdbcStatusCode
from adbc_driver_manager.dbapi import Error
from adbc_driver_postgresql.dbapi import connect
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.cancelling import cancelled_at_signals
from cryptodrug_scraper.store.locks import Lock, give_back, try_for_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.store.database import Database

__all__ = ["columns_of", "only_one", "steady_view"]


@contextmanager
def columns_of(database: Database) -> Iterator[Connection]:
    """
    Connect for reading and writing columns, for as long as the block runs; what is not committed by then is undone.

    What the server works on is cancelled at Ctrl-C or SIGTERM: the driver would wait for its result.

    Args:
        database: an open one.

    Raises:
        KeyboardInterrupt: what is asked of it was cancelled.
        StoreError: the database cannot be reached, or refuses what is asked of it.
    """
    try:
        with connect(database.dsn) as connection:
            with connection.cursor() as cursor:
                cursor.execute("SET timezone TO 'UTC'")
                cursor.execute("SET enable_partitionwise_join TO on")
                cursor.execute("SET statement_timeout TO 0")  # which would look like an interrupt
            connection.commit()
            with cancelled_at_signals(connection.adbc_cancel):
                yield connection
    except Error as error:
        if error.status_code == AdbcStatusCode.CANCELLED:  # the driver has a handler of its own for Ctrl-C
            raise KeyboardInterrupt from error
        said = " ".join(str(error).split())
        msg = f"the derived tables cannot be made: {said}; see to that, and run: cryptodrug derive"
        raise StoreError(msg) from error


@contextmanager
def steady_view(database: Database) -> Iterator[Connection]:
    """
    Connect for reading the database as it is at this moment, also while a crawl or a replay adds to it.

    Args:
        database: an open one.

    Raises:
        StoreError: as `columns_of`.
    """
    with columns_of(database) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield connection


@contextmanager
def only_one(database: Database) -> Iterator[None]:
    """
    Keep others from deriving, and from removing what was derived, for as long as the block runs.

    Args:
        database: an open one.

    Raises:
        StoreError: another one goes on.
    """
    with database.engine.connect() as connection:
        connection.detach()  # from the pool, where a lock that is not given back would outlive the block
        if not try_for_session(connection, Lock.DERIVE):
            msg = "another derivation of this database goes on: wait for its end, or stop it"
            raise StoreError(msg)
        connection.commit()
        try:
            yield
        finally:
            with suppress(DBAPIError):  # the session is gone, and the lock with it
                give_back(connection, Lock.DERIVE)
