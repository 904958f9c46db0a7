"""
Read the records of WARC files, a bounded piece at a time.

Layout: ISO 28500:2017 (WARC 1.1), section 4; annex D for one gzip member per record. A file that is one gzip member
throughout is read, too; the offset of each of its records is that of the member.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.warc.faults import BrokenError, Fault
from cryptodrug_scraper.warc.headers import MOST_HEAD, Headers, block_length, check_version, read_headers
from cryptodrug_scraper.warc.inflate import DECOMPRESSORS, Inflater

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

__all__ = ["Record", "is_warc_name", "records_in"]

_NAME = re.compile(r"\.warc(?:\.gz)?(?:\.open)?\Z", re.IGNORECASE)
_GZIP = b"\x1f\x8b"
_IN = 256 * 1024


def is_warc_name(name: str) -> bool:
    """Tell whether a file is a WARC by its name; ``.open`` ends the name of one that is being written."""
    return _NAME.search(name) is not None


@dataclass(slots=True)
class Record:
    """
    One record.

    Attributes:
        headers: its fields.
        offset: where it begins in the file, in bytes, packed as it lies there.
        length: how many bytes its block has.
    """

    headers: Headers
    offset: int
    length: int
    _stream: _Stream

    @property
    def type(self) -> str:
        """What kind of record it is: ``response``, ``revisit`` and so on."""
        return self.headers.get("warc-type", "").lower()

    def block(self) -> bytes:
        """
        Return the block of the record. Call it once, after checking ``length``.

        Raises:
            BrokenError: the file breaks off in it.
        """
        return self._stream.block()


def records_in(file: IO[bytes], offset: int = 0) -> Iterator[Record]:
    """
    The records of a file from its place on, which is ``offset``.

    A record is only good when `Record.block` has come back: then its last byte and its checksum were there.

    Raises:
        BrokenError: the file breaks off, or something else than a record begins.
    """
    stream = _Stream(file, offset)
    while True:
        start = stream.next_record()
        if start is None:
            return
        headers = stream.headers()
        length = block_length(headers)
        if length is None:
            stated = headers.get("content-length", "")
            raise BrokenError(Fault.BROKEN, f"byte {start}: Content-Length is {stated[:40]!r}")
        stream.left = length
        yield Record(headers, start, length, stream)
        stream.finish()


class _Stream:
    """Records are read from the buffer; it never holds bytes of two gzip members."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        head = file.read(_IN)
        self._inflater: Inflater | None = None
        if head.startswith(_GZIP):
            self._inflater = Inflater(cast("IO[bytes]", _Joined(head, file)), DECOMPRESSORS["gz"], offset)
        self._file = file
        self._head = head
        self._buffer = b""
        self._at = 0
        self._buffer_start = offset
        self.left = 0

    def next_record(self) -> int | None:
        """Go to the beginning of the next record and tell its offset; None at the end."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in b"\r\n":
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer_start + self._at if self._inflater is None else self._inflater.member_start
            if not self._fill():
                return None

    def headers(self) -> Headers:
        lines: list[bytes] = []
        size = 0
        while line := self._line():
            size += len(line)
            if size > MOST_HEAD:
                raise BrokenError(Fault.BROKEN, "a header without end")
            lines.append(line)
            if len(lines) == 1:
                check_version(line)
        return read_headers(lines[1:])

    def block(self) -> bytes:
        pieces = []
        while self.left > 0:
            pieces.append(self._piece())
        self._end_member()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def finish(self) -> None:
        """Go to the end of the record."""
        while self.left > 0:
            self._piece()
        self._end_member()

    def _piece(self) -> bytes:
        if self._at >= len(self._buffer) and not self._fill():
            raise BrokenError(Fault.CUT_RECORD, f"{self.left} bytes are missing at the end")
        piece = self._buffer[self._at : self._at + self.left]
        self._at += len(piece)
        self.left -= len(piece)
        return piece

    def _end_member(self) -> None:
        """The checksum of a member stands at its end: read on to it, if nothing else is left."""
        if self._inflater is None:
            return
        while not self._buffer[self._at : self._at + 4].strip(b"\r\n"):
            self._at = min(self._at + 4, len(self._buffer))
            if self._at >= len(self._buffer):
                self._buffer = self._inflater.piece(same_member=True)
                self._at = 0
                if not self._buffer:
                    return

    def _line(self) -> bytes:
        line = b""
        while True:
            end = self._buffer.find(b"\n", self._at)
            if end >= 0:
                line += self._buffer[self._at : end]
                self._at = end + 1
                return line.rstrip(b"\r")
            line += self._buffer[self._at :]
            self._at = len(self._buffer)
            if len(line) > MOST_HEAD or not self._fill():
                raise BrokenError(Fault.CUT_RECORD, "the file breaks off in a header")

    def _fill(self) -> bool:
        if self._inflater is not None:
            self._buffer = self._inflater.piece()
        else:
            self._buffer_start += len(self._buffer)
            self._buffer, self._head = self._head or self._file.read(_IN), b""
        self._at = 0
        return bool(self._buffer)


class _Joined:
    """A file, some bytes of which were read already."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head = head
        self._file = file

    def read(self, size: int) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._file.read(size)
