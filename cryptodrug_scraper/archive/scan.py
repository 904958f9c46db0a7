"""The records of a WARC file, each with the row that the index has of it, and with what is wrong with it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from cryptodrug_scraper.capture import capture_id
from cryptodrug_scraper.warc.description import read_description
from cryptodrug_scraper.warc.gzip_members import gzip_members
from cryptodrug_scraper.warc.writing import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from cryptodrug_scraper.capture import Capture

__all__ = ["CAPTURES", "Row", "Scanned", "row_of", "scan"]

CAPTURES = frozenset({"response", "resource", "revisit"})
"""The types of record that hold a page, or stand for one."""

_NEEDED = ("WARC-Record-ID", "WARC-Type", "WARC-Date", "Content-Length")
_END = b"\r\n\r\n"


class Row(NamedTuple):
    """What the index knows of a capture, in the order of its columns."""

    offset: int
    length: int
    kind: str
    target: str
    date: str
    status: int | None
    mime: str | None
    digest: bytes
    capture_id: bytes
    earliest: str | None
    latest: str | None
    origin: str


@dataclass(slots=True)
class Scanned:
    """
    A record, or what there is in place of one.

    Attributes:
        offset: of its first byte in the file.
        length: in bytes, compressed.
        kind: its WARC-Type; empty where it cannot be read.
        record_id: its WARC-Record-ID, or None.
        refers_to: the record that a request belongs to, or None.
        original: of a revisit, address and date of the record that has its body.
        row: what the index says of a capture; None for other records, and where the record is not well formed.
        problems: what is wrong with it.
    """

    offset: int
    length: int
    kind: str = ""
    record_id: str | None = None
    refers_to: str | None = None
    original: tuple[str, str] | None = None
    row: Row | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The byte after its last one."""
        return self.offset + self.length


def row_of(capture: Capture, offset: int, length: int, kind: str, target: str, date: str, origin: str | None) -> Row:
    """The row of a capture that is being written."""
    time = capture.captured
    return Row(
        offset,
        length,
        kind,
        target,
        date,
        capture.http_status,
        _mime(capture.content_type),
        bytes.fromhex(capture.sha256),
        capture.capture_id.bytes,
        None if time is None else _text(time.earliest),
        None if time is None else _text(time.latest),
        origin or "",
    )


def scan(path: Path, *, digests: bool = False) -> Iterator[Scanned]:
    """
    Every record of a file in order, bad ones among them.

    Args:
        path: the file.
        digests: whether to compute the digests and compare them with those that the records state.
    """
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    for member in gzip_members(path):
        found = Scanned(member.offset, member.length)
        if member.problem is not None:
            found.problems.append(member.problem)
        else:
            _read(loader, member.data, found, digests=digests)
        yield found


def _read(loader: ArcWarcRecordLoader, data: bytes, found: Scanned, *, digests: bool) -> None:
    stream = io.BytesIO(data)
    try:
        record = loader.parse_record_stream(stream, known_format="warc", check_digests=digests)
    except (ArchiveLoadFailed, EOFError, ValueError) as error:
        found.problems.append(f"it is no WARC record: {str(error).strip() or 'it is empty'}")
        return
    header = record.rec_headers.get_header
    found.kind = record.rec_type or ""
    found.record_id = header("WARC-Record-ID")
    found.refers_to = header("WARC-Concurrent-To")
    found.problems += [f"it has no {name}" for name in _NEEDED if not header(name)]
    _check_extent(record, data, found)
    if found.kind in CAPTURES and not found.problems:
        try:
            found.row = _row(record, found)
        except ValueError as error:
            found.problems.append(str(error))
        if found.kind == "revisit":
            found.original = (header("WARC-Refers-To-Target-URI") or "", header("WARC-Refers-To-Date") or "")
    if digests:
        _check_digests(record, data, found)


def _check_extent(record: ArcWarcRecord, data: bytes, found: Scanned) -> None:
    block = len(data) - data.find(_END) - len(_END)
    stated = int(record.length or 0)
    if block < stated:
        found.problems.append(f"it breaks off: {block} bytes of {stated}")
    elif block != stated + len(_END) or not data.endswith(_END):
        found.problems.append(f"its Content-Length is wrong: {stated}, and {block - len(_END)} bytes are there")


def _check_digests(record: ArcWarcRecord, data: bytes, found: Scanned) -> None:
    while record.raw_stream.read(1 << 20):
        pass
    found.problems += record.digest_checker.problems
    stated = record.rec_headers.get_header("WARC-Block-Digest")
    if record.rec_type == "revisit" and stated and (digest := digest_bytes(stated)):  # warcio checks none of a revisit
        start = data.find(_END) + len(_END)
        if digest != hashlib.sha256(data[start : start + int(record.length or 0)]).digest():
            found.problems.append(f"block digest failed: {stated}")


def _row(record: ArcWarcRecord, found: Scanned) -> Row:
    header = record.rec_headers.get_header
    described = read_description(header)
    http = record.http_headers
    status = http.get_statuscode() if http is not None else ""
    content_type = http.get_header("Content-Type") if http is not None else header("Content-Type")
    digest = digest_bytes(header("WARC-Payload-Digest") or "") or _payload_digest(record)
    time = described.captured
    return Row(
        found.offset,
        found.length,
        found.kind,
        header("WARC-Target-URI") or "",
        header("WARC-Date") or "",
        int(status) if status.isdecimal() else None,
        _mime(content_type),
        digest,
        capture_id(digest.hex(), described.url, time).bytes,
        None if time is None else _text(time.earliest),
        None if time is None else _text(time.latest),
        described.origin or "",
    )


def _payload_digest(record: ArcWarcRecord) -> bytes:
    """The digest of the page in a record of another program's, which need not state it in SHA-256."""
    if record.rec_type == "revisit":
        msg = "it states no payload digest in SHA-256, so what it repeats cannot be told"
        raise ValueError(msg)
    return hashlib.sha256(record.content_stream().read()).digest()


def _mime(content_type: str | None) -> str | None:
    return (content_type or "").partition(";")[0].strip() or None


def _text(instant: datetime) -> str:
    return instant.isoformat()
