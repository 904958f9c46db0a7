"""The HTTP that is written before a body: a status or request line, and headers."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.privacy import clean, kept_headers

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["http_block", "reason_of", "target_of"]

_ORIGINAL = "X-Archive-Orig-"
_OF_TRANSFER = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def reason_of(status: int) -> str:
    """Return the usual words for a status code; an empty text for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def target_of(url: str) -> str:
    """Return the target of a request line: the path and query of an address."""
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
