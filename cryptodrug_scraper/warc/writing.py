"""
WARC records as bytes: one record, one gzip member.

The format is a few header lines, so they are put together here: building them with warcio takes longer than compressing
the page (28 against 23 microseconds for 5 KB). The tests read what is written here with warcio, and run its ``check``.

Compression is igzip at level 3: as small as zlib's level 9, at two to eight times its speed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import uuid
from typing import TYPE_CHECKING

from isal import isal_zlib

from cryptodrug_scraper.warc.faults import Fault, UnusableError
from cryptodrug_scraper.warc.headers import MOST_HEAD
from cryptodrug_scraper.warc.privacy import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LEVEL", "REVISIT_PROFILE", "digest_bytes", "digest_text", "member", "new_id"]

LEVEL = 3
"""Level of compression, of igzip's 0 to 3."""
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_GZIP = 31  # a window of 32 KB, and the frame of gzip
_ALGORITHM = "sha256:"


def new_id() -> str:
    """Return a record id that no other record has."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def digest_text(digest: bytes) -> str:
    """A SHA-256 as WARC headers state it: in hexadecimal, as browser-based crawlers write it and warcio verifies it."""
    return _ALGORITHM + digest.hex()


def digest_bytes(text: str) -> bytes | None:
    """Read the SHA-256 that a header states; None for another digest, or one that cannot be read."""
    if not text.startswith(_ALGORITHM):
        return None
    value = text.removeprefix(_ALGORITHM)
    try:
        digest = bytes.fromhex(value) if len(value) == 64 else base64.b32decode(value)
    except (ValueError, binascii.Error):
        return None
    return digest if len(digest) == hashlib.sha256().digest_size else None


def member(headers: Iterable[tuple[str, str]], block: bytes, digest: str | None = None) -> bytes:
    """
    Return one record, compressed.

    Args:
        headers: all but the block's digest and length. No value can end its line: `clean` says what becomes of it.
        block: what follows the headers.
        digest: of the block, where it is known, as `digest_text` states it.

    Raises:
        UnusableError: the headers are longer than any reader takes them.
    """
    lines = [f"{name}: {clean(value)}" for name, value in headers]
    digest = digest or digest_text(hashlib.sha256(block).digest())
    head = "\r\n".join(("WARC/1.1", *lines, f"WARC-Block-Digest: {digest}", f"Content-Length: {len(block)}"))
    if len(encoded := head.encode()) > MOST_HEAD:
        raise UnusableError(Fault.HEAD, f"{len(encoded)} bytes")
    plain = b"".join((encoded, b"\r\n\r\n", block, b"\r\n\r\n"))
    compressed: bytes = isal_zlib.compress(plain, LEVEL, _GZIP)
    return compressed
