"""``cryptodrug db size``: what all the data take on disk."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict

import click

from cryptodrug_scraper.cli.disk_use import disk_use, size_shown
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.output import to_json

__all__ = ["size"]


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, in bytes.")
def size(as_json: bool) -> None:  # a flag
    """
    Print what the data take on disk: the database with the server's write-ahead log, the archive of pages, and the rest
    of the data folder. For each table see cryptodrug db status.

    Of a server that CRYPTODRUG_DATABASE_URL names, only the database itself is known; its log is its administrator's.

    \b
    Example:
      cryptodrug db size

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the server cannot be used
    """
    from cryptodrug_scraper.archive.layout import default_archive  # --help is quick without these
    from cryptodrug_scraper.home import data_home
    from cryptodrug_scraper.store.database import URL_VARIABLE

    home, archive = data_home(), default_archive()
    use = disk_use(home, archive)
    named = _of_named_server() if os.environ.get(URL_VARIABLE) else None
    if as_json:
        found = {f"{part}_bytes": taken for part, taken in (asdict(use) | {"whole": use.whole}).items()}
        sys.stdout.buffer.write(to_json(found | {"named_server_bytes": named and named[1]}) + b"\n")
        return
    rows = [("the server that is named", size_shown(named[1]), named[0])] if named is not None else []
    rows += [
        ("database", size_shown(use.database), str(home / "postgres")),
        ("  of it write-ahead log", size_shown(use.log), str(home / "postgres" / "pg_wal")),
        ("archive", size_shown(use.archive), str(archive)),
        ("rest of the data folder", size_shown(use.rest), str(home)),
        ("all on this disk", size_shown(use.whole), ""),
    ]
    print_table(("what", "size", "where"), rows)


def _of_named_server() -> tuple[str, int]:
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.status import database_size

    with open_database(read_only=True, any_revision=True) as database, database.engine.connect() as connection:
        return database.shown_dsn, database_size(connection)
