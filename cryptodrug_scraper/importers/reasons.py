"""The reasons for which something in an import is refused."""

from __future__ import annotations

from enum import StrEnum

from cryptodrug_scraper.warc.faults import Fault

__all__ = ["DAMAGE", "Reason"]


class Reason(StrEnum):
    """A reason for refusing something; docs/importing.md explains each."""

    LINK = "a link"
    SPECIAL = "neither a file nor a folder"
    HIDDEN = "a hidden file"
    OUTSIDE = "a path that leads out of its archive"
    NOT_UTF8 = "a name that is not UTF-8"
    DUPLICATE = "a second member of the same name"
    UNREADABLE = "cannot be read"
    TOO_LARGE = Fault.TOO_LARGE.value
    BOMB = Fault.BOMB.value
    ENCRYPTED = "encrypted"
    METHOD = "compressed in a way that is not read"
    CORRUPT = "corrupt"
    BROKEN = Fault.BROKEN.value
    CUT_RECORD = Fault.CUT_RECORD.value
    UNFINISHED = "the last record of a file that is being written"
    NO_RECORD = Fault.NO_RECORD.value
    PACKED_RECORD = Fault.PACKED_RECORD.value
    LENGTH = Fault.LENGTH.value
    DIGEST = Fault.DIGEST.value
    NESTED = "an archive within an archive"
    ARCHIVE_KIND = "an archive of a kind that is not read"
    ASSET = "a picture, style or script beside a page"
    BINARY = "not a page by its bytes"
    NO_MARKUP = "text or data without the markup of a page"
    EMPTY = "an empty file"
    MIRROR_FILE = "a file of the program that mirrored"
    CONTENT_TYPE = "not a page by its content type"
    SIDECAR = "sidecar not understood"
    LONE_SIDECAR = "a sidecar without its page"
    MHTML = "MHTML not understood"
    DATACRYPTO = "DATACRYPTO file not understood"
    RECORD_TYPE = "a record of another type"
    RECORD = Fault.RECORD.value
    EXTENSION = Fault.EXTENSION.value
    HEAD = Fault.HEAD.value
    ENCODING = Fault.ENCODING.value
    REVISIT = "a revisit of a record that is not in the import"


DAMAGE = frozenset(
    {
        Reason.UNREADABLE,
        Reason.BOMB,
        Reason.CORRUPT,
        Reason.BROKEN,
        Reason.CUT_RECORD,
        Reason.NO_RECORD,
        Reason.PACKED_RECORD,
        Reason.LENGTH,
        Reason.DIGEST,
    }
)
"""Where something could be lost: what lies there cannot be read, or is not what it was."""
