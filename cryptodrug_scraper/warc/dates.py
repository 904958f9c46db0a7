"""
Read and write times in the headers of records.

WARC-Date is an instant of ISO 8601, which WARC 1.1 allows to have a fraction and to leave out what is not known. Others
write 14 digits as in CDX files, or an offset instead of ``Z``. Fractions count to the microsecond.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.capture import CaptureTime

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["instant_text", "read_date", "read_instant"]

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?\Z",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\Z", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z", re.ASCII)


def instant_text(at: datetime) -> str:
    """Write an aware instant as WARC 1.1 does: in UTC, with a fraction where there is one."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


@lru_cache(maxsize=1024)  # a record's date is asked for several times
def read_date(text: str) -> CaptureTime | None:
    """
    Read the time that a WARC-Date states: an instant, in UTC unless it says otherwise, or a day.

    Returns None if the text is not a date, names no real time, or is less exact than a day.
    """
    second = read_instant(text)
    if second is not None:
        return CaptureTime.at(second)
    match = _DAY.match(text)
    known = None if match is None else day(match[1], match[2], match[3])
    return None if known is None else CaptureTime.on(known)


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
    return instant([*(int(part) for part in match.group(1, 2, 3, 4, 5)), int(match[6] or 0), micro], zone)
