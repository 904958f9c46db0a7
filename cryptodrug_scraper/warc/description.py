"""
Extension headers for facts about a capture that WARC itself cannot state: written and read here.

``X-Capture-Time``
    ``<earliest>/<latest>`` where the source states no instant but an interval, such as a day, or an instant with a
    fraction of a second, which readers of WARC-Date may drop; or ``unknown`` where it states nothing. WARC-Date is then
    the beginning of the interval, or the time of the import. Without this header WARC-Date is the time.
``X-Capture-Time-Source``
    what stated the time, where that was no WARC record: ``sidecar``, ``directory``, ``option``.
``X-Capture-Origin``
    ``<importer> <path>[@<offset>]``, percent-encoded: the place that the capture was imported from; or ``crawl``, the
    identifier of the crawl that fetched it, and its name for the page.
``X-Capture-Crawl``
    the identifier of the crawl that fetched it, where it was imported from the archive of that crawl.
``X-Capture-Url``
    the address, percent-encoded, where WARC-Target-URI cannot hold it to the letter (spaces, quotes, non-ASCII) or is
    not of HTTP, or has that host; or ``unknown`` for none at all in a record with HTTP headers.

An address without a host gets the host ``host.invalid``, which no host can have. No address is ``urn:sha256:`` and the
digest of the body; but with HTTP headers it is ``http://host.invalid/``, since readers look for them in records with an
address of HTTP only.

Records of other programs have none of these headers. Of theirs, the angle brackets that WARC 1.0 shows around addresses
are taken off, and so are user names and passwords in them; a date that cannot be read, or is missing, is no time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args
from urllib.parse import quote, unquote
from uuid import UUID

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.urls import url_key
from cryptodrug_scraper.warc.dates import instant_text, read_date, read_instant
from cryptodrug_scraper.warc.faults import Fault, UnusableError
from cryptodrug_scraper.warc.privacy import without_userinfo

if TYPE_CHECKING:
    from datetime import datetime

    from cryptodrug_scraper.warc.headers import Headers

__all__ = ["Description", "description_headers", "origin_text", "read_description", "read_origin", "without_brackets"]

_TIME = "X-Capture-Time"
_SOURCE = "X-Capture-Time-Source"
_ORIGIN = "X-Capture-Origin"
_CRAWL = "X-Capture-Crawl"
_URL = "X-Capture-Url"
_TARGET = "WARC-Target-URI"
_DATE = "WARC-Date"
_UNKNOWN = "unknown"
_NO_HOST = "http://host.invalid"
_NO_ADDRESS = "urn:sha256:"
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_HTTP = ("http://", "https://")
_HAS_HOST = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LETTER = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]*\Z")
_PRINTABLE = re.compile(r"[!-~]+\Z")
_PLACE = re.compile(r"(?P<importer>[a-z][a-z0-9_-]*) (?P<path>[!-?A-~]+)(?:@(?P<offset>[0-9]{1,18}))?\Z")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=/|\Z)")
_OF_CRAWL = "crawl "
_NOT_QUOTED = "!#$%&'()*+,-./:;=?@[]_~"
_SOURCES: dict[str, TimeSource] = {word: word for word in get_args(TimeSource)}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Description:
    """The facts that a record states about its capture, besides body and status."""

    url: str | None
    captured: CaptureTime | None
    time_source: TimeSource
    origin: str | None
    """The place that it was imported from, as :func:`origin_text` writes it; None where the record does not say."""
    crawl_id: UUID | None
    """The crawl of this program that fetched it; None for what others fetched, and for what was imported."""


def origin_text(origin: Origin) -> str:
    """Write a place of import in one line."""
    place = quote(origin.path, safe="/", errors="surrogateescape")  # names of files need not be UTF-8
    return f"{origin.importer} {place}" + ("" if origin.offset is None else f"@{origin.offset}")


def read_origin(text: str) -> Origin:
    """
    Read a place of import that :func:`origin_text` wrote.

    Raises:
        UnusableError: the text is not such a place.
    """
    match = _PLACE.match(text)
    if match is None:
        raise UnusableError(Fault.EXTENSION, _out_of_shape(_ORIGIN, text))
    offset = match["offset"]
    path = unquote(match["path"], errors="surrogateescape")
    return Origin(match["importer"], path, None if offset is None else int(offset))


def description_headers(capture: Capture, now: datetime, origin: str | None) -> list[tuple[str, str]]:
    """
    Return the WARC headers that say where and when a capture was taken, address and date first.

    Args:
        capture: what they are about.
        now: the date of the record where the capture has none.
        origin: the place that it was imported from, as :func:`origin_text` writes it; None for none.
    """
    target, exact = _target(capture)
    time = capture.captured
    headers = [(_TARGET, target), (_DATE, instant_text(now if time is None else time.earliest))]
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
    if capture.crawl_id is not None and (origin is None or not origin.startswith(_OF_CRAWL)):
        headers.append((_CRAWL, str(capture.crawl_id)))
    return headers


def read_description(headers: Headers) -> Description:
    """
    Read those headers back, or what the headers of another program say.

    Args:
        headers: those of a record.

    Raises:
        UnusableError: one of this program's own is not well formed.
    """
    origin = headers.get(_ORIGIN.lower())
    captured = _time(headers)
    stated = headers.get(_SOURCE.lower())
    if stated is not None and stated not in _SOURCES:
        raise UnusableError(Fault.EXTENSION, _out_of_shape(_SOURCE, stated))
    source: TimeSource = "none" if captured is None else "warc" if stated is None else _SOURCES[stated]
    return Description(
        url=_url(headers.get(_URL.lower()), headers.get(_TARGET.lower(), "")),
        captured=captured,
        time_source=source,
        origin=origin,
        crawl_id=_crawl(origin, headers.get(_CRAWL.lower())),
    )


def without_brackets(target: str) -> str:
    """Return an address without the angle brackets that WARC 1.0 has in its grammar, and some programs write."""
    return target[1:-1].strip() if target.startswith("<") and target.endswith(">") else target


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


def _url(exact: str | None, target: str) -> str | None:
    if exact is not None:
        if _PRINTABLE.match(exact) is None:
            raise UnusableError(Fault.EXTENSION, f"{_URL}: it is not percent-encoded")  # it may have a host
        return None if exact == _UNKNOWN else without_userinfo(unquote(exact))
    address = without_brackets(target)
    if address.startswith(_NO_ADDRESS):
        if _DIGEST.match(address, len(_NO_ADDRESS)) is None:
            raise UnusableError(Fault.EXTENSION, _out_of_shape(_TARGET, address))
        return None
    if address.startswith(_NO_HOST) and address[len(_NO_HOST) :][:1] in {"/", "?", ""}:
        return address[len(_NO_HOST) :] or "/"
    return without_userinfo(address) or None


def _time(headers: Headers) -> CaptureTime | None:
    stated = headers.get(_TIME.lower())
    if stated is None:
        return read_date(headers.get(_DATE.lower(), ""))
    if stated == _UNKNOWN:
        return None
    first, _, last = stated.partition("/")
    earliest, latest = read_instant(first, zoned=True), read_instant(last, zoned=True)
    if earliest is None or latest is None or earliest > latest:
        raise UnusableError(Fault.EXTENSION, _out_of_shape(_TIME, stated))
    return CaptureTime(earliest, latest)


def _crawl(origin: str | None, crawl: str | None) -> UUID | None:
    name, text = _CRAWL, crawl
    if origin is not None:
        if _PLACE.match(origin) is None:
            raise UnusableError(Fault.EXTENSION, _out_of_shape(_ORIGIN, origin))
        if origin.startswith(_OF_CRAWL):
            name, text = _ORIGIN, origin.removeprefix(_OF_CRAWL)
    if text is None:
        return None
    match = _ID.match(text)
    if match is None or (name == _CRAWL and match.end() < len(text)):
        raise UnusableError(Fault.EXTENSION, _out_of_shape(name, text))
    return UUID(match[0])


def _out_of_shape(name: str, value: str) -> str:
    return f"{name}: {value[:_SHOWN]!r}"
