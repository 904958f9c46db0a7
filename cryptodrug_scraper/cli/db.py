"""``cryptodrug db``: the database itself."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from cryptodrug_scraper.cli.db_detach import attach, detach
from cryptodrug_scraper.cli.db_downgrade import downgrade
from cryptodrug_scraper.cli.db_dump import dump, restore
from cryptodrug_scraper.cli.db_remove import remove
from cryptodrug_scraper.cli.db_server import start, stop, url
from cryptodrug_scraper.cli.db_size import size
from cryptodrug_scraper.cli.disk_use import size_shown
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.output import to_json

__all__ = ["db"]

_MEGABYTE = 1024**2


@click.group
def db() -> None:
    """
    Look after the database: its schema, its size, its server.

    CRYPTODRUG_DATABASE_URL names a server. Without it the program runs one of its own in CRYPTODRUG_HOME, or else in
    the user's data folder, for as long as one of its commands runs.

    \b
    Example:
      cryptodrug db status
    """


for command in (attach, detach, downgrade, dump, remove, restore, size, start, stop, url):
    db.add_command(command)


@db.command
def upgrade() -> None:
    """
    Bring the schema to the revision that this version of the program works with, and make its views.

    Data are kept. The embedded server is brought there by every command; a named one only by this. The schema research
    is the program's: views of your own belong in another one.

    \b
    Example:
      CRYPTODRUG_DATABASE_URL=postgresql://me@localhost/markets cryptodrug db upgrade

    \b
    Exit codes:
      0  done, or there was nothing to do
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the server cannot be used, or refuses
    """
    from cryptodrug_scraper.store import migrate  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.revisions import head_revision

    with open_database(any_revision=True) as database, database.engine.connect() as connection:
        migrate.upgrade(connection)
    say(f"{database.shown_dsn} is at revision {head_revision()}")


@db.command
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(as_json: bool) -> None:  # a flag
    """
    Print where the database is, its revision, and how much is in it. For all that lies on disk see cryptodrug db size.

    \b
    Example:
      cryptodrug db status --json

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the server cannot be used
    """
    from cryptodrug_scraper.home import data_home  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.detached import detached_months
    from cryptodrug_scraper.store.revisions import head_revision, why_refused
    from cryptodrug_scraper.store.server.keep_mark import read_mark
    from cryptodrug_scraper.store.showing import is_shown
    from cryptodrug_scraper.store.status import database_size, table_status

    with open_database(read_only=True, any_revision=True) as database, database.engine.connect() as connection:
        tables = table_status(connection)
        taken = database_size(connection)
        has_views = is_shown(connection)
        away = detached_months(connection)
    kept = read_mark(data_home()) if database.is_embedded else None
    newest = head_revision()
    found = {
        "server": "embedded" if database.is_embedded else "named",
        "version": database.server_version,
        "address": database.shown_dsn,
        "revision": database.revision,
        "newest_revision": newest,
        "size_bytes": taken,
        "stays_up": kept is not None,
        "tcp_port": kept and kept.tcp_port,
        "detached": {month.isoformat()[:7]: name for month, name in away},
    }
    if as_json:
        sys.stdout.buffer.write(to_json(found | {"tables": [asdict(table) for table in tables]}) + b"\n")
        return
    state = ""
    if refused := why_refused(database.revision):
        state = f": the database is at {refused}"
    elif database.revision != newest:
        state = f", and {newest} is the newest; run: cryptodrug db upgrade"
    elif not has_views:
        state = ", with the views of another version; run: cryptodrug db upgrade"
    say(f"server    PostgreSQL {found['version']}, {found['server']}, {found['address']}")
    if kept is not None:
        where = "" if kept.tcp_port is None else f" and listens at 127.0.0.1:{kept.tcp_port}"
        say(f"          stays up until cryptodrug db stop{where}")
    say(f"revision  {found['revision'] or 'none'}{state}")
    say(f"size      {size_shown(taken)} in tables and indexes; for all that is on disk: cryptodrug db size")
    for month, name in away:
        say(f"detached  {month.isoformat()[:7]}, in {name}; back with: cryptodrug db attach {name}")
    if tables:
        print_table(
            ("table", "rows", "MB", "months"),
            [(table.table, table.rows, round(table.size / _MEGABYTE, 1), table.months) for table in tables],
        )


@db.command
@click.option(
    "--derived", "of_derived", is_flag=True, help="Print the digest of all rows of the current derivation instead."
)
def digest(of_derived: bool) -> None:  # a flag
    """
    Print one hash of all that the pages stated, as the views show it. Two databases with the same digest have the
    same content.

    The digest does not depend on the order of loading, the number of workers, where the files were, or on readings that
    are not shown. That of the derived rows does not depend on when and by which version of the measures they were made,
    either.

    \b
    Example:
      cryptodrug db digest
      cryptodrug db digest --derived

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the server cannot be used, or nothing was derived
    """
    from cryptodrug_scraper.store.digest import derived_digest, digest
    from cryptodrug_scraper.store.reading import reading  # --help is quick without these

    with reading() as connection:
        say(derived_digest(connection) if of_derived else digest(connection))
