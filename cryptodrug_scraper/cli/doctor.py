"""``cryptodrug doctor``: is everything there that the program needs?"""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import click

from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.errors import ConfigurationError, CryptodrugError
from cryptodrug_scraper.output import to_json

__all__ = ["Finding", "doctor"]

_PYTHON = (3, 11), (3, 14)
_SPACE = 2 * 1024**3
"""Free bytes below which a replay of any size will not go far."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its state (``ok``, ``note`` or ``problem``), what was found, and what to do about it."""

    what: str
    state: str
    found: str
    advice: str = ""


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:  # a flag
    """
    Look at the installation, the markets and the database, and say what to do about each problem.

    \b
    Example:
      cryptodrug doctor

    \b
    Exit codes:
      0  no problem
      2  at least one problem
    """
    findings = [_python(), *_packages(), *_markets(), *_database(), _psql(), _space()]
    if as_json:
        sys.stdout.buffer.write(to_json([asdict(finding) for finding in findings]) + b"\n")
    else:
        rows = [(finding.state, finding.what, finding.found, finding.advice) for finding in findings]
        print_table(("state", "what", "found", "what to do"), rows)
    if any(finding.state == "problem" for finding in findings):
        raise click.exceptions.Exit(ConfigurationError.exit_code)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    low, high = _PYTHON
    if low <= sys.version_info[:2] < high:
        return Finding("python", "ok", version)
    return Finding("python", "problem", version, "make .venv with Python 3.11, 3.12 or 3.13")


def _packages() -> list[Finding]:
    """Another distribution's ``parsers`` or ``spiders`` may stand in the way of ours: the names are general."""
    ours = Path(import_module("cryptodrug_scraper").__file__ or "").parent.parent
    findings = []
    for name in ("parsers", "spiders"):
        try:
            place = Path(import_module(name).__file__ or "").parent.parent
        except ImportError:
            findings.append(Finding(name, "problem", "not there", "install the project itself: make install"))
            continue
        if place == ours:
            findings.append(Finding(name, "ok", "beside the program"))
        else:
            advice = f"another package called {name} is in the way: use a virtual environment of its own"
            findings.append(Finding(name, "problem", str(place), advice))
    return findings


def _markets() -> list[Finding]:
    from cryptodrug_scraper.page.market import market_faults, markets
    from cryptodrug_scraper.replay.version import parser_version

    try:
        found = [Finding("markets", "ok", ", ".join(parser_version(market.name) for market in markets()))]
    except CryptodrugError as error:
        found = [Finding("markets", "problem", "none", str(error))]
    found += [
        Finding(f"market {fault.name}", "problem", f"of {fault.distribution}: cannot be used", fault.reason)
        for fault in market_faults()
    ]
    return found


def _database() -> list[Finding]:
    from cryptodrug_scraper.store.database import open_database
    from cryptodrug_scraper.store.excess import excess_of_program

    try:
        with open_database(read_only=True) as database, database.engine.connect() as connection:
            place = "embedded" if database.is_embedded else database.shown_dsn
            advice = excess_of_program(connection)
            found = f"PostgreSQL {database.server_version}, {place}, {database.revision}"
            return [Finding("database", "note" if advice else "ok", found, advice), _reader()]
    except CryptodrugError as error:
        return [Finding("database", "problem", "cannot be used", str(error))]


def _reader() -> Finding:
    """Whether SQL of researchers runs as a role with no more rights than it needs; nothing but query depends on it."""
    from cryptodrug_scraper.store.database import open_for_reader
    from cryptodrug_scraper.store.excess import ADVICE, excess_of_reader

    try:
        with open_for_reader() as database, database.engine.connect() as connection:
            excess = excess_of_reader(connection)
    except CryptodrugError as error:
        return Finding("reader", "note", "cannot log in", str(error))
    if excess:
        return Finding("reader", "note", f"may do more than read: {', '.join(excess)}", ADVICE)
    return Finding("reader", "ok", f"{database.engine.url.username} sees the schema research and nothing else")


def _psql() -> Finding:
    path = shutil.which("psql")
    if path is None:
        advice = "only query without SQL needs it: install postgresql-client to have it"
        return Finding("psql", "note", "not there", advice)
    return Finding("psql", "ok", path)


def _space() -> Finding:
    from cryptodrug_scraper.home import data_home

    home = data_home()
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    found = f"{free / 1024**3:.1f} GB free at {home}"
    if free < _SPACE:
        return Finding("data folder", "problem", found, "set CRYPTODRUG_HOME to a folder on a larger disk")
    return Finding("data folder", "ok", found)
