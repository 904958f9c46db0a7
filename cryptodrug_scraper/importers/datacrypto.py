"""
Read responses that the DATACRYPTO crawler stored: one JSON object with a base64 body per file.

A file is named ``<milliseconds since 1970>_<4 digits>_<40 hexadecimal digits>``. Cookies and other headers of the
request are not read.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec

from cryptodrug_scraper.capture import Capture, CaptureTime, Origin, TimeSource
from cryptodrug_scraper.importers.comments import http_date
from cryptodrug_scraper.importers.page_type import check_page, check_type
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.page.moments import parse_instant
from cryptodrug_scraper.warc.body import decoded
from cryptodrug_scraper.warc.faults import UnusableError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DATACRYPTO", "datacrypto_page", "is_datacrypto_name"]

DATACRYPTO = "datacrypto"
"""The importer's name in origins."""
_NAME = re.compile(r"(\d{13})_\d{4}_[0-9a-f]{40}(?:\.json)?\Z")
_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
"""How far local clocks are ahead of UTC and behind it, at most."""


class _Meta(msgspec.Struct):
    received_on: str | None = None


class _Stored(msgspec.Struct):
    url: str
    body: str
    status: Annotated[int, msgspec.Meta(ge=100, le=999)] | None = None
    headers: dict[str, str | list[str] | None] = {}
    flags: list[str] = []
    meta: _Meta | None = None


def is_datacrypto_name(name: str) -> bool:
    """Tell whether a file is a DATACRYPTO response, by its name."""
    return len(name) >= 59 and _NAME.match(name) is not None


def datacrypto_page(data: bytes, where: str, name: str) -> Capture:
    """
    Read a stored response.

    Its time is the server's ``Date``, else that in the file's name, which is UTC, too. An answer out of a cache has the
    ``Date`` of an earlier one: there the name is preferred. ``received_on`` is the clock on the wall of an unknown
    place: where there is nothing else, the time is an interval as wide as the world's time zones.

    Raises:
        UnusableError: it is not a stored response, or holds no page.
    """
    try:
        stored = msgspec.json.decode(data, type=_Stored)
        raw = a2b_base64(stored.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, Base64Error, ValueError) as error:
        raise UnusableError(Reason.DATACRYPTO, str(error)) from error
    headers = {key.lower(): value for key, value in stored.headers.items()}
    content_type = _header(headers, "content-type")
    check_type(content_type)
    captured, source = _time(stored, headers, name)
    capture = Capture(
        body=decoded(raw, _header(headers, "content-encoding")),
        origin=Origin(DATACRYPTO, where),
        url=stored.url,
        captured=captured,
        time_source=source,
        http_status=stored.status,
        content_type=content_type or None,
    )
    check_page(capture, kept=False)
    return capture


def _time(
    stored: _Stored, headers: Mapping[str, str | list[str] | None], name: str
) -> tuple[CaptureTime | None, TimeSource]:
    cached = "cached" in stored.flags or "age" in headers or "warning" in headers
    date = None if cached else http_date(_header(headers, "date"))
    if date is not None:
        return CaptureTime.at(date), "http_date"
    match = _NAME.match(name)
    if match is not None:
        return CaptureTime.at(datetime.fromtimestamp(int(match[1]) // 1000, UTC)), "file_name"
    local = parse_instant(stored.meta.received_on or "") if stored.meta is not None else None
    if local is not None:
        return CaptureTime(local - _EAST, local + _WEST), "received_on"
    return None, "none"


def _header(headers: Mapping[str, str | list[str] | None], name: str) -> str:
    value = headers.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    return value or ""
