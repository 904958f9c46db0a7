"""Read times in the names of folders."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache

from cryptodrug_scraper.bounded import day, instant
from cryptodrug_scraper.capture import CaptureTime

__all__ = ["is_dated", "time_of_folder"]

_DATED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)"
    r"(?:[T_ -]?([01]\d|2[0-3])[-:_.h]?([0-5]\d)(?:[-:_.m]?([0-5]\d))?s?(?:Z|UTC)?)?(?!\d)"
)
_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=4096)
def time_of_folder(name: str) -> CaptureTime | None:
    """
    The time in a folder's name: a day (``2018-11-18``, ``20181118``), a minute (``2018-11-18_0912``) or a second
    (``2018-11-18T09-12-00Z``). It is taken as UTC, as a day is.
    """
    match = _DATED.search(name)
    while match is not None:
        time = _time(match)
        if time is not None:
            return time
        match = _DATED.search(name, match.end(3))
    return None


def is_dated(name: str) -> bool:
    """Tell whether a folder's name is a time, and nothing else."""
    match = _DATED.fullmatch(name)
    return match is not None and _time(match) is not None


def _time(match: re.Match[str]) -> CaptureTime | None:
    if match[4] is None:
        known = day(match[1], match[2], match[3])
        return None if known is None else CaptureTime.on(known)
    start = instant([int(part or 0) for part in match.groups()])
    if start is None:
        return None
    return CaptureTime.at(start) if match[6] is not None else CaptureTime(start, start + _MINUTE)
