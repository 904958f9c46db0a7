"""
Compare a record with the digests that it states.

That of the block is one of all that follows the headers. That of the payload is made in several ways: programs take
the body of a response as it was sent, or with its chunks joined, or unpacked, or the whole block. Any of them fits. A
revisit states that of another record; that of a part, or of a page that was cut, may be the digest of the whole.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode, b64encode, urlsafe_b64encode
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.warc.faults import Fault, UnusableError
from cryptodrug_scraper.warc.response import payload_in, response_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cryptodrug_scraper.warc.record import Record

__all__ = ["check_digests"]

_ALGORITHMS: dict[str, Callable[[bytes], hashlib._Hash]] = {
    "md5": partial(hashlib.md5, usedforsecurity=False),
    "sha1": partial(hashlib.sha1, usedforsecurity=False),
    "sha224": hashlib.sha224,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
"""By their names without hyphens. Digests of others are not compared."""
_BLOCK = "warc-block-digest"
_PAYLOAD = "warc-payload-digest"
_OF_MORE = ("warc-truncated", "warc-segment-number")
_SHOWN = 100


def check_digests(record: Record) -> str | None:
    """
    Compute the digests that a record states, and no others.

    Returns:
        The SHA-256 of what follows the HTTP headers, in lower-case hexadecimal, if the record states it; else None.

    Raises:
        UnusableError: a digest does not fit.
    """
    headers = record.headers
    stated = headers.get(_BLOCK)
    if stated and not _fits(stated, _digest_of(record.block, stated)):
        raise UnusableError(Fault.DIGEST, f"WARC-Block-Digest: {stated[:_SHOWN]}")
    stated = headers.get(_PAYLOAD)
    if not stated or record.type == "revisit" or any(name in headers for name in _OF_MORE):
        return None
    as_sent = _digest_of(payload_in(record.block, record.type, headers), stated)
    if _fits(stated, as_sent):
        return as_sent.hex() if as_sent is not None and _algorithm(stated) is hashlib.sha256 else None
    if not any(_fits(stated, _digest_of(payload, stated)) for payload in _others(record)):
        raise UnusableError(Fault.DIGEST, f"WARC-Payload-Digest: {stated[:_SHOWN]}")
    return None


def _algorithm(stated: str) -> Callable[[bytes], hashlib._Hash] | None:
    return _ALGORITHMS.get(stated.partition(":")[0].strip().lower().replace("-", ""))


def _digest_of(data: bytes, stated: str) -> bytes | None:
    """The digest of some bytes, made as a stated one is; None if it is not known how."""
    algorithm = _algorithm(stated)
    return None if algorithm is None else algorithm(data).digest()


def _fits(stated: str, digest: bytes | None) -> bool:
    """Tell whether a stated digest is this one, in whichever digits it is written; one that is not known fits."""
    if digest is None:
        return True
    value = stated.partition(":")[2].strip()
    if value.lower() == digest.hex():
        return True
    value = value.rstrip("=")
    if value.upper() == b32encode(digest).decode().rstrip("="):
        return True
    return value in {encode(digest).decode().rstrip("=") for encode in (b64encode, urlsafe_b64encode)}


def _others(record: Record) -> Iterator[bytes]:
    """What the digest of a payload may be of instead."""
    yield record.block
    with suppress(UnusableError):  # it cannot be decoded, or is no response
        response = response_in(record.block, record.type, record.headers)
        yield response.joined()
        yield response.body()
