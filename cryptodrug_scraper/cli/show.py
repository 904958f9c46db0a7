"""``cryptodrug show``: where a number comes from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.tables import cell, print_table
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["show"]


@click.command
@click.argument("record_id")
@click.option("--body", is_flag=True, help="Write the bytes of the page to standard output instead.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path, exists=True),
    default=Path(),
    help="The folder or file that was replayed, for --body.  [default: this folder]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the chain as JSON.")
def show(record_id: str, body: bool, archive: Path, as_json: bool) -> None:  # flags
    """
    Print a row, the reading that gave it with its parser version, the page, and where the page's bytes lie.

    RECORD_ID is an identifier from any view, or its first digits.

    \b
    Example:
      cryptodrug show 3f2a9c41 --body --archive crawls/ > page.html

    \b
    Exit codes:
      0  done
      3  --body: the bytes are not in the archive named
      5  no row has this identifier
    """
    from cryptodrug_scraper.store.database import open_database  # --help is quick without these
    from cryptodrug_scraper.store.provenance import chain_of

    with open_database(read_only=True) as database, database.engine.connect() as connection:
        chain = chain_of(connection, record_id)
    if body:
        sys.stdout.buffer.write(_find_body(chain, archive))
        sys.stdout.buffer.flush()
    elif as_json:
        parts = {name: _plain(getattr(chain, name)) for name in ("row", "parse_run", "capture")}
        origins = [_plain(origin) for origin in chain.origins]
        sys.stdout.buffer.write(to_json({"table": chain.table, **parts, "origins": origins}) + b"\n")
    else:
        _print(chain)


def _find_body(chain: Chain, archive: Path) -> bytes:
    from cryptodrug_scraper.importers import ImportReport, captures_in
    from cryptodrug_scraper.store.provenance import is_body_of

    for origin in chain.origins:
        path = archive / origin["path"] if archive.is_dir() else archive
        if path.is_file():
            for capture in captures_in(path, ImportReport()):
                if _is_at(capture, origin) and is_body_of(chain, capture.body):
                    return capture.body
    places = ", ".join(str(origin["path"]) for origin in chain.origins)
    msg = f"the page is not in {archive} (looked for {places}): name the folder that was replayed with --archive"
    raise ArchiveError(msg)


def _is_at(capture: Capture, origin: Mapping[str, Any]) -> bool:
    return origin["byte_offset"] is None or capture.origin.offset == origin["byte_offset"]


def _plain(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: value.hex() if isinstance(value, bytes | memoryview) else value for name, value in row.items()}


def _print(chain: Chain) -> None:
    for title, row in ((chain.table, chain.row), ("parse_run", chain.parse_run), ("capture", chain.capture)):
        if row:
            shown = [(name, cell(value)) for name, value in _plain(row).items() if value is not None]
            print_table(("column", "value"), shown, title=title)
    places = [(o["importer"], o["path"], o["byte_offset"], o["time_source"]) for o in chain.origins]
    print_table(("importer", "path", "byte_offset", "time_source"), places, title="origins")
