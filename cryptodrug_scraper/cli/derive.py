"""``cryptodrug derive``: from what was observed to what it means."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.derive_compare import compare
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.time_words import TIMES_ADVICE, time_words
from cryptodrug_scraper.cli.unvalued_words import FUTURE_ADVICE, RATES_ADVICE, future_words, without_rate_words
from cryptodrug_scraper.cli.values import SCHEDULER, FilePath, check_no_workers
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.decisions.rests import Rests
    from cryptodrug_scraper.derive.lacking import Lacking
    from cryptodrug_scraper.derive.run import Derivation, State
    from cryptodrug_scraper.derive.times import Times

__all__ = ["derive"]


@click.group(invoke_without_command=True)
@click.option(
    "--parameters",
    "parameters_file",
    type=FilePath(exists=True, dir_okay=False),
    help="A TOML file that replaces some parameters of the measures; see derive parameters.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes that tell ratings apart, of markets with many.  [default: all cores]",
)
@click.option(
    "--dask",
    "scheduler",
    type=SCHEDULER,
    metavar="SCHEDULER",
    help="Tell ratings apart on the workers of the Dask cluster of this scheduler, such as tls://host:8786.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def derive(
    context: click.Context,
    parameters_file: Path | None,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,  # a flag
) -> None:
    """
    Make the derived tables of what was observed: snapshots and how complete they are, distinct reviews, sales and what
    they were worth, origins and moves, links between accounts, migrations. Researchers see them in the schema research.

    The same observed layer, parameters and rates give the same rows. What was sold on a day without a rate is counted,
    and has no amount in EUR; pages whose time had not come when they were loaded are left out. Both are told. Only
    markets of which something is new are computed; what was broken off goes on where it was. A database may hold
    several derivations, of which one is current.

    With --dask other machines tell ratings apart, of markets with many; all else is done on this one: docs/cluster.md.

    \b
    Example:
      cryptodrug derive
      cryptodrug derive --parameters strict.toml

    \b
    Exit codes:
      0  done
      2  a parameter is not valid; CRYPTODRUG_DATABASE_URL is not a database address; or the Dask cluster cannot be
         used, was lost, or has another version
      5  nothing was observed, another derivation goes on, or the database cannot be used
    """
    if context.invoked_subcommand is not None:
        return
    check_no_workers(scheduler, workers)
    # memory that columns no longer need goes back to the system at once; polars asks for this when it is imported
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
    from cryptodrug_scraper.decisions.rests import rests  # --help is quick without these
    from cryptodrug_scraper.derive.lacking import lacking
    from cryptodrug_scraper.derive.parameters import read_parameters
    from cryptodrug_scraper.derive.times import times_of
    from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.study.run import derive as derive_all

    chosen = read_parameters(parameters_file)
    with (
        open_database() as database,
        statements_can_be_cancelled(),
        progress("derive", _counts, lambda state: state.done / state.parts) as show,
    ):
        derivation = derive_all(database, chosen, show, workers=workers, dask=scheduler)
        with database.engine.connect() as connection:
            lacks = lacking(connection, derivation.derive_run)
            times = times_of(connection, derivation.derive_run)
            decided = rests(connection)
    if as_json:
        sys.stdout.buffer.write(
            to_json(
                {
                    "derive_run": derivation.derive_run,
                    "made": derivation.made,
                    "taken": derivation.taken,
                    "without_rate": [asdict(each) for each in lacks.without_rate],
                    "future": [asdict(each) for each in lacks.future],
                    "left_out": lacks.left_out,
                    "times": [asdict(each) for each in times],
                    "decisions": asdict(decided),
                }
            )
            + b"\n"
        )
    else:
        _print(derivation, lacks, times, decided)


@derive.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each line.")
def list_runs(as_json: bool) -> None:  # a flag
    """
    List the derivations that the database holds; the current one has a star.

    \b
    Example:
      cryptodrug derive list --json

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  the database cannot be used
    """
    from cryptodrug_scraper.derive.runs import runs  # --help is quick without these
    from cryptodrug_scraper.store.reading import reading

    with reading() as connection:
        found = runs(connection)
    if as_json:
        for run in found:
            say(to_json(run).decode())
        return
    print_table(
        ("", "derivation", "measures", "ended"),
        [("*" if run.is_current else "", str(run.derive_run), run.measures_version, run.ended_at) for run in found],
    )


@derive.command
@click.argument("derivation")
def use(derivation: str) -> None:
    """
    Show another DERIVATION in the views of the schema research, by its identifier or the first digits of it.

    \b
    Example:
      cryptodrug derive use 2f1b03

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  no derivation has that name, or the database cannot be used
    """
    from cryptodrug_scraper.derive.runs import find, make_current  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database, database.engine.connect() as connection:
        run = find(connection, derivation).derive_run
        connection.rollback()
        make_current(connection, run)
    say(f"{run} is the current derivation.")


@derive.command
@click.argument("derivation", required=False)
def remove(derivation: str | None) -> None:
    """
    Remove a DERIVATION that is not the current one. Without one, remove only what broken-off derivations have left.

    \b
    Example:
      cryptodrug derive remove 9c3e44

    \b
    Exit codes:
      0  done
      2  CRYPTODRUG_DATABASE_URL is no database address
      5  no derivation has that name, it is the current one, a derivation goes on, or the database cannot be used
    """
    from cryptodrug_scraper.derive import runs  # --help is quick without these
    from cryptodrug_scraper.derive.connection import only_one
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database, only_one(database), database.engine.connect() as connection:
        run = None if derivation is None else runs.find(connection, derivation).derive_run
        connection.rollback()
        rows = runs.remove(connection, run)
    say(f"{counted(rows, 'row')} removed.")


@derive.command
def parameters() -> None:
    """
    Print every parameter of the measures with its default and what it means, as a TOML file to copy from.

    \b
    Example:
      cryptodrug derive parameters > strict.toml

    \b
    Exit codes:
      0  done
    """
    from cryptodrug_scraper.derive.parameters import defaults  # --help is quick without it

    for line in defaults().splitlines():
        say(line)


derive.add_command(compare)


def _counts(state: State) -> str:
    return f"{state.doing}; {state.done} of {counted(state.parts, 'part')}"


def _print(derivation: Derivation, lacks: Lacking, times: list[Times], decided: Rests) -> None:
    from cryptodrug_scraper.derive.lacking import told  # --help is quick without these
    from cryptodrug_scraper.derive.times import of_markets
    from cryptodrug_scraper.words.wording import Words

    tables = sorted({table for counts in derivation.made.values() for table in counts})
    if tables:
        print_table(
            ("table", *derivation.made),
            [(table, *(counts.get(table, "") for counts in derivation.made.values())) for table in tables],
            title="Rows",
        )
    for name in derivation.taken:
        say(f"{name}: nothing new, taken as it was.")
    for words, advice in (
        (without_rate_words(lacks.without_rate), RATES_ADVICE),
        (future_words(lacks.future), FUTURE_ADVICE),
        (time_words(of_markets(times)), TIMES_ADVICE),
    ):
        for line in words:
            say(line)
        if words:
            say(f"Next: {advice}.")
    for name, beyond in lacks.left_out.items():
        for what, count in beyond.items():
            say(f"{name}: {told(what, count)}.")
    if lacks.left_out:
        say("One page or market shows more of these than a bound allows: docs/bounds.md has them all.")
    for line in decided.told(Words("en")):
        say(line)
    say(f"Derivation {derivation.derive_run} is the current one.")
