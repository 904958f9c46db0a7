"""Decode the payload of an HTTP response as a browser does: join its chunks, and unpack it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

import brotli  # type: ignore[import-untyped]  # it ships no types
from backports import zstd

from cryptodrug_scraper.warc.faults import BrokenError, Fault, UnusableError
from cryptodrug_scraper.warc.inflate import DECOMPRESSORS, MOST_BYTES, Inflater

__all__ = ["decoded", "without_chunks"]

_MAGIC = {"gzip": (b"\x1f\x8b", "gz"), "x-gzip": (b"\x1f\x8b", "gz"), "zstd": (b"\x28\xb5\x2f\xfd", "zst")}
_STEP = 256 * 1024
"""Bytes after which the size of the unpacked body is checked."""
_PLAIN = frozenset({"", "identity"})
_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,8})\s*(?:;.*)?\Z", re.DOTALL)


def decoded(body: bytes, encoding: str) -> bytes:
    """
    Undo a Content-Encoding.

    Some crawlers store the unpacked body under the header of the packed one: bytes without the packing's signature are
    taken as they are.

    Raises:
        UnusableError: the body is damaged, too large, or packed in a way that is not read.
    """
    encoding = encoding.strip().lower()
    if encoding in _PLAIN or not body:
        return body
    if encoding == "deflate":
        return _deflated(body)
    if encoding == "br":
        return _unbrotlied(body)
    if encoding not in _MAGIC:
        raise UnusableError(Fault.ENCODING, f"Content-Encoding: {encoding[:40]}")
    signature, packing = _MAGIC[encoding]
    if not body.startswith(signature):
        return body
    inflater = Inflater(BytesIO(body), DECOMPRESSORS[packing])
    pieces, size = [], 0
    try:
        while piece := inflater.piece():
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise UnusableError(Fault.TOO_LARGE, f"unpacked from {len(body)} bytes")
    except (BrokenError, zstd.ZstdError) as error:
        raise UnusableError(Fault.ENCODING, str(error)) from error
    return b"".join(pieces)


def _deflated(body: bytes) -> bytes:
    """
    Unpack deflate, with the zlib header of the standard, or without it, as some servers send it.

    Raises:
        UnusableError: the body cannot be unpacked, or becomes too large.
    """
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflater = zlib.decompressobj(bits)
        try:
            plain = inflater.decompress(body, MOST_BYTES + 1)
        except zlib.error:
            continue
        if len(plain) > MOST_BYTES:
            raise UnusableError(Fault.TOO_LARGE, f"unpacked from {len(body)} bytes")
        if inflater.eof:
            return plain
    if body.lstrip()[:1] == b"<":
        return body
    raise UnusableError(Fault.ENCODING, "Content-Encoding: deflate")


def _unbrotlied(body: bytes) -> bytes:
    """
    Unpack Brotli, which has no signature: a body that was stored unpacked is recognised as markup.

    Raises:
        UnusableError: the body cannot be unpacked, or becomes too large.
    """
    decompressor = brotli.Decompressor()
    pieces: list[bytes] = []
    size, given = 0, body
    try:
        while not decompressor.is_finished():
            piece = decompressor.process(given, output_buffer_limit=_STEP)
            given = b""
            if not piece and not decompressor.is_finished():
                raise UnusableError(Fault.ENCODING, "Content-Encoding: br: the body breaks off")
            pieces.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise UnusableError(Fault.TOO_LARGE, f"unpacked from {len(body)} bytes")
    except brotli.error as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise UnusableError(Fault.ENCODING, f"Content-Encoding: br: {error}") from error
    return b"".join(pieces)


def without_chunks(body: bytes) -> bytes:
    """
    Undo ``Transfer-Encoding: chunked``.

    A body that does not begin with a chunk was stored without them and is taken as it is; one that breaks off is as
    long as it is, which is how a browser would show it.
    """
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 64)
        size = _chunk_size(body[at:end]) if end >= 0 else None
        if size is None:
            return body if not pieces else b"".join(pieces)
        if size == 0:
            break
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(pieces)


def _chunk_size(line: bytes) -> int | None:
    match = _SIZE.match(line)
    return None if match is None else int(match[1], 16)
