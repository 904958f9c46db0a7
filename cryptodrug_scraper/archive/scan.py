"""Read the records of a WARC file, each with its row for the index, and with what is wrong with it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.capture import capture_id
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.importers.members import open_file
from cryptodrug_scraper.urls import url_key
from cryptodrug_scraper.warc.dates import read_date
from cryptodrug_scraper.warc.description import read_description, without_brackets
from cryptodrug_scraper.warc.digests import check_digests
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.gzip_members import gzip_members, members_in
from cryptodrug_scraper.warc.headers import block_length, read_head
from cryptodrug_scraper.warc.record import Record
from cryptodrug_scraper.warc.references import names_of, referred_by
from cryptodrug_scraper.warc.response import response_in
from cryptodrug_scraper.warc.writing import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from warcio.recordloader import ArcWarcRecordLoader

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.importers.places import Place
    from cryptodrug_scraper.warc.gzip_members import GzipMember
    from cryptodrug_scraper.warc.headers import Headers
    from cryptodrug_scraper.warc.references import Names
    from cryptodrug_scraper.warc.response import Response

__all__ = ["CAPTURES", "Row", "Scanned", "row_of", "scan"]

CAPTURES = frozenset({"response", "resource", "revisit"})
"""The types of record that hold a page, or refer to one that is held elsewhere."""

_NEEDED = ("WARC-Record-ID", "WARC-Type", "WARC-Date", "Content-Length")
_END = b"\r\n\r\n"


class Row(NamedTuple):
    """The row of a capture in the index, in the order of the columns."""

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
    A record, or the bytes that stand in place of one.

    Attributes:
        offset: of its first byte in the file.
        length: in bytes, compressed.
        kind: its WARC-Type; empty where it cannot be read.
        record_id: its WARC-Record-ID, or None.
        refers_to: the record that a request belongs to, or None.
        repeats: of a revisit, the record that it refers to, in words; no host is among them.
        row: what the index says of a capture; None for other records, and where the record is not well formed or
            contradicts its digests.
        problems: descriptions of what is wrong with it.
    """

    offset: int
    length: int
    kind: str = ""
    record_id: str | None = None
    refers_to: str | None = None
    repeats: str = ""
    row: Row | None = None
    problems: list[str] = field(default_factory=list)

    _named_by: tuple[Headers, bytes] | None = None

    def names(self) -> Names | None:
        """
        The names by which others can refer to a record with a body, or by which a revisit refers to one; None if the
        record is no capture.
        """
        if self._named_by is None:
            return None
        headers, payload = self._named_by
        return referred_by(headers) if self.kind == "revisit" else names_of(headers, payload)

    def named_by(self, headers: Headers, payload: bytes) -> None:
        """Keep the headers from which `names` is computed when it is asked for, which is seldom."""
        self._named_by = (headers, payload)

    @property
    def end(self) -> int:
        """The offset of the first byte after the record."""
        return self.offset + self.length


def row_of(capture: Capture, offset: int, length: int, kind: str, target: str, date: str, origin: str | None) -> Row:
    """Return the row of a capture that is being written."""
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


def scan(path: Place, *, digests: bool = False) -> Iterator[Scanned]:
    """
    Give every record of a file in order, damaged ones included.

    Args:
        path: the file.
        digests: whether to have warcio compute the digests that the records state, too.

    Raises:
        ArchiveError: the file cannot be read, or becomes shorter meanwhile.
    """
    loader = _loader() if digests else None
    for member in gzip_members(path) if isinstance(path, Path) else _members_far(path):
        found = Scanned(member.offset, member.length)
        if member.problem is not None:
            found.problems.append(member.problem)
        else:
            _read(member.data, found, loader)
        yield found


def _members_far(path: Place) -> Iterator[GzipMember]:
    """
    The members of a file in an object store.

    Raises:
        ArchiveError: it cannot be read.
    """
    try:
        file = open_file(path)
    except UnusableError as error:
        msg = f"{path} cannot be read: {error.detail}"
        raise ArchiveError(msg) from error
    with file:
        yield from members_in(file, str(path))


def _read(data: bytes, found: Scanned, loader: ArcWarcRecordLoader | None) -> None:
    try:
        headers, start = read_head(data)
    except UnusableError as error:
        found.problems.append(f"it is no WARC record: {error.detail if data else 'it is empty'}")
        return
    found.kind = headers.get("warc-type", "").lower()
    found.record_id = headers.get("warc-record-id")
    found.refers_to = headers.get("warc-concurrent-to")
    found.problems += [f"it has no {name}" for name in _NEEDED if not headers.get(name.lower())]
    block = _block(headers, data, start, found)
    if found.kind in CAPTURES and block is not None:
        _describe(headers, block, found)
    told = len(found.problems)
    if loader is not None:
        _check_digests(loader, data, headers, block, found)
    if block is not None and (loader is None or len(found.problems) > told):
        _compare(Record(headers, found.offset, len(block), block), found, tell=loader is None)


def _block(headers: Headers, data: bytes, start: int, found: Scanned) -> bytes | None:
    """What follows the headers; None where it is not as long as they say."""
    stated, there = block_length(headers), len(data) - start
    if stated is None:
        if headers.get("content-length"):
            found.problems.append(f"its Content-Length is no number: {headers['content-length'][:40]!r}")
    elif there < stated:
        found.problems.append(f"it breaks off: {counted(there, 'byte')} of {stated}")
    elif there != stated + len(_END) or not data.endswith(_END):
        found.problems.append(
            f"its Content-Length is wrong: {stated}, and {counted(there - len(_END), 'byte is|bytes are')} there"
        )
    else:
        return data[start : start + stated]
    return None


def _describe(headers: Headers, block: bytes, found: Scanned) -> None:
    """
    What the index says of a record that holds a page. A header that is missing or cannot be read is a problem, and no
    reason to leave the page out: a replay takes it, too.
    """
    date = headers.get("warc-date", "")
    if date and read_date(date) is None:
        found.problems.append(f"its WARC-Date is no time: {date[:40]!r}")
    try:
        response = response_in(block, found.kind, headers)
        found.row = _row(headers, response, found)
    except UnusableError as error:
        found.problems.append(str(error))
        return
    found.named_by(headers, response.payload)
    if found.kind == "revisit":
        found.repeats = _repeated(headers)


def _compare(record: Record, found: Scanned, *, tell: bool) -> None:
    """Leave a record that contradicts its digests out of the index: a replay leaves it out, and none may repeat it."""
    try:
        check_digests(record)
    except UnusableError as error:
        found.row = None
        if tell:
            found.problems.append(str(error))


def _loader() -> ArcWarcRecordLoader:
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415  # slow to load: writers need it not

    return ArcWarcRecordLoader(verify_http=False, arc2warc=False)


def _check_digests(
    loader: ArcWarcRecordLoader, data: bytes, headers: Headers, block: bytes | None, found: Scanned
) -> None:
    """Compare the digests by warcio, which shares no code with this program's own reader."""
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415  # as above

    try:
        record = loader.parse_record_stream(io.BytesIO(data), known_format="warc", check_digests=True)
        while record.raw_stream.read(1 << 20):
            pass
    except (ArchiveLoadFailed, EOFError) as error:
        found.problems.append(f"it is no WARC record: {str(error).strip()}")
        return
    except Exception as error:  # noqa: BLE001  # warcio takes for granted that headers are there, and well formed
        name = type(error).__name__
        found.problems.append(f"its digests cannot be checked: a header is missing or not well formed ({name})")
        return
    found.problems += record.digest_checker.problems
    stated = headers.get("warc-block-digest", "")
    digest = digest_bytes(stated) if found.kind == "revisit" else None  # warcio checks none of a revisit
    if digest is not None and block is not None and digest != hashlib.sha256(block).digest():
        found.problems.append(f"block digest failed: {stated}")


def _repeated(headers: Headers) -> str:
    target, date = headers.get("warc-refers-to-target-uri", ""), headers.get("warc-refers-to-date", "")
    if target and date:
        return f"{url_key(without_brackets(target))} of {date}"
    return headers.get("warc-payload-digest") or headers.get("warc-refers-to", "")


def _row(headers: Headers, response: Response, found: Scanned) -> Row | None:
    described = read_description(headers)
    digest = _body_digest(headers, response, found)
    if digest is None:
        return None
    time = described.captured
    return Row(
        found.offset,
        found.length,
        found.kind,
        without_brackets(headers.get("warc-target-uri", "")),
        headers.get("warc-date", ""),
        response.status,
        _mime(headers.get("content-type") if response.status is None else response.content_type),
        digest,
        capture_id(digest.hex(), described.url, time).bytes,
        None if time is None else _text(time.earliest),
        None if time is None else _text(time.latest),
        described.origin or "",
    )


def _body_digest(headers: Headers, response: Response, found: Scanned) -> bytes | None:
    """
    The digest of the page. Records of this program state it; others may state another, or that of what lies there
    encoded.
    """
    stated = digest_bytes(headers.get("warc-payload-digest", ""))
    if found.kind == "revisit":
        if stated is None:
            found.problems.append("it states no payload digest in SHA-256, so what it repeats cannot be told")
        return stated
    return hashlib.sha256(response.body()).digest() if stated is None or response.is_encoded else stated


def _mime(content_type: str | None) -> str | None:
    return (content_type or "").partition(";")[0].strip() or None


def _text(instant: datetime) -> str:
    return instant.isoformat()
