"""``cryptodrug explore``: the page behind the number, in a browser."""

from __future__ import annotations

import contextlib
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.keys import has_keys, on_enter
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Engine

    from cryptodrug_scraper.explore.serving import Inviting
    from cryptodrug_scraper.explore.writing import Writing

__all__ = ["explore", "serve_pages"]


@click.command
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open nothing.")
@click.option(
    "--archive",
    "archives",
    type=FilePath(exists=True),
    multiple=True,
    help="A folder or file that was replayed, for the pages.  [default: the archive, or else this folder]",
)
@click.option("--at", "address", help="The page to begin at, as a report or a citation names it: /figures/…")
@click.option("--notebook", is_flag=True, help="Open a marimo notebook with the report's charts instead.")
@click.option(
    "--demo", is_flag=True, help="Use simulated data, made in the data folder at the first time, and no other."
)
@click.option("--decide-as", metavar="NAME", help="Show forms for decisions, which are written in this person's name.")
@click.option("--file", "notebook_file", type=FilePath(dir_okay=False), help="The notebook; it is made if need be.")
@click.option(
    "--adjudicate", metavar="N|ID", help="Judge a sample of N items of what the program tells, or the sample ID."
)
@click.option("--as", "coder", metavar="NAME", help="Who judges it; kept with each answer, and personal data.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="By which a sample is drawn: the same data and seed give the same.",
)
@click.option("--settle", is_flag=True, help="Settle the items on which both coders of the sample differ.")
def explore(
    port: int,
    no_browser: bool,
    archives: tuple[Path, ...],
    address: str | None,
    notebook: bool,
    demo: bool,
    decide_as: str | None,
    notebook_file: Path | None,
    adjudicate: str | None,
    coder: str | None,
    seed: int,
    settle: bool,
) -> None:
    """
    Look at the data in a browser: from a figure to its rows, from a row to its page, with the very words marked that
    each field was read from.

    It answers on this machine only, and serves until it is interrupted. The address that it prints lets one browser in,
    once and within ten minutes; Enter prints another. What it shows is identified data. See docs/exploring.md.

    With --at it begins at one of its pages: a report names that of each of its figures, with the definition, the
    attribution and the window of the figure.

    With --notebook it writes cryptodrug-notebook.py, or the file named, with the charts of the report as starting
    points, and opens it in marimo, on this machine only; a file that is there is opened as it is. See
    docs/notebooks.md.

    With --decide-as NAME its pages lead to forms by which accounts are linked, and countries, prices, classes and
    fields corrected: what cryptodrug decision add does, where it is shown. Nothing else can be written. See
    docs/decisions.md.

    With --demo it shows a year of simulated crawls of three markets, to try it without data of one's own. They are made
    at the first time, in about half a minute, and kept in the folder demo of the data folder.

    With --adjudicate it shows nothing but a sample of what the program tells, drawn by strata, for a person to judge by
    the saved pages: whether two accounts are one seller's, what a listing sells, how many grams, whether it rules
    places out, and whether fields are read right. Two people do so apart, each in their own name and with the same N
    and seed, or by the sample's ID; then a third step settles where they differ. See docs/adjudication.md.

    \b
    Example:
      cryptodrug explore --archive crawls/
      cryptodrug explore --at '/figures/country_share?country=BE&attribution=A2'
      cryptodrug explore --notebook --file country.py
      cryptodrug explore --demo
      cryptodrug explore --decide-as "E. Peeters"
      cryptodrug explore --adjudicate 200 --as "E. Peeters"
      cryptodrug explore --adjudicate 5d0c7f2a --settle --as "A. Maes"

    \b
    Exit codes:
      0  interrupted
      2  the port is taken, there is no marimo, the data of the demo could not be made, or this person cannot judge the
         sample
      5  the database cannot be used, there is no such sample, or nothing to draw one from
    """
    if notebook_file is not None and not notebook:
        msg = "--file is for --notebook"
        raise click.UsageError(msg)
    if address is not None and (notebook or not address.startswith("/")):
        msg = "--at is a page of explore, which begins with / and is no notebook"
        raise click.UsageError(msg)
    if decide_as is not None and (notebook or not decide_as.strip()):
        msg = "--decide-as names a person, and is not for --notebook"
        raise click.UsageError(msg)
    if archives and demo:
        msg = "--demo has pages of its own: leave --archive out"
        raise click.UsageError(msg)
    if (coder is None) != (adjudicate is None) or (settle and adjudicate is None):
        msg = "--adjudicate needs the name of who judges (--as), and --as and --settle are for --adjudicate"
        raise click.UsageError(msg)
    if adjudicate is not None and (notebook or address is not None or decide_as is not None):
        msg = "--adjudicate shows a sample and nothing else: leave --notebook, --at and --decide-as out"
        raise click.UsageError(msg)
    with contextlib.ExitStack() as stack:
        counted_by = "cryptodrug derive"
        if demo:
            from cryptodrug_scraper.cli.demo_data import command_on, demo_data

            counted_by = command_on(counted_by)

            if notebook:
                from cryptodrug_scraper.explore.notebook import check_marimo

                check_marimo()  # before anything is made
            archives = (stack.enter_context(demo_data()),)
        if notebook:
            from cryptodrug_scraper.cli.explore_notebook import run_notebook

            code = run_notebook(notebook_file, port=port or None, headless=no_browser)
            if code:
                raise click.exceptions.Exit(ConfigurationError.exit_code)
            return
        writes = None if decide_as is None else _deciding(decide_as.strip(), counted_by)
        if adjudicate is not None and coder is not None:
            from cryptodrug_scraper.cli.explore_judging import part_in

            writes = part_in(adjudicate, coder.strip(), seed, is_settling=settle)
        serve_pages(port=port, no_browser=no_browser, archives=archives, landing=address, writes=writes)


def serve_pages(
    *,
    port: int,
    no_browser: bool,
    archives: tuple[Path, ...],
    landing: str | None,
    writes: Callable[[Engine], AbstractContextManager[Writing]] | None = None,
) -> None:
    """
    Serve the application from a page on, or from that of an identifier, or from its first one, until it is interrupted.

    Args:
        port: of loopback; 0 takes a free one.
        no_browser: open none.
        archives: where the bytes of pages are.
        landing: the page, or the identifier; None for the first page.
        writes: gives the pages with forms, of connections that read all tables; None: there are none.

    Raises:
        StoreError: nothing has the identifier, or the database cannot be used.
    """
    from cryptodrug_scraper.archive.layout import default_archive
    from cryptodrug_scraper.explore.apart import get_ready
    from cryptodrug_scraper.explore.landing import path_of
    from cryptodrug_scraper.explore.opening import in_browser
    from cryptodrug_scraper.explore.serving import serve
    from cryptodrug_scraper.explore.sources import Sources
    from cryptodrug_scraper.store.database import open_database, open_for_reader

    @contextlib.contextmanager
    def meanwhile(invite: Inviting) -> Iterator[None]:
        def say_address() -> None:
            say(f"Open {invite()[0]}")

        say_address()
        enter = "; Enter prints another" if has_keys() else ""
        say(f"It lets one browser of this machine in, once and within ten minutes{enter}. Ctrl-C ends it.")
        with contextlib.ExitStack() as stack:
            if not no_browser:
                address, invitation = invite()
                stack.enter_context(in_browser(address, invitation.used, lambda line: say(line, err=True)))
            stack.enter_context(on_enter(say_address))
            yield

    Thread(target=get_ready, daemon=True).start()  # while the database is opened
    roots = archives or (default_archive(), Path())
    with open_database(read_only=True) as whole, open_for_reader() as views:
        sources = Sources(views.engine, whole.engine, roots)
        path = landing or "/"
        if not path.startswith("/"):
            path = path_of(sources, path)
        with contextlib.nullcontext() if writes is None else writes(whole.engine) as writing:
            if writing is not None and writing.is_alone:
                path = writing.place[0]
            with contextlib.suppress(KeyboardInterrupt):
                serve(sources, port, path, meanwhile, writing)


def _deciding(by: str, counted_by: str) -> Callable[[Engine], AbstractContextManager[Writing]]:
    """The pages with forms for decisions, written by somebody."""

    @contextlib.contextmanager
    def opened(owner: Engine) -> Iterator[Writing]:
        from cryptodrug_scraper.explore.pages.deciding import BLUEPRINT, PLACE
        from cryptodrug_scraper.explore.writing import Writing
        from cryptodrug_scraper.store.form_writer import open_for_forms
        from cryptodrug_scraper.store.models import Decision

        with open_for_forms(owner.url, [Decision]) as engine:
            yield Writing(by, engine, BLUEPRINT, PLACE, counted_by=counted_by)

    return opened
