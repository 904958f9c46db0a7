"""A PostgreSQL server of a test's own, which it may stop, and databases on it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import create_engine, text

from cryptodrug_scraper.store.digest import observed_sums
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.server.postmaster import Postmaster
from cryptodrug_scraper.store.tables import LOADED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection, Row

__all__ = ["OwnPostgres"]

_EMPTY = "empty"


class OwnPostgres:
    """
    The server, up for as long as the context lasts.

    Args:
        folder: where its data are to lie; it must not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._postmaster = Postmaster(folder)

    def __enter__(self) -> Self:
        self.start()
        try:
            self._execute(f"CREATE DATABASE {_EMPTY}")
            with self._connected(_EMPTY) as connection:
                upgrade(connection)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        self._postmaster.start()

    def stop(self) -> None:
        """Stop it; sessions that are open break off."""
        self._postmaster.stop()

    def address(self, database: str) -> str:
        """Of a database, as ``CRYPTODRUG_DATABASE_URL`` takes it."""
        return self._postmaster.uri(database)

    @property
    def process(self) -> int:
        """The number of its process."""
        return int((self._postmaster.pgdata / "postmaster.pid").read_text().split()[0])

    def kill(self) -> None:
        """End it without warning."""
        os.kill(self.process, signal.SIGKILL)

    def break_off(self, database: str) -> None:
        """End every session of a database."""
        self._execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")

    def make(self, database: str, template: str = _EMPTY) -> None:
        """Make a database with the newest schema, or as a copy of another."""
        self._execute(f"CREATE DATABASE {database} TEMPLATE {template}")

    def drop(self, database: str) -> None:
        """Remove a database."""
        self._execute(f"DROP DATABASE {database} WITH (FORCE)")

    def rows(self, database: str, query: str) -> Sequence[Row[Any]]:
        """What a query gives."""
        with self._connected(database) as connection:
            return connection.execute(text(query)).all()

    def sums(self, database: str) -> dict[str, tuple[Any, ...]]:
        """For each table that pages are loaded into, the number of its rows and sums of their hashes; see `digest`."""
        with self._connected(database) as connection:
            return {table: tuple(connection.execute(observed_sums(table)).one()) for table in LOADED}

    def _execute(self, statement: str) -> None:
        with self._connected("postgres", isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))

    @contextmanager
    def _connected(self, database: str, **options: Any) -> Iterator[Connection]:
        address = self.address(database).replace("postgresql:", "postgresql+psycopg2:", 1)
        engine = create_engine(address, connect_args={"options": "-c timezone=UTC"}, **options)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
