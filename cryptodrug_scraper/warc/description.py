"""
What an archive must say of a capture that WARC has no words for, and how it is read back.

``X-Capture-Time``
    ``<earliest>/<latest>`` where the source states no instant but an interval, such as a day, or an instant with a
    fraction of a second, which readers of WARC-Date may drop; or ``unknown`` where it states nothing. WARC-Date is then
    the beginning of the interval, or the time of the import. Without this header WARC-Date is the time.
``X-Capture-Time-Source``
    what stated the time, where that was no WARC record: ``sidecar``, ``directory``, ``option``.
``X-Capture-Origin``
    ``<importer> <path>[@<offset>]``, percent-encoded: the place that the capture was imported from.
``X-Capture-Url``
    the address, percent-encoded, where WARC-Target-URI cannot hold it to the letter (spaces, quotes, non-ASCII) or is
    not of HTTP, or has that host; or ``unknown`` for none at all in a record with HTTP headers.

An address without a host gets the host ``host.invalid``, which no host can have. No address is ``urn:sha256:`` and the
digest of the body; but with HTTP headers it is ``http://host.invalid/``, since readers look for them in records with an
address of HTTP only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args
from urllib.parse import quote, unquote

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.urls import url_key
from cryptodrug_scraper.warc.privacy import without_userinfo
from cryptodrug_scraper.warc.writing import instant_text

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Description", "description_headers", "origin_text", "read_description", "read_origin"]

_TIME = "X-Capture-Time"
_SOURCE = "X-Capture-Time-Source"
_ORIGIN = "X-Capture-Origin"
_URL = "X-Capture-Url"
_UNKNOWN = "unknown"
_NO_HOST = "http://host.invalid"
_NO_ADDRESS = "urn:sha256:"
_HTTP = ("http://", "https://")
_HAS_HOST = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LETTER = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*\Z")
_NOT_QUOTED = "!#$%&'()*+,-./:;=?@[]_~"
_SOURCES: tuple[TimeSource, ...] = get_args(TimeSource)


@dataclass(frozen=True, slots=True)
class Description:
    """What a record says of its capture, besides body and status."""

    url: str | None
    captured: CaptureTime | None
    time_source: TimeSource
    origin: str | None
    """The place that it was imported from, as :func:`origin_text` writes it; None for what was crawled."""


def origin_text(origin: Origin) -> str:
    """A place of import in one line."""
    place = quote(origin.path, safe="/", errors="surrogateescape")  # names of files need not be UTF-8
    return f"{origin.importer} {place}" + ("" if origin.offset is None else f"@{origin.offset}")


def read_origin(text: str) -> Origin:
    """The place of import that :func:`origin_text` wrote."""
    importer, _, place = text.partition(" ")
    path, at, offset = place.partition("@")
    return Origin(importer, unquote(path, errors="surrogateescape"), int(offset) if at else None)


def description_headers(capture: Capture, now: datetime, origin: str | None) -> list[tuple[str, str]]:
    """
    The WARC headers that say where and when a capture was taken, address and date first.

    Args:
        capture: what they are about.
        now: the date of the record where the capture has none.
        origin: the place that it was imported from, as :func:`origin_text` writes it; None for none.
    """
    target, exact = _target(capture)
    time = capture.captured
    headers = [("WARC-Target-URI", target), ("WARC-Date", instant_text(now if time is None else time.earliest))]
    if exact is not None:
        headers.append((_URL, exact))
    if time is None:
        headers.append((_TIME, _UNKNOWN))
    elif time.earliest != time.latest or time.earliest.microsecond:
        headers.append((_TIME, f"{instant_text(time.earliest)}/{instant_text(time.latest)}"))
    if time is not None and capture.time_source != "warc":
        headers.append((_SOURCE, capture.time_source))
    if origin is not None:
        headers.append((_ORIGIN, origin))
    return headers


def read_description(header: Callable[[str], str | None]) -> Description:
    """
    Read those headers back.

    Args:
        header: gives the value of a WARC header by its name.

    Raises:
        ValueError: a time is none.
    """
    captured = _time(header(_TIME), header("WARC-Date") or "")
    source: TimeSource = "none" if captured is None else "warc"
    stated = header(_SOURCE)
    if stated in _SOURCES:
        source = stated
    return Description(_url(header(_URL), header("WARC-Target-URI")), captured, source, header(_ORIGIN))


def _target(capture: Capture) -> tuple[str, str | None]:
    """The target URI of a capture, and the address to state besides where that cannot be read from it to the letter."""
    if capture.url is None:
        return (_NO_ADDRESS + capture.sha256, None) if capture.http_status is None else (_NO_HOST + "/", _UNKNOWN)
    url = without_userinfo(capture.url.strip())
    target = url if url.startswith(_HTTP) else _NO_HOST + url_key(url)
    if _LETTER.match(target):
        read = _url(None, target)
        if read == url or (read is not None and not _HAS_HOST.match(url) and url_key(read) == url_key(url)):
            return target, None
    return quote(target, safe=_NOT_QUOTED), quote(url, safe="/?&=:")


def _url(exact: str | None, target: str | None) -> str | None:
    if exact is not None:
        return None if exact == _UNKNOWN else unquote(exact)
    if target is None or target.startswith(_NO_ADDRESS):
        return None
    return target.removeprefix(_NO_HOST) if target.startswith(_NO_HOST + "/") else target


def _time(interval: str | None, date: str) -> CaptureTime | None:
    if interval is None:
        return CaptureTime.at(_instant(date))
    if interval == _UNKNOWN:
        return None
    earliest, _, latest = interval.partition("/")
    return CaptureTime(_instant(earliest), _instant(latest))


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
