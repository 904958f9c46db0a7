"""Why something in an import is no capture: one word for each reason, and the errors that carry them."""

from __future__ import annotations

from enum import StrEnum

from cryptodrug_scraper.errors import ArchiveError

__all__ = ["BrokenError", "Reason", "RefusedError"]


class Reason(StrEnum):
    """What an `ImportReport` counts under; docs/importing.md explains each."""

    LINK = "a link"
    SPECIAL = "neither a file nor a folder"
    HIDDEN = "a hidden file"
    OUTSIDE = "a path that leads out of its archive"
    NOT_UTF8 = "a name that is not UTF-8"
    DUPLICATE = "a second member of the same name"
    UNREADABLE = "cannot be read"
    TOO_LARGE = "larger than 32 MB"
    BOMB = "unpacks to more than 1000 times its size"
    ENCRYPTED = "encrypted"
    METHOD = "compressed in a way that is not read"
    CORRUPT = "corrupt"
    BROKEN = "damaged from here on"
    CUT_RECORD = "a record that breaks off"
    NESTED = "an archive within an archive"
    ARCHIVE_KIND = "an archive of a kind that is not read"
    ASSET = "a picture, style or script beside a page"
    BINARY = "not a page by its bytes"
    MIRROR_FILE = "a file of the program that mirrored"
    CONTENT_TYPE = "not a page by its content type"
    SIDECAR = "sidecar not understood"
    LONE_SIDECAR = "a sidecar without its page"
    MHTML = "MHTML not understood"
    DATACRYPTO = "DATACRYPTO file not understood"
    RECORD_TYPE = "a record of another type"
    RECORD = "a record that is not well formed"
    EXTENSION = "an extension header that is not well formed"
    ENCODING = "a body that cannot be decoded"
    REVISIT = "a revisit of a record that is not in the import"


class RefusedError(ArchiveError):
    """One member or record is no capture; what comes after it can be read."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """Say why, and what exactly was met."""
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class BrokenError(RefusedError):
    """Nothing more can be read of the archive."""
