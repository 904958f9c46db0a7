"""``cryptodrug archive export``: an archive as a file for other people's tools."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import DAY
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, check_days
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from cryptodrug_scraper.archive.wacz import Exported

__all__ = ["export"]


@click.command
@click.option("--wacz", "target", required=True, type=FilePath(), metavar="FILE", help="File to write.")
@click.option(
    "--archive",
    "root",
    type=FilePath(file_okay=False),
    help="The archive.  [default: CRYPTODRUG_ARCHIVE, or archive in the data home]",
)
@click.option("--from", "first", type=DAY, metavar="DAY", help="Include only captures of this day or later.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Include only captures of this day or earlier.")
@click.option("--identified", is_flag=True, help="Confirm that the file may hold handles, keys and onion addresses.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def export(
    target: Path,
    root: Path | None,
    first: date | None,
    last: date | None,
    identified: bool,
    as_json: bool,  # a flag of the command line
) -> None:
    """
    Write an archive, or some days of it, as a WACZ file, which replay tools open.

    The file has the pages as they were served. Nothing is pseudonymised, and addresses include their hosts. So the file
    is made only with --identified, and exports.jsonl in the archive keeps a note of it, or in the data home if the
    archive cannot be written. WARC files that are still being written are left out. The same archive and days give the
    same bytes.

    \b
    Example:
      cryptodrug archive export --wacz 2018-11.wacz --from 2018-11-01 --until 2018-11-30 --identified

    \b
    Exit codes:
      0  done; the summary counts what was left out
      2  --identified is missing, FILE is there already or cannot be written, or the export cannot be noted
      3  there is no archive, no capture of these days in it, or a file of it cannot be read; or a record is damaged:
         the file is made without it
    """
    from cryptodrug_scraper.archive.layout import default_archive  # --help is quick without these
    from cryptodrug_scraper.archive.wacz import export_wacz
    from cryptodrug_scraper.importers.window import Window

    check_days(first, last)
    window = None if first is None and last is None else Window(first, last)
    archive = default_archive() if root is None else root
    with progress("exporting", "{:.0%}".format) as show:
        exported = export_wacz(
            archive,
            target,
            identified=identified,
            window=window,
            progress=show,
        )
    if as_json:
        facts = asdict(exported) | {"noted": str(exported.noted)}
        sys.stdout.buffer.write(to_json({"file": str(target)} | facts) + b"\n")
    else:
        _print(target, exported, archive)
    if exported.damaged:
        click.get_current_context().exit(ArchiveError.exit_code)


def _print(target: Path, exported: Exported, archive: Path) -> None:
    for name in exported.unsealed:
        say(f"left out, for it is still being written: {name}")
    if exported.damaged:
        say(f"left out: {counted(exported.damaged, 'damaged record')}; cryptodrug archive verify names them")
    if exported.noted.parent != archive:
        say(f"the archive cannot be written, so the export is noted in {exported.noted}")
    say(
        f"{target}: {counted(exported.captures, 'capture')} and {exported.originals} of other days that they repeat, "
        f"{counted(exported.pages, 'page')}, {counted(exported.files, 'WARC file')}; it identifies people and sites."
    )
