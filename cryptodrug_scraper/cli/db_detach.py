"""``cryptodrug db detach`` and ``db attach``: months that leave the database, and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from cryptodrug_scraper.store.detached import Moved

__all__ = ["attach", "detach"]

_MEGABYTE = 1024**2


@click.command
@click.argument("months", metavar="MONTH...", nargs=-1, required=True, type=click.DateTime(["%Y-%m"]))
@click.option(
    "--to", "file", required=True, metavar="FILE", type=FilePath(dir_okay=False), help="The file; it must be new."
)
def detach(months: tuple[datetime, ...], file: Path) -> None:
    """
    Move all that pages of a MONTH state, such as 2019-03, out of the database into a file that can be kept.

    db attach brings it back, and then db digest prints what it printed before. Until then no page of the month is
    loaded, and nothing is derived; what was derived before stays, and can be asked. Handles and texts are in the file:
    keep it where the database may be kept. Nothing is removed before the file was written and read again.

    \b
    Example:
      cryptodrug db detach 2018-12 --to 2018-12.zip

    \b
    Exit codes:
      0  done
      2  FILE is there already, or cannot be written; or CRYPTODRUG_DATABASE_URL is no database address
      5  a month is not over or not loaded, something would be torn apart, or the database cannot be used
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.detached import detach as move

    with open_database() as database, database.engine.connect() as connection:
        moved = move(connection, [month.date() for month in months], file)
    say(f"{file}: {file.stat().st_size / _MEGABYTE:.1f} MB, {_told(moved)}; it holds handles and texts")
    say(f"Bring it back with: cryptodrug db attach {file}")


@click.command
@click.argument("file", type=FilePath(dir_okay=False, exists=True))
def attach(file: Path) -> None:
    """
    Bring back the months that db detach moved into FILE. The file stays.

    It is read whole first; what it brings is compared with what went, and is not seen before.

    \b
    Example:
      cryptodrug db attach 2018-12.zip

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  FILE is damaged, or was not detached from this database; or the database cannot be used: nothing was changed
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.detached import attach as bring

    with open_database() as database, database.engine.connect() as connection:
        moved = bring(connection, file)
    say(f"attached: {_told(moved)}")


def _told(moved: Moved) -> str:
    months = ", ".join(month.isoformat()[:7] for month in moved.months)
    return f"{months} with {counted(moved.pages, 'page')} in {counted(moved.rows, 'row')}"
