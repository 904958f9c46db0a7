"""Faults of WARC records and compressed files, and the errors that carry them."""

from __future__ import annotations

from enum import StrEnum

from cryptodrug_scraper.errors import ArchiveError

__all__ = ["BrokenError", "Fault", "UnusableError"]


class Fault(StrEnum):
    """A reason why no capture can be read from a record. Importers have further reasons."""

    TOO_LARGE = "larger than 32 MB"
    BOMB = "unpacks to more than 1000 times its size"
    BROKEN = "damaged from here on"
    CUT_RECORD = "a record that breaks off"
    NO_RECORD = "bytes that are no record"
    PACKED_RECORD = "a record that cannot be unpacked"
    LENGTH = "a record that is not as long as it says"
    DIGEST = "a record that contradicts its own digest"
    RECORD = "a record that is not well formed"
    EXTENSION = "an extension header that is not well formed"
    HEAD = "an address or a place too long for a header"
    ENCODING = "a body that cannot be decoded"


class UnusableError(ArchiveError):
    """One member or record is not a capture; those after it can be read."""

    def __init__(self, reason: StrEnum, detail: str = "") -> None:
        """State the reason, and what exactly was found."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class BrokenError(UnusableError):
    """Nothing more can be read of the file."""
