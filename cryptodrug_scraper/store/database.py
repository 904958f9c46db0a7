"""
The database that the program works with. Only this module knows where the database is.

``CRYPTODRUG_DATABASE_URL`` names a server. Without it the program runs a server of its own in its data folder.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.store import migrate
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

__all__ = ["URL_VARIABLE", "Database", "open_database", "stop_embedded"]

URL_VARIABLE = "CRYPTODRUG_DATABASE_URL"

_NAME = "cryptodrug"
"""The database's name on the embedded server."""
_OLDEST = 150000
"""PostgreSQL 15, the first with UNIQUE NULLS NOT DISTINCT."""
_DRIVERS = {"postgres", "postgresql", "postgresql+psycopg2"}


@dataclass(frozen=True, slots=True)
class Database:
    """
    An open database.

    Attributes:
        engine: where connections come from; their times are in UTC.
        is_embedded: whether the server is the program's own.
        server_version: the version of PostgreSQL, such as ``18.6``.
        dsn: the address for psql and other programs. It holds the password, if there is one.
        revision: the revision of the schema; None where there is none yet.
    """

    engine: Engine
    is_embedded: bool
    server_version: str
    dsn: str
    revision: str | None

    @property
    def shown_dsn(self) -> str:
        """The address without its password."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=True)


@contextmanager
def open_database(*, read_only: bool = False, any_revision: bool = False) -> Iterator[Database]:
    """
    Open the database for as long as the block runs.

    The embedded server is started if need be, and brought to the revision that this version of the program works with.
    A named server is never changed unasked.

    Args:
        read_only: refuse every change made through the engine.
        any_revision: accept any schema, or none: for commands that upgrade the schema or show it.

    Raises:
        ConfigurationError: ``CRYPTODRUG_DATABASE_URL`` is no address of a PostgreSQL server.
        StoreError: the server cannot be reached, is too old, or has another revision of the schema.
    """
    named = os.environ.get(URL_VARIABLE)
    if named:
        with _open(_parse(named), read_only=read_only, any_revision=any_revision, is_embedded=False) as database:
            yield database
        return
    from cryptodrug_scraper.store.embedded import embedded_server  # noqa: PLC0415  # needs a POSIX system

    with embedded_server(data_home()) as server:
        _make_database(server.uri("postgres"))
        url = _parse(server.uri(_NAME))
        with _open(url, read_only=read_only, any_revision=any_revision, is_embedded=True) as database:
            yield database


def stop_embedded(*, force: bool = False) -> bool:
    """
    Stop the embedded server if a killed process left it running; return whether one was stopped.

    Raises:
        ConfigurationError: a server is named, and it is not ours to stop.
        StoreError: other processes use it, and ``force`` is not given.
    """
    if os.environ.get(URL_VARIABLE):
        msg = f"{URL_VARIABLE} names a server, which its own administrator stops: unset it to stop the embedded one"
        raise ConfigurationError(msg)
    from cryptodrug_scraper.store.embedded import stop_embedded_server  # noqa: PLC0415  # needs a POSIX system

    return stop_embedded_server(data_home(), force=force)


@contextmanager
def _open(url: URL, *, read_only: bool, any_revision: bool, is_embedded: bool) -> Iterator[Database]:
    engine = _engine(url, read_only=read_only)
    try:
        version = _check_server(engine)
        revision = _revision(engine)
        if not any_revision:
            revision = _bring_to_head(url, engine, revision, is_embedded=is_embedded)
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        yield Database(engine, is_embedded, version, dsn, revision)
    finally:
        engine.dispose()


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        msg = f"{URL_VARIABLE} is no database address: write it as postgresql://user:password@host:5432/database"
        raise ConfigurationError(msg) from error
    if url.drivername not in _DRIVERS:
        msg = f"{URL_VARIABLE} begins with {url.drivername}://, and only PostgreSQL will do: write postgresql://…"
        raise ConfigurationError(msg)
    return url.set(drivername="postgresql+psycopg2")


def _engine(url: URL, *, read_only: bool) -> Engine:
    engine = create_engine(url, connect_args={"connect_timeout": 10, "application_name": "cryptodrug"})

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SET timezone TO 'UTC'")
            if read_only:
                cursor.execute("SET default_transaction_read_only TO on")
        connection.commit()

    return engine


def _check_server(engine: Engine) -> str:
    try:
        with engine.connect() as connection:
            number, version = connection.execute(
                text("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            ).one()
    except OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        msg = f"the database {address} cannot be reached: {reason_of(error)}; check {URL_VARIABLE}, and the server"
        raise StoreError(msg) from error
    if number < _OLDEST:
        msg = f"the server is PostgreSQL {version}, and 15 is the oldest that will do: upgrade it or name another"
        raise StoreError(msg)
    return str(version).split()[0]


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return migrate.current_revision(connection)


def _bring_to_head(url: URL, engine: Engine, revision: str | None, *, is_embedded: bool) -> str:
    head = migrate.head_revision()
    if revision == head:
        return head
    if revision is not None and not migrate.is_known_revision(revision):
        msg = f"the database is at revision {revision}, which this version does not know: install a newer cryptodrug"
        raise StoreError(msg)
    if not is_embedded:
        found = "has no schema yet" if revision is None else f"is at revision {revision}"
        msg = f"the database {found}, and this version needs revision {head}; run: cryptodrug db upgrade"
        raise StoreError(msg)
    writer = _engine(url, read_only=False)
    try:
        with writer.connect() as connection:
            migrate.upgrade(connection)
    finally:
        writer.dispose()
    engine.dispose()
    return head


def _make_database(address: str) -> None:
    """
    Create the program's database on the embedded server if it is missing; another process may be doing the same.

    Raises:
        DBAPIError: the server refuses to create it.
    """
    engine = _engine(_parse(address), read_only=False).execution_options(isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            if not _has_database(connection):
                try:
                    connection.execute(text(f"CREATE DATABASE {_NAME}"))
                except DBAPIError:
                    if not _has_database(connection):
                        raise
    finally:
        engine.dispose()


def _has_database(connection: Connection) -> bool:
    query = text("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)")
    return bool(connection.execute(query, {"name": _NAME}).scalar_one())
