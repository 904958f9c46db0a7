"""``cryptodrug show``: print where a row comes from."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.cli.explore import serve_pages
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cryptodrug_scraper.store.estimate import Estimate
    from cryptodrug_scraper.store.provenance import Chain
    from cryptodrug_scraper.store.succession import CaptureReading

__all__ = ["show"]


@click.command
@click.argument("record_id")
@click.option("--body", is_flag=True, help="Write the bytes of the page to standard output instead.")
@click.option(
    "--archive",
    type=FilePath(exists=True),
    help="The folder or file that was replayed, for --body.  [default: the archive, or else this folder]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the chain as JSON.")
@click.option(
    "--open",
    "in_browser",
    is_flag=True,
    help="Show it in a browser instead, beside its page with the words marked; see cryptodrug explore.",
)
@click.option("--no-browser", is_flag=True, help="With --open, print the address, and open nothing.")
def show(
    record_id: str, body: bool, archive: Path | None, as_json: bool, in_browser: bool, no_browser: bool
) -> None:  # flags
    """
    Print a row, the reading that gave it with its parser version, the page, and where the page's bytes lie.

    All readings of the page are listed. The views show one of them; a row of another says so. Beside what the source of
    the page states of its time stands when the current derivation thinks that it was made, and what tells.

    RECORD_ID is an identifier from any view, or its first digits; those of what a page says of a record are those of
    the page's reading (parse_run_id), and mean it. With --open it may be that of a snapshot or a crawl as well.

    \b
    Example:
      cryptodrug show 3f2a9c41 --body --archive crawls/ > page.html

    \b
    Exit codes:
      0  done, or --open: interrupted
      2  --body: standard output is a terminal
      3  --body: the bytes are not in the archive named
      5  no row has this identifier
    """
    from cryptodrug_scraper.store.estimate import estimate_of
    from cryptodrug_scraper.store.provenance import chain_of
    from cryptodrug_scraper.store.reading import reading  # --help is quick without these
    from cryptodrug_scraper.store.succession import readings_in_order

    if body and sys.stdout.isatty():
        msg = "the bytes of a page could steer a terminal: send them to a file, as in --body > page.html"
        raise click.UsageError(msg)
    if in_browser:
        serve_pages(port=0, no_browser=no_browser, archives=() if archive is None else (archive,), landing=record_id)
        return
    with reading() as connection:
        chain = chain_of(connection, record_id)
        readings = readings_in_order(connection, chain.capture["capture_id"])
        estimate = estimate_of(connection, chain.capture["capture_id"])
    if body:
        sys.stdout.buffer.write(_find_body(chain, archive))
        sys.stdout.buffer.flush()
    elif as_json:
        parts = {name: _plain(getattr(chain, name)) for name in ("row", "parse_run", "capture")}
        origins = [_plain(origin) for origin in chain.origins]
        listed = [asdict(reading) for reading in readings]
        dated = None if estimate is None else asdict(estimate)
        facts = {"table": chain.table, **parts, "capture_time": dated, "origins": origins, "readings": listed}
        sys.stdout.buffer.write(to_json(facts) + b"\n")
    else:
        _print(chain, readings, estimate)


def _find_body(chain: Chain, archive: Path | None) -> bytes:
    from cryptodrug_scraper.archive.layout import default_archive
    from cryptodrug_scraper.explore.bodies import body_of

    return body_of(chain, [default_archive(), Path()] if archive is None else [archive])


def _plain(row: Mapping[str, Any]) -> dict[str, object]:
    return {name: value.hex() if isinstance(value, bytes | memoryview) else value for name, value in row.items()}


def _print(chain: Chain, readings: Sequence[CaptureReading], estimate: Estimate | None) -> None:
    from cryptodrug_scraper.explore.time_words import time_words  # --help is quick without it

    for title, row in ((chain.table, chain.row), ("parse_run", chain.parse_run), ("capture", chain.capture)):
        if row:
            shown = [(name, value) for name, value in _plain(row).items() if value is not None]
            print_table(("column", "value"), shown, title=title)
    if estimate is not None:
        rows = [(name, value) for name, value in asdict(estimate).items() if value is not None]
        print_table(("column", "value"), rows, title="capture_time, by the current derivation")
        for sentence in time_words(estimate):
            say(sentence)
    places = [(o["importer"], o["path"], o["byte_offset"], o["time_source"]) for o in chain.origins]
    print_table(("importer", "path", "byte_offset", "time_source"), places, title="origins")
    listed = [(r.parser_version, r.market, r.kind, r.issues, _standing(r, chain)) for r in readings]
    print_table(("parser_version", "market", "kind", "issues", "standing"), listed, title="readings, oldest first")
    shown_readings = [reading for reading in readings if reading.is_shown]
    run = chain.parse_run.get("parse_run_id")
    if run is not None and run not in {reading.parse_run_id for reading in shown_readings}:
        versions = ", ".join(reading.parser_version for reading in shown_readings)
        say(f"This row is of a reading that the views leave out; the one that is shown is by {versions}.")


def _standing(reading: CaptureReading, chain: Chain) -> str:
    words = ["shown"] if reading.is_shown else []
    if reading.parse_run_id == chain.parse_run.get("parse_run_id"):
        words.append("of this row")
    return ", ".join(words)
