"""
Check whether an archive is whole: every record, and whether records and indexes agree.

warcio computes the digests. This module adds what it lacks: continuing after damage, records that refer to others, and
the index.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.index import Index
from cryptodrug_scraper.archive.layout import OPEN, Layout
from cryptodrug_scraper.archive.losses import gone
from cryptodrug_scraper.archive.scan import scan
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from cryptodrug_scraper.archive.scan import Row, Scanned

__all__ = ["Problem", "Verified", "verify_archive", "verify_files"]


_GONE = "the file has gone: bring it back, or accept the loss with cryptodrug archive index --accept-loss and its name"


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One problem that was found.

    Attributes:
        file: name of the file.
        offset: of the record in it, in bytes.
        record_id: its WARC-Record-ID, or None where it cannot be read.
        what: description of the problem.
    """

    file: str
    offset: int
    record_id: str | None
    what: str


@dataclass(slots=True)
class Verified:
    """
    Counts of what was checked, and the problems found.

    Attributes:
        files: that were read.
        records: that were read, bad ones among them.
        revisits: of these, those that refer to another record for their body.
        outside: revisits whose body lies in none of the files given.
        unsealed: files that were passed over, since they are being written or wait to be mended.
        problems: all that is wrong.
    """

    files: int = 0
    records: int = 0
    revisits: int = 0
    outside: int = 0
    unsealed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Repeats:
    """The bodies and revisits met so far, kept on disk: an archive may have more records than memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect("")
        self.references = References(self._connection)

    def close(self) -> None:
        self._connection.close()

    def missing(self) -> Iterator[Problem]:
        """The revisits without the record that they refer to."""
        for revisit in self.references.resolved():
            if revisit.original is not None:
                return
            record_id, repeats = json.loads(revisit.stated)
            what = f"the record that it repeats is not there: {repeats}"
            yield Problem(revisit.file, revisit.offset, record_id, what)


def verify_files(paths: Iterable[Path], progress: Callable[[Verified], None] = lambda _verified: None) -> Verified:
    """
    Check some WARC files by themselves. A revisit of a record in another file is counted, and is not a problem.

    Args:
        paths: the files.
        progress: called after each record.

    Raises:
        ArchiveError: a file does not exist.
    """
    paths = list(paths)
    for path in paths:
        if not os.path.isfile(path):  # noqa: PTH113  # Path.is_file raises where a path is too long
            msg = f"{path} is not there: name WARC files, or an archive with --archive"
            raise ArchiveError(msg)
    verified = Verified()
    with closing(_Repeats()) as repeats:
        for path in paths:
            for _ in _check_file(path, verified, repeats, progress):
                pass
        verified.outside = sum(1 for _ in repeats.missing())
    return verified


def verify_archive(root: Path, progress: Callable[[Verified], None] = lambda _verified: None) -> Verified:
    """
    Check every sealed file of an archive, that the record of each revisit is there, and that the index agrees.

    Changes nothing. Files without the ending of a sealed one are named and passed over.

    Args:
        root: the folder of the archive.
        progress: called after each record.

    Raises:
        ArchiveError: there is no archive, it has no finished file, or its index or its list of losses cannot be read.
    """
    layout = Layout(root)
    if not layout.database.exists():
        msg = f"{root} is no archive with an index: name one with --archive, or run: cryptodrug archive index"
        raise ArchiveError(msg)
    verified = Verified(unsealed=[path.name.removesuffix(OPEN) for path in layout.unsealed()])
    with closing(_Repeats()) as repeats, closing(Index(layout.database, read_only=True)) as index:
        names = [path.name for path in layout.sealed()]
        for name in names:
            rows = _check_file(layout.warcs / name, verified, repeats, progress)
            _compare(name, rows, index.rows(name), verified)
        verified.problems += (Problem(name, 0, None, _GONE) for name in gone(layout, index.files()))
        verified.problems += repeats.missing()
    if not verified.files and not verified.problems:
        unfinished = f"; not finished: {', '.join(verified.unsealed)}" if verified.unsealed else ""
        msg = f"{root} has no finished WARC file, so there is nothing to check{unfinished}"
        raise ArchiveError(msg)
    return verified


def _check_file(
    path: Path, verified: Verified, repeats: _Repeats, progress: Callable[[Verified], None]
) -> Iterator[Row]:
    """Check a file; gives the rows that the index should have of it."""
    verified.files += 1
    responses: set[str] = set()
    waiting: list[Scanned] = []
    for number, record in enumerate(_readable(path, verified)):
        verified.records += 1
        verified.revisits += record.kind == "revisit"
        if number == 0 and record.kind != "warcinfo":
            record.problems.append("the file does not begin with a warcinfo record")
        verified.problems += (Problem(path.name, record.offset, record.record_id, what) for what in record.problems)
        repeats.add(path.name, record)
        if record.kind == "request" and record.refers_to and record.refers_to not in responses:
            waiting.append(record)
        if record.row is not None:
            responses.add(record.record_id or "")
            yield record.row
        progress(verified)
    verified.problems += (
        Problem(path.name, record.offset, record.record_id, f"its response is not in the file: {record.refers_to}")
        for record in waiting
        if record.refers_to not in responses
    )


def _readable(path: Path, verified: Verified) -> Iterator[Scanned]:
    """The records of a file up to where it cannot be read any more, which is a problem and not the end of the check."""
    end = 0
    try:
        for record in scan(path, digests=True):
            end = record.end
            yield record
        if not end:
            verified.problems.append(Problem(path.name, 0, None, "the file is empty"))
    except ArchiveError as error:
        verified.problems.append(Problem(path.name, end, None, str(error)))


def _compare(name: str, found: Iterator[Row], stated: Iterator[Row], verified: Verified) -> None:
    """Note the first place where index and file differ: after a missing record all later ones lie elsewhere."""
    differs: Row | None = None
    for row in found:
        if differs is None and row != next(stated, None):
            differs = row
    if differs is not None:
        what = "index and file differ from here on; if the file is as it should be, run: cryptodrug archive index"
        verified.problems.append(Problem(name, differs.offset, None, what))
    elif (extra := next(stated, None)) is not None:
        verified.problems.append(Problem(name, extra.offset, None, "the index has a capture here, the file none"))
