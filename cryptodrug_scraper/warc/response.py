"""Read the HTTP response in the block of a record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.body import decoded, without_chunks
from cryptodrug_scraper.warc.faults import Fault, UnusableError
from cryptodrug_scraper.warc.headers import Headers, read_headers
from cryptodrug_scraper.warc.inflate import MOST_BYTES

if TYPE_CHECKING:
    from cryptodrug_scraper.warc.record import Record

__all__ = ["MOST_BLOCK", "Response", "payload_in", "response_in", "response_of"]

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
MOST_BLOCK = MOST_BYTES + 256 * 1024
"""Largest block in bytes that can hold a page: its headers come to the page."""


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

    @property
    def is_encoded(self) -> bool:
        """Whether the payload is sent in chunks or packed."""
        return "transfer-encoding" in self.headers or "content-encoding" in self.headers

    def body(self) -> bytes:
        """
        Return the payload as a browser decodes it: chunks joined, unpacked.

        Raises:
            UnusableError: it is too large, or cannot be decoded.
        """
        body = decoded(self.joined(), self.headers.get("content-encoding", ""))
        if len(body) > MOST_BYTES:
            raise UnusableError(Fault.TOO_LARGE)
        return body

    def joined(self) -> bytes:
        """Return the payload with its chunks joined, and still packed."""
        chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        return without_chunks(self.payload) if chunked else self.payload


def response_of(record: Record) -> Response:
    """
    The block of a record.

    Raises:
        UnusableError: it is too large, or its headers call it an HTTP response and it is not one.
    """
    if record.length > MOST_BLOCK:
        raise UnusableError(Fault.TOO_LARGE, f"{record.length} bytes")
    return response_in(record.block, record.type, record.headers)


def response_in(block: bytes, kind: str, headers: Headers) -> Response:
    """
    The response in a block.

    Args:
        block: of a record.
        kind: the record's WARC-Type, in lower case.
        headers: the record's.

    Raises:
        UnusableError: the headers call it an HTTP response, and it is not one.
    """
    if not _is_http(block, kind, headers):
        return Response(None, {"content-type": headers.get("content-type", "")} if kind == "resource" else {}, block)
    if not block:
        return Response(None, {}, b"")
    status = _STATUS.match(block)
    if status is None:
        raise UnusableError(Fault.RECORD, f"no status line: {block[:40]!r}")
    head, _, payload = _parted(block)
    return Response(int(status[1]), read_headers(head.splitlines()[1:]), payload)


def payload_in(block: bytes, kind: str, headers: Headers) -> bytes:
    """What follows the HTTP headers in a block; all of it if it has none."""
    return _parted(block)[2] if _is_http(block, kind, headers) else block


def _is_http(block: bytes, kind: str, headers: Headers) -> bool:
    stated = headers.get("content-type", "")
    return kind != "resource" and (stated.startswith("application/http") or block.startswith(b"HTTP/"))


def _parted(block: bytes) -> tuple[bytes, bytes, bytes]:
    """Header and payload; the blank line between them comes in two forms."""
    crlf = block.find(b"\r\n\r\n")
    lf = block.find(b"\n\n", 0, crlf if crlf >= 0 else len(block))
    return block.partition(b"\r\n\r\n" if lf < 0 else b"\n\n")
