"""
Make of a capture what is written of it, which any machine can do.

Whether the archive has it already, and whether it has its body, only the writer knows; see `ArchiveWriter.keep`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.warc.composing import compose
from cryptodrug_scraper.warc.description import description_headers, origin_text
from cryptodrug_scraper.warc.faults import UnusableError
from cryptodrug_scraper.warc.http_block import http_block, reason_of
from cryptodrug_scraper.warc.privacy import header_value

if TYPE_CHECKING:
    from enum import StrEnum

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.warc.composing import Composed

__all__ = ["Packed", "Unpacked", "pack", "packed_or_told", "with_head"]

_HIGHEST_STATUS = 999


@dataclass(frozen=True, slots=True)
class Packed:
    """
    What is written of a capture whose body the archive does not have.

    Attributes:
        capture: the capture with its digest, and without its body.
        size: of its body, in bytes.
        about: the WARC headers that say where and when it was taken.
        head: status line and headers of its response; None for a resource.
        composed: its records.
    """

    capture: Capture
    size: int
    about: list[tuple[str, str]]
    head: bytes | None
    composed: Composed


@dataclass(frozen=True, slots=True)
class Unpacked:
    """
    A capture that cannot be packed.

    Attributes:
        where: the place where it lies.
        error: what is wrong with it; of an `UnusableError`, reason and detail.
    """

    where: str
    error: ArchiveError | tuple[StrEnum, str]

    def tell(self) -> NoReturn:
        """
        Raise what is wrong, when it is its turn to be written.

        Raises:
            UnusableError: it cannot be kept.
            ArchiveError: nothing can be kept until it is corrected.
        """
        raise self.error if isinstance(self.error, ArchiveError) else UnusableError(*self.error)


def packed_or_told(capture: Capture) -> Packed | Unpacked:
    """Pack a capture, or tell why it cannot be."""
    try:
        return pack(capture)
    except UnusableError as error:
        return Unpacked(capture.origin.path, (error.reason, error.detail))
    except ArchiveError as error:
        return Unpacked(capture.origin.path, error)


def with_head(capture: Capture) -> tuple[Capture, bytes | None]:
    """
    Return a capture from another source as it is kept, with status line and headers if it has a status.

    Raises:
        ArchiveError: its HTTP status is not valid.
    """
    if capture.content_type is not None:
        capture = replace(capture, content_type=header_value(capture.content_type) or None)
    status = capture.http_status
    if status is None:
        return capture, None
    if not 0 <= status <= _HIGHEST_STATUS:
        msg = f"{status} is no HTTP status: correct it in the sidecar of {capture.origin.path}"
        raise ArchiveError(msg)
    headers = [("Content-Type", capture.content_type)] if capture.content_type else []
    return capture, http_block(f"HTTP/1.1 {status:03d} {reason_of(status)}", headers, len(capture.body))


def pack(capture: Capture) -> Packed:
    """
    Pack a capture from another source.

    Raises:
        UnusableError: its address or place is too long.
        ArchiveError: its HTTP status is not valid.
    """
    capture, head = with_head(capture)
    about = description_headers(capture, datetime.now(UTC), origin_text(capture.origin))
    composed = compose(capture, about, head, None, None)
    bodiless = replace(capture, body=b"")
    bodiless.know_sha256(capture.sha256)
    return Packed(bodiless, len(capture.body), about, head, composed)
