"""``cryptodrug market``: the markets that are installed, and how one is added."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import TIME
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError, QualityError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.scaffold.saved_check import SavedReading

__all__ = ["market"]

_FIXTURES = (Path("fixtures/pages"), Path("fixtures"))
_DOCUMENTS = (Path("docs/records.md"), Path("README.md"))


@click.group
def market() -> None:
    """
    List the markets that are installed, add one, and check what it lacks.

    \b
    Example:
      cryptodrug market list
    """


@market.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(as_json: bool) -> None:
    """
    Show the installed markets, and those that cannot be used.

    \b
    Example:
      cryptodrug market list

    \b
    Exit codes:
      0  done
      2  no market can be used
    """
    from cryptodrug_scraper.page.market import market_faults, markets

    found: list[dict[str, object]] = [
        {
            "name": each.name,
            "title": each.title,
            "kinds": sorted(each.readers),
            "walls": sorted(each.walls),
            "spider": each.spider,
            "fault": None,
        }
        for each in markets()
    ]
    found += [
        {"name": fault.name, "title": None, "kinds": [], "walls": [], "spider": None, "fault": str(fault)}
        for fault in market_faults()
    ]
    if as_json:
        sys.stdout.buffer.write(to_json(found) + b"\n")
        return
    rows = [(each["name"], each["title"] or each["fault"], each["kinds"], each["spider"]) for each in found]
    print_table(("market", "title", "kinds", "spider"), rows)


@market.command
@click.argument("saved", nargs=-1, required=True, metavar="SAVED...", type=FilePath(exists=True))
@click.option(
    "--answers",
    type=FilePath(exists=True, dir_okay=False),
    help="Take what this file says already, and ask what is left.",
)
def ask(saved: tuple[Path, ...], answers: Path | None) -> None:
    """
    Print what `market new` takes saved pages for, and what it cannot tell, as a file for you to correct: the kind of
    each page, the field of each label and each value without one, texts, lists within an offer, and words.

    It holds words of the pages: keep it as private as those.

    \b
    Example:
      cryptodrug market ask saved/ > answers.toml

    \b
    Exit codes:
      0  done
      2  an answer cannot be used
      3  a page cannot be read
    """
    from cryptodrug_scraper.scaffold.answers import read_answers
    from cryptodrug_scraper.scaffold.asking import questions_of
    from cryptodrug_scraper.scaffold.found import look_at

    found = look_at(_pages(*saved), None if answers is None else read_answers(answers))
    sys.stdout.buffer.write(questions_of(found).encode())


@market.command
@click.argument("name")
@click.option("--title", help="Full name of the market.  [default: NAME]")
@click.option(
    "--from",
    "saved",
    multiple=True,
    type=FilePath(exists=True),
    help="A saved page, or a folder of them; may be repeated.",
)
@click.option(
    "--outside",
    type=FilePath(file_okay=False),
    help="Folder for a distribution of its own, instead of a package inside this project.",
)
@click.option(
    "--samples",
    type=FilePath(dir_okay=False),
    help="Write what each candidate field says on the pages into this file, as Markdown; it holds their words.",
)
@click.option(
    "--answers",
    type=FilePath(exists=True, dir_okay=False),
    help="Take what this file says of the pages, as `market ask` writes it.",
)
@click.argument("more", nargs=-1, type=FilePath(exists=True))
def new(
    name: str,
    *,
    title: str | None,
    saved: tuple[Path, ...],
    outside: Path | None,
    samples: Path | None,
    answers: Path | None,
    more: tuple[Path, ...],
) -> None:
    """
    Write a market from saved pages: its declaration, what claims and classifies its pages, a drafted reader for each
    kind, its categories, calendar and spider, a test, and drafts of fixtures.

    The readers run. What in them is a guess is marked CHECK with its evidence, for you to correct. Pages named after
    NAME count as saved pages too, so that a shell may fill them in. No word of a page goes into the fixtures but
    labels, and what the market's own files say; read the drafts all the same. `market ask` writes what can be answered
    before.

    \b
    Example:
      cryptodrug market new silkroad --outside ../silkroad --from saved/*.html

    \b
    Exit codes:
      0  it is written; docs/markets.md says how to go on
      2  the name or an answer cannot be used, or a file is there already
      3  a page cannot be read
    """
    from cryptodrug_scraper.page.declared import check_name
    from cryptodrug_scraper.page.market import market_faults, markets
    from cryptodrug_scraper.scaffold.answers import read_answers
    from cryptodrug_scraper.scaffold.drafts import write_drafts
    from cryptodrug_scraper.scaffold.found import look_at
    from cryptodrug_scraper.scaffold.samples import samples_of
    from cryptodrug_scraper.scaffold.skeleton import Place, write_skeleton
    from cryptodrug_scraper.whole_file import write_whole

    check_name(name, title or name)
    if name in {*(each.name for each in markets()), *(fault.name for fault in market_faults())}:
        msg = f"a market called {name} is installed: choose another name"
        raise ConfigurationError(msg)
    found = look_at(_pages(*saved, *more), None if answers is None else read_answers(answers))
    place = Place.inside(name, Path()) if outside is None else Place.outside(name, outside)
    written = write_skeleton(place, name, title or name.capitalize(), found)
    drafts = write_drafts(found, place.fixtures, written)
    if samples is not None:
        write_whole(samples, samples_of(found).encode())
    for path in (*written, *drafts, *([] if samples is None else [samples])):
        say(path)
    of_kinds = f"{counted(len(found.pages), 'page')} of {counted(len({page.kind for page in found.pages}), 'kind')}"
    say(f"{of_kinds} {'was' if len(found.pages) == 1 else 'were'} looked at. Next: install it, and fill it in.")


@market.command
@click.argument("name")
@click.option(
    "--fixtures",
    type=FilePath(exists=True, file_okay=False),
    help="Folder with fixtures.  [default: fixtures/pages or fixtures]",
)
@click.option("--docs", multiple=True, type=FilePath(), help="Check that this document names the market.")
@click.option(
    "--pages",
    multiple=True,
    type=FilePath(exists=True),
    help="Look at this saved page too, or at those below this folder; may be repeated.",
)
@click.option("--captured-at", type=TIME, metavar="TIME", help="Time at which the saved pages were fetched.")
@click.option(
    "--pictures",
    type=FilePath(file_okay=False),
    help="Write each saved page into this folder, with marks on what was read.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def check(
    name: str,
    fixtures: Path | None,
    docs: tuple[Path, ...],
    pages: tuple[Path, ...],
    captured_at: CaptureTime | None,
    pictures: Path | None,
    as_json: bool,
) -> None:
    """
    Check what a market lacks: readers, fixtures, categories, labels that nobody reads, a spider that finds its lists,
    its calendar, its documentation.

    Fixtures and documents are looked for in the folder in which it runs: that of the project, or of the distribution.

    With --pages it looks at saved pages as a careful person would: text that no record took, block by block with its
    share; fields that none of them fills; values that look wrong, as a title with its price in it, a name with a space,
    or ages that grow younger down a list; and what is read otherwise when white space goes.

    \b
    Example:
      cryptodrug market check dream
      cryptodrug market check dream --pages saved/ --pictures looked-at/

    \b
    Exit codes:
      0  nothing that is required is lacking
      2  there is no such market, or it cannot be used
      3  a saved page cannot be read
      7  something required is lacking
    """
    from dataclasses import asdict

    from cryptodrug_scraper.page.market import market_named
    from cryptodrug_scraper.scaffold.check import lacks_of, unclassed
    from cryptodrug_scraper.scaffold.saved_check import found_on, read_saved

    checked = market_named(name)
    readings = read_saved(_pages(*pages), captured_at)
    lacks = [
        *lacks_of(
            checked,
            _FIXTURES if fixtures is None else (fixtures,),
            docs or _DOCUMENTS,
            has_pages=bool(readings),
        ),
        *found_on(checked, readings),
        *unclassed(checked),
    ]
    if pictures is not None:
        _write_pictures(pictures, readings)
    if as_json:
        sys.stdout.buffer.write(to_json([asdict(lack) for lack in lacks]) + b"\n")
    else:
        rows = [("required" if lack.required else "note", lack.what, lack.detail) for lack in lacks]
        print_table(("state", "of", "what is lacking"), rows)
    if any(lack.required for lack in lacks):
        raise click.exceptions.Exit(QualityError.exit_code)


@market.command
@click.argument("pages", nargs=-1, required=True, type=FilePath(exists=True))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="Port on 127.0.0.1.  [default: a free one]",
)
def serve(pages: tuple[Path, ...], port: int) -> None:
    """
    Serve saved pages on this machine as the site that they are of, to try a spider on; until Ctrl-C or SIGTERM.

    Each page is answered at its address, which a sidecar (page.html.json with "url"), its path, its name, its own links
    or those of other pages tell; any other address is not found. The first line that is printed is JSON: the address,
    how many pages are served, and the files whose address is not known. Each request is a line of standard error, with
    its status.

    \b
    Example:
      cryptodrug market serve saved/ --port 8081 &
      CRYPTODRUG_HOME=$(mktemp -d) cryptodrug crawl silkroad --replica http://127.0.0.1:8081 --set CRAWL_ATTEMPTS=1

    \b
    Exit codes:
      0  it was told to stop
      2  the port cannot be used
      3  a page cannot be read
    """
    from contextlib import suppress
    from functools import partial

    from cryptodrug_scraper.scaffold.serving import HOST, saved_site, server_of

    site = saved_site(_pages(*pages))
    with server_of(site, port, partial(say, err=True)) as server:
        facts = {
            "address": f"http://{HOST}:{server.server_port}",
            "pages": len(site.bodies),
            "without_address": [str(file) for file in site.without],
        }
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


def _write_pictures(folder: Path, readings: Sequence[SavedReading]) -> None:
    """
    Write a picture of each page, named after its number, kind and file.

    Raises:
        ConfigurationError: no pages were given.
    """
    from cryptodrug_scraper.scaffold.pictures import picture_of
    from cryptodrug_scraper.scaffold.untaken import frame_of
    from cryptodrug_scraper.whole_file import write_whole

    if not readings:
        msg = "there are no pages to draw: name them with --pages"
        raise ConfigurationError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    frame = frame_of(each.document for each in readings)
    for number, reading in enumerate(readings, start=1):
        path = folder / f"{number:03}-{reading.page.kind}-{reading.file.stem}.html"
        write_whole(path, picture_of(reading, frame).encode())


def _pages(*paths: Path) -> list[Path]:
    """The saved pages among files and folders; what else is there is told on standard error."""
    from cryptodrug_scraper.importers.page_files import pages_among, passed_over_lines

    found = pages_among(paths)
    for line in passed_over_lines(found.passed_over):
        say(line, err=True)
    if found.passed_over:
        say(
            f"{counted(len(found.passed_over), 'file')} passed over, {counted(len(found.pages), 'page')} taken",
            err=True,
        )
    return found.pages
