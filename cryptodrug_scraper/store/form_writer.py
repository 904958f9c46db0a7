"""Connections for what is sent by a form: they add rows to the tables that they are opened for, and do nothing else."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import psycopg2
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.address import WRITER
from cryptodrug_scraper.store.database import engine_at
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.scripts import run_script, shipped_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from cryptodrug_scraper.store.models.base import Base

__all__ = ["open_for_forms"]

_MAY_WRITE = text(statement(__package__, "may_write"))
_MAY_BE = text(statement(__package__, "may_be_writer"))


@contextmanager
def open_for_forms(url: URL, tables: Sequence[type[Base]]) -> Iterator[Engine]:
    """
    Yield connections that may read and add rows of some tables, as the role `address.WRITER`.

    The connection is the owner's and takes on that role when it begins: the program itself asks nothing as it but what
    stands in its own statements. No row can be changed or deleted by it, and no other table is seen.

    Args:
        url: the address of the database, as its owner.
        tables: models of the tables.

    Raises:
        StoreError: the role is missing and cannot be made, or the owner may not write as it; the message says what to
            have an administrator run.
    """
    owner = engine_at(url)
    try:
        with owner.connect() as connection, connection.begin():
            _grant(connection, [table.__tablename__ for table in tables])
    except (DBAPIError, psycopg2.Error) as error:
        msg = f"forms cannot be written: {reason_of(error)}"
        raise StoreError(msg) from error
    finally:
        owner.dispose()
    writer = engine_at(url)

    @event.listens_for(writer, "connect")
    def become(connection: DBAPIConnection, _record: object) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"SET ROLE {WRITER}")
        connection.commit()

    try:
        yield writer
    finally:
        writer.dispose()


def _grant(connection: Connection, names: Sequence[str]) -> None:
    """Give the role its rights where it lacks them: those who have them already need no lock on the tables."""
    if not connection.execute(_MAY_BE, {"writer": WRITER}).scalar_one():
        run_script(connection, shipped_script("writer"))
    for name in names:
        if not connection.execute(_MAY_WRITE, {"writer": WRITER, "name": f"public.{name}"}).scalar_one():
            run_script(connection, f"GRANT SELECT, INSERT ON public.{name} TO {WRITER}")
