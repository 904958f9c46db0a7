"""Databases of tests on a running server."""

from __future__ import annotations

import os
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

__all__ = ["new_database"]

_NUMBERS = count(1)


@contextmanager
def new_database(server: URL, template: str = "template1") -> Iterator[URL]:
    """Make a database, or a copy of one, for as long as the context lasts."""
    name = f"cryptodrug_test_{os.getpid()}_{next(_NUMBERS)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
            connection.execute(text(f"REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"))  # no template hands that on
        yield server.set(database=name)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.dispose()
