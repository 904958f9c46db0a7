"""Captures in WARC files, those of other programs and our own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Capture, Origin
from cryptodrug_scraper.importers.assets import no_page_by_bytes
from cryptodrug_scraper.importers.http_body import decoded, is_page_type, without_chunks
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.importers.warc_extensions import address_of, crawl_of, time_of
from cryptodrug_scraper.warc.faults import BrokenError, UnusableError
from cryptodrug_scraper.warc.inflate import MOST_BYTES
from cryptodrug_scraper.warc.reading import Headers, read_headers, records_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from cryptodrug_scraper.importers.report import ImportReport
    from cryptodrug_scraper.importers.revisits import Revisits
    from cryptodrug_scraper.warc.reading import Record

__all__ = ["WARC", "Response", "capture_of", "captures_in_warc", "response_of"]

WARC = "warc"
"""The importer's name in origins."""
_SILENT = frozenset({"warcinfo", "request", "metadata"})
"""Records that hold no page by their nature."""
_KINDS = frozenset({"response", "resource", "revisit"})
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_MOST_BLOCK = MOST_BYTES + 256 * 1024


@dataclass(frozen=True, slots=True)
class Response:
    """A block: the status and fields of its HTTP response, if it is one, and what follows as it lies there."""

    status: int | None
    headers: Headers
    payload: bytes

    @property
    def content_type(self) -> str | None:
        """What the response says it is."""
        return self.headers.get("content-type") or None

    def body(self) -> bytes:
        """
        The page.

        Raises:
            UnusableError: it says that it is no page or its bytes do, it is too large, or it cannot be decoded.
        """
        if not is_page_type(self.content_type or ""):
            raise UnusableError(Reason.CONTENT_TYPE, self.content_type or "")
        body = self.payload
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            body = without_chunks(body)
        body = decoded(body, self.headers.get("content-encoding", ""))
        if len(body) > MOST_BYTES:
            raise UnusableError(Reason.TOO_LARGE)
        if no_page_by_bytes(body):
            raise UnusableError(Reason.BINARY)
        return body


def captures_in_warc(
    file: IO[bytes], where: str, report: ImportReport, revisits: Revisits, offset: int = 0
) -> Iterator[Capture]:
    """
    Read the pages of a WARC file, one record at a time.

    A file that breaks off, as one does whose writer was killed or is at work, is read up to its last whole record.

    Args:
        file: the file, at the place where reading begins.
        where: its name as the origin states it.
        report: counts what was refused and why.
        revisits: takes note of every response, and keeps revisits for the end.
        offset: the place of the file.

    Raises:
        BrokenError: nothing more can be read of what the file lies in.
    """
    try:
        for record in records_in(file, offset):
            if record.type in _SILENT:
                continue
            try:
                capture = _capture(record, where, revisits)
            except BrokenError:
                raise
            except UnusableError as error:
                report.refuse(error.reason, f"{where}, byte {record.offset}", error.detail)
                continue
            if capture is not None:
                report.truncated += "warc-truncated" in record.headers
                yield capture
    except BrokenError as error:
        report.refuse(error.reason, where, error.detail)


def _capture(record: Record, where: str, revisits: Revisits) -> Capture | None:
    if record.type not in _KINDS:
        raise UnusableError(Reason.RECORD_TYPE, record.type[:40] or "no WARC-Type")
    response = response_of(record)
    if record.type == "revisit":
        revisits.defer(record, response, where)
        return None
    revisits.note(record, response, where)
    return capture_of(record, response, where)


def capture_of(record: Record, response: Response, where: str) -> Capture:
    """
    The capture that a response is.

    Raises:
        UnusableError: it is none.
    """
    captured, source = time_of(record.headers)
    return Capture(
        body=response.body(),
        origin=Origin(WARC, where, record.offset),
        url=address_of(record.headers),
        captured=captured,
        time_source=source,
        http_status=response.status,
        content_type=response.content_type,
        crawl_id=crawl_of(record.headers),
    )


def response_of(record: Record) -> Response:
    """
    The block of a record.

    Raises:
        UnusableError: it is too large, or says that it is an HTTP response and is none.
    """
    if record.length > _MOST_BLOCK:
        raise UnusableError(Reason.TOO_LARGE, f"{record.length} bytes")
    block = record.block()
    stated = record.headers.get("content-type", "")
    if record.type == "resource" or not (stated.startswith("application/http") or block.startswith(b"HTTP/")):
        return Response(None, {"content-type": stated} if record.type == "resource" else {}, block)
    if not block:
        return Response(None, {}, b"")
    status = _STATUS.match(block)
    if status is None:
        raise UnusableError(Reason.RECORD, f"no status line: {block[:40]!r}")
    head, _, payload = _parted(block)
    return Response(int(status[1]), read_headers(head.splitlines()[1:]), payload)


def _parted(block: bytes) -> tuple[bytes, bytes, bytes]:
    """Header and payload; the blank line between them comes in two forms."""
    crlf, lf = block.find(b"\r\n\r\n"), block.find(b"\n\n")
    return block.partition(b"\n\n" if crlf < 0 or 0 <= lf < crlf else b"\r\n\r\n")
