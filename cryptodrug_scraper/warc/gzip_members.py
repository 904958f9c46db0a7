"""
Find the gzip members of a WARC file, one per record, each with its offset and any fault.

warcio ends at the first damage, and takes some damage for the end of the file. Here reading goes on at the next member
that holds a record, so that one bad record costs one record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isal import isal_zlib

from cryptodrug_scraper.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["GzipMember", "gzip_members"]

_MAGIC = b"\x1f\x8b\x08"
_LAST_FLAGS = b"\x1f"
"""Higher flags are reserved: zlib refuses them, igzip does not."""
_FIRST = b"WARC/"
_STEP = 32 * 1024
_MOST = 256 * 1024 * 1024
"""Largest unpacked size of a member in bytes: a larger one is not a page."""


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
            yield from _members(_Bytes(file.fileno()))
    except ArchiveError as error:
        msg = f"{path} {error}"
        raise ArchiveError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise ArchiveError(msg) from error


def _members(file: _Bytes) -> Iterator[GzipMember]:
    offset = 0
    while offset < file.size:
        found = _member(file, offset)
        if found.problem is not None:
            after = _next(file, offset + 1)
            found = GzipMember(offset, after - offset, problem=found.problem)
        yield found
        offset = found.end


def _member(file: _Bytes, offset: int) -> GzipMember:
    piece = file.piece(offset)
    if not piece.startswith(_MAGIC):
        return GzipMember(offset, 0, problem="no gzip member begins here")
    if piece[len(_MAGIC) : len(_MAGIC) + 1] > _LAST_FLAGS:
        return GzipMember(offset, 0, problem="its gzip header has flags that mean nothing")
    inflate = isal_zlib.decompressobj(31)
    parts, grown, position = [], 0, offset
    while not inflate.eof:
        if not piece:
            return GzipMember(offset, 0, problem="the file breaks off in this record")
        position += len(piece)
        try:
            part = inflate.decompress(piece)
        except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls the class an exception
            return GzipMember(offset, 0, problem=f"it cannot be decompressed: {error}")
        grown += len(part)
        if grown > _MOST:
            return GzipMember(offset, 0, problem=f"it decompresses to more than {_MOST // 1024**2} MB")
        parts.append(part)
        if not inflate.eof:
            piece = file.piece(position)
    return GzipMember(offset, position - len(inflate.unused_data) - offset, b"".join(parts))


def _next(file: _Bytes, start: int) -> int:
    """Where the next record begins, or the end of the file. The bytes of a gzip header alone may stand anywhere."""
    for position in file.places(_MAGIC, start):
        try:
            if isal_zlib.decompressobj(31).decompress(file.piece(position)).startswith(_FIRST):
                return position
        except isal_zlib.error:  # type: ignore[misc]  # the same; these were chance bytes
            pass
    return file.size
