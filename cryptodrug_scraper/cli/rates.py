"""``cryptodrug rates``: the reference rates of the European Central Bank."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["rates"]

_DIGITS = 12
"""Of the digest of a file, those that are shown; few files have the same."""


@click.group
def rates() -> None:
    """
    Look after the reference rates of the European Central Bank, with which derive turns prices into euros.

    Rates come with the program, up to the day on which it was made ready. Later ones are added from the bank's own
    files, without a newer program. They are kept in the database, so that all who derive from it have the same.

    \b
    Example:
      cryptodrug rates list
    """


@rates.command
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Prefer its rates where others are known.")
@click.option("--json", "as_json", is_flag=True, help="Print what was added as JSON.")
def add(file: Path, replace: bool, as_json: bool) -> None:  # flags
    """
    Add the rates of a FILE as the European Central Bank publishes it: eurofxref-hist.zip or eurofxref.zip, the table
    that lies in it, or the same as XML. Nothing is fetched: the bank's page "Euro foreign exchange reference rates" has
    the files.

    A file that has other rates than are known already is refused. With --replace its rates count in their place. One
    that adds nothing is not kept.

    \b
    Example:
      cryptodrug rates add eurofxref-hist.zip

    \b
    Exit codes:
      0  done, or the file adds nothing
      2  it is no such file, or differs from what is known; or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.derive.added_rates import add_rates  # --help is quick without these
    from cryptodrug_scraper.derive.bank_files import MOST_BYTES
    from cryptodrug_scraper.store.database import open_database

    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    with open_database() as database, database.engine.connect() as connection:
        added = add_rates(connection, file.name, content, datetime.now(UTC).date(), replace=replace)
    if as_json:
        sys.stdout.buffer.write(to_json(asdict(added)) + b"\n")
        return
    found, new = counted(added.rates, "rate", ","), counted(added.new, "is new|are new", ",")
    said = f"{file.name}: {found} of {added.first_day} to {added.last_day}; {new}"
    if not added.new and not added.replaced:
        say(f"{said}, so it is not kept.")
        return
    replaced = (
        f", {counted(added.replaced, 'counts in place of another|count in place of others', ',')}"
        if added.replaced
        else ""
    )
    say(f"{said}{replaced}. Next: cryptodrug derive")


@rates.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def list_rates(as_json: bool) -> None:  # a flag
    """
    List where rates are from, and which days they are of: those that come with the program, and each file added.

    \b
    Example:
      cryptodrug rates list --json

    \b
    Exit codes:
      0  done
      2  the rates of the program cannot be read, or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.derive.added_rates import known_rates  # --help is quick without these
    from cryptodrug_scraper.derive.reference_rates import bundled_rates, span
    from cryptodrug_scraper.store.reading import reading
    from cryptodrug_scraper.store.reference_rates import added_files

    own = bundled_rates()
    with reading() as connection:
        added = added_files(connection)
        _, last = span(known_rates(connection))
    age = (datetime.now(UTC).date() - last).days
    first_own, last_own = span(own)
    if as_json:
        found = {
            "last_day": last,
            "age_days": age,
            "bundled": {"first_day": first_own, "last_day": last_own, "rate_count": own.height},
            "added": [asdict(file) for file in added],
        }
        sys.stdout.buffer.write(to_json(found) + b"\n")
        return
    print_table(
        ("file", "digest", "added", "first day", "last day", "rates"),
        [
            ("(of the program)", "", "", str(first_own), str(last_own), own.height),
            *(
                (
                    each.name,
                    each.sha256[:_DIGITS],
                    each.added_at,
                    str(each.first_day),
                    str(each.last_day),
                    each.rate_count,
                )
                for each in added
            ),
        ],
    )
    say(f"The last rates are of {last} (age in days: {age}).")


@rates.command
@click.argument("digest")
def remove(digest: str) -> None:
    """
    Remove a file of rates that was added, by its DIGEST in rates list, or the first digits of it.

    Derivations that were made with it stay as they are, with the rates that they took (fx_rate).

    \b
    Example:
      cryptodrug rates remove 3f9c07

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  no file has that digest, or the database cannot be used
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.reference_rates import remove as remove_file

    with open_database() as database, database.engine.begin() as connection:
        gone = remove_file(connection, digest)
    say(f"{gone.name} of {gone.first_day} to {gone.last_day} is removed. Next: cryptodrug derive")
