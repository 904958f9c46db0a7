"""``cryptodrug replay``: archives and folders into the database."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.below import CommandWithMore
from cryptodrug_scraper.cli.damage import exit_if_damaged
from cryptodrug_scraper.cli.options import DAY, MARKET
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.replay_status import status
from cryptodrug_scraper.cli.replay_summary import check_any_page, counts_of, print_summary
from cryptodrug_scraper.cli.values import SCHEDULER, PlacePath, check_days, check_no_workers
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from datetime import date

    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.replay import Summary
    from cryptodrug_scraper.replay.choosing import OnLoss

__all__ = ["replay"]


@click.command(cls=CommandWithMore)
@click.argument("paths", nargs=-1, type=PlacePath())
@click.option("--market", type=MARKET, help="The market that the pages should be of. Others are loaded with an issue.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Read only captures of this day or later.")
@click.option("--until", "last", type=DAY, metavar="DAY", help="Read only captures of this day or earlier.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read pages.  [default: all cores]")
@click.option(
    "--dask",
    "scheduler",
    type=SCHEDULER,
    metavar="SCHEDULER",
    help="Read and load on the workers of the Dask cluster of this scheduler, such as tls://host:8786.",
)
@click.option(
    "--reparse",
    is_flag=True,
    help="Read only captures that other parser versions have read before; load no new captures.",
)
@click.option(
    "--trust-modified",
    is_flag=True,
    help="For a page without any other time, take the file's modification time. Copying a file changes it.",
)
@click.option(
    "--on-loss",
    type=click.Choice(["stop", "keep", "accept"]),
    default="stop",
    show_default=True,
    help="Where pages would show less than they do, as the parser that read them is not installed or the installed one "
    "finds far fewer records or fields: load nothing (stop), leave those pages as they are (keep), or show what is "
    "found now (accept).",
)
@click.option(
    "--show-ours",
    is_flag=True,
    help="Show what the parsers installed here read, even where another machine chose another version.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def replay(
    paths: tuple[Place, ...],
    market: str | None,
    first: date | None,
    last: date | None,
    workers: int | None,
    scheduler: str | None,
    reparse: bool,  # flags of the command line
    trust_modified: bool,
    on_loss: OnLoss,
    show_ours: bool,
    as_json: bool,
) -> None:
    """
    Read folders of saved pages and archives (tar, zip, WARC, WACZ), and load their records into the database. Files
    that are not pages (pictures, Markdown, data, empty files) are refused, and the summary counts them.

    A path may be a place in an object store, such as s3://bucket/crawls; docs/importing.md says what that needs.

    The capture time of a page comes from its sidecar, from a folder named after a day, or from its WARC record. Rows in
    the database stay, and pages that the installed parsers have read are not read again: to continue a replay that was
    interrupted, run the same command again. cryptodrug replay status tells from another terminal how far it is.

    No page stops the others: one that cannot be read, takes over 10 s of processor time or 1.5 GB of memory, ends its
    reader, or is refused by the database, is loaded with an issue that says so in place of its records.

    After a parser has changed, --reparse reads again the pages that only earlier parser versions have read, from the
    paths given or else from the archive (CRYPTODRUG_ARCHIVE, or the folder archive in the data folder). The new
    readings are stored beside the older ones, which the views then leave out; cryptodrug archive diff compares them.
    The views show what the installed parser has read of a page, and else the newest reading: after going back to an
    earlier parser, any replay brings its readings back.

    With --dask all this is done on other machines: docs/cluster.md says how they are set up.

    \b
    Example:
      cryptodrug replay crawls/ 2018-11.warc.gz --from 2018-11-01 --until 2018-11-30
      cryptodrug replay --reparse crawls/
      cryptodrug replay --dask tls://cluster.example:8786 /shared/crawls

    \b
    Exit codes:
      0  done; the summary counts what was refused, and why
      2  no path is given; no such stores are read; pages would show less than they do (see --on-loss); or the Dask
         cluster cannot be used, was lost, or has other parsers
      3  a path does not exist; no page is at the paths, as in an empty folder or one of pictures; or something is
         damaged: all that can be read is loaded, and the summary names the places
      5  the database cannot be used
    """
    check_days(first, last)
    check_no_workers(scheduler, workers)
    if not paths and not reparse:
        msg = "name folders of saved pages, WARC files or pages; only --reparse takes the archive without being told"
        raise click.UsageError(msg)
    from cryptodrug_scraper.replay.processes import get_ready  # --help is quick without all these

    if scheduler is None:
        get_ready()  # while the rest is imported, and the database starts
    from cryptodrug_scraper.archive.layout import default_archive
    from cryptodrug_scraper.importers.sources import check_paths
    from cryptodrug_scraper.importers.window import Window
    from cryptodrug_scraper.replay import replay
    from cryptodrug_scraper.replay.notice import announced
    from cryptodrug_scraper.store.database import open_database

    paths = paths or (default_archive(),)
    check_paths(list(paths))
    with (
        open_database() as database,
        progress("replay", counts_of, lambda summary: summary.share) as show,
        announced(paths) as tell,
    ):

        def both(counts: Summary) -> None:
            show(counts)
            tell(counts)

        summary = replay(
            database.engine,
            list(paths),
            market=market,
            window=Window(first, last),
            workers=workers,
            dask=scheduler,
            apart=True,
            reparse=reparse,
            trust_modified=trust_modified,
            on_loss=on_loss,
            insist=show_ours,
            progress=both,
        )
    if as_json:
        sys.stdout.buffer.write(to_json(_as_object(summary)) + b"\n")
    else:
        print_summary(summary)
    exit_if_damaged(summary.report)
    check_any_page(summary, paths)


replay.below["status"] = status


def _as_object(summary: Summary) -> dict[str, object]:
    return {
        "pages": summary.pages,
        "records": summary.records,
        "walls": summary.walls,
        "read_before": summary.read_before,
        "taken": {each.name: getattr(summary.taken, each.name) for each in fields(summary.taken)},
        "kept": dict(summary.kept),
        "shown_parsers": [
            {
                "market": each.market,
                "installed": each.version,
                "shown": each.version if each.is_taken else each.before and each.before.version,
                "before": each.before and each.before.version,
            }
            for each in summary.choices
        ],
        "not_loaded": summary.not_loaded,
        "outside": summary.outside,
        "duplicates": summary.report.duplicates,
        "truncated": summary.report.truncated,
        "seconds": round(summary.seconds, 3),
        "kinds": [
            {"market": market, "kind": kind, **_fields(count)} for (market, kind), count in summary.kinds.items()
        ],
        "issues": dict(summary.issues),
        "failed": summary.failed,
        "refused": dict(summary.report.refused),
        "refused_examples": summary.report.examples,
        "damaged": asdict(summary.report.damaged),
        "new_rows": dict(summary.new_rows),
    }


def _fields(count: object) -> dict[str, int]:
    return {name: getattr(count, name) for name in ("pages", "records", "issues", "incomplete")}
