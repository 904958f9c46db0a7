"""``cryptodrug doctor``: is everything there that the program needs?"""

from __future__ import annotations

import shutil
import stat
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import click

from cryptodrug_scraper.cli.finding import Finding
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.errors import ConfigurationError, CryptodrugError
from cryptodrug_scraper.output import to_json

__all__ = ["doctor"]

_PYTHON = (3, 11), (3, 14)
_SPACE = 2 * 1024**3
"""Free bytes below which a replay of any size will not go far."""


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(as_json: bool) -> None:  # a flag
    """
    Look at the installation, the markets, the data folder and the database, and say what to do about each problem.

    It changes nothing: it makes no folder, database or schema, and alters no rights. An embedded server that is there
    is started, if it does not run, and stopped again.

    \b
    Example:
      cryptodrug doctor

    \b
    Exit codes:
      0  no problem
      2  at least one problem
    """
    from cryptodrug_scraper.cli.doctor_clients import look_at_clients  # --help is quick without these
    from cryptodrug_scraper.cli.doctor_database import look_into_database

    of_database, server = look_into_database()
    installed = [_python(), *_packages(), *_markets(), *_studies()]
    findings = [*installed, *of_database, *look_at_clients(server), *_data_folder()]
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


def _studies() -> list[Finding]:
    from cryptodrug_scraper.study.installed import studies, study_faults

    return [
        Finding("studies", "ok", ", ".join(studies())),
        *(
            Finding(f"study {fault.name}", "problem", f"of {fault.distribution}: cannot be used", fault.reason)
            for fault in study_faults()
        ),
    ]


def _data_folder() -> list[Finding]:
    from cryptodrug_scraper.archive.layout import default_archive
    from cryptodrug_scraper.cli.disk_use import disk_use, size_shown
    from cryptodrug_scraper.home import data_home

    home = data_home()
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    findings = []
    if place != home:
        advice = "the first command that stores something makes it; CRYPTODRUG_HOME names another"
        findings.append(Finding("data folder", "note", f"none yet at {home}", advice))
    elif (mode := stat.S_IMODE(home.stat().st_mode)) & 0o067:
        advice = f"the next command that stores something closes it: chmod 700 {home}"
        findings.append(Finding("data folder", "note", f"{home}: others may enter it (mode {mode:o})", advice))
    else:
        findings.append(Finding("data folder", "ok", str(home)))
    use = disk_use(home, default_archive())
    found = (
        f"{size_shown(use.whole)}: database {size_shown(use.database)} (of it write-ahead log {size_shown(use.log)}), "
        f"archive {size_shown(use.archive)}, rest {size_shown(use.rest)}; {size_shown(free)} free"
    )
    if free < _SPACE:
        findings.append(Finding("disk", "problem", found, "set CRYPTODRUG_HOME to a folder on a larger disk"))
    else:
        findings.append(Finding("disk", "ok", found))
    return findings
