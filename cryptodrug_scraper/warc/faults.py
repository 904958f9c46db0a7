"""What can be wrong with a WARC record or a compressed file, and the errors that carry it."""

from __future__ import annotations

from enum import StrEnum

from cryptodrug_scraper.errors import ArchiveError

__all__ = ["BrokenError", "Fault", "UnusableError"]


class Fault(StrEnum):
    """Why no capture can be read from a record. Those who read other things have further reasons."""

    TOO_LARGE = "larger than 32 MB"
    BOMB = "unpacks to more than 1000 times its size"
    BROKEN = "damaged from here on"
    CUT_RECORD = "a record that breaks off"
    RECORD = "a record that is not well formed"
    EXTENSION = "an extension header that is not well formed"
    ENCODING = "a body that cannot be decoded"


class UnusableError(ArchiveError):
    """One member or record is no capture; what comes after it can be read."""

    def __init__(self, reason: StrEnum, detail: str = "") -> None:
        """Say why, and what exactly was met."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class BrokenError(UnusableError):
    """Nothing more can be read of the file."""
