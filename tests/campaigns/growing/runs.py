"""Load a shape at one size into the database of the home that is set, and derive it in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text

from cryptodrug_scraper.store.database import URL_VARIABLE
from cryptodrug_scraper.store.migrate import upgrade
from cryptodrug_scraper.store.server.embedded import embedded_server
from tests.campaigns.growing import accounts, offers, ratings
from tests.campaigns.growing.judging import Run
from tests.campaigns.growing.pages import load
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import URL

    from tests.campaigns.growing.pages import Page

__all__ = ["SHAPES", "measured", "served"]

_PROGRAM = Path(__file__).parent / "measured.py"

SHAPES: Mapping[str, Callable[[int], Iterable[Page]]] = {
    f"{module.__name__.rpartition('.')[2]}.{shape.__name__}": shape
    for module in (ratings, accounts, offers)
    for shape in module.SHAPES
}
"""All shapes, by module and name."""


@contextmanager
def served(home: Path) -> Iterator[tuple[URL, str]]:
    """Serve databases in a home for as long as the block runs: the address of one, and an empty one to be copied."""
    with embedded_server(home) as running:
        address = make_url(running.uri("postgres")).set(drivername="postgresql+psycopg2")
        admin = create_engine(address, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:  # what a crash of the machine would lose is of no use to anybody
            for setting in ("fsync", "full_page_writes"):
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        admin.dispose()
        with new_database(address) as url:
            engine = create_engine(url)
            with engine.connect() as connection:
                upgrade(connection)
            engine.dispose()
            assert url.database is not None
            yield address, url.database


def measured(
    server: URL,
    template: str,
    shapes: Iterable[Callable[[int], Iterable[Page]]],
    n: int,
    *,
    mebibytes: int,
    seconds: int,
) -> Run:
    """
    Derive pages that hold ``n`` of something.

    Args:
        server: the address of a database of a running server.
        template: the name of an empty database there.
        shapes: that give the pages.
        n: how many.
        mebibytes: that the process may hold.
        seconds: of processor time that it may take, and that a question to a view may.
    """
    with new_database(server, template) as url:
        engine = create_engine(url)
        for shape in shapes:
            load(engine, shape(n))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
        engine.dispose()
        done = subprocess.run(
            [sys.executable, str(_PROGRAM), str(mebibytes), str(seconds)],
            env=os.environ | {URL_VARIABLE: url.render_as_string(hide_password=False)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["nothing said"]
        return Run(n, broken=f"exit {done.returncode}: {said[-1][:300]}")
    return Run.of(n, done.stdout)
