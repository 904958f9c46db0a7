"""``cryptodrug report study``: all that is known of a country's trade, as one page."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.export_ledger import say_choice
from cryptodrug_scraper.cli.options import COUNTRY, DAY
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.whole_file import add_line, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.claims import Study

__all__ = ["log_identified", "of_scope", "scope_of", "study"]

_LEDGER = "identified.jsonl"


_SCOPE = (
    click.option(
        "--study",
        "study_file",
        type=FilePath(dir_okay=False),
        help="File of the study whose claims are tested, or the name of an installed one. [default: the derivation's]",
    ),
    click.option(
        "--country",
        type=COUNTRY,
        help="Country of the report, as two letters of ISO 3166 such as DE. [default: the study's]",
    ),
    click.option(
        "--neighbour",
        "neighbours",
        type=COUNTRY,
        multiple=True,
        help="A neighbour of that country, for questions about neighbours; may be repeated. [default: those declared]",
    ),
    click.option(
        "--from", "first_day", type=DAY, help="First day of the window. [default: the first that the data hold]"
    ),
    click.option(
        "--until",
        "last_day",
        type=DAY,
        help="Last day of the window. [default: of the last month with a snapshot that is not partial]",
    ),
    click.option(
        "--definition",
        type=click.Choice(["D1", "D2", "D3", "D4"], case_sensitive=False),
        help="Who is the country's: D1 at a snapshot, D2 ever, D3 mainly, D4 only. [default: the derivation's]",
    ),
    click.option(
        "--attribution",
        type=click.Choice(["A1", "A2", "A3"], case_sensitive=False),
        help="How sales count: A1 by listings, A2 whole vendors, A3 parts of vendors. [default: the derivation's]",
    ),
    click.option(
        "--language",
        type=click.Choice(["en", "fr", "nl"]),
        default="en",
        show_default=True,
        help="Language of the page.",
    ),
)
"""The options that say what a report is about, in their order."""


def of_scope(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a scope, and the language of its page."""
    for option in reversed(_SCOPE):
        command = option(command)
    return command


@click.command
@of_scope
@click.option("--output", type=FilePath(dir_okay=False), help="File to write. [default: study-COUNTRY-LANGUAGE.html]")
@click.option("--identified", is_flag=True, help="Show handles, and cells of fewer than five vendors; it is logged.")
@click.option("--simulated", is_flag=True, help="Stamp the page as simulated, also where no archive tells.")
@click.option("--dry-run", is_flag=True, help="Print what would be withheld, and why, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print file, derivation and digest as JSON.")
def study(
    study_file: Path | None,
    country: str | None,
    neighbours: tuple[str, ...],
    first_day: date | None,
    last_day: date | None,
    definition: str | None,
    attribution: str | None,
    language: str,
    output: Path | None,
    identified: bool,
    simulated: bool,
    dry_run: bool,
    as_json: bool,
) -> None:  # flags
    """
    Write all that is known of a country's trade as one page of HTML, which needs no network: figures over time with
    intervals, shares, goods, origins, destinations, value of orders, what became of vendors after a closure, coverage,
    methods. Every figure opens its rows and its SQL. Claims of a published study are tested by the data of their own
    country, markets and days; of another country its questions are answered, without a verdict.

    Cells that rest on fewer than five vendors, those that would tell of so few together with what was published before,
    and all handles are left out. Such a report is written into the ledger of the database before it is there: see
    export ledger. With --identified nothing is left out, and a line in identified.jsonl of CRYPTODRUG_HOME says when
    and what.

    \b
    Example:
      cryptodrug report study --country NL --language fr --output netherlands.html
      cryptodrug report study --study mine.toml

    \b
    Exit codes:
      0  the file is written
      2  an option or the study is wrong, or CRYPTODRUG_DATABASE_URL is no database address
      5  nothing was derived, the window has no snapshot, or the database or its ledger cannot be used
    """
    from cryptodrug_scraper.disclosure.choice import chosen
    from cryptodrug_scraper.disclosure.ledger import hold
    from cryptodrug_scraper.report.study import QUESTIONS  # --help is quick without these
    from cryptodrug_scraper.report.study import study as answer
    from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.study.current import current_study
    from cryptodrug_scraper.study.installed import study_of

    check_days(first_day, last_day)
    given = None if study_file is None else study_of(study_file)
    asked = {
        "country": country,
        "first_day": first_day,
        "last_day": last_day,
        "definition": definition,
        "attribution": attribution,
    }
    if dry_run and identified:
        msg = "--dry-run tells what is withheld, and with --identified nothing is: leave one of them out"
        raise click.UsageError(msg)
    with (
        open_database(read_only=identified or dry_run) as database,
        statements_can_be_cancelled(),
        database.engine.connect() as connection,
        database.engine.begin() as ledger,
    ):
        claimed = given or current_study(connection)
        scope = replace(scope_of(connection, asked, identified=identified, claimed=claimed), neighbours=neighbours)
        if dry_run:
            say_choice(chosen(connection, scope.asked, study=claimed), as_json=as_json)
            return
        if not identified:
            hold(ledger)
            connection.rollback()  # what is read from here on is what the ledger has, now that nobody else writes it
        with progress("report", _counts, lambda done: done / len(QUESTIONS)) as show:
            made = answer(
                connection,
                scope,
                claimed,
                language=language,
                today=datetime.now(UTC).date(),
                is_simulated=simulated,
                done=show,
                beside=database.engine,
            )
        path = output or Path(f"study-{scope.country}-{language}.html")
        page = made.html.encode()
        if made.choice is not None:
            made.choice.keep(ledger, "report", path.resolve().name, hashlib.sha256(page).hexdigest())
    if identified:
        log_identified(scope, path, page, "report study")
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
    return f"{counted(done, 'question')} answered"


def scope_of(connection: Connection, asked: dict[str, Any], *, identified: bool, claimed: Study | None = None) -> Scope:
    """
    Return what is asked for, and for the rest the country of the study, the window that the data hold, and the choices
    of the derivation.

    Args:
        connection: of the database.
        asked: the parts of a scope; None for those that are not asked for.
        identified: whether nothing is withheld.
        claimed: the study whose claims are tested; None: the derivation's.

    Raises:
        StoreError: nothing was derived yet.
    """
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.current import current_asked

    chosen = asdict(current_asked(connection, claimed, **asked))
    return Scope(**chosen, is_identified=identified)


def log_identified(scope: Scope, path: Path, page: bytes, what: str) -> None:
    """
    Note that an identified report was made, before it is there.

    Args:
        scope: what it is about.
        path: of its file.
        page: what will be in it.
        what: the command.
    """
    from cryptodrug_scraper.home import data_home, private_folder

    line = to_json(
        {
            "at": datetime.now(UTC),
            "what": what,
            "country": scope.country,
            "first_day": scope.first_day,
            "last_day": scope.last_day,
            "file": str(path.resolve()),
            "sha256": hashlib.sha256(page).hexdigest(),
        }
    )
    add_line(private_folder(data_home()) / _LEDGER, line)
