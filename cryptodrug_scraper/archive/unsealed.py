"""A WARC file while it is written: its lock, its bytes, and the rows that are not in the index yet."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.archive.cdxj import write_cdxj
from cryptodrug_scraper.archive.index import Original
from cryptodrug_scraper.archive.layout import OPEN
from cryptodrug_scraper.archive.locks import locked, try_lock
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.dates import instant_text
from cryptodrug_scraper.warc.writing import member, new_id
from cryptodrug_scraper.whole_file import take_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptodrug_scraper.archive.index import Index
    from cryptodrug_scraper.archive.layout import Layout
    from cryptodrug_scraper.archive.scan import Row

__all__ = ["UnsealedFile"]

_BATCH = 1000
"""The most captures that may wait for the index while a file is written."""


class UnsealedFile:
    """
    A file that is being written.

    Args:
        layout: of the archive.
        index: of the archive.
        name: as it will be when sealed.
        info: what its ``warcinfo`` record says, in lines.
    """

    def __init__(self, layout: Layout, index: Index, name: str, info: Sequence[tuple[str, str]]) -> None:
        self.name = name
        self.size = 0
        self.records = 0
        self._layout = layout
        self._index = index
        self._path = layout.warcs / (name + OPEN)
        self._rows: list[Row] = []
        self._originals: dict[bytes, Original] = {}
        self._captures: dict[tuple[bytes, str], int] = {}
        with locked(layout.lock):  # between making and locking it, the file would pass for that of a dead writer
            try:
                self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            except OSError as error:
                raise ArchiveError(_unwritten(self._path, error)) from error
            try_lock(self._descriptor)
            try:
                self._file = index.begin_file(name)
                self.append([_warcinfo(name, info)])
            except ArchiveError:
                os.close(self._descriptor)
                raise

    def append(self, members: Sequence[bytes]) -> int:
        """
        Write records one after another, all of them or none.

        Returns:
            The offset of the first.

        Raises:
            ArchiveError: the disk did not accept them.
        """
        offset = self.size
        data = memoryview(b"".join(members))
        size = len(data)
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError as error:
            os.ftruncate(self._descriptor, offset)
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            raise ArchiveError(_unwritten(self._path, error)) from error
        self.size += size
        self.records += len(members)
        return offset

    def enter(self, row: Row) -> None:
        """Note a capture that was written."""
        self._rows.append(row)
        self._captures[row.capture_id, row.origin] = row.offset
        if row.kind != "revisit":
            self._originals[row.digest] = Original(row.target, row.date, self.name, row.offset)
        if len(self._rows) >= _BATCH:
            self.flush_index()

    def flush_index(self) -> None:
        """Add the captures noted so far to the index."""
        self._index.add(self._file, self._rows)
        self._noted()

    def original(self, digest: bytes) -> Original | None:
        """Find a record by the digest of its body; None if there is no such record."""
        return self._originals.get(digest) or self._index.original(digest, self._file)

    def noted(self, capture_id: bytes, origin: str) -> int | None:
        """Find the offset of a capture that is not in the index yet; None if there is no such capture."""
        return self._captures.get((capture_id, origin))

    def sync(self) -> None:
        """
        Wait until all that was written is on the disk.

        Raises:
            ArchiveError: the disk did not accept it.
        """
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise ArchiveError(_unwritten(self._path, error)) from error
        self.flush_index()

    def seal(self) -> None:
        """
        Finish the file: on the disk, renamed, in both indexes. If that fails, the next writer does it.

        Raises:
            ArchiveError: the file cannot be written or renamed.
        """
        try:
            os.fsync(self._descriptor)
            with locked(self._layout.lock):
                self.flush_index()
                take_place(self._path, self._layout.warcs / self.name)
                write_cdxj(self._layout.cdxj(self.name), self.name, self._index.rows(self.name))
                self._index.seal(self._file, self.size, self.records)  # last: what is not sealed there is mended
        except OSError as error:
            raise ArchiveError(_unwritten(self._path, error)) from error
        finally:
            os.close(self._descriptor)  # and with it the lock

    def _noted(self) -> None:
        self._rows.clear()
        self._originals.clear()
        self._captures.clear()


def _warcinfo(name: str, info: Sequence[tuple[str, str]]) -> bytes:
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", new_id()),
        ("WARC-Date", instant_text(datetime.now(UTC))),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    return member(headers, "".join(f"{key}: {value}\r\n" for key, value in info).encode())


def _unwritten(path: Path, error: OSError) -> str:
    return f"{path} cannot be written: {error.strerror}; what was written before is whole: make room and run it again"
