"""Decode the body of a response: undo its Content-Encoding once, within a limit."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.httpcompression import ACCEPTED_ENCODINGS, HttpCompressionMiddleware
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils import _compression
from scrapy.utils._download_handlers import make_response

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ACCEPT_ENCODING", "UNDECODED", "UndecodableError", "decode", "undecorated"]

ACCEPT_ENCODING = b", ".join(ACCEPTED_ENCODINGS)
"""The encodings that can be decoded, as the request header lists them."""
UNDECODED = "undecoded"
"""Flag of a response whose body could not be decoded and is as it came."""

_HEADER = "Content-Encoding"
_BROKEN = (
    EOFError,
    OSError,
    struct.error,
    zlib.error,
    _compression.brotli.error,  # type: ignore[attr-defined]  # whichever module Scrapy found
    _compression.zstd.ZstdError,  # type: ignore[attr-defined]
)
"""The errors that Scrapy's decoders raise."""


class UndecodableError(DownloadFailedError):
    """The body is not in the encoding that its header names, or grows beyond the limit when it is decoded."""


def decode(response: Response, limit: int) -> Response:
    """
    Return a response with its body decoded, and all its headers as they came.

    Of a body that is cut, the part that can be decoded is kept. An encoding unknown to HTTP leaves the body as it is,
    as browsers do: servers name ``utf-8`` or ``none`` there.

    Args:
        response: as it came.
        limit: greatest length of the decoded body in bytes; 0 for none.

    Raises:
        UndecodableError: nothing of the body can be decoded, or too much.
    """
    encodings = response.headers.getlist(_HEADER)
    if not encodings or not response.body:
        return response
    split: Callable[..., tuple[list[bytes], list[bytes]]] = HttpCompressionMiddleware._split_encodings  # noqa: SLF001
    decoder: Callable[[bytes, bytes, int], bytes] = HttpCompressionMiddleware._decode  # noqa: SLF001
    body = response.body
    for encoding in split(encodings)[0]:
        try:
            body = decoder(body, encoding, limit)
        except _compression._DecompressionMaxSizeExceeded as error:  # noqa: SLF001
            msg = f"the body has more than {limit} bytes when it is decoded from {len(response.body)}"
            raise UndecodableError(msg) from error
        except _BROKEN as error:
            msg = f"the body is not in the encoding {encoding.decode('latin-1')} that its header names: {error}"
            raise UndecodableError(msg) from error
    return Response(
        url=response.url,
        status=response.status,
        headers=response.headers,
        body=body,
        flags=response.flags,
        certificate=response.certificate,
        protocol=response.protocol,
    )


def undecorated(response: Response) -> Response:
    """
    Return a decoded response without the header that would cause a second decoding, as the class that fits its body.
    """
    if _HEADER not in response.headers:
        return response
    headers = response.headers.copy()
    del headers[_HEADER]
    return make_response(
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        flags=response.flags,
        certificate=response.certificate,
        protocol=response.protocol,
    )
