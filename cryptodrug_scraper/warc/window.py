"""
The bytes of a file or stream, read forwards, with a way back to where a record began.

A record that proves damaged is gone through again for the next one. A stream that cannot be sought in, such as a file
in a packed archive, is kept for that as far as memory is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from cryptodrug_scraper.warc.faults import BrokenError, Fault, UnusableError
from cryptodrug_scraper.warc.inflate import check_ratio

if TYPE_CHECKING:
    import re

__all__ = ["Readable", "Window"]

_IN = 256 * 1024
_MOST_AT_ONCE = 4 * 1024 * 1024
_MOST_KEPT = 8 * 1024 * 1024
"""Bytes of a stream that one can go back over. Of a record that is larger than this, only its end is gone through."""
_LONGEST_MARK = 64
"""Most bytes that the mark of a record's beginning takes."""
_AGAIN = 16
_UNSUSPECTED = 32 * 1024 * 1024
"""Where records overlap, as none do by chance, not more than this is read again, or so many times what was read."""


class Readable(Protocol):
    """Anything that gives bytes in order."""

    def read(self, size: int, /) -> bytes:
        """Return some of the next bytes; none at the end."""


class Window:
    """
    A stretch of a file.

    Args:
        file: what to read, at its place ``offset``.
        offset: counted in bytes from its beginning.

    Attributes:
        at: the place of the next byte.
    """

    def __init__(self, file: Readable, offset: int = 0) -> None:
        self._file = file
        self._buffer = b""
        self._begin = self._origin = offset
        self._mark: int | None = None
        self._again = 0
        self._unpacked = 0
        self._ended = False
        self._fault: UnusableError | None = None
        self.at = offset

    def mark(self) -> None:
        """Keep what follows, so that one can come back."""
        self._mark = self.at

    def back(self, place: int) -> None:
        """Go back to a place after the mark, or as far as can be."""
        self._mark = None
        self._again += self.at - place
        if self._again > max(_UNSUSPECTED, _AGAIN * (self.at - self._origin)):
            return
        seekable = getattr(self._file, "seekable", None)
        if place < self._begin and seekable is not None and seekable():
            self._file.seek(place)  # type: ignore[attr-defined]  # it says that it has it
            self._buffer, self._begin, self._ended, self._fault = b"", place, False, None
        self.at = max(place, self._begin)

    def peek(self, size: int) -> bytes:
        """Return the next bytes and stay; fewer at the end."""
        while len(self._buffer) - (self.at - self._begin) < size and self._fill():
            pass
        start = self.at - self._begin
        return self._buffer[start : start + size]

    def some(self, most: int) -> bytes:
        """Return what is there of the next bytes, and go on; nothing at the end."""
        start = self.at - self._begin
        if start >= len(self._buffer):
            if not self._fill():
                return b""
            start = self.at - self._begin
        piece = self._buffer[start : start + most]
        self.at += len(piece)
        return piece

    def take(self, size: int) -> bytes:
        """Return the next bytes, and go on; fewer at the end."""
        piece = self.some(size)
        if len(piece) == size:
            return piece
        pieces = [piece]
        left = size - len(piece)
        while left > 0 and (piece := self.some(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)

    def skip(self, size: int) -> int:
        """Go on, and tell over how many bytes: fewer at the end."""
        left = size
        while left > 0 and (piece := self.some(left)):
            left -= len(piece)
        return size - left

    def find(self, pattern: re.Pattern[bytes]) -> bool:
        """Go to the next place where a pattern matches, of at most 64 bytes; else to the end."""
        while True:
            match = pattern.search(self._buffer, self.at - self._begin)
            if match is not None:
                self.at = self._begin + match.start()
                return True
            end = self._begin + len(self._buffer)
            self.at = max(self.at, end - _LONGEST_MARK)
            if not self._fill():
                self.at = end
                return False

    def unpacked(self, size: int) -> None:
        """
        Count bytes that came from unpacking these.

        Raises:
            BrokenError: that much output from so little input is no archive of pages.
        """
        self._unpacked += size
        check_ratio(self._begin + len(self._buffer) - self._origin, self._unpacked)

    def check(self) -> None:
        """
        Tell an end of the file from a place where no more can be read. Until then both are an end, so that what was
        read before can be used.

        Raises:
            UnusableError: what the file gave instead of bytes.
        """
        if self._fault is not None:
            raise self._fault

    def _fill(self) -> bool:
        """Read some more; False at the end."""
        if self._ended:
            return False
        kept = self.at if self._mark is None else max(self._mark, self.at - _MOST_KEPT)
        cut = max(0, kept - self._begin)
        size = min(max(_IN, len(self._buffer) - cut), _MOST_AT_ONCE)  # growing, or a long record were copied too often
        data = b""
        try:
            data = self._file.read(size)
        except UnusableError as error:
            self._fault = error
        except OSError as error:
            end = self._begin + len(self._buffer)
            self._fault = BrokenError(Fault.BROKEN, f"byte {end}: {error.strerror or error}")
        self._ended = not data
        if data:
            self._buffer = self._buffer[cut:] + data
            self._begin += cut
        return bool(data)
