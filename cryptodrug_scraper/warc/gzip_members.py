"""
The gzip members of a WARC file, one per record in most files.

Where one is damaged, reading goes on at the next that holds a record, so that one bad record costs one record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isal import igzip_lib

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.faults import BrokenError, Fault, UnusableError
from cryptodrug_scraper.warc.next_record import begins_packed, go_to_next
from cryptodrug_scraper.warc.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

__all__ = ["GzipMember", "Unpacking", "gzip_members", "members_in"]

_STEP = 32 * 1024
_OUT = 32 * 1024
"""Bytes to unpack at once. Where a member with several records is damaged, not much more before that is lost."""
_MOST = 256 * 1024 * 1024
"""Largest unpacked size of a member in bytes: a larger one is not a page."""
_ISAL: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]  # its stub takes the class for an instance


class Unpacking:
    """
    The content of the member that begins at the place of a window.

    Attributes:
        start: where it begins.
        ended: whether its end was reached, and checksum and length were right.
    """

    def __init__(self, window: Window) -> None:
        window.mark()
        self.start = window.at
        self.ended = False
        self._window = window
        self._decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        self._fault: UnusableError | None = None

    def read(self, _size: int = _OUT, /) -> bytes:
        """
        Return some of the content; nothing at the end.

        Raises:
            UnusableError: it is damaged.
            BrokenError: the file cannot be read, or unpacks without end.
        """
        if self._fault is not None:
            raise self._fault
        data = b""
        while not (data or self.ended):
            packed = self._window.some(_STEP) if self._decompressor.needs_input else b""
            if not packed and self._decompressor.needs_input:
                self._fault = UnusableError(Fault.CUT_RECORD, "the file breaks off in this record")
                raise self._fault
            try:
                data = self._decompressor.decompress(packed, _OUT)
            except _ISAL as error:
                self._fault = UnusableError(Fault.PACKED_RECORD, f"it cannot be decompressed: {error}")
                raise self._fault from error
            if self._decompressor.eof:
                self._window.at -= len(self._decompressor.unused_data)
                self.ended = True
            self._window.unpacked(len(data))
        return data

    def leave(self) -> None:
        """
        Go behind the member; if it is damaged, to the next record.

        Raises:
            BrokenError: the file cannot be read, or unpacks without end.
        """
        try:
            while self.read():
                pass
        except BrokenError:
            raise
        except UnusableError:
            self._window.back(self.start + 1)
            go_to_next(self._window, packed=True)


@dataclass(frozen=True, slots=True)
class GzipMember:
    """
    A piece of a file.

    Attributes:
        offset: of its first byte.
        length: in bytes, compressed.
        data: the record; empty where something is wrong.
        problem: what is wrong, or None.
    """

    offset: int
    length: int
    data: bytes = field(repr=False, default=b"")
    problem: str | None = None

    @property
    def end(self) -> int:
        """The byte after its last one."""
        return self.offset + self.length


class _Bytes:
    """
    The bytes of a file as it was when it was opened. They are read and not mapped: the system ends a process that
    touches a map of bytes which are not there any more.
    """

    def __init__(self, descriptor: int) -> None:
        self.size = os.fstat(descriptor).st_size
        self._descriptor = descriptor

    def piece(self, offset: int) -> bytes:
        """
        Return the bytes from a place on, as many as are read at a time; none at the end of the file.

        Raises:
            ArchiveError: they were cut off since the file was opened.
        """
        data = os.pread(self._descriptor, min(_STEP, self.size - offset), offset)
        if not data and offset < self.size:
            msg = f"became shorter while it was read: {offset} bytes of {self.size} are left, or fewer"
            raise ArchiveError(msg)
        return data

    def places(self, wanted: bytes, start: int) -> Iterator[int]:
        """Give every place from ``start`` on where some bytes stand."""
        while start < self.size:
            data = self.piece(start)
            found = data.find(wanted)
            while found >= 0:
                yield start + found
                found = data.find(wanted, found + 1)
            start += max(len(data) - len(wanted) + 1, 1)  # they may lie across the end of the piece


def gzip_members(path: Path) -> Iterator[GzipMember]:
    """
    Give every member of a file in order, and every stretch of bytes between members.

    Raises:
        ArchiveError: the file cannot be read, or becomes shorter meanwhile.
    """
    try:
        with path.open("rb", buffering=0) as file:
            yield from _members(Window(_AsOpened(file, path)))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise ArchiveError(msg) from error


def members_in(file: IO[bytes], name: str) -> Iterator[GzipMember]:
    """
    Give the same of a file that is open, such as one in an object store, where none becomes shorter.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        yield from _members(Window(file))
    except OSError as error:
        msg = f"{name} cannot be read: {error.strerror or error}"
        raise ArchiveError(msg) from error


class _AsOpened:
    """The bytes of a file as it was when it was opened."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._size = os.fstat(file.fileno()).st_size
        self.seekable = file.seekable
        self.seek = file.seek

    def read(self, size: int, /) -> bytes:
        """
        Return some of the next bytes; none at the end.

        Raises:
            ArchiveError: they were cut off since the file was opened.
        """
        data = self._file.read(min(size, self._size - self._file.tell()))
        there = self._size if data else os.fstat(self._file.fileno()).st_size
        if there < self._size:
            msg = f"{self._path} became shorter while it was read: {there} bytes of {self._size} are left"
            raise ArchiveError(msg)
        return data


def _members(window: Window) -> Iterator[GzipMember]:
    while True:
        start = window.at
        data, problem = b"", None
        try:
            if not window.peek(1):
                window.check()
                return
            data = _whole(window)
        except BrokenError as error:
            yield GzipMember(start, window.at - start, problem=error.detail)
            return
        except UnusableError as error:
            problem = error.detail
            window.back(start + 1)
            go_to_next(window, packed=True)
        yield GzipMember(start, window.at - start, data, problem)


def _whole(window: Window) -> bytes:
    if not begins_packed(window):
        raise UnusableError(Fault.NO_RECORD, "no gzip member begins here")
    unpacking = Unpacking(window)
    parts, grown = [], 0
    while part := unpacking.read():
        parts.append(part)
        grown += len(part)
        if grown > _MOST:
            raise UnusableError(Fault.TOO_LARGE, f"it decompresses to more than {_MOST // 1024**2} MB")
    return b"".join(parts)
