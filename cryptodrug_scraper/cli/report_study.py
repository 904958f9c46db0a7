"""``cryptodrug report study``: all that is known of a country's trade, as one page."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.options import COUNTRY, DAY
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.whole_file import add_line, write_whole

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.report.scope import Scope

__all__ = ["scope_of", "study"]

_LEDGER = "identified.jsonl"


@click.command
@click.option(
    "--country",
    type=COUNTRY,
    help="Country of the report, as two letters of ISO 3166 such as BE. [default: the derivation's]",
)
@click.option("--from", "first_day", type=DAY, help="First day of the window. [default: the derivation's]")
@click.option("--until", "last_day", type=DAY, help="Last day of the window. [default: the derivation's]")
@click.option(
    "--definition",
    type=click.Choice(["D1", "D2", "D3", "D4"], case_sensitive=False),
    help="Who is the country's: D1 at a snapshot, D2 ever, D3 mainly, D4 only. [default: the derivation's]",
)
@click.option(
    "--attribution",
    type=click.Choice(["A1", "A2", "A3"], case_sensitive=False),
    help="How sales count: A1 by listings, A2 whole vendors, A3 parts of vendors. [default: the derivation's]",
)
@click.option(
    "--language", type=click.Choice(["en", "fr", "nl"]), default="en", show_default=True, help="Language of the page."
)
@click.option("--output", type=FilePath(dir_okay=False), help="File to write. [default: study-COUNTRY-LANGUAGE.html]")
@click.option("--identified", is_flag=True, help="Show handles, and cells of fewer than five vendors; it is logged.")
@click.option("--simulated", is_flag=True, help="Stamp the page as simulated, also where no archive tells.")
@click.option("--json", "as_json", is_flag=True, help="Print file, derivation and digest as JSON.")
def study(
    country: str | None,
    first_day: date | None,
    last_day: date | None,
    definition: str | None,
    attribution: str | None,
    language: str,
    output: Path | None,
    identified: bool,
    simulated: bool,
    as_json: bool,
) -> None:  # flags
    """
    Write all that is known of a country's trade as one page of HTML, which needs no network: figures over time with
    intervals, shares, goods, origins, destinations, value of orders, what became of vendors after a closure, coverage,
    methods. Every figure opens its rows and its SQL.

    Cells that rest on fewer than five vendors, and all handles, are left out unless --identified is given. Then a line
    in identified.jsonl of CRYPTODRUG_HOME says when and what.

    \b
    Example:
      cryptodrug report study --country BE --language fr --output belgium.html

    \b
    Exit codes:
      0  the file is written
      2  an option is wrong, or CRYPTODRUG_DATABASE_URL is no database address
      5  nothing was derived, the window has no snapshot, or the database cannot be used
    """
    from cryptodrug_scraper.report.study import QUESTIONS  # --help is quick without these
    from cryptodrug_scraper.report.study import study as answer
    from cryptodrug_scraper.store.database import open_database

    check_days(first_day, last_day)
    asked = {
        "country": country,
        "first_day": first_day,
        "last_day": last_day,
        "definition": definition,
        "attribution": attribution,
    }
    with (
        open_database(read_only=True) as database,
        database.engine.connect() as connection,
        progress("report", _counts, lambda done: done / len(QUESTIONS)) as show,
    ):
        scope = scope_of(connection, asked, identified=identified)
        made = answer(
            connection,
            scope,
            language=language,
            today=datetime.now(UTC).date(),
            is_simulated=simulated,
            done=show,
        )
    path = output or Path(f"study-{scope.country}-{language}.html")
    page = made.html.encode()
    if identified:
        _log(scope, path, page)
    write_whole(path, page)
    if as_json:
        facts = {
            "file": str(path),
            "bytes": len(page),
            "derive_run": made.source.derive_run,
            "digest": made.source.digest,
            "is_simulated": made.source.is_simulated,
        }
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        return
    say(str(path))


def _counts(done: int) -> str:
    return f"{done} questions answered"


def scope_of(connection: Connection, asked: dict[str, Any], *, identified: bool) -> Scope:
    """
    Return what is asked for, and for the rest what the derivation's findings are about.

    Args:
        connection: of the database.
        asked: the parts of a scope; None for those that are not asked for.
        identified: whether nothing is withheld.

    Raises:
        StoreError: nothing was derived yet.
    """
    from sqlalchemy import text

    from cryptodrug_scraper.report.scope import Scope

    kept = connection.execute(
        text("SELECT parameters -> 'findings' FROM research.derivation WHERE is_current")
    ).scalar_one_or_none()
    if kept is None:
        msg = "nothing was derived yet: run cryptodrug derive first"
        raise StoreError(msg)
    chosen = {name: kept[name] if value is None else value for name, value in asked.items()}
    for name in ("first_day", "last_day"):
        if isinstance(chosen[name], str):
            chosen[name] = date.fromisoformat(chosen[name])
    return Scope(**chosen, is_identified=identified)


def _log(scope: Scope, path: Path, page: bytes) -> None:
    """Note that an identified report was made, before it is there."""
    from cryptodrug_scraper.home import data_home, private_folder

    line = to_json(
        {
            "at": datetime.now(UTC),
            "what": "report study",
            "country": scope.country,
            "first_day": scope.first_day,
            "last_day": scope.last_day,
            "file": str(path.resolve()),
            "sha256": hashlib.sha256(page).hexdigest(),
        }
    )
    add_line(private_folder(data_home()) / _LEDGER, line)
