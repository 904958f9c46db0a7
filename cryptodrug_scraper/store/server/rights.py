"""
Who may do what on the embedded server. The program works as a role that owns its database and is no superuser; the
superuser makes the roles and the database, and takes from everybody what only a superuser can take.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.address import OWNER, URL_VARIABLE, parse
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.revisions import check_revision, current_revision
from cryptodrug_scraper.store.scripts import run_script, shipped_script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.store.server.postmaster import Postmaster

__all__ = ["has_database", "prepare"]

_LOCK = text("SELECT pg_advisory_lock(1129599815, 0)")
"""Held by one process at a time while it prepares; it ends with the connection."""
_HAS_DATABASE = text("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)")
_IS_PREPARED = text(statement(__package__, "is_prepared"))


def prepare(server: Postmaster, engine: Engine) -> None:
    """
    Make the roles and the database if they are missing, and revoke every right that is not meant.

    Where everything is as it should be the superuser is not asked.

    Args:
        server: the server.
        engine: connections of the program's role to the database.

    Raises:
        StoreError: the server refuses; or the database is of a revision that this version cannot use: then nothing was
            changed.
    """
    if _is_prepared(engine):
        return
    engine.dispose()
    try:
        with _connected(server.uri("postgres"), isolation_level="AUTOCOMMIT") as connection:
            connection.execute(_LOCK)
            has_database = connection.execute(_HAS_DATABASE, {"name": OWNER}).scalar_one()
            if has_database:
                with _connected(server.uri(OWNER)) as inside:
                    check_revision(current_revision(inside))
            run_script(connection, shipped_script("embedded_roles"))
            if not has_database:
                connection.execute(text(f"CREATE DATABASE {OWNER} OWNER {OWNER}"))
            with _connected(server.uri(OWNER)) as inside, inside.begin():
                run_script(inside, shipped_script("rights"))
    except DBAPIError as error:
        msg = f"the embedded database in {server.pgdata} cannot be prepared: {reason_of(error)}"
        raise StoreError(msg) from error


def has_database(server: Postmaster) -> bool:
    """
    Tell whether the server has the program's database.

    Raises:
        StoreError: it lets nobody in.
    """
    try:
        with _connected(server.uri("postgres")) as connection:
            return bool(connection.execute(_HAS_DATABASE, {"name": OWNER}).scalar_one())
    except OperationalError as error:
        msg = f"the embedded database in {server.pgdata} cannot be looked at: {reason_of(error)}"
        raise StoreError(msg) from error


def _is_prepared(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            return bool(connection.execute(_IS_PREPARED).scalar_one())
    except OperationalError:  # there is no such role or database yet; anything else, the superuser meets again
        return False


@contextmanager
def _connected(address: str, **options: str) -> Iterator[Connection]:
    engine = create_engine(
        parse(address, URL_VARIABLE),
        poolclass=NullPool,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={"connect_timeout": 10},
    ).execution_options(**options)
    with engine.connect() as connection:
        yield connection
