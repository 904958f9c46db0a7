"""``cryptodrug db remove``: remove captures that were loaded by mistake."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from uuid import UUID

    from cryptodrug_scraper.store.removal import Removal

__all__ = ["remove"]


@click.command
@click.option(
    "--capture", "captures", multiple=True, metavar="ID", help="Remove a capture, by 8 or more digits of its id."
)
@click.option(
    "--path", "paths", multiple=True, metavar="GLOB", help="Remove what lies at such paths (capture_origin.path)."
)
@click.option("--crawl", type=click.UUID, metavar="ID", help="Remove what this crawl fetched.")
@click.option("--market", type=MARKET, help="Remove what was read as pages of this market.")
@click.option("--no-market", is_flag=True, help="Remove what was read as pages of no known market.")
@click.option("--kind", help="Remove what was read as pages of this kind, such as unknown.")
@click.option("--dry-run", is_flag=True, help="Print what would be removed, and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON. Needs --yes or --dry-run.")
def remove(  # each option is one of the command's
    *,
    captures: tuple[str, ...],
    paths: tuple[str, ...],
    crawl: UUID | None,
    market: str | None,
    no_market: bool,
    kind: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """
    Remove captures that were loaded by mistake, with all rows that were read from them.

    A capture is removed if all options given apply to it; of several --capture or --path, one must apply. In a path *
    stands for any characters, slashes included, and ? for one character. Market and kind are those of the newest
    reading.

    The command first prints what it would remove, and asks. A capture that also lies at another place stays, and only
    loses the place chosen. Nothing is removed from the archive or from disk: a replay of the same files loads them
    again. Derivations stay as they were made: derive again, and remove the old ones with cryptodrug derive remove.

    \b
    Example:
      cryptodrug db remove --path '*.parquet' --dry-run
      cryptodrug db remove --no-market --kind unknown --path 'truth/*'

    \b
    Exit codes:
      0    done, or nothing matches
      2    nothing is chosen, or there is no terminal to ask on and --yes is missing
      5    the database cannot be used, or an id is that of no capture or of several
      130  you said no
    """
    from cryptodrug_scraper.store.chosen import Chosen  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.removal import remove as remove_chosen

    chosen = Chosen(captures, paths, crawl, market, no_market, kind)
    if chosen.says_nothing:
        msg = "say what to remove: --capture, --path, --crawl, --market, --no-market or --kind"
        raise click.UsageError(msg)
    if not (yes or dry_run) and (as_json or not sys.stdin.isatty()):
        msg = "there is nobody to ask: add --yes to remove, or --dry-run to see what would go"
        raise click.UsageError(msg)
    with open_database() as database, database.engine.connect() as connection:
        if dry_run or not yes:
            removal = remove_chosen(connection, chosen, dry_run=True)
            if dry_run or not removal.rows:
                _tell(removal, done=False, as_json=as_json)
                return
            _tell(removal, done=False, as_json=False)
            click.confirm(f"Remove this from {database.shown_dsn}?", abort=True)
        removal = remove_chosen(connection, chosen)
        if removal.rows:
            from cryptodrug_scraper.derive.workplace import forget_kept  # asking is quick without it

            forget_kept()
        _tell(removal, done=True, as_json=as_json)


def _tell(removal: Removal, *, done: bool, as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(to_json({"removed": done and bool(removal.rows), **asdict(removal)}) + b"\n")
        return
    if not removal.rows:
        say("Nothing in the database is like that.")
        return
    verb = "removed" if done else "would be removed"
    print_table(
        ("table", "rows"), sorted(removal.rows.items()), title=f"Rows that {'were' if done else 'would be'} removed"
    )
    if removal.captures:
        say(f"{counted(removal.captures, 'capture')} {verb}, for example {'; '.join(removal.examples)}.")
    if removal.kept:
        say(
            f"{counted(removal.kept, 'capture')} {'lost' if done else 'would lose'} only a place, for "
            f"{'it lies' if removal.kept == 1 else 'they lie'} elsewhere too, "
            f"for example {'; '.join(removal.kept_examples)}."
        )
    if removal.is_derivation_old:
        say(
            f"The derived tables {'still count' if done else 'would still count'} these pages: run cryptodrug derive, "
            "then cryptodrug derive remove with each older one of cryptodrug derive list."
        )
