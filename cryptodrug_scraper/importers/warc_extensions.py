"""
What the project's own archives say beyond the standard, for captures that a fetch did not make.

``X-Capture-Time`` is an interval of two ISO 8601 instants with a slash between, or ``unknown``; without it, WARC-Date
is the time. ``X-Capture-Time-Source`` says where that comes from, ``X-Capture-Origin`` where the page lay before: an
importer's name, and a percent-encoded path with or without an offset; or ``crawl``, the identifier of the crawl that
fetched it, and its name for the page. ``X-Capture-Url`` is the address,
percent-encoded, where WARC-Target-URI cannot hold it to the letter, or ``unknown``. The address ``urn:sha256:…``
stands for none, and ``http://host.invalid`` for an unknown host.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args
from urllib.parse import unquote
from uuid import UUID

from cryptodrug_scraper.capture import CaptureTime, TimeSource
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.page.moments import parse_instant
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from cryptodrug_scraper.warc.reading import Headers

__all__ = ["address_of", "crawl_of", "time_of"]

_SOURCES: dict[str, TimeSource] = {word: word for word in get_args(TimeSource)}
_NO_ADDRESS = re.compile(r"urn:sha256:[0-9a-f]{64}\Z")
_NO_HOST = "http://host.invalid"
_UNKNOWN = "unknown"
_PRINTABLE = re.compile(r"[!-~]+\Z")
_ORIGIN = re.compile(r"[a-z][a-z0-9_-]* [!-~]+\Z")
_CRAWL = re.compile(r"crawl ([0-9a-f-]{36})/")


def time_of(headers: Headers) -> tuple[CaptureTime | None, TimeSource]:
    """
    The capture time of a record and where it comes from.

    Raises:
        UnusableError: an extension header is not well formed.
    """
    origin = headers.get("x-capture-origin")
    if origin is not None and _ORIGIN.match(origin) is None:
        raise UnusableError(Reason.EXTENSION, f"X-Capture-Origin: {origin[:80]}")
    captured = _time(headers)
    named = headers.get("x-capture-time-source")
    if named is not None and named not in _SOURCES:
        raise UnusableError(Reason.EXTENSION, f"X-Capture-Time-Source: {named[:80]}")
    if captured is None:
        return None, "none"
    return captured, "warc" if named is None else _SOURCES[named]


def crawl_of(headers: Headers) -> UUID | None:
    """The crawl of this program that fetched a record; None for those of others and for imported ones."""
    match = _CRAWL.match(headers.get("x-capture-origin", ""))
    return None if match is None else UUID(match[1])


def address_of(headers: Headers) -> str | None:
    """
    The address of a record; None where it has none.

    Raises:
        UnusableError: it says that it has none, and not in the form for it.
    """
    exact = headers.get("x-capture-url")
    if exact is not None:
        if _PRINTABLE.match(exact) is None:
            raise UnusableError(Reason.EXTENSION, f"X-Capture-Url: {exact[:80]!r}")
        return None if exact == _UNKNOWN else unquote(exact)
    address = headers.get("warc-target-uri", "").strip("<> ")  # WARC 1.0 shows them in its grammar, and some write them
    if address.startswith("urn:sha256:"):
        if _NO_ADDRESS.match(address) is None:
            raise UnusableError(Reason.EXTENSION, f"WARC-Target-URI: {address[:80]}")
        return None
    if address.startswith(_NO_HOST) and address[len(_NO_HOST) :][:1] in {"/", "?", ""}:
        return address[len(_NO_HOST) :] or "/"
    return address or None


def _time(headers: Headers) -> CaptureTime | None:
    stated = headers.get("x-capture-time")
    if stated is None:
        instant = parse_instant(headers.get("warc-date", ""))
        return None if instant is None else CaptureTime.at(instant)
    if stated == _UNKNOWN:
        return None
    first, _, last = stated.partition("/")
    earliest, latest = _utc(first), _utc(last)
    if earliest is None or latest is None or earliest > latest:
        raise UnusableError(Reason.EXTENSION, f"X-Capture-Time: {stated[:80]}")
    return CaptureTime(earliest, latest)


def _utc(text: str) -> datetime | None:
    """An instant to the microsecond, with its zone; None for anything else."""
    try:
        instant = datetime.fromisoformat(text)
        return None if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
