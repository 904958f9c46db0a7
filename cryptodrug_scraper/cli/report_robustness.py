"""``cryptodrug report robustness``: every claim of a study under every choice, as one page."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.report_study import log_identified, of_scope, scope_of
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

__all__ = ["robustness"]


@click.command
@of_scope
@click.option(
    "--output", type=FilePath(dir_okay=False), help="File to write. [default: robustness-COUNTRY-LANGUAGE.html]"
)
@click.option("--points", "points_file", type=FilePath(dir_okay=False), help="File of all points, .csv or .json.")
@click.option(
    "--parameters",
    "parameters_file",
    type=FilePath(exists=True, dir_okay=False),
    help="File of the current derivation's parameters, where it has series of rates. [default: those that it keeps]",
)
@click.option("--held", is_flag=True, help="Derive nothing: look at derivations alone that the database holds.")
@click.option("--identified", is_flag=True, help="Withhold nothing; it is logged.")
@click.option("--simulated", is_flag=True, help="Stamp the page as simulated, also where no archive tells.")
@click.option("--json", "as_json", is_flag=True, help="Print file, derivation and what agrees as JSON.")
def robustness(
    study_file: Path | None,
    country: str | None,
    neighbours: tuple[str, ...],
    first_day: date | None,
    last_day: date | None,
    definition: str | None,
    attribution: str | None,
    language: str,
    output: Path | None,
    points_file: Path | None,
    parameters_file: Path | None,
    held: bool,
    identified: bool,
    simulated: bool,
    as_json: bool,
) -> None:  # flags
    """
    Write how each claim fares under every choice, as one page of HTML, which needs no network: every definition and
    attribution, and derivations by other parameters of estimators, holding prices, dating and grades, one at a time.
    Each figure has its specification curve, how many defensible specifications agree, and which single choice turns its
    verdict. docs/robustness.md says which choices are defensible, and who says so.

    Derivations by other parameters are made for it, part by part as far as they depend on these, and removed again: the
    current derivation stays the current one. That takes about as long as deriving once for each.

    What is withheld in a study is withheld here, and so is every sum that was not compared with those of other
    specifications; numbers of accounts are rounded. The page is written into the ledger before it is there. With
    --identified nothing is left out, and a line in identified.jsonl of CRYPTODRUG_HOME says when and what.

    \b
    Example:
      cryptodrug report robustness --country BE --points points.csv
      cryptodrug report robustness --held --language fr

    \b
    Exit codes:
      0  the file is written
      2  an option or the study is wrong, or CRYPTODRUG_DATABASE_URL is no database address
      5  nothing was derived, or not of what the database holds now, or the database or its ledger cannot be used
    """
    from cryptodrug_scraper.derive.parameters import read_parameters  # --help is quick without these
    from cryptodrug_scraper.disclosure.ledger import hold
    from cryptodrug_scraper.report.robustness import robustness as page_of
    from cryptodrug_scraper.report.specified import specified
    from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.study.choices import choices
    from cryptodrug_scraper.study.current import current_study
    from cryptodrug_scraper.study.installed import study_of

    check_days(first_day, last_day)
    if points_file is not None and points_file.suffix not in _WRITTEN:
        msg = f"{points_file} is no file of points: call it .csv or .json"
        raise click.UsageError(msg)
    given = None if study_file is None else study_of(study_file)
    parameters = None if parameters_file is None else read_parameters(parameters_file)
    asked = {
        "country": country,
        "first_day": first_day,
        "last_day": last_day,
        "definition": definition,
        "attribution": attribution,
    }
    with (
        open_database() as database,
        statements_can_be_cancelled(),
        database.engine.connect() as connection,
        database.engine.begin() as ledger,
    ):
        claimed = given or current_study(connection)
        scope = replace(scope_of(connection, asked, identified=identified, claimed=claimed), neighbours=neighbours)
        if not identified:
            hold(ledger)
            connection.rollback()  # what is read from here on is what the ledger has, now that nobody else writes it
        with progress("report", _asked, lambda done: done / (1 + len(choices().derivations))) as show:
            found = specified(database, connection, scope, claimed, parameters=parameters, is_held_only=held, done=show)
        today = datetime.now(UTC).date()
        made = page_of(connection, scope, claimed, found, language=language, today=today, is_simulated=simulated)
        path = output or Path(f"robustness-{scope.country}-{language}.html")
        page = made.html.encode()
        if found.withheld is not None:
            found.withheld.keep(ledger, "report", path.resolve().name, hashlib.sha256(page).hexdigest())
    if identified:
        log_identified(scope, path, page, "report robustness")
    write_whole(path, page)
    if points_file is not None:
        write_whole(points_file, _WRITTEN[points_file.suffix](found.frame.drop("sql")))
    if as_json:
        facts = {
            "file": str(path),
            "bytes": len(page),
            "points": found.frame.height,
            "derive_run": made.source.derive_run,
            "digest": made.source.digest,
            "is_simulated": made.source.is_simulated,
            "derivations": found.made,
            "figures": [
                {"finding": finding, "market": market, "measure": measure, **asdict(told)}
                for (finding, market, measure), told in made.agreed.items()
            ],
        }
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        return
    say(str(path))


def _asked(done: int) -> str:
    return f"{counted(done, 'derivation')} asked"


def _csv(frame: pl.DataFrame) -> bytes:
    return frame.write_csv().encode()


def _json(frame: pl.DataFrame) -> bytes:
    return to_json(frame.to_dicts()) + b"\n"


_WRITTEN: dict[str, Any] = {".csv": _csv, ".json": _json}
"""By the ending of a file of points, what writes it."""
