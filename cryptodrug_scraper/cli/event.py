"""``cryptodrug event``: what happened to markets, and what a researcher states of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["event"]

_SHOWN = ("market", "event", "first_on", "last_on", "acts", "stated_by", "evidence", "source")
_WHAT = {"new": "new", "changed": "changed", "replaced": "in place of the market's own", "same": "there already"}


@click.group
def event() -> None:
    """
    Show what happened to markets, and state more of it: shocks, ends, days on which they closed.

    \b
    Example:
      cryptodrug event list
    """


@event.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def list_events(as_json: bool) -> None:  # a flag
    """
    List the events of all markets, with what follows from each, and whether the market's package or a file states it.

    \b
    Example:
      cryptodrug event list

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from sqlalchemy import text  # --help is quick without these

    from cryptodrug_scraper.store.reading import reading

    with reading() as connection:
        asked = text("SELECT * FROM research.market_event ORDER BY market, first_on, event")
        rows = [dict(row) for row in connection.execute(asked).mappings()]
    if as_json:
        for row in rows:
            sys.stdout.buffer.write(to_json(row) + b"\n")
        return
    print_table(_SHOWN, [tuple(row[name] for name in _SHOWN) for row in rows])


@event.command
@click.argument("file", type=FilePath(exists=True, dir_okay=False))
def load(file: Path) -> None:
    """
    Take the events of a FILE: all of them, or none if one is wrong. One that a market's package states otherwise is
    replaced until it is removed. The next derive and crawl go by them.

    The FILE is TOML, with an [[event]] for each: its market, and what a market's calendar.toml has (docs/markets.md,
    "Events").

    \b
    Example:
      cryptodrug event load events.toml

    \b
    Exit codes:
      0  done
      2  an event is wrong; or CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used, or has no such market
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.events import load_events, read_events

    given = read_events(file.read_bytes(), file.name)
    with open_database() as database, database.engine.begin() as connection:
        loaded = load_events(connection, given)
    told = [f"{count} {_WHAT[name]}" for name, count in loaded._asdict().items() if count]
    next_step = "" if loaded.same == len(given) else " Next: cryptodrug derive"
    say(
        f"{file.name}: {counted(len(given), 'event', ',')}: {', '.join(told)}.{next_step}"
        if told
        else f"{file.name}: no event."
    )


@event.command
@click.argument("market")
@click.argument("name", metavar="EVENT")
def remove(market: str, name: str) -> None:
    """
    Remove an EVENT of a MARKET that a file stated. What the market's package states of it counts again.

    \b
    Example:
      cryptodrug event remove dream withdrawals_stopped

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  no file stated it, or the database cannot be used
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.events import remove_event

    with open_database() as database, database.engine.begin() as connection:
        again = remove_event(connection, market, name)
    counts = "" if again is None else f" The package's counts again: from {again.first_on} to {again.last_on}."
    say(f"The event {name} of {market} is removed.{counts} Next: cryptodrug derive")
