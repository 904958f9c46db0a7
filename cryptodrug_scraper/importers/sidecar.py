"""
What is known of a saved page beside its bytes: a sidecar file, or a date in the path.

A sidecar is a JSON object with any of ``url``, ``captured_at`` (an ISO 8601 instant or day), ``http_status`` and
``content_type``. For ``page.html`` it is ``page.html.json`` or ``page.meta.json`` beside it, or ``meta.json`` for a
page that is alone in its folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.moments import CaptureTime, parse_capture_time

if TYPE_CHECKING:
    from pathlib import Path, PurePath

__all__ = ["Sidecar", "day_in_path", "is_sidecar", "read_sidecar", "sidecar_of"]

_SUFFIXES = (".html.json", ".htm.json", ".meta.json")
_LONE = "meta.json"
_CASE = "expected.json"
"""What a fixture of the tests has beside its page."""
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


class _Stated(msgspec.Struct):
    url: str | None = None
    captured_at: str | None = None
    http_status: int | None = None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar states."""

    url: str | None = None
    captured: CaptureTime | None = None
    http_status: int | None = None
    content_type: str | None = None


def is_sidecar(path: PurePath) -> bool:
    """Tell whether a file is a sidecar by its name."""
    return path.name in (_LONE, _CASE) or path.name.endswith(_SUFFIXES)


def sidecar_of(page: Path) -> Path | None:
    """The sidecar of a page, or None."""
    for name in (f"{page.name}.json", f"{page.stem}.meta.json"):
        path = page.with_name(name)
        if path.is_file():
            return path
    lone = page.with_name(_LONE)
    if not lone.is_file():
        return None
    others = (other for other in page.parent.iterdir() if other != page and other.suffix != ".json" and other.is_file())
    return lone if next(others, None) is None else None


def read_sidecar(path: Path) -> Sidecar:
    """
    Read a sidecar.

    Raises:
        ArchiveError: it is no JSON object of the kind described, or its time is none.
    """
    try:
        stated = msgspec.json.decode(path.read_bytes(), type=_Stated)
    except msgspec.MsgspecError as error:
        msg = f'sidecar {path.name}: {error}: write an object such as {{"captured_at": "2018-11-18T09:12:00Z"}}'
        raise ArchiveError(msg) from error
    captured = None
    if stated.captured_at is not None:
        captured = parse_capture_time(stated.captured_at)
        if captured is None:
            msg = f"sidecar {path.name}: captured_at {stated.captured_at!r} is no ISO 8601 instant or day"
            raise ArchiveError(msg)
    return Sidecar(stated.url, captured, stated.http_status, stated.content_type)


def day_in_path(path: PurePath) -> CaptureTime | None:
    """
    The day that a folder in a path is named after (``2018-11-18``, ``20181118``), the innermost one; None without.

    A file's own name is not looked at: numbers in it may be anything.
    """
    for name in reversed(path.parts[:-1]):
        match = _DAY.search(name)
        if match is not None:
            try:
                return CaptureTime.on(date(int(match[1]), int(match[2]), int(match[3])))
            except ValueError:
                continue
    return None
