"""Databases of tests on a running server: of one test or one process, or of the whole run."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from tests.support.made_once import of_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Engine

__all__ = ["drop_kept", "kept_database", "new_database"]

_NUMBERS = count(1)


@contextmanager
def new_database(server: URL, template: str = "template1") -> Iterator[URL]:
    """Make a database, or a copy of one, for as long as the context lasts."""
    name = f"cryptodrug_test_{os.getpid()}_{next(_NUMBERS)}"
    try:
        yield _make(server, name, template)
    finally:
        _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def kept_database(server: URL, name: str, template: str = "template1") -> URL:
    """Make a database that lasts as long as the run; its name is that of no other run."""
    return _make(server, f"{_of_run()}{name}", template)


def drop_kept(server: URL) -> None:
    """Drop the databases that lasted as long as this run."""
    for name in _run(server, f"SELECT datname FROM pg_database WHERE starts_with(datname, '{_of_run()}')"):
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _of_run() -> str:
    return f"{of_run().name.replace('-', '_')}_".lower()


def _make(server: URL, name: str, template: str) -> URL:
    _run(
        server,
        f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY',
        f'REVOKE TEMPORARY ON DATABASE "{name}" FROM PUBLIC',  # no template hands that on
    )
    return server.set(database=name)


@cache
def _admin(server: URL, _process: int) -> Engine:
    """The way to a server, over one connection that is kept: to make a database over new ones takes twice the time."""
    return create_engine(server, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True)


def _run(server: URL, *statements: str) -> list[str]:
    """Execute statements one by one, and return what the last finds."""
    with _admin(server, os.getpid()).connect() as connection:
        for statement in statements:
            found = connection.execute(text(statement))
        return list(found.scalars()) if found.returns_rows else []
