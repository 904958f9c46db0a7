"""Empty databases with the newest schema, on an embedded server of the benchmark's own."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import URL, create_engine, make_url, text

from cryptodrug_scraper.store.embedded import embedded_server
from cryptodrug_scraper.store.migrate import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

__all__ = ["Databases", "cpu_of_server"]


class Databases:
    """The databases of one server."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._numbers = count(1)
        self._template = self._create("bench_template", "template1")
        engine = create_engine(self._template)
        with engine.connect() as connection:
            upgrade(connection)
        engine.dispose()

    @classmethod
    @contextmanager
    def on_a_server_in(cls, home: Path) -> Iterator[Databases]:
        """Run a server in a folder for as long as the block runs."""
        with embedded_server(home) as running:
            yield cls(make_url(running.uri("postgres")).set(drivername="postgresql+psycopg2"))

    @contextmanager
    def new(self) -> Iterator[str]:
        """Give the address of a new one, which is dropped at the end of the block."""
        name = f"bench_{next(self._numbers)}"
        address = self._create(name, "bench_template")
        try:
            yield address.render_as_string(hide_password=False)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _create(self, name: str, template: str) -> URL:
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._server.set(database=name)

    def _execute(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def cpu_of_server(connection: Connection) -> float:
    """Seconds of processor time that the server's process for a connection has spent; no transaction stays open."""
    with connection.begin():
        number = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    times = psutil.Process(number).cpu_times()
    return float(times.user + times.system)
