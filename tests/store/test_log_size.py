"""The write-ahead log of the embedded server is small when nothing is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.cli.disk_use import size_of
from cryptodrug_scraper.store.database import open_database

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1024**2


def test_what_a_load_has_written_is_not_kept(made_home: Path) -> None:
    with open_database() as database, database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE loaded (words text)"))
        connection.commit()  # what is written into a table of the same transaction is not logged
        connection.execute(text("INSERT INTO loaded SELECT repeat('x', 1000) FROM generate_series(1, 200000)"))
        written = connection.execute(text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")).scalar_one()
        connection.commit()
    assert written > 200 * MEGABYTE

    assert size_of(made_home / "postgres" / "pg_wal") <= 48 * MEGABYTE
