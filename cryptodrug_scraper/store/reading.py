"""A connection of a command that only reads."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
from cryptodrug_scraper.store.database import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["reading"]


@contextmanager
def reading() -> Iterator[Connection]:
    """
    Open the database to read all of it, by one connection, whose statements end at Ctrl-C.

    Raises:
        ConfigurationError: an address is invalid.
        StoreError: the server cannot be reached, or has another revision of the schema.
    """
    with (
        open_database(read_only=True) as database,
        statements_can_be_cancelled(),
        database.engine.connect() as connection,
    ):
        yield connection
