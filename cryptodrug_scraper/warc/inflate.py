"""
Compressed streams, read a bounded piece at a time.

A stream may consist of several compressed members, one after the other, as WARC files and files of parallel packers do.
"""

from __future__ import annotations

import bz2
import lzma
from typing import TYPE_CHECKING, Protocol

from backports import zstd
from isal import igzip_lib

from cryptodrug_scraper.warc.faults import BrokenError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

__all__ = ["DECOMPRESSORS", "MOST_BYTES", "Decompressor", "Inflater", "check_ratio"]

MOST_BYTES = 32 * 1024 * 1024
"""Largest size of a page in bytes."""

_RATIO = 1000
_UNSUSPECTED = 256 * 1024 * 1024
"""Pages pack to a tenth or a hundredth. An archive that unpacks to more than this at a higher ratio is no archive."""
_IN = 64 * 1024
_OUT = 256 * 1024
_LZMA_MEMORY = 256 * 1024 * 1024
_ISAL: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]  # its stub takes the class for an instance
_ERRORS = (_ISAL, OSError, lzma.LZMAError, zstd.ZstdError, EOFError)


class Decompressor(Protocol):
    """The interface of the decompressors of the standard library and of similar ones."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""

    @property
    def needs_input(self) -> bool:
        """Whether more input is needed before more output can come."""

    @property
    def unused_data(self) -> bytes:
        """The input that follows the member."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Decompress some more, at most ``max_length`` bytes."""


DECOMPRESSORS: dict[str, Callable[[], Decompressor]] = {
    "gz": lambda: igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP),
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_LZMA_MEMORY),
    "zst": zstd.ZstdDecompressor,
}


def check_ratio(read: int, unpacked: int) -> None:
    """
    Stop the unpacking of a decompression bomb.

    Raises:
        BrokenError: that much output from so little input is no archive of pages.
    """
    if unpacked > _UNSUSPECTED and unpacked > _RATIO * read:
        raise BrokenError(Fault.BOMB, f"{read} bytes gave {unpacked}")


class Inflater:
    """
    The content of a compressed file in pieces that never reach over the end of a member.

    Attributes:
        member_start: where the compressed member of the last piece begins in the file.
    """

    def __init__(self, source: IO[bytes], new: Callable[[], Decompressor], offset: int = 0) -> None:
        """Begin at the place of the source, which is ``offset``."""
        self._source = source
        self._new = new
        self._decompressor: Decompressor | None = None
        self._input = b""
        self._read = offset
        self._unpacked = 0
        self.member_start = offset

    def piece(self, *, same_member: bool = False) -> bytes:
        """
        The next piece; empty at the end, or at the member's end with ``same_member``.

        Raises:
            BrokenError: the file breaks off, is damaged, or inflates without end.
        """
        try:
            while True:
                if self._decompressor is None and (same_member or not self._next_member()):
                    return b""
                data = self._some()
                if data:
                    self._unpacked += len(data)
                    check_ratio(self._read, self._unpacked)
                    return data
        except _ERRORS as error:
            raise BrokenError(Fault.BROKEN, f"byte {self._read}: {error}") from error

    def _next_member(self) -> bool:
        """Begin the next member, if there is one. Zeros after the last are padding."""
        while not self._input.strip(b"\0"):
            self._input = self._source.read(_IN)
            self._read += len(self._input)
            if not self._input:
                return False
        self.member_start = self._read - len(self._input)
        self._decompressor = self._new()
        return True

    def _some(self) -> bytes:
        decompressor = self._decompressor
        assert decompressor is not None  # noqa: S101  # piece() has begun a member
        if decompressor.needs_input and not self._input:
            self._input = self._source.read(_IN)
            self._read += len(self._input)
            if not self._input:
                msg = "the file breaks off"
                raise EOFError(msg)
        data = decompressor.decompress(self._input, _OUT)
        self._input = b""
        if decompressor.eof:
            self._input = decompressor.unused_data
            self._decompressor = None
        return data
