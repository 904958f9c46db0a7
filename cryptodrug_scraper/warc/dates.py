"""
Read and write times in the headers of records.

WARC-Date is an instant of ISO 8601, which WARC 1.1 allows to have a fraction and to leave out what is not known. Others
write 14 digits as in CDX files, or an offset instead of ``Z``. Fractions count to the microsecond.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from cryptodrug_scraper.capture import CaptureTime

__all__ = ["instant_text", "read_date", "read_instant"]

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?\Z",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)


def instant_text(instant: datetime) -> str:
    """Write an aware instant as WARC 1.1 does: in UTC, with a fraction where there is one."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


@lru_cache(maxsize=1024)  # a record's date is asked for several times
def read_date(text: str) -> CaptureTime | None:
    """
    Read the time that a WARC-Date states: an instant, in UTC unless it says otherwise, or a day.

    Returns None if the text is not a date, names no real time, or is less exact than a day.
    """
    instant = read_instant(text)
    if instant is not None:
        return CaptureTime.at(instant)
    match = _DAY.match(text)
    try:
        return None if match is None else CaptureTime.on(date(int(match[1]), int(match[2]), int(match[3])))
    except (ValueError, OverflowError):
        return None


def read_instant(text: str, *, zoned: bool = False) -> datetime | None:
    """
    Read an instant to the microsecond, in UTC; None for anything else.

    Args:
        text: what to read.
        zoned: whether it must state its offset from UTC.
    """
    match = _INSTANT.match(text)
    zone = timedelta(0)
    micro = 0
    if match is not None:
        offset = match["zone"]
        if offset is None:
            if zoned:
                return None
        elif offset not in {"Z", "z"}:
            sign = -1 if offset[0] == "-" else 1
            zone = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
        micro = int((match[7] or "")[:6].ljust(6, "0"))
    elif zoned or (match := _DIGITS.match(text)) is None:
        return None
    year, month, day, hour, minute = (int(part) for part in match.group(1, 2, 3, 4, 5))
    try:
        return datetime(year, month, day, hour, minute, int(match[6] or 0), micro, tzinfo=UTC) - zone
    except (ValueError, OverflowError):
        return None
