"""``cryptodrug schedule``: crawls at set times."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.schedule.file import Entry, Schedule
    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.schedule.plan import Plan

__all__ = ["schedule"]

_FILE = click.option(
    "--file",
    type=FilePath(),
    help="The schedule; schedule.toml in CRYPTODRUG_HOME, or the user's data folder, by default.",
)
_TIMES = 3
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
def run(file: Path | None) -> None:
    """
    Start crawls when they are due, until SIGTERM or Ctrl-C; then tell the running crawls to end, and wait for them.

    A missed crawl is run late, within the grace that the file gives; an unfinished one is resumed. Only one crawl of a
    market runs at a time, even with schedulers on several machines that use one database.

    \b
    Example:
      cryptodrug schedule run --file schedule.toml

    \b
    Exit codes:
      0  ended by a signal
      2  the file cannot be used
      5  the database cannot be used
    """
    import logging  # --help is quick without these

    from cryptodrug_scraper.schedule.service import serve
    from cryptodrug_scraper.store.database import open_database

    found = _read(file)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("cryptodrug_scraper").setLevel(logging.INFO)
    with open_database() as database:
        serve(found, database.engine, [sys.executable, "-m", "cryptodrug_scraper", "crawl"])


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
        rows.append((entry.name, entry.market, entry.scope, entry.cron.text, ", ".join(due) or "never again"))
    print_table(("entry", "market", "scope", "cron", "due next (UTC)"), rows)


@schedule.command
@_FILE
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def status(file: Path | None, as_json: bool) -> None:
    """
    Print for each entry how its last crawl ended, which cadence applies now, and when it is due next.

    \b
    Example:
      cryptodrug schedule status --json

    \b
    Exit codes:
      0  done
      2  the file cannot be used
      5  the database cannot be used
    """
    from cryptodrug_scraper.schedule.ledger import known_events, last_runs, waiting_crawls
    from cryptodrug_scraper.schedule.plan import Plan  # --help is quick without these
    from cryptodrug_scraper.store.database import open_database

    found = _read(file)
    with open_database(read_only=True) as database, database.engine.connect() as connection:
        events = known_events(connection)
        runs = last_runs(connection)
        waiting = waiting_crawls(connection)
    now = datetime.now(UTC)
    facts = [_facts(entry, Plan(entry, events), runs.get(entry.name), now, waiting) for entry in found.entries]
    if as_json:
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        return
    names = ("entry", "market", "scope", "cadence", "last_due_at", "outcome", "ended_at", "detail", "next_due_at")
    print_table([name.replace("_", " ") for name in names], [[fact[name] for name in names] for fact in facts])


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


def _facts(entry: Entry, plan: Plan, run: Run | None, now: datetime, waiting: dict[str, str]) -> dict[str, object]:
    detail = run and run.detail
    if run is not None and run.outcome == "running" and entry.market in waiting:
        detail = f"waits for a session ({waiting[entry.market]}): cryptodrug session put {entry.market}"
    return {
        "entry": entry.name,
        "market": entry.market,
        "scope": entry.scope,
        "cadence": plan.cadence(now),
        "last_due_at": run and run.due_at,
        "started_at": run and run.started_at,
        "ended_at": run and run.ended_at,
        "outcome": run and run.outcome,
        "detail": detail,
        "crawl_id": run and run.crawl_id,
        "next_due_at": plan.next_due(now),
    }
