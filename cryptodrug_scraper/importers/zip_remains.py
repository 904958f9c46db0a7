"""
The whole members of a zip archive that has lost its end, from the headers that stand before each.

Layout: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 (local file header) and 4.3.9 (data descriptor).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.warc.inflate import check_ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

__all__ = ["remains_of"]

_HEADER = struct.Struct("<4s5H3I2H")
_SIGNATURE = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_SIZES_FOLLOW = 0x8
_UTF8 = 0x800
_ZIP64 = 1
_IN_EXTRA = 0xFFFFFFFF
_PIECE = 64 * 1024

Entry = tuple[zipfile.ZipInfo, "Callable[[], IO[bytes]]"]


def remains_of(file: IO[bytes]) -> Iterator[Entry]:
    """
    Give each complete member with a function that opens it. Reading stops at the first bytes that are not a member.

    Raises:
        BrokenError: a member inflates without end.
    """
    length = file.seek(0, io.SEEK_END)
    at = 0
    while True:
        file.seek(at)
        head = file.read(_HEADER.size)
        if len(head) < _HEADER.size or not head.startswith(_SIGNATURE):
            return
        _, version, flags, method, _, _, crc, packed, size, name_length, extra_length = _HEADER.unpack(head)
        name, extra = file.read(name_length), file.read(extra_length)
        start = at + _HEADER.size + name_length + extra_length
        entry = zipfile.ZipInfo(name.decode("utf-8" if flags & _UTF8 else "cp437", "surrogateescape"))
        entry.compress_type, entry.flag_bits, entry.CRC, entry.extract_version = method, flags, crc, version
        if _IN_EXTRA in {size, packed}:
            size, packed = _long_sizes(extra) or (size, packed)
        after = 0
        if flags & _SIZES_FOLLOW and not packed:
            found = _measured(file, start) if method == zipfile.ZIP_DEFLATED else None
            if found is None:  # stored bytes do not tell their end
                return
            packed, size, entry.CRC, after = found
        if start + packed > length:
            return
        entry.header_offset, entry.file_size, entry.compress_size = at, size, packed
        yield entry, partial(_open, file, start, entry)
        at = start + packed + after


def _long_sizes(extra: bytes) -> tuple[int, int] | None:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64 and length >= 16 and at + 20 <= len(extra):
            size, packed = struct.unpack_from("<2Q", extra, at + 4)
            return size, packed
        at += 4 + length
    return None


def _measured(file: IO[bytes], start: int) -> tuple[int, int, int, int] | None:
    """Packed size, size, CRC and length of the descriptor of a member that states them after its bytes."""
    file.seek(start)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = size = crc = 0
    data = b""
    while not inflater.eof:
        data = inflater.unconsumed_tail or file.read(_PIECE)
        if not data:
            return None
        try:
            piece = inflater.decompress(data, _PIECE * 4)
        except zlib.error:
            return None
        packed += len(data) - len(inflater.unconsumed_tail) - len(inflater.unused_data)
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        check_ratio(packed, size)
    file.seek(start + packed)
    descriptor = file.read(24)
    after = 4 if descriptor.startswith(_DESCRIPTOR) else 0
    if len(descriptor) < after + 12:
        return None
    after += (
        12 if struct.unpack_from("<I", descriptor, after + 4)[0] == packed and not _is_long(descriptor, after) else 20
    )
    return packed, size, crc, after


def _is_long(descriptor: bytes, at: int) -> bool:
    """Tell whether the sizes take eight bytes each: then the next member does not begin after four and four."""
    following = descriptor[at + 12 : at + 14]
    return following not in {b"", b"P", b"PK"}


def _open(file: IO[bytes], start: int, entry: zipfile.ZipInfo) -> IO[bytes]:
    file.seek(start)
    part = _Part(file, entry.compress_size)
    return cast("IO[bytes]", zipfile.ZipExtFile(cast("IO[bytes]", part), "r", entry))


class _Part(io.RawIOBase):
    """A stretch of a file."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data
