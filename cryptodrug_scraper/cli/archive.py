"""``cryptodrug archive``: the WARC files that pages are kept in."""

from __future__ import annotations

import sys
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.damage import exit_if_damaged, say_damage
from cryptodrug_scraper.cli.progress import progress
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import SCHEDULER, FilePath, PlacePath
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.archive.importing import Imported
    from cryptodrug_scraper.archive.mend import Mended
    from cryptodrug_scraper.archive.verify import Verified
    from cryptodrug_scraper.importers.places import Place

__all__ = ["archive"]

_MEGABYTE = 1024**2
_ELSEWHERE = {name: f"cryptodrug_scraper.cli.archive_{name}" for name in ("diff", "export")}


class _Group(click.Group):
    """Commands of this module, and those that have modules of their own, imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            command: click.Command = getattr(import_module(_ELSEWHERE[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)


def _archive_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--archive",
        "root",
        type=FilePath(file_okay=False),
        help="The archive.  [default: CRYPTODRUG_ARCHIVE, or archive in the data home]",
    )(command)


def _dask_option(what: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--dask",
        "scheduler",
        type=SCHEDULER,
        metavar="SCHEDULER",
        help=f"{what} on the workers of the Dask cluster of this scheduler, such as tls://host:8786.",
    )


_json_option = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group(cls=_Group)
def archive() -> None:
    """
    Look after the archive: the WARC files in which fetched and imported pages are kept.

    An archive is a folder with archive/*.warc.gz, indexes/*.cdxj and index.sqlite3. The WARC files are the data; the
    indexes are made from them. pywb serves the folder as a collection.

    \b
    Example:
      cryptodrug archive status
    """


@archive.command("import")
@click.argument("paths", nargs=-1, required=True, type=PlacePath())
@_archive_option
@click.option("--label", default="import", show_default=True, help="Name of the collection, written into the files.")
@_dask_option("Read WARC files and make records")
@_json_option
def import_(paths: tuple[Place, ...], root: Path | None, label: str, scheduler: str | None, as_json: bool) -> None:
    """
    Copy the pages of folders and WARC files into the archive. A path may be a place in an object store, such as
    s3://bucket/crawls.

    Captures that the archive already has from the same place stay as they are: to continue an import that was
    interrupted, run it again. Pages without an HTTP status become resource records. A capture has the same id in the
    archive as at its source.

    With --dask other machines read WARC files and make the records, which this one writes: docs/cluster.md.

    \b
    Example:
      cryptodrug archive import crawls/ 2018-11.warc.gz
      cryptodrug archive import --dask tls://cluster.example:8786 s3://bucket/crawls

    \b
    Exit codes:
      0  done; the summary counts what was refused, and why
      2  no such stores are read; or the Dask cluster cannot be used, was lost, or has another version
      3  a path is not there, the archive cannot be written, or another import runs; or something at the paths is
         damaged: all that can be read is in the archive, and the summary names the places
    """
    from cryptodrug_scraper.archive.importing import import_paths  # --help is quick without these
    from cryptodrug_scraper.importers.sources import check_paths

    check_paths(list(paths))
    with progress("importing", _import_counts) as show:
        imported = import_paths(paths, _root(root), label=label, dask=scheduler, progress=show)
    if as_json:
        _print_json(imported)
    else:
        _print_imported(imported)
    exit_if_damaged(imported.report)


@archive.command
@_archive_option
@click.option(
    "--accept-loss",
    "accepted",
    multiple=True,
    metavar="NAME",
    help="Accept the loss of this file, so that it is missed no more.",
)
@_json_option
def index(root: Path | None, accepted: tuple[str, ...], as_json: bool) -> None:
    """
    Rebuild index.sqlite3 and the CDXJ from the WARC files, and merge the CDXJ files into one.

    This is needed after WARC files were changed or removed by hand, and useful after many short crawls. Files that were
    put into the archive are taken in by the next crawl or import as well. A file that has gone is missed, by cryptodrug
    archive verify and status, until it is back or --accept-loss names it; losses.json in the archive keeps both on
    record. Revisits of what was in it stay without their bodies.

    \b
    Example:
      cryptodrug archive index --archive crawls.archive

    \b
    Exit codes:
      0  done
      2  --accept-loss names a file that is not missed
      3  there is no archive, it cannot be written, or its list of losses cannot be read; or a record is damaged: the
         others are indexed
    """
    from cryptodrug_scraper.archive.rebuild import rebuild  # --help is quick without it

    def name(file: str) -> str:
        return file

    with progress("indexing", name) as show:
        rebuilt = rebuild(_root(root), show, accepted=accepted)
    if as_json:
        _print_json(rebuilt)
    else:
        _print_mended(rebuilt.mended)
        for file, count in rebuilt.damaged.items():
            say(f"left out: {counted(count, 'damaged record')} in {file}; cryptodrug archive verify names them")
        say(f"{counted(rebuilt.captures, 'capture')} in {counted(rebuilt.files, 'file')} indexed")
    if rebuilt.damaged:
        click.get_current_context().exit(ArchiveError.exit_code)


@archive.command
@click.argument("files", nargs=-1, type=PlacePath())
@click.option(
    "--archive",
    "root",
    type=PlacePath(file_okay=False),
    help="The archive, which may lie in an object store.  [default: CRYPTODRUG_ARCHIVE, or archive in the data home]",
)
@_dask_option("Check files")
@_json_option
def verify(files: tuple[Place, ...], root: Place | None, scheduler: str | None, as_json: bool) -> None:
    """
    Check every record of the archive, or of some WARC files: gzip, structure, digests, what refers to what, the index.

    Each bad record is named, and checking goes on after it. Nothing is changed. Files that are being written are passed
    over; those that a dead writer left are mended by the next crawl or import, or by cryptodrug archive index.

    With --dask other machines check the files, each a whole one: docs/cluster.md.

    \b
    Example:
      cryptodrug archive verify --json
      cryptodrug archive verify --dask tls://cluster.example:8786 --archive s3://bucket/crawl

    \b
    Exit codes:
      0  there are finished files, and no problem was found
      2  both files and an archive are named; no such stores are read; or the Dask cluster cannot be used, was lost, or
         has another version
      3  something is wrong, or there is nothing to check
    """
    from cryptodrug_scraper.archive.layout import default_archive  # --help is quick without these
    from cryptodrug_scraper.archive.verify import verify_archive, verify_files

    if files and root is not None:
        msg = "name files or --archive, not both"
        raise click.UsageError(msg)
    with progress("verifying", _verify_counts) as show:
        if files:
            verified = verify_files(files, show, dask=scheduler)
        else:
            verified = verify_archive(default_archive() if root is None else root, show, dask=scheduler)
    if as_json:
        _print_json(verified)
    else:
        _print_verified(verified)
    if verified.problems:
        click.get_current_context().exit(ArchiveError.exit_code)


@archive.command
@_archive_option
@_json_option
def status(root: Path | None, as_json: bool) -> None:
    """
    Print how much is in the archive, as its index has it. Changes nothing.

    \b
    Example:
      cryptodrug archive status --json

    \b
    Exit codes:
      0  done
      3  there is no archive, or its index or its list of losses cannot be read
    """
    from cryptodrug_scraper.archive.status import status_of  # --help is quick without it

    place = _root(root)
    found = status_of(place)
    if as_json:
        _print_json({"archive": str(place)} | asdict(found))
        return
    say(f"archive   {place}")
    say(f"files     {found.files}, {found.bytes / _MEGABYTE:.1f} MB; {found.unsealed} unsealed")
    say(f"records   {found.records} in sealed files")
    revisits = counted(found.revisits, "of them a revisit|of them revisits")
    say(f"captures  {found.captures}, {revisits}; {counted(found.bodies, 'body|bodies')}")
    if found.first is not None:
        say(f"times     {found.first} to {found.last}; {counted(found.untimed, 'capture')} without")
    if found.unknown:
        say(f"{counted(found.unknown, 'file is|files are')} not in the index; run: cryptodrug archive index")
    if found.missing:
        say(f"{counted(found.missing, 'file has|files have')} gone; cryptodrug archive verify names them")


def _root(named: Path | None) -> Path:
    from cryptodrug_scraper.archive.layout import default_archive

    return default_archive() if named is None else named


def _print_json(value: object) -> None:
    sys.stdout.buffer.write(to_json(value) + b"\n")


def _print_imported(imported: Imported) -> None:
    _print_mended(imported.mended)
    report = imported.report
    if report.refused:
        print_table(
            ("refused", "times", "for example"),
            [(reason, times, "; ".join(report.examples[reason])) for reason, times in report.refused.most_common()],
            title="Refused",
        )
    say_damage(report)
    revisits = counted(imported.revisits, "of them as a revisit|of them as revisits")
    say(
        f"{report.accepted} accepted: {imported.written} written, {revisits}, "
        f"{imported.kept_before} kept before; {sum(report.refused.values())} refused; {imported.seconds:.1f} s."
    )


def _import_counts(imported: Imported) -> str:
    rate = (imported.written + imported.kept_before) / imported.seconds if imported.seconds else 0.0
    return f"{imported.written} written, {imported.kept_before} kept before, {rate:.0f} pages/s"


def _verify_counts(verified: Verified) -> str:
    records, files = counted(verified.records, "record"), counted(verified.files, "file")
    return f"{records} in {files}, {counted(len(verified.problems), 'problem')}"


def _print_mended(mended: Mended) -> None:
    for name in mended.sealed:
        cut = mended.cut.get(name, 0)
        say(f"{name}: its writer had died; sealed, after cutting off {counted(cut, 'byte')} of a record that broke off")
    for name in mended.emptied:
        say(f"{name}: its writer had died before a whole page was in it; removed")
    for name in mended.indexed:
        say(f"{name}: was not in the index; indexed")
    for name in mended.missing:
        say(f"{name}: has gone; to accept the loss: cryptodrug archive index --accept-loss {name}")


def _print_verified(verified: Verified) -> None:
    for problem in verified.problems:
        say(f"{problem.file}, byte {problem.offset}, {problem.record_id or 'no record id'}: {problem.what}")
    for name in verified.unsealed:
        say(f"{name}: not sealed; passed over")
    if verified.outside:
        say(
            counted(verified.outside, "revisit repeats a record of another file|revisits repeat records of other files")
        )
    say(f"{_verify_counts(verified)}; {counted(verified.revisits, 'revisit')}")
