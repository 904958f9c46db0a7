"""One WARC record as bytes: taken out of the file in which it lies, and read again where it lies alone."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.originals import as_revisited
from cryptodrug_scraper.importers.revisits import revisit_at
from cryptodrug_scraper.importers.warc import WARC, capture_at
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.headers import MOST_HEAD, block_length, read_head
from cryptodrug_scraper.warc.reading import records_in
from cryptodrug_scraper.warc.response import MOST_BLOCK, response_of
from cryptodrug_scraper.warc.writing import LEVEL

if TYPE_CHECKING:
    from typing import IO

    from cryptodrug_scraper.importers.revisits import Revisit
    from cryptodrug_scraper.sealed.question import CaptureLine
    from cryptodrug_scraper.warc.record import Record

__all__ = ["capture_in", "member_at", "one_record", "revisit_in"]

_GZIP = b"\x1f\x8b"
_FRAME = 31  # a window of 32 KB, and the frame of gzip
_PIECE = 1 << 16
_END = b"\r\n\r\n"
_BODIES = frozenset({"response", "resource"})


def member_at(file: IO[bytes] | BinaryIO, offset: int) -> bytes | None:
    """
    Return the record at a place of a WARC file as a gzip member of its own: as it lies there, or packed where it is
    not.

    Returns:
        None where it shares a member with others, or cannot be read.
    """
    file.seek(offset)
    begun = file.read(len(_GZIP))
    file.seek(offset)
    return _packed(file) if begun == _GZIP else _plain(file)


def _packed(file: IO[bytes] | BinaryIO) -> bytes | None:
    unpacking = zlib.decompressobj(_FRAME)
    taken, plain = b"", b""
    try:
        while not unpacking.eof and (piece := file.read(_PIECE)):
            taken += piece
            plain += unpacking.decompress(piece, MOST_BLOCK + MOST_HEAD - len(plain))
            if unpacking.unconsumed_tail:
                return None
    except zlib.error:
        return None
    return taken[: len(taken) - len(unpacking.unused_data)] if unpacking.eof and _size(plain) == len(plain) else None


def _plain(file: IO[bytes] | BinaryIO) -> bytes | None:
    data = file.read(_PIECE)
    size = _size(data)
    if size is None or size > MOST_BLOCK + MOST_HEAD:
        return None
    data += file.read(max(0, size - len(data)))
    packing = zlib.compressobj(LEVEL, zlib.DEFLATED, _FRAME)
    return packing.compress(data[:size]) + packing.flush() if len(data) >= size else None


def _size(data: bytes) -> int | None:
    """How long the record is that data begin with."""
    head, blank, _ = data.partition(b"\r\n\r\n")
    if not blank:
        return None
    try:
        headers, _ = read_head(head + blank)
    except UnusableError:
        return None
    length = block_length(headers)
    return None if length is None else len(head) + len(blank) + length + len(_END)


def one_record(content: bytes, name: str) -> Record:
    """
    Return the record of a file of one.

    Raises:
        ArchiveError: it is damaged, contradicts its digests, or is not alone.
    """
    faults: list[str] = []
    try:
        found = list(records_in(BytesIO(content), lambda _place, error: faults.append(str(error))))
    except UnusableError as error:
        faults.append(str(error))
        found = []
    if faults or len(found) != 1:
        msg = f"{name}: {faults[0] if faults else 'it has no record, or several'}"
        raise ArchiveError(msg)
    return found[0]


def revisit_in(content: bytes, name: str) -> Revisit:
    """
    Return the revisit of a file of one record.

    Raises:
        ArchiveError: it has none.
    """
    record = one_record(content, name)
    try:
        if record.type == "revisit":
            return revisit_at(record, response_of(record), name)
    except UnusableError as error:
        msg = f"{name}: {error}"
        raise ArchiveError(msg) from error
    msg = f"{name}: its record repeats no other"
    raise ArchiveError(msg)


def capture_in(content: bytes, line: CaptureLine, revisit: bytes | None) -> Capture:
    """
    Return a page as the record of its bytes, or the one that says when it was met again, describes it.

    Args:
        content: of the file with the bytes.
        line: what the package says of the page.
        revisit: content of the file that says when it was met again.

    Raises:
        ArchiveError: a record is damaged or has no page.
    """
    record = one_record(content, line.record)
    try:
        if record.type not in _BODIES:
            msg = f"{line.record}: its record has no page"
            raise ArchiveError(msg)
        capture = capture_at(record, response_of(record), line.record)
    except UnusableError as error:
        msg = f"{line.record}: {error}"
        raise ArchiveError(msg) from error
    if line.stated_by == "revisit":
        if revisit is None:
            msg = f"{line.record}: the record that says when the page was met again is not there"
            raise ArchiveError(msg)
        return as_revisited(capture, revisit_in(revisit, line.revisit or ""))
    if line.stated_by == "database":
        time = None
        if line.captured_from is not None and line.captured_to is not None:
            time = CaptureTime(datetime.fromisoformat(line.captured_from), datetime.fromisoformat(line.captured_to))
        capture = replace(capture, url=line.url_key, captured=time, origin=Origin(WARC, line.record))
    return capture
