"""``cryptodrug db dump`` and ``db restore``: a copy of the whole database, and a database of a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["dump", "restore"]

_MEGABYTE = 1024**2


@click.command
@click.argument("file", type=FilePath(dir_okay=False))
def dump(file: Path) -> None:
    """
    Write the whole database into FILE, by pg_dump: a backup, or a way to another machine or server.

    It holds everything, handles and texts too: keep it where the database may be kept. The archive of pages is not in
    it.

    \b
    Example:
      cryptodrug db dump markets-2019.dump

    \b
    Exit codes:
      0  done
      2  FILE is there already, or cannot be written; there is no pg_dump; or CRYPTODRUG_DATABASE_URL is no address
      5  the database cannot be used, or pg_dump fails
    """
    from cryptodrug_scraper.store.dump import dump as write  # --help is quick without it

    size = write(file)
    say(f"{file}: {size / _MEGABYTE:.1f} MB; it holds handles and texts")


@click.command
@click.argument("file", type=FilePath(dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """
    Fill an empty database from FILE, which db dump wrote, and bring it to this version's revision.

    \b
    Example:
      CRYPTODRUG_HOME=/data/markets cryptodrug db restore markets-2019.dump

    \b
    Exit codes:
      0  done
      2  there is no pg_restore, or CRYPTODRUG_DATABASE_URL is no database address
      5  the database is not empty or cannot be used, or FILE is no dump: nothing was changed
    """
    from cryptodrug_scraper.store.dump import restore as fill  # --help is quick without it

    say(f"restored, at revision {fill(file)}")
