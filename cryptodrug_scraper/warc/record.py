"""A record of a WARC file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptodrug_scraper.warc.headers import Headers

__all__ = ["Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """
    One record, the whole of it: its end, its checksum and the digests that it states were found to fit.

    Attributes:
        headers: its fields.
        offset: where it begins in the file, in bytes, packed as it lies there.
        length: how many bytes its block has.
        block: what follows its fields; empty where that is larger than any page.
        payload_sha256: digest of what follows the HTTP headers in it, in lower-case hexadecimal, where that is known.
    """

    headers: Headers
    offset: int
    length: int
    block: bytes = field(repr=False)
    payload_sha256: str | None = None

    @property
    def type(self) -> str:
        """What kind of record it is: ``response``, ``revisit`` and so on."""
        return self.headers.get("warc-type", "").lower()
