"""One request and its response, as a crawler hands them over, and the HTTP that is written of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Origin
from cryptodrug_scraper.warc.privacy import clean, kept_headers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

__all__ = ["Exchange", "http_block", "reason_of", "target_of"]

_ORIGINAL = "X-Archive-Orig-"
_OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    A fetched page.

    Attributes:
        url: the address that was asked for, with scheme and host.
        captured: when the response had arrived, aware.
        status: HTTP status code, 0 to 999.
        body: the page as a spider sees it, transfer and content encodings undone.
        response_headers: as received, in their order and with repeats.
        method: of the request.
        request_headers: as sent.
        request_body: as sent, such as the fields of a form.
        reason: the words after the status code; None for the usual ones.
        protocol: as on the status line.
        crawl_id: the crawl that fetched it. key: its name for the page.
    """

    url: str
    captured: datetime
    status: int
    body: bytes = field(repr=False)
    response_headers: Sequence[tuple[str, str]] = ()
    method: str = "GET"
    request_headers: Sequence[tuple[str, str]] = ()
    request_body: bytes = field(default=b"", repr=False)
    reason: str | None = None
    protocol: str = "HTTP/1.1"
    crawl_id: UUID | None = None
    key: str = ""

    @property
    def origin(self) -> Origin | None:
        """Crawl and key as the place that the page comes from; None for no crawl."""
        return None if self.crawl_id is None else Origin("crawl", f"{self.crawl_id}/{self.key}")


def reason_of(status: int) -> str:
    """The usual words for a status code; nothing for one that has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def target_of(url: str) -> str:
    """What a request line asks for: the path and query of an address."""
    path = url.partition("://")[2].partition("#")[0]
    cuts = [position for position in (path.find("/"), path.find("?")) if position >= 0]
    target = path[min(cuts) :] if cuts else "/"
    return target if target.startswith("/") else "/" + target


def http_block(first: str, headers: Iterable[tuple[str, str]], length: int | None) -> bytes:
    """
    The start line and headers that are written before a body of ``length`` bytes, or before none (None).

    The body is written without the encodings that it travelled in, so the headers that told of them are kept under
    other names (``X-Archive-Orig-…``, as other archives do) and the length is that of the body as it is written.
    """
    lines = [clean(first)]
    for name, value in kept_headers(headers):
        prefix = _ORIGINAL if name.lower() in _OF_TRANSFER else ""
        lines.append(f"{prefix}{name}: {value}")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode(errors="replace")
