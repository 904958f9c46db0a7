"""Find the next record after damage: a gzip member that holds one, or the lines that one begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from isal import igzip_lib

if TYPE_CHECKING:
    from cryptodrug_scraper.warc.window import Window

__all__ = ["begins_packed", "begins_plain", "go_to_next"]

_GZIP = rb"\x1f\x8b\x08[\x00-\x1f]"
"""The beginning of a gzip member. Higher flags are reserved: zlib refuses them, igzip does not."""
_WARC = rb"WARC/\d\.\d{1,2}\r?\n(?=WARC-|Content-)"
"""The line of a version, and the beginning of a field. A blank line need not stand before it: it may be damaged."""
_PATTERNS = {
    True: re.compile(_GZIP, re.DOTALL),
    False: re.compile(_WARC, re.IGNORECASE),
    None: re.compile(b"%b|%b" % (_GZIP, _WARC), re.IGNORECASE),
}
_FIRST = b"WARC/"
_HEAD = 32 * 1024
"""Bytes of a member from which its first bytes can be unpacked."""
_ISAL: type[Exception] = igzip_lib.IsalError  # type: ignore[assignment]  # its stub takes the class for an instance


def begins_packed(window: Window) -> bool:
    """Tell whether a gzip member begins at the place of a window."""
    return _PATTERNS[True].match(window.peek(4)) is not None


def begins_plain(window: Window) -> bool:
    """Tell whether a record begins there that is not packed."""
    return window.peek(len(_FIRST)) == _FIRST


def go_to_next(window: Window, *, packed: bool | None) -> None:
    """
    Go to the next record from a place on; to the end of the file if there is none.

    Args:
        window: at its place.
        packed: whether the file's records are packed; None where that is not known.
    """
    while window.find(_PATTERNS[packed]):
        if not begins_packed(window) or _holds_record(window):
            return
        window.at += 1


def _holds_record(window: Window) -> bool:
    """The bytes of a gzip header alone may stand anywhere."""
    decompressor = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
    try:
        return bool(decompressor.decompress(window.peek(_HEAD), len(_FIRST)) == _FIRST)
    except _ISAL:
        return False
