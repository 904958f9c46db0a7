"""``cryptodrug parse``: read saved pages without a database."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET, TIME
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.printed import page_object

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.capture import CaptureTime

__all__ = ["parse"]


@click.command
@click.argument("files", nargs=-1, required=True, type=FilePath())
@click.option("--market", type=MARKET, help="The market that the pages should be of. The page decides; this checks.")
@click.option("--url", help="The address that the page was fetched from.")
@click.option(
    "--captured-at", type=TIME, metavar="TIME", help="Time at which it was fetched: an ISO 8601 instant, or a day."
)
@click.option("--plain", is_flag=True, help="Read every page in full, also what its site prints around many pages.")
def parse(
    files: tuple[Path, ...], market: str | None, url: str | None, captured_at: CaptureTime | None, *, plain: bool
) -> None:
    """
    Read saved pages and print one JSON object per file, a line each. No database is used.

    Relative ages on a page ("3d") become times only with --captured-at. What a site prints around many pages to the
    byte, such as its menu, is read once; --plain reads it on each page, which gives the same and shows that it does.

    \b
    Example:
      cryptodrug parse page.html --captured-at 2018-11-18T09:12:00Z | jq .records

    \b
    Exit codes:
      0  every file was read as a page, walls such as login pages included
      3  a file could not be opened
      4  a file is no page, or its page has an error (see its issues)
    """
    context = PageContext(url, captured_at)
    output = sys.stdout.buffer
    missing = faulty = 0
    for file in files:
        try:
            body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        except OSError as error:
            hint = "use replay for folders" if file.is_dir() else "check the path"
            say(f"cryptodrug: {file}: {error.strerror}: {hint}", err=True)
            missing += 1
            continue
        page = parse_page(body, context, market, plain=plain)
        faulty += any(issue.severity == "error" for issue in page.issues)
        output.write(to_json(page_object(page, captured_at, str(file))) + b"\n")
    output.flush()
    if missing or faulty:
        raise click.exceptions.Exit(ArchiveError.exit_code if missing else ParseError.exit_code)
