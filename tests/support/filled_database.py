"""Databases that are filled once in a run, of which each test that needs what is in them has a copy of its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.database import URL_VARIABLE, engine_at, open_database
from tests.support.made_once import made_once
from tests.support.new_database import kept_database, new_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest
    from sqlalchemy import URL, Engine

    from cryptodrug_scraper.store.database import Database

__all__ = ["copied", "filled"]


def filled(server: URL, name: str, template: str, fill: Callable[[Engine], object]) -> str:
    """
    Make a database to be copied, unless this run has made it, and return what it is called on the server.

    Args:
        server: the address of a running server.
        name: what the run calls it.
        template: the database that it begins as a copy of.
        fill: puts into it what it is to hold.
    """

    def make() -> str:
        url = kept_database(server, name, template)
        engine = engine_at(url)
        fill(engine)
        engine.dispose()
        assert url.database is not None
        return url.database

    return made_once(name, make)


@contextmanager
def copied(server: URL, name: str, patch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Open a copy of a database, for commands too, for as long as the context lasts."""
    with new_database(server, name) as url:
        patch.setenv(URL_VARIABLE, url.render_as_string(hide_password=False))
        with open_database() as opened:
            yield opened
