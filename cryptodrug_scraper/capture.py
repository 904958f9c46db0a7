"""A capture: the bytes of one page as they were fetched, and what is known of when and where."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from cryptodrug_scraper.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Capture", "CaptureTime", "ContentId", "Origin", "TimeSource", "capture_id", "content_id"]

Precision = Literal["second", "day"]
_DAY = timedelta(days=1)
_NUMBER = 2**63 - 1

TimeSource = Literal[
    "sidecar",
    "comment",
    "directory",
    "modified",
    "warc",
    "mhtml",
    "http_date",
    "file_name",
    "received_on",
    "option",
    "none",
]
"""Where a capture time comes from; the comment on capture_origin.time_source says what each word means."""


@dataclass(frozen=True, slots=True)
class CaptureTime:
    """
    When a page was fetched: an instant at or after ``earliest`` and before or at ``latest``, both aware UTC.

    The two are equal where the source knows the second, and a day apart where it knows the day only.
    """

    earliest: datetime
    latest: datetime

    @property
    def precision(self) -> Precision:
        """``second`` or ``day``."""
        return "second" if self.latest - self.earliest < timedelta(minutes=1) else "day"

    def contains(self, instant: datetime, slack: timedelta = timedelta(0)) -> bool:
        """Tell whether ``instant`` can be the time of this capture, give or take ``slack``."""
        return self.earliest - slack <= instant <= self.latest + slack

    @classmethod
    def at(cls, instant: datetime) -> CaptureTime:
        """Make the time of a capture whose second is known."""
        return cls(instant, instant)

    @classmethod
    def on(cls, day: date) -> CaptureTime:
        """Make the time of a capture of which only the (UTC) day is known."""
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return cls(start, start + _DAY)


class ContentId:
    """
    Makes identifiers from content, for many that differ in a number at their end only.

    Args:
        parts: the parts that they share.
    """

    __slots__ = ("_begun",)

    def __init__(self, *parts: str | bytes | None) -> None:
        self._begun = hashlib.blake2b(_together(parts), digest_size=16)

    def with_number(self, number: int) -> uuid.UUID:
        """Return the identifier of the shared parts followed by the number's digits, as `content_id` gives it."""
        digest = self._begun.copy()
        digest.update(_digits(number))
        return uuid.UUID(int=int.from_bytes(digest.digest(), "big"))  # sooner than from bytes


def content_id(*parts: str | bytes | None) -> uuid.UUID:
    """
    Make an identifier from content: the same parts give the same id on any machine, in any order of loading.
    """
    digest = hashlib.blake2b(_together(parts), digest_size=16)
    return uuid.UUID(int=int.from_bytes(digest.digest(), "big"))


def _together(parts: Iterable[str | bytes | None]) -> bytes:
    """Put parts together so that no two lists of them give the same bytes."""
    pieces = []
    for part in parts:
        if part is None:
            pieces.append(b"\xff")
            continue
        data = part.encode() if isinstance(part, str) else part
        pieces += len(data).to_bytes(8, "big"), data
    return b"".join(pieces)


@lru_cache(maxsize=4096)
def _digits(number: int) -> bytes:
    return _together([str(number)])


def capture_id(sha256: str, url: str | None, captured: CaptureTime | None) -> uuid.UUID:
    """Make the identifier of a capture. Of its body only the digest is needed, in lower-case hexadecimal SHA-256."""
    time = None if captured is None else f"{captured.earliest.isoformat()}/{captured.latest.isoformat()}"
    return content_id(sha256, None if url is None else url_key(url), time)


@dataclass(frozen=True, slots=True)
class Origin:
    """
    Where the bytes of a capture lie: the importer that read them, the file, and the place in it.

    ``path`` is relative to the folder or archive that was given; ``offset`` is the byte offset of a WARC record.
    """

    importer: str
    path: str
    offset: int | None = None


@dataclass(frozen=True)
class Capture:
    """
    One fetched page.

    Its ``capture_id`` depends on the bytes, the address without host, and the capture time as the source states it:
    the same page in a folder and in an archive is one capture with two origins.
    """

    body: bytes = field(repr=False)
    origin: Origin
    url: str | None = None
    captured: CaptureTime | None = None
    time_source: TimeSource = "none"
    http_status: int | None = None
    content_type: str | None = None
    crawl_id: uuid.UUID | None = None
    """The crawl that fetched it, if this program did."""

    @cached_property
    def sha256(self) -> str:
        """Digest of the body, in lower-case hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    def know_sha256(self, digest: str) -> None:
        """Take a digest of the body that was computed before, so that it is not computed again."""
        self.__dict__["sha256"] = digest

    @property
    def number(self) -> int:
        """A number for what the capture says, in 63 bits: two captures that say the same have the same."""
        return self.capture_id.int & _NUMBER

    @cached_property
    def capture_id(self) -> uuid.UUID:
        """The identifier of the capture, from its content."""
        return capture_id(self.sha256, self.url, self.captured)
