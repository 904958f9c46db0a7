"""``cryptodrug export ledger``: what was published, and what the next publication withholds for it."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from uuid import UUID

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.disclosure.ledger import Entry

__all__ = ["ledger", "of_ledger", "say_choice"]


@click.command
@click.option(
    "--never-released",
    "publication",
    type=click.UUID,
    metavar="ID",
    help="Note that nobody was given this publication: it counts no longer. It needs --why.",
)
@click.option("--why", metavar="TEXT", help="Why it was never released; kept in the ledger.")
@click.option("--json", "as_json", is_flag=True, help="Print the publications as JSON, one object a line.")
def ledger(publication: UUID | None, why: str | None, as_json: bool) -> None:  # flags
    """
    Print what was published of this database: each package of export --public and each report of report study that is
    not identified. What is published next withholds what would tell of fewer than five vendors together with these.

    A publication that nobody was given need not count. Note it only if no copy has left: what was released cannot be
    taken back. What is published of another database, or of a copy of this one, is in its ledger and not in this one.

    \b
    Example:
      cryptodrug export ledger
      cryptodrug export ledger --never-released 0b6dd2a4-6f0e-4f0f-9f3b-6a54e3a3d1c7 --why "a draft, deleted"

    \b
    Exit codes:
      0  done
      2  --never-released without --why, or --why without it; or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used, or there is no such publication that counts
    """
    from cryptodrug_scraper.disclosure.ledger import entries, never_released  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database

    if (publication is None) != (not (why or "").strip()):
        msg = "--never-released names a publication and --why says why: give both, or none"
        raise click.UsageError(msg)
    with open_database(read_only=publication is None) as database, database.engine.begin() as connection:
        found = entries(connection) if publication is None else [never_released(connection, publication, str(why))]
    for each in found:
        if as_json:
            sys.stdout.buffer.write(to_json(_flat(each)) + b"\n")
        else:
            say(_line(each))
    if not found and not as_json:
        say("nothing was published of this database")


def _flat(entry: Entry) -> dict[str, object]:
    known = {name: getattr(entry, name) for name in entry.__slots__ if name != "asked"}
    return {**known, **asdict(entry.asked)}


def _line(entry: Entry) -> str:
    asked = entry.asked
    said = "" if entry.unreleased_at is None else f"; never released ({entry.unreleased_why})"
    return (
        f"{entry.publication_id}  {entry.published_at:%Y-%m-%d %H:%M}  {entry.kind} {entry.name}: {asked.country}, "
        f"{asked.first_day} to {asked.last_day}, {asked.definition} {asked.attribution}, "
        f"{', '.join(entry.markets)}{said}"
    )


def of_ledger(choice: Choice) -> str:
    """Return in words how much is withheld for what was published before."""
    if choice.is_again:
        return "the ledger has one of the same, and it withholds what that one does"
    return f"{len(choice.because)} of {choice.sums} sums are withheld for what was published before"


def say_choice(choice: Choice, *, as_json: bool = False) -> None:
    """
    Print what a publication would withhold, and why.

    Args:
        choice: of it.
        as_json: print it as JSON.
    """
    alone = len(choice.sales) + len(choice.listings) - len(choice.because)
    if as_json:
        before = [
            {"of": of, "sum": [None if part is None else str(part) for part in key], "publications": sorted(why)}
            for (of, key), why in choice.because.items()
        ]
        found = {"sums": choice.sums, "withheld_alone": alone, "withheld_before": before, "is_again": choice.is_again}
        sys.stdout.buffer.write(to_json(found) + b"\n")
        return
    say(f"{choice.sums} sums; {alone} would be withheld whatever was published before: they tell of few vendors.")
    say(f"{of_ledger(choice)[0].upper()}{of_ledger(choice)[1:]}.")
    for (of, key), why in sorted(choice.because.items(), key=str):
        named = ", ".join(str(part) for part in key if part is not None)
        say(f"  {of} {named}: together with {', '.join(map(str, sorted(why)))}")
    for publication, count in Counter(each for why in choice.because.values() for each in why).most_common():
        say(f"{publication}: {count} sums")
