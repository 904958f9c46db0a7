"""Read pages that a browser saved into one file together with their pictures and styles (MHTML, RFC 2557)."""

from __future__ import annotations

import email
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin
from cryptodrug_scraper.importers.comments import http_date
from cryptodrug_scraper.importers.page_type import check_page
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["MHTML", "is_mhtml_name", "mhtml_page"]

MHTML = "mhtml"
"""The importer's name in origins."""
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def is_mhtml_name(name: str) -> bool:
    """Tell whether a file is MHTML by its name."""
    return name.lower().endswith((".mhtml", ".mht"))


def mhtml_page(data: bytes, where: str) -> Capture:
    """
    Return the page, without its pictures and styles. Its time is that at which the browser saved it.

    Raises:
        UnusableError: there is no page in it.
    """
    message = email.message_from_bytes(data)
    part = _page(message)
    if part is None:
        raise UnusableError(Reason.MHTML, f"no part of it is a page; it says it is {message.get_content_type()}")
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        raise UnusableError(Reason.MHTML, "the page in it cannot be decoded")
    url = part["Content-Location"] or message["Snapshot-Content-Location"]
    saved = http_date(str(message["Date"] or ""))
    capture = Capture(
        body=body,
        origin=Origin(MHTML, where),
        url="".join(str(url).split()) if url is not None and str(url).startswith(("http", "/")) else None,
        captured=None if saved is None else CaptureTime.at(saved),
        time_source="none" if saved is None else "mhtml",
        content_type=part.get_content_type(),
    )
    check_page(capture, kept=False)
    return capture


def _page(message: Message) -> Message | None:
    """The part that the container names as its root, else the first that is a page."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    root = message.get_param("start")
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    named = [part for part in pages if root is not None and part["Content-ID"] == root]
    return next(iter(named or pages), None)
