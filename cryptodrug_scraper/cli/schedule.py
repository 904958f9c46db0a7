"""``cryptodrug schedule``: crawls at set times."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.options import LOG
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptodrug_scraper.schedule.file import Schedule
    from cryptodrug_scraper.schedule.plan import Plan

__all__ = ["schedule"]

_FILE = click.option(
    "--file",
    type=FilePath(),
    help="The schedule; schedule.toml in CRYPTODRUG_HOME, or the user's data folder, by default.",
)
_TIMES = 3
_OF_ENTRIES = (
    *("entry", "market", "machine", "cadence", "last_due_at", "ran_on", "outcome", "ended_at", "detail"),
    *("next_due_at", "overdue_since", "overdue_reason"),
)
_TO_THE_MINUTE = "%Y-%m-%d %H:%M"


@click.group
def schedule() -> None:
    """
    Crawl markets at set times, and show how each crawl that was due ended.

    A file in TOML says which crawls are due when. It is described in docs/scheduling.md.

    \b
    Example:
      cryptodrug schedule check schedule.toml
    """


@schedule.command
@_FILE
@click.option(
    "--machine",
    metavar="NAME",
    help="Name of this machine in the schedule; CRYPTODRUG_MACHINE, or the name of the host, by default.",
)
@LOG
def run(file: Path | None, machine: str | None, log: str | None) -> None:
    """
    Start crawls when they are due, until SIGTERM or Ctrl-C; then tell the running crawls to end, and wait for them.

    A missed crawl is run late, within the grace that the file gives; an unfinished one is resumed. Only one crawl of a
    market runs at a time, even with schedulers on several machines that use one database; an entry that names a machine
    is run by that one alone.

    \b
    Example:
      cryptodrug schedule run --file schedule.toml

    \b
    Exit codes:
      0  ended by a signal
      2  the file cannot be used, or has no entry for this machine
      5  the database cannot be used
    """
    import logging  # --help is quick without these

    from cryptodrug_scraper.logs import LOG_VARIABLE, always, begin_json, chosen_form
    from cryptodrug_scraper.schedule.machines import this_machine
    from cryptodrug_scraper.schedule.service import serve
    from cryptodrug_scraper.store.database import open_database

    found, name = _read(file), this_machine(machine)
    found.of_machine(name)  # nothing begins before it is known to be good
    form = chosen_form(log)
    os.environ[LOG_VARIABLE] = form  # and so of its crawls
    if form == "json":
        always(machine=name)
        begin_json()
    else:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("cryptodrug_scraper").setLevel(logging.INFO)
    with open_database() as database:
        serve(found, database.engine, [sys.executable, "-m", "cryptodrug_scraper", "crawl"], machine=name)


@schedule.command
@click.argument("file", type=FilePath())
def check(file: Path) -> None:
    """
    Check whether a schedule can be used, and print when its crawls are due next. It asks no database, so it knows of no
    events.

    \b
    Example:
      cryptodrug schedule check schedule.toml

    \b
    Exit codes:
      0  it can be used
      2  it cannot: the message says where and why
    """
    from cryptodrug_scraper.schedule.plan import Plan  # --help is quick without it

    found = _read(file)
    rows = []
    for entry in found.entries:
        due = _next_times(Plan(entry, ()), datetime.now(UTC))
        when = ", ".join(due) or "never again"
        rows.append((entry.name, entry.market, entry.machine or "any", entry.scope, entry.cron.text, when))
    print_table(("entry", "market", "machine", "scope", "cron", "due next (UTC)"), rows)


@schedule.command
@_FILE
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(file: Path | None, as_json: bool) -> None:
    """
    Print for each entry how its last crawl ended and on which machine, which cadence applies now, when it is due next,
    and what is overdue for which reason; then the machines, with the last sign of life of each; then when each market
    was looked at last.

    \b
    Example:
      cryptodrug schedule status --json

    \b
    Exit codes:
      0  done
      2  the file cannot be used
      5  the database cannot be used
    """
    from cryptodrug_scraper.schedule.status import status_of  # --help is quick without these
    from cryptodrug_scraper.store.reading import reading

    plan, now = _read(file), datetime.now(UTC)
    with reading() as connection:
        found = status_of(connection, plan, now)
    if as_json:
        sys.stdout.buffer.write(to_json(found) + b"\n")
        return
    _print_status(found, now)


def _read(file: Path | None) -> Schedule:
    from cryptodrug_scraper.cli.crawl import crawl
    from cryptodrug_scraper.schedule.command import crawl_arguments
    from cryptodrug_scraper.schedule.file import default_file, read_schedule

    path = file or default_file()
    found = read_schedule(path)
    for entry in found.entries:
        words = [*crawl_arguments(entry, datetime.now(UTC), resume=None), *found.arguments]
        try:
            crawl.make_context("crawl", words)
        except click.ClickException as error:
            msg = f"{path}: no crawl takes the arguments of the entry {entry.name}: {error.format_message()}"
            raise ConfigurationError(msg) from error
        except click.exceptions.Exit as error:  # it only prints its help
            msg = f"{path}: with these arguments there is no crawl"
            raise ConfigurationError(msg) from error
    return found


def _next_times(plan: Plan, now: datetime) -> list[str]:
    times: list[datetime] = []
    while len(times) < _TIMES and (due := plan.next_due(times[-1] if times else now)) is not None:
        times.append(due)
    return [due.strftime(_TO_THE_MINUTE) for due in times]


def _print_status(found: dict[str, list[dict[str, Any]]], now: datetime) -> None:
    _print_facts("entries", _OF_ENTRIES, found["entries"])
    plans = {True: "this one", False: "another: restart it with this one"}
    machines = [
        {
            **fact,
            "entries": ", ".join(fact["entries"]),
            "crawling": ", ".join(fact["crawling"]) or None,
            "plan": plans[fact["has_this_plan"]],
        }
        for fact in found["machines"]
    ]
    _print_facts("machines", ("machine", "state", "last_seen_at", "entries", "crawling", "plan"), machines)
    markets = [{**fact, "days_late": _days_late(fact["overdue_since"], now)} for fact in found["markets"]]
    _print_facts("markets", ("market", "looked_at", "closed_on", "days_late"), markets)


def _print_facts(title: str, names: Sequence[str], facts: Sequence[dict[str, Any]]) -> None:
    print_table([name.replace("_", " ") for name in names], [[fact[name] for name in names] for fact in facts], title)


def _days_late(since: datetime | None, now: datetime) -> str | None:
    """How late a look is; None where none is due: what nobody meant to look at is not late, however old it is."""
    return None if since is None else f"{(now - since).total_seconds() / 86400:.1f}"
