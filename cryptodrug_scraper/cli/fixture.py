"""``cryptodrug fixture``: pages that the tests read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cryptodrug_scraper.cli.options import TIME
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError, QualityError

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
@click.argument("page", type=FilePath(exists=True))
@click.argument("name")
@click.option("--captured-at", type=TIME, metavar="TIME", help="Time at which the page was fetched.")
@click.option("--into", type=FilePath(), default=_ROOT, show_default=True, help="Folder of the fixtures.")
@click.option(
    "--review",
    type=FilePath(file_okay=False),
    help="Write each draft beside its page into this folder, to be read in a browser; it holds words of the page.",
)
def draft(page: Path, name: str, captured_at: CaptureTime | None, into: Path, review: Path | None) -> None:
    """
    Turn a saved page into the draft of a fixture: names, keys, hosts, numbers in links and texts are invented. Of a
    folder, each page is drafted, as NAME-1, NAME-2 and so on, and a name is the same on all of them.

    The words that the market's parser goes by stay, and those that readers of every market know: currencies, places,
    units, goods, ages, payment and delivery; but never more than two phrases of them in a row. Masks of buyers, days
    and times of day, counts, prices and rates become others: the same for the same, in the same order and form, and
    what follows from others still does. The time of capture moves with the page's times, by some months that nobody
    can tell afterwards. What acts by itself in a browser goes: scripts, styles, frames, attributes for events and
    others that are not known to be harmless, hosts of pictures; pictures become a grey point.

    What the draft is read as is compared with the page, value by value: a value is alike, replaced by its like, meant
    to change, or to be looked at. With --review each draft stands beside its page, with what has to be looked at first.
    Read it before you keep the draft: write the note in meta.json, and check expected.json against the page.

    \b
    Example:
      cryptodrug fixture draft saved.html vendor-with-two-keys --captured-at 2019-02-03
      cryptodrug fixture draft saved/ first --review /dev/shm/review

    \b
    Exit codes:
      0  the draft is read like the page
      2  the name cannot be used, or is taken; or reviews would go among the fixtures
      3  no file is a page, or one cannot be read
      4  the page is of no known market
      7  the draft is kept, and is not read like the page: the message says how it differs
    """
    from cryptodrug_scraper.cases.drafting import drafted, sources_of, write_reviews
    from cryptodrug_scraper.cases.value_rules import Outcome
    from cryptodrug_scraper.importers.page_files import pages_among, passed_over_lines

    if Path(name).name != name:
        msg = f"{name!r} is no name of a folder: a fixture lies in <market>/<kind>/NAME"
        raise click.BadParameter(msg, param_hint="'NAME'")
    if review is not None and review.resolve().is_relative_to(into.resolve()):
        msg = f"{review} is among the fixtures, which are committed, and reviews hold words of the page: choose another"
        raise click.BadParameter(msg, param_hint="'--review'")
    files = pages_among([page]) if page.is_dir() else None
    passed = [] if files is None else list(passed_over_lines(files.passed_over))
    sources, unknown = sources_of(
        [page] if files is None else files.pages, name, captured_at, into, is_one=files is None
    )
    passed += unknown
    for line in passed:
        say(line, err=True)
    if files is not None:
        left = len(files.passed_over) + len(unknown)
        say(f"{counted(left, 'file')} passed over, {counted(len(sources), 'page')} drafted", err=True)
    drafts = []
    for each in drafted(sources, captured_at):
        drafts.append(each)
        counts = Counter(value.outcome for value in each.made.fields)
        values = ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome)
        invented = counted(each.made.words, "word")
        say(f"{each.source.folder}: {invented} invented, and all masks, times and numbers of people changed. {values}.")
        if each.made.is_apart:
            why = "since it could not be read with those of the others"
            say(f"{each.source.folder}: it has names and days of its own, {why}")
    if review is not None:
        say(f"Read {write_reviews(drafts, passed, review, captured_at)}, and remove it when the drafts are read.")
    differing = [each for each in drafts if each.lines]
    if differing:
        told = "\n".join(
            f"{each.source.folder}: the draft is not read like the page: {'; '.join(each.lines)}." for each in differing
        )
        beside = "" if review is not None else ", best beside the page (--review FOLDER)"
        msg = f"{told}\nNext: correct body.html by hand{beside}, and run cryptodrug fixture rerun on its folder"
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
