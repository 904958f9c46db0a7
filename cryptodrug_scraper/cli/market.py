"""``cryptodrug market``: the markets that are installed, and how one is added."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ConfigurationError, QualityError
from cryptodrug_scraper.output import to_json

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
@click.argument("more", nargs=-1, type=FilePath(exists=True))
def new(name: str, title: str | None, saved: tuple[Path, ...], outside: Path | None, more: tuple[Path, ...]) -> None:
    """
    Write a market from saved pages: its declaration, what claims and classifies its pages, a drafted reader for each
    kind, its categories, calendar and spider, a test, and drafts of fixtures.

    The readers run. What in them is a guess is marked CHECK with its evidence, for you to correct. Pages named after
    NAME count as saved pages too, so that a shell may fill them in. No word of a page goes into the fixtures but
    labels, and what the market's own files say; read the drafts all the same.

    \b
    Example:
      cryptodrug market new silkroad --outside ../silkroad --from saved/*.html

    \b
    Exit codes:
      0  it is written; docs/markets.md says how to go on
      2  the name cannot be used, or a file is there already
      3  a page cannot be read
    """
    from cryptodrug_scraper.page.declared import check_name
    from cryptodrug_scraper.page.market import market_faults, markets
    from cryptodrug_scraper.scaffold.drafts import write_drafts
    from cryptodrug_scraper.scaffold.found import look_at
    from cryptodrug_scraper.scaffold.skeleton import Place, write_skeleton

    check_name(name, title or name)
    if name in {*(each.name for each in markets()), *(fault.name for fault in market_faults())}:
        msg = f"a market called {name} is installed: choose another name"
        raise ConfigurationError(msg)
    found = look_at([file for path in (*saved, *more) for file in _files(path)])
    place = Place.inside(name, Path()) if outside is None else Place.outside(name, outside)
    written = write_skeleton(place, name, title or name.capitalize(), found)
    drafts = write_drafts(found, place.fixtures, written)
    for path in (*written, *drafts):
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
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def check(name: str, fixtures: Path | None, docs: tuple[Path, ...], as_json: bool) -> None:
    """
    Check what a market lacks: readers, fixtures, categories, labels that nobody reads, a spider that finds its lists,
    its calendar, its documentation.

    \b
    Example:
      cryptodrug market check dream

    \b
    Exit codes:
      0  nothing that is required is lacking
      2  there is no such market, or it cannot be used
      7  something required is lacking
    """
    from dataclasses import asdict

    from cryptodrug_scraper.page.market import market_named
    from cryptodrug_scraper.scaffold.check import lacks_of

    checked = market_named(name)
    root = fixtures or next((path for path in _FIXTURES if path.is_dir()), _FIXTURES[-1])
    lacks = list(lacks_of(checked, root, list(docs or _DOCUMENTS)))
    if as_json:
        sys.stdout.buffer.write(to_json([asdict(lack) for lack in lacks]) + b"\n")
    else:
        rows = [("required" if lack.required else "note", lack.what, lack.detail) for lack in lacks]
        print_table(("state", "of", "what is lacking"), rows)
    if any(lack.required for lack in lacks):
        raise click.exceptions.Exit(QualityError.exit_code)


def _files(path: Path) -> list[Path]:
    """A file, or the pages below a folder."""
    return sorted(path.rglob("*.htm*")) if path.is_dir() else [path]
