"""
Read the comments in which programs that save pages note where a page came from, and when.

Read are the comments of HTTrack, of browsers (``saved from url``) and of SingleFile.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import FIRST_YEAR, LAST_YEAR
from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.moments import MONTHS, parse_instant

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["comment_in", "http_date"]

_HEAD = 8192
"""Bytes at the beginning that are searched: the comments stand there, and a vendor's own text further down."""
_HTTRACK = re.compile(rb"<!-- Mirrored from (\S{1,2000}) by HTTrack Website Copier/[^,>]{1,80}, ([^>]{1,60}?) -->")
_BROWSER = re.compile(rb"<!-- saved from url=\(\d{4,5}\)(https?://\S{1,2000}) -->", re.IGNORECASE)
_SINGLEFILE = re.compile(
    rb"<!--\s+Page saved with SingleFile\s+url: (https?://\S{1,2000})\s+saved date: \w{3} (\w{3}) (\d\d) (\d{4}) "
    rb"(\d\d:\d\d:\d\d) GMT([+-]\d{4})"
)


def comment_in(body: bytes) -> tuple[str | None, CaptureTime | None]:
    """Return the address and time that a comment at the beginning of a page states."""
    head = body[:_HEAD]
    if b"Mirrored from " in head and (match := _HTTRACK.search(head)) is not None:
        address = _text(match[1])
        return address if "://" in address else f"http://{address}", _at(http_date(_text(match[2])))
    if b"url" not in head:
        return None, None
    if (match := _BROWSER.search(head)) is not None:
        return _text(match[1]).replace("%2D%2D", "--"), None  # two hyphens would end the comment
    if b"SingleFile" in head and (match := _SINGLEFILE.search(head)) is not None:
        month = MONTHS.get(_text(match[2]).lower(), 0)
        written = f"{_text(match[4])}-{month:02}-{_text(match[3])}T{_text(match[5])}{_text(match[6])}"
        return _text(match[1]), _at(parse_instant(written))
    return None, None


def http_date(text: str) -> datetime | None:
    """
    Read an instant as HTTP and mail headers write it: ``Sun, 18 Nov 2018 09:12:41 GMT``. None for anything else.

    Without a zone it is taken as UTC: HTTP knows no other.
    """
    try:
        instant = parsedate_to_datetime(text)
        known = (instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return known if FIRST_YEAR <= known.year <= LAST_YEAR else None


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _at(instant: datetime | None) -> CaptureTime | None:
    return None if instant is None else CaptureTime.at(instant)
