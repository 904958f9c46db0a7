"""Empty databases with the newest schema, on an embedded server of the benchmark's own."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import create_engine, make_url, text

from cryptodrug_scraper.store.address import OWNER
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.server.embedded import embedded_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection

__all__ = ["Databases", "bytes_of", "cpu_of_server", "make_template", "server_in"]


@contextmanager
def server_in(home: Path) -> Iterator[URL]:
    """Run the server of a home for as long as the block runs."""
    with embedded_server(home) as running:
        yield make_url(running.uri("postgres")).set(drivername="postgresql+psycopg2")


def bytes_of(server: URL) -> int:
    """The size of the database that the program has on its own server."""
    engine = create_engine(server)
    with engine.connect() as connection:
        size = connection.execute(text("SELECT pg_database_size(:name)"), {"name": OWNER}).scalar_one()
    engine.dispose()
    return int(size)


def make_template(server: URL) -> str:
    """Make a database with the newest schema and nothing else; return its name."""
    _execute(server, "CREATE DATABASE bench_template")
    engine = create_engine(server.set(database="bench_template"))
    with engine.connect() as connection:
        upgrade(connection)
    engine.dispose()
    return "bench_template"


class Databases:
    """Databases on one server, made from one that has the schema and nothing else."""

    def __init__(self, server: URL, template: str) -> None:
        self._server = server
        self._template = template
        self._numbers = count(1)

    @contextmanager
    def new(self) -> Iterator[str]:
        """Give the address of a new one, which is dropped at the end of the block."""
        name = f"bench_{next(self._numbers)}"
        _execute(self._server, f"CREATE DATABASE {name} TEMPLATE {self._template}")
        try:
            yield self._server.set(database=name).render_as_string(hide_password=False)
        finally:
            _execute(self._server, f"DROP DATABASE {name} WITH (FORCE)")


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def cpu_of_server(connection: Connection) -> float:
    """Seconds of processor time that the server's process for a connection has spent; no transaction stays open."""
    with connection.begin():
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    times = psutil.Process(number).cpu_times()
    return float(times.user + times.system)
