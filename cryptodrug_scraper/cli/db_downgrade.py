"""``cryptodrug db downgrade``: take the schema back, with what only later revisions hold."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table

if TYPE_CHECKING:
    from cryptodrug_scraper.store.downgrade_loss import Loss

__all__ = ["downgrade"]


@click.command
@click.argument("revision")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--forget-publications", is_flag=True, help="Delete the ledger of what was published, too.")
@click.option("--forget-decisions", is_flag=True, help="Delete the ledger of what people decided, too.")
@click.option("--forget-adjudication", is_flag=True, help="Delete the ledger of what people answered to samples, too.")
def downgrade(
    revision: str,
    yes: bool,  # flags
    forget_publications: bool,
    forget_decisions: bool,
    forget_adjudication: bool,
) -> None:
    """
    Take the schema back to a revision, or with "base" to an empty database. Data that only later revisions can hold are
    deleted.

    The command first tries it, takes it back, prints the rows and columns that would be gone, and asks. For a copy of
    all of it see cryptodrug db dump. On the embedded server the next command brings the schema forward again, without
    the data.

    The ledger of what was published (cryptodrug export ledger) comes again from no page and no derivation, and without
    it the next publication may tell of few vendors together with those before it. A revision that cannot hold it is
    refused, whatever is confirmed, unless --forget-publications says that it may go. So it is with what people decided
    (cryptodrug decision list), and --forget-decisions, and with their answers to samples (cryptodrug adjudication
    list), and --forget-adjudication.

    \b
    Example:
      cryptodrug db downgrade 0100

    \b
    Exit codes:
      0    done
      2    there is no terminal to ask on and --yes is missing, or CRYPTODRUG_DATABASE_URL is no database address
      5    the server cannot be used, there is no such revision, or it cannot hold what a ledger says
      130  you said no
    """
    from cryptodrug_scraper.store import migrate  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.downgrade_loss import (
        loss_by_downgrade,
        refuse_loss_of_adjudication,
        refuse_loss_of_decisions,
        refuse_loss_of_ledger,
    )
    from cryptodrug_scraper.store.revisions import current_revision

    if not yes and not sys.stdin.isatty():
        msg = "it deletes data, and there is nobody to ask: add --yes; for a copy run first: cryptodrug db dump FILE"
        raise click.UsageError(msg)
    with open_database(any_revision=True) as database, database.engine.connect() as connection:
        if not forget_publications:
            refuse_loss_of_ledger(connection, revision)
        if not forget_decisions:
            refuse_loss_of_decisions(connection, revision)
        if not forget_adjudication:
            refuse_loss_of_adjudication(connection, revision)
        if not yes:
            _tell(loss_by_downgrade(connection, revision))
            click.confirm(f"Delete this from {database.shown_dsn}?", abort=True)
        migrate.downgrade(connection, revision)
        found = current_revision(connection)
    say(f"{database.shown_dsn} is at revision {found or 'base'}")


def _tell(loss: Loss) -> None:
    if loss.rows:
        rows = [(table, before, after) for table, (before, after) in loss.rows.items()]
        print_table(("table", "rows now", "rows then"), rows, title="Rows that would be gone")
    for table, columns in loss.columns.items():
        say(f"{table} would lose what is in {', '.join(columns)}.")
    if not loss.rows and not loss.columns:
        say("No table that holds anything would lose a row or a column.")
