"""
The database that the program works with. Only this module knows where the database is.

``CRYPTODRUG_DATABASE_URL`` names a server. Without it the program runs a server of its own in its data folder.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.address import (
    OWNER,
    READER,
    READER_VARIABLE,
    URL_VARIABLE,
    for_arguments,
    for_psql,
    for_reader,
    parse,
    shown,
)
from cryptodrug_scraper.store.lost import told_if_lost
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.revisions import check_revision, current_revision, head_revision
from cryptodrug_scraper.store.showing import is_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from cryptodrug_scraper.store.server.postmaster import Postmaster

__all__ = [
    "URL_VARIABLE",
    "Database",
    "engine_at",
    "look_at_database",
    "open_database",
    "open_for_reader",
    "settings_of",
    "stop_embedded",
]

_OLDEST = 150000
"""PostgreSQL 15, the first with UNIQUE NULLS NOT DISTINCT."""
_MAY_DO_MORE = text(statement(__package__, "may_do_more"))


@dataclass(frozen=True, slots=True)
class Database:
    """
    An open database.

    Attributes:
        engine: where connections come from; their times are in UTC.
        is_embedded: whether the server is the program's own.
        server_version: the version of PostgreSQL, such as ``18.6``.
        dsn: the address for psql and other programs. It holds the password, if there is one.
        revision: the revision of the schema; None where there is none yet, and where the role does not see it.
    """

    engine: Engine
    is_embedded: bool
    server_version: str
    dsn: str
    revision: str | None

    @property
    def dsn_and_password(self) -> tuple[str, str | None]:
        """The address without any password, for the arguments of a program, and the role's password."""
        url = self.engine.url
        return for_arguments(url), None if url.password is None else str(url.password)

    @property
    def shown_dsn(self) -> str:
        """The address without its password."""
        return shown(self.engine.url)


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
        with _open(
            parse(named, URL_VARIABLE), read_only=read_only, any_revision=any_revision, is_embedded=False
        ) as database:
            yield database
        return
    from cryptodrug_scraper.store.server.embedded import embedded_server  # noqa: PLC0415  # needs a POSIX system

    with embedded_server(data_home()) as server:
        url = parse(server.uri(OWNER, OWNER), URL_VARIABLE)
        with _open(url, read_only=read_only, any_revision=any_revision, is_embedded=True, prepared=server) as database:
            yield database


@contextmanager
def look_at_database() -> Iterator[Database | None]:
    """
    Open the database as it is for as long as the block runs, whatever its schema. Nothing is made or changed for it:
    no folder, no right, no database, no schema. Nothing is yielded where there is none yet.

    An embedded server that does not run is started, and stopped again.

    Raises:
        ConfigurationError: ``CRYPTODRUG_DATABASE_URL`` is no address of a PostgreSQL server.
        StoreError: it cannot be reached, is too old, or cannot be opened without a change.
    """
    if os.environ.get(URL_VARIABLE):
        with open_database(read_only=True, any_revision=True) as database:
            yield database
        return
    from cryptodrug_scraper.store.server.embedded import embedded_server_as_it_is  # noqa: PLC0415  # needs a POSIX system
    from cryptodrug_scraper.store.server.rights import has_database  # noqa: PLC0415  # only the embedded server

    with embedded_server_as_it_is(data_home()) as server:
        if server is None or not has_database(server):
            yield None
            return
        url = parse(server.uri(OWNER, OWNER), URL_VARIABLE)
        with _open(url, read_only=True, any_revision=True, is_embedded=True) as database:
            yield database


@contextmanager
def open_for_reader(whole: Database | None = None) -> Iterator[Database]:
    """
    Open the database for SQL of researchers, as a role that sees the schema research and may do nothing else.

    ``CRYPTODRUG_READER_URL`` names where and as whom. Without it this is the database of `open_database`, and the role
    `cryptodrug_reader`, whose password, if the server asks for one, libpq finds in PGPASSFILE or ``~/.pgpass``.

    Args:
        whole: the database, where it is open already.

    Raises:
        ConfigurationError: an address is invalid, or is that of a role that may do more.
        StoreError: the server cannot be reached, does not let the role in, or has another revision of the schema.
    """
    named = os.environ.get(READER_VARIABLE)
    if named:
        with _open_as_reader(parse(named, READER_VARIABLE), is_embedded=False, revision=None) as database:
            yield database
        return
    with (
        open_database(read_only=True) if whole is None else nullcontext(whole) as opened,
        _open_as_reader(
            for_reader(opened.engine.url), is_embedded=opened.is_embedded, revision=opened.revision
        ) as database,
    ):
        yield database


@contextmanager
def _open_as_reader(url: URL, *, is_embedded: bool, revision: str | None) -> Iterator[Database]:
    engine = engine_at(url, read_only=True, of_research=True)
    try:
        version = _check_server(
            engine,
            f"name in {READER_VARIABLE} where and with what password {READER} logs in; an administrator sets that with "
            f"ALTER ROLE {READER} LOGIN PASSWORD '…'",
        )
        with told_if_lost():
            with engine.connect() as connection:
                may_do_more = connection.execute(_MAY_DO_MORE, {"reader": READER}).scalar_one()
            if may_do_more:
                msg = (
                    f"{shown(url)} may do more than see the schema research: name in {READER_VARIABLE} the role "
                    "cryptodrug_reader, or a role that is a member of it and of no other"
                )
                raise ConfigurationError(msg)
            yield Database(engine, is_embedded, version, for_psql(url), revision)
    finally:
        engine.dispose()


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
    from cryptodrug_scraper.store.server.embedded import stop_embedded_server  # noqa: PLC0415  # needs a POSIX system

    return stop_embedded_server(data_home(), force=force)


@contextmanager
def _open(
    url: URL, *, read_only: bool, any_revision: bool, is_embedded: bool, prepared: Postmaster | None = None
) -> Iterator[Database]:
    """Open a database. One of the server ``prepared`` has its roles and rights made first, where they are not."""
    engine = engine_at(url, read_only=read_only)
    try:
        if prepared is not None:
            from cryptodrug_scraper.store.server.rights import prepare  # noqa: PLC0415  # only the embedded server

            prepare(prepared, engine)
        version = _check_server(engine, f"check {URL_VARIABLE}, and the server")
        with told_if_lost():
            revision = _revision(engine)
            if not any_revision:
                revision = _bring_to_head(url, engine, revision, is_embedded=is_embedded)
            yield Database(engine, is_embedded, version, for_psql(url), revision)
    finally:
        engine.dispose()


def engine_at(url: URL, *, read_only: bool = False, of_research: bool = False) -> Engine:
    """
    Return what makes connections to a database that was opened before, in another process perhaps.

    Args:
        url: its address.
        read_only: refuse every change made through the engine.
        of_research: names of the schema research need no prefix.
    """
    engine = create_engine(
        url,
        hide_parameters=True,  # they are what pages state, and addresses of pages
        use_native_hstore=False,  # there is none, and looking for it is a question more for each connection
        pool_pre_ping=of_research,  # SQL of one researcher may end the connections of all of them
        connect_args={"connect_timeout": 10, "application_name": "cryptodrug"},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute("; ".join(settings_of(read_only=read_only, of_research=of_research)))
        connection.commit()

    return engine


def settings_of(*, read_only: bool = False, of_research: bool = False) -> list[str]:
    """
    Return the statements with which a connection begins.

    Args:
        read_only: refuse every change made through it.
        of_research: names of the schema research need no prefix.
    """
    statements = [
        "SET timezone TO 'UTC'",
        "SET enable_partitionwise_join TO on",  # views join months: only those asked for are read
        "SET join_collapse_limit TO 12",  # two views are more tables than the usual 8
        "SET from_collapse_limit TO 12",
        "SET geqo_threshold TO 13",
        "SET plan_cache_mode TO force_custom_plan",  # days that are parameters choose the months that are read
        "SET jit TO off",  # compiling takes longer than most questions
    ]
    if read_only:
        statements.append("SET default_transaction_read_only TO on")
    if of_research:
        statements.append("SET search_path TO research, public")
    return statements


def _check_server(engine: Engine, advice: str) -> str:
    try:
        with engine.connect() as connection:
            number, version = connection.execute(
                text("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
            ).one()
    except DBAPIError as error:  # an option that there is not is a ProgrammingError
        msg = f"the database {shown(engine.url)} cannot be reached: {reason_of(error)}; {advice}"
        raise StoreError(msg) from error
    if number < _OLDEST:
        msg = f"the server is PostgreSQL {version}, and 15 is the oldest that will do: upgrade it or name another"
        raise StoreError(msg)
    return str(version).split()[0]


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return current_revision(connection)


def _has_own_views(engine: Engine) -> bool:
    with engine.connect() as connection:
        return is_shown(connection)


def _bring_to_head(url: URL, engine: Engine, revision: str | None, *, is_embedded: bool) -> str:
    head = head_revision()
    if revision == head and _has_own_views(engine):
        return head
    check_revision(revision)
    if not is_embedded:
        found = "has no schema yet" if revision is None else f"is at revision {revision}"
        needed = "views of its own" if revision == head else f"revision {head}"
        msg = f"the database {found}, and this version needs {needed}; run: cryptodrug db upgrade"
        raise StoreError(msg)
    from cryptodrug_scraper.store import migrate  # noqa: PLC0415  # slow to load, and seldom needed

    writer = engine_at(url)
    try:
        with writer.connect() as connection:
            migrate.upgrade(connection)
    finally:
        writer.dispose()
    engine.dispose()
    return head
