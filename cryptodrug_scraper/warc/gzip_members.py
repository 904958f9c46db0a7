"""
Find the gzip members of a WARC file, one per record, each with its offset and any fault.

warcio ends at the first damage, and takes some damage for the end of the file. Here reading goes on at the next member
that holds a record, so that one bad record costs one record.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from isal import isal_zlib

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


def gzip_members(path: Path) -> Iterator[GzipMember]:
    """Give every member of a file in order, and every stretch of bytes between members."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            yield from _members(view)


def _members(view: mmap.mmap) -> Iterator[GzipMember]:
    offset, size = 0, len(view)
    while offset < size:
        found = _member(view, offset)
        if found.problem is not None:
            after = _next(view, offset + 1)
            found = GzipMember(offset, after - offset, problem=found.problem)
        yield found
        offset = found.end


def _member(view: mmap.mmap, offset: int) -> GzipMember:
    if view[offset : offset + len(_MAGIC)] != _MAGIC:
        return GzipMember(offset, 0, problem="no gzip member begins here")
    if view[offset + 3 : offset + 4] > _LAST_FLAGS:
        return GzipMember(offset, 0, problem="its gzip header has flags that mean nothing")
    inflate = isal_zlib.decompressobj(31)
    parts, grown, position = [], 0, offset
    while not inflate.eof:
        piece = view[position : position + _STEP]
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
    return GzipMember(offset, position - len(inflate.unused_data) - offset, b"".join(parts))


def _next(view: mmap.mmap, start: int) -> int:
    """Where the next record begins, or the end of the file. The bytes of a gzip header alone may stand anywhere."""
    position = view.find(_MAGIC, start)
    while position >= 0:
        try:
            if isal_zlib.decompressobj(31).decompress(view[position : position + _STEP]).startswith(_FIRST):
                return position
        except isal_zlib.error:  # type: ignore[misc]  # the same; these were chance bytes
            pass
        position = view.find(_MAGIC, position + 1)
    return len(view)
