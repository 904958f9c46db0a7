"""``cryptodrug fixture``: pages that the tests read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cryptodrug_scraper.cli.options import TIME
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError, ParseError, QualityError
from cryptodrug_scraper.page.market import market_named
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime

__all__ = ["fixture"]

_ROOT = Path("fixtures/pages")
_LONGEST = 200


@click.group
def fixture() -> None:
    """
    Make and check the pages that the tests read.

    \b
    Example:
      cryptodrug fixture check
    """


@fixture.command
@click.argument("page", type=FilePath(exists=True, dir_okay=False))
@click.argument("name")
@click.option("--captured-at", type=TIME, metavar="TIME", help="Time at which the page was fetched.")
@click.option("--into", type=FilePath(), default=_ROOT, show_default=True, help="Folder of the fixtures.")
def draft(page: Path, name: str, captured_at: CaptureTime | None, into: Path) -> None:
    """
    Turn a saved page into the draft of a fixture: names, keys, hosts, numbers in links and texts are invented.

    The words that the market's parser goes by stay, and currencies, places, quantities, ages and numbers below ten.
    Masks of buyers, days and times of day, counts, prices and rates become others: the same for the same, in the same
    order and form, and what follows from others still does. The time of capture moves with the page's times, by some
    months that nobody can tell afterwards. What acts by itself in a browser goes: scripts, styles, frames, attributes
    for events and others that are not known to be harmless, hosts of pictures. Read the draft before you keep it: write
    the note in meta.json, and check expected.json against the page.

    \b
    Example:
      cryptodrug fixture draft saved.html vendor-with-two-keys --captured-at 2019-02-03

    \b
    Exit codes:
      0  the draft is read like the page
      2  the name cannot be used, or is taken
      4  the page is of no known market
      7  the draft is kept, and is not read like the page: the message says how it differs
    """
    from cryptodrug_scraper.cases.attempts import draft_like
    from cryptodrug_scraper.cases.case import Case, write_expected
    from cryptodrug_scraper.cases.known_words import words_of

    if Path(name).name != name:
        msg = f"{name!r} is no name of a folder: a fixture lies in <market>/<kind>/NAME"
        raise click.BadParameter(msg, param_hint="'NAME'")
    context = PageContext(None, captured_at)
    body = page.read_bytes()
    original = parse_page(body, context)
    if original.market is None:
        msg = f"{page} is a page of no known market ({original.kind}): write such a fixture by hand"
        raise ParseError(msg)
    folder = into / original.market / original.kind / name
    if folder.exists():
        msg = f"{folder} is there already: choose another name"
        raise ConfigurationError(msg)
    made = draft_like(body, original, words_of(market_named(original.market)), captured_at)
    meta = {"url": None, "captured_at": made.printed_time, "note": "say here what this case shows"}
    folder.mkdir(parents=True)
    try:
        (folder / "body.html").write_bytes(made.body)
        (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode(meta), indent=1) + b"\n")
        write_expected(Case(folder, folder.name))
    except BaseException:  # a half would keep the name from the next try
        shutil.rmtree(folder, ignore_errors=True)
        raise
    invented = counted(made.words, "word")
    say(f"{folder}: {invented} invented, and all masks, times and numbers of people changed. Read it.")
    if made.differences:
        msg = (
            f"{folder}: the draft is not read like the page: {'; '.join(made.differences)}. "
            "Next: correct its body.html by hand, and run cryptodrug fixture rerun on its folder"
        )
        raise QualityError(msg)


@fixture.command
@click.argument("root", type=FilePath(exists=True), default=_ROOT)
def rerun(root: Path) -> None:
    """
    Write anew what is expected of each page below a folder, as the parser reads it now. Read the difference with git.

    \b
    Example:
      cryptodrug fixture rerun fixtures/pages/dream/listing

    \b
    Exit codes:
      0  done
      3  a fixture is not whole
    """
    from cryptodrug_scraper.cases.case import cases_below, write_expected

    cases = cases_below(root)
    for case in cases:
        write_expected(case)
    say(f"{counted(len(cases), 'fixture')} written")


@fixture.command
@click.argument("root", type=FilePath(exists=True), default=_ROOT)
def check(root: Path) -> None:
    """
    Read each page below a folder, and print a line for each field that differs from what is expected.

    \b
    Example:
      cryptodrug fixture check

    \b
    Exit codes:
      0  all is as expected
      3  there is no fixture below the folder, or one that is not whole
      7  something differs
    """
    from cryptodrug_scraper.cases.case import cases_below, fields_of, read_case

    cases = cases_below(root)
    if not cases:
        msg = f"there is no fixture below {root}: a fixture is a folder <market>/<kind>/<name>/ with a body.html"
        raise ArchiveError(msg)
    wrong = 0
    for case in cases:
        expected, found = fields_of(case.expected), fields_of(read_case(case))
        for name in sorted(expected.keys() | found.keys()):
            if expected.get(name) != found.get(name) or (name in expected) != (name in found):
                wrong += 1
                say(f"{case.name}: {name}: expected {_said(expected, name)}, found {_said(found, name)}")
        belongs = expected.get("market") or "none", expected.get("kind")
        if belongs != (case.market, case.kind):
            wrong += 1
            say(f"{case.name}: it belongs in {belongs[0]}/{belongs[1]}")
    say(f"{counted(len(cases), 'fixture')}, {counted(wrong, 'field differs|fields differ')}")
    if wrong:
        raise click.exceptions.Exit(QualityError.exit_code)


def _said(fields: dict[str, Any], name: str) -> str:
    """What a page says of a field, on one line of the length of a terminal's or two."""
    if name not in fields:
        return "nothing"
    said = msgspec.json.encode(fields[name]).decode()
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
