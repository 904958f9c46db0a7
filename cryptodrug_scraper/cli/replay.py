"""``cryptodrug replay``: archives and folders into the database."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from cryptodrug_scraper.cli.options import DAY, MARKET
from cryptodrug_scraper.cli.tables import console, print_table
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from cryptodrug_scraper.replay import Summary

__all__ = ["replay"]

_LOG_EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@click.command
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--market", type=MARKET, help="The market that the pages should be of. Others are loaded with an issue.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Only captures of this day or later.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Only captures of this day or earlier.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read pages.  [default: all cores]")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def replay(
    paths: tuple[Path, ...],
    market: str | None,
    first: date | None,
    last: date | None,
    workers: int | None,
    as_json: bool,  # a flag of the command line
) -> None:
    """
    Read folders of saved pages and WARC files, and load their records into the database.

    The capture time of a page comes from its sidecar, from a folder named after a day, or from its WARC record. What is
    in the database already stays: loading the same twice adds nothing.

    \b
    Example:
      cryptodrug replay crawls/ 2018-11.warc.gz --from 2018-11-01 --until 2018-11-30

    \b
    Exit codes:
      0  done; the summary counts what was refused, and why
      3  a path is not there
      5  the database cannot be used
    """
    from cryptodrug_scraper.importers.sources import check_paths  # --help is quick without these
    from cryptodrug_scraper.replay import Window, replay
    from cryptodrug_scraper.store.database import open_database

    check_paths(list(paths))
    with open_database() as database, _progress() as progress:
        summary = replay(
            database.engine,
            list(paths),
            market=market,
            window=Window(first, last),
            workers=workers,
            progress=progress,
        )
    if as_json:
        sys.stdout.buffer.write(to_json(_as_object(summary)) + b"\n")
    else:
        _print(summary)


@contextmanager
def _progress() -> Iterator[Callable[[Summary], None]]:
    """A bar with counts and rate on a terminal, plain lines elsewhere."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield _Lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counts]}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("reading", total=None, counts="")

        def show(summary: Summary) -> None:
            bar.update(task, counts=_counts(summary))

        yield show


class _Lines:
    """A line of progress now and then."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _LOG_EVERY

    def __call__(self, summary: Summary) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _LOG_EVERY
            click.echo(f"replay: {_counts(summary)}", err=True)


def _counts(summary: Summary) -> str:
    rate = summary.pages / summary.seconds if summary.seconds else 0.0
    return f"{summary.pages} pages, {summary.records} records, {rate:.0f} pages/s"


def _print(summary: Summary) -> None:
    print_table(
        ("market", "kind", "pages", "records", "issues", "incomplete"),
        [
            (market or "(none)", kind, count.pages, count.records, count.issues, count.incomplete)
            for (market, kind), count in sorted(summary.kinds.items(), key=lambda item: (item[0][0] or "", item[0][1]))
        ],
        title="Pages read",
    )
    if summary.issues:
        print_table(("issue", "times"), summary.issues.most_common(), title="Issues")
    report = summary.report
    if report.refused:
        print_table(
            ("refused", "times", "for example"),
            [(reason, times, "; ".join(report.examples[reason])) for reason, times in report.refused.most_common()],
            title="Refused",
        )
    if summary.outside:
        click.echo(f"{summary.outside} captures lie outside the days asked for.")
    observed = sum(rows for table, rows in summary.new_rows.items() if table.endswith("_observation"))
    click.echo(
        f"{_counts(summary)}; {summary.walls} walls; {sum(report.refused.values())} refused; "
        f"{summary.new_rows['capture']} new captures, {observed} new observations; {summary.seconds:.1f} s."
    )


def _as_object(summary: Summary) -> dict[str, object]:
    return {
        "pages": summary.pages,
        "records": summary.records,
        "walls": summary.walls,
        "outside": summary.outside,
        "seconds": round(summary.seconds, 3),
        "kinds": [
            {"market": market, "kind": kind, **_fields(count)} for (market, kind), count in summary.kinds.items()
        ],
        "issues": dict(summary.issues),
        "refused": dict(summary.report.refused),
        "new_rows": dict(summary.new_rows),
    }


def _fields(count: object) -> dict[str, int]:
    return {name: getattr(count, name) for name in ("pages", "records", "issues", "incomplete")}
