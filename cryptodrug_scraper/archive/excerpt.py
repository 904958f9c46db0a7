"""
The records of an archive that lie in a window of days.

A page that repeats an earlier one is a ``revisit`` record without a body, so the record that it refers to is taken with
it, of whatever day that is. Records that are damaged are left out, and counted.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from cryptodrug_scraper.archive.scan import Row, Scanned, scan
from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.references import References

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from cryptodrug_scraper.importers.window import Window

__all__ = ["Excerpt", "Taken"]


@dataclass(frozen=True, slots=True)
class Taken:
    """
    A record that belongs to the excerpt.

    Attributes:
        data: the record as it lies in its file, compressed.
        row: its row in the index; None if it is not a capture, such as a request.
    """

    data: bytes
    row: Row | None


class Excerpt:
    """
    The records to take from some WARC files. Memory does not grow with the files: the program notes what it needs on
    disk.

    Args:
        files: sealed WARC files, in the order in which they are read.
        window: the days, or None for all that is there.
        scratch: a file to make for what must be remembered.
        progress: called with the share that has been read, of 1.

    Attributes:
        captures: captures taken so far that lie in the window.
        originals: captures taken so far that do not, because others repeat them.
        damaged: damaged records met so far.
    """

    def __init__(
        self,
        files: Iterable[Path],
        window: Window | None,
        scratch: Path,
        progress: Callable[[float], None] | None = None,
    ) -> None:
        self._files = list(files)
        self._window = window
        self._progress = progress
        passes = 1 if window is None else 2
        self._size = passes * sum(file.stat().st_size for file in self._files)
        self._read = 0
        self._needed = sqlite3.connect(scratch, isolation_level=None)
        self._needed.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE needed (file TEXT, offset INTEGER, PRIMARY KEY (file, offset)) WITHOUT ROWID; BEGIN"
        )
        self.captures = self.originals = self.damaged = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._needed.close()

    def records(self) -> Iterator[tuple[Path, Iterator[Taken]]]:
        """
        Give each file with the records to take from it, in order. Read the records of a file before you ask for the
        next file.

        Raises:
            ArchiveError: a file cannot be read, or becomes shorter meanwhile.
        """
        if self._window is not None:
            self._find_originals()
        for file in self._files:
            yield file, self._records_of(file)

    def _find_originals(self) -> None:
        """Find the records that revisits in the window refer to."""
        references = References(self._needed)
        for file in self._files:
            for found in self._scan(file):
                names = found.names()
                if names is None or found.row is None:
                    continue
                if found.kind != "revisit":
                    references.note(names, file.name, found.offset)
                elif self._lies_inside(found.row):
                    references.defer(names, file.name, found.offset)
        originals = (revisit.original for revisit in references.resolved() if revisit.original is not None)
        self._needed.executemany("INSERT OR IGNORE INTO needed VALUES (?, ?)", originals)

    def _records_of(self, file: Path) -> Iterator[Taken]:
        last = None  # the record id of the capture before, if that was taken
        with file.open("rb") as stream:
            for found in self._scan(file):
                if found.problems:
                    self.damaged += 1
                    continue
                if found.row is not None:
                    taken = self._takes(file.name, found.row)
                    last = found.record_id if taken else None
                else:
                    # what belongs to a capture comes after it
                    belongs = last is not None and last == found.refers_to
                    taken = self._window is None or found.kind == "warcinfo" or belongs
                if taken:
                    stream.seek(found.offset)
                    data = stream.read(found.length)
                    if len(data) < found.length:
                        msg = f"{file} became shorter while it was read"
                        raise ArchiveError(msg)
                    yield Taken(data, found.row)

    def _scan(self, file: Path) -> Iterator[Scanned]:
        for found in scan(file):
            self._read += found.length
            if self._progress is not None:
                self._progress(self._read / self._size)
            yield found

    def _takes(self, file: str, row: Row) -> bool:
        if self._lies_inside(row):
            self.captures += 1
            return True
        sql = "SELECT 1 FROM needed WHERE file = ? AND offset = ?"
        needed = self._needed.execute(sql, (file, row.offset)).fetchone() is not None
        self.originals += needed
        return needed

    def _lies_inside(self, row: Row) -> bool:
        if self._window is None:
            return True
        captured = None
        if row.earliest is not None and row.latest is not None:
            captured = CaptureTime(datetime.fromisoformat(row.earliest), datetime.fromisoformat(row.latest))
        return self._window.holds(Capture(b"", Origin("warc", ""), captured=captured))
