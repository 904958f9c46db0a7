"""Members of tar archives, packed in any usual way, read in one pass as a stream."""

from __future__ import annotations

import io
import re
import tarfile
from typing import TYPE_CHECKING, cast

from cryptodrug_scraper.importers.members import Member, member_path, open_file
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.warc.faults import BrokenError, UnusableError
from cryptodrug_scraper.warc.inflate import DECOMPRESSORS, MOST_BYTES, Inflater

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO, Self

    from cryptodrug_scraper.importers.members import Refuse
    from cryptodrug_scraper.importers.places import Place

__all__ = ["Tar", "tar_packing"]

_NAME = re.compile(r"\.(?:tar|(?:tar\.|t)(gz|bz2|bz|xz|zst))\Z", re.IGNORECASE)
_BLOCK = 512
_PIECE = 64 * 1024
_ERRORS = (tarfile.TarError, ValueError, OverflowError, EOFError, OSError)


def tar_packing(name: str) -> str | None:
    """
    Return how a tar archive is packed, by its name: a key of `DECOMPRESSORS`, or ``""`` if it is not packed; None if
    the file is no tar archive.
    """
    match = _NAME.search(name)
    if match is None:
        return None
    packing = (match[1] or "").lower()
    return "bz2" if packing == "bz" else packing


class Tar:
    """A tar archive. Memory does not grow with its length."""

    def __init__(self, path: Place) -> None:
        """Name the file; nothing is opened yet."""
        self._path = path
        self._packing = tar_packing(path.name) or ""
        self.at = 0

    def members(self, refuse: Refuse) -> Iterator[Member]:
        """
        Give each member; see `Container`.

        Raises:
            BrokenError: the archive is damaged or breaks off.
            UnusableError: the file cannot be read.
        """
        with open_file(self._path) as file:
            stream = _Unpacked(file, self._packing) if self._packing else _Plain(file)
            try:
                archive = tarfile.TarFile(
                    fileobj=cast("IO[bytes]", stream), mode="r", encoding="utf-8", errors="surrogateescape"
                )
                while (entry := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined]  # or it would remember them all
                    self.at = file.tell()
                    if entry.isdir():
                        continue
                    try:
                        yield _member(entry, stream)
                    except UnusableError as error:
                        if isinstance(error, BrokenError):
                            raise
                        refuse(error.reason, ascii(entry.name)[1:-1], error.detail)
            except _ERRORS as error:
                raise BrokenError(Reason.BROKEN, str(error)) from error
            stream.check_end()


def _member(entry: tarfile.TarInfo, stream: _Forward) -> Member:
    if entry.issym() or entry.islnk():
        raise UnusableError(Reason.LINK, "")
    if not entry.isreg() or entry.sparse is not None:
        raise UnusableError(Reason.SPECIAL, "")
    start, size = entry.offset_data, entry.size

    def open_() -> IO[bytes]:
        stream.seek(start)
        return cast("IO[bytes]", _Slice(stream, size))

    return Member(member_path(entry.name), size, float(entry.mtime), open_)


class _Forward:
    """The stream that `tarfile` reads from. It goes forwards only, and reads in small pieces."""

    def __init__(self) -> None:
        self._at = 0
        self._last: bytes | None = None

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        if size > MOST_BYTES + _BLOCK:  # names and headers are read whole
            raise BrokenError(Reason.TOO_LARGE, f"a header of {size} bytes")
        data = self._take(size)
        self._at += len(data)
        if size == _BLOCK:
            self._last = data
        return data

    def seek(self, position: int) -> None:
        self._skip(position - self._at)
        self._at = position

    def check_end(self) -> None:
        """
        Tell the end of an archive from a place where it breaks off: `tarfile` takes both for the end.

        Raises:
            BrokenError: there is no block of zeros, or more than zeros after it.
        """
        last = self._last or b""
        if len(last) < _BLOCK:
            raise BrokenError(Reason.BROKEN, f"byte {self._at}: the archive breaks off")
        if last.count(0) < _BLOCK:
            raise BrokenError(Reason.BROKEN, f"byte {self._at - _BLOCK}: no header of a member")
        while padding := self._take(_PIECE):  # to the end of what is packed, where its checksum stands
            if padding.count(0) < len(padding):
                raise BrokenError(Reason.BROKEN, f"byte {self._at}: something follows the end of the archive")

    def _take(self, size: int) -> bytes:
        raise NotImplementedError

    def _skip(self, count: int) -> None:
        raise NotImplementedError


class _Plain(_Forward):
    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def _take(self, size: int) -> bytes:
        return self._file.read(size)

    def _skip(self, count: int) -> None:
        self._file.seek(count, io.SEEK_CUR)


class _Unpacked(_Forward):
    def __init__(self, file: IO[bytes], packing: str) -> None:
        super().__init__()
        self._inflater = Inflater(file, DECOMPRESSORS[packing])
        self._fault: BrokenError | None = None
        self._buffer = b""
        self._next = 0

    def _take(self, size: int) -> bytes:
        end = self._next + size
        if end <= len(self._buffer):
            data = self._buffer[self._next : end]
            self._next = end
            return data
        pieces: list[bytes] = []
        while size > 0 and self._filled(besides=pieces):
            piece = self._buffer[self._next : self._next + size]
            self._next += len(piece)
            size -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def _skip(self, count: int) -> None:
        while count > 0 and self._filled():
            step = min(count, len(self._buffer) - self._next)
            self._next += step
            count -= step

    def _filled(self, besides: Sequence[bytes] = ()) -> bool:
        """Fill the buffer; return False at the end, and at damage if there is something besides, which counts."""
        if self._next >= len(self._buffer):
            self._buffer, self._next = b"", 0
            try:
                if self._fault is None:
                    self._buffer = self._inflater.piece()
            except BrokenError as error:
                self._fault = error
            if self._fault is not None and not besides:
                raise self._fault
        return bool(self._buffer)


class _Slice:
    """The bytes of one member."""

    def __init__(self, stream: _Forward, size: int) -> None:
        self._stream = stream
        self._start = stream.tell()
        self._size = self._left = size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close: the archive goes on."""

    def seek(self, position: int) -> int:
        """Go forwards to a place that was not read yet, counted from the member's beginning."""
        self._stream.seek(self._start + position)
        self._left = self._size - position
        return position

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._stream.read(wanted)
        if wanted and not data:
            raise BrokenError(Reason.BROKEN, "the archive breaks off within a member")
        self._left -= len(data)
        return data
