"""
Texts as Dream Market sent them: characters above U+00FF as entities, the others in UTF-8, under a header that says
Latin-1.

The texts of some vendors had been through a browser that believed the header: they are mojibake.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.state import VendorState

__all__ = ["CONTENT_TYPE", "attribute", "block", "is_garbled", "one_line", "page_bytes", "typed"]

CONTENT_TYPE = "text/html; charset=ISO-8859-1"
_EVERY = 4


def is_garbled(vendor: VendorState) -> bool:
    """
    Tell whether a vendor's texts and reviews are garbled by a second encoding, as those of one vendor in four are.
    """
    return vendor.account_id % _EVERY == 1


def typed(text: str, *, garbled: bool = False) -> str:
    """A text for the content of an element."""
    return escape(_mojibake(text) if garbled and not text.isascii() else text, quote=False)


def attribute(text: str, *, garbled: bool = False) -> str:
    """A text for a quoted attribute."""
    return escape(_mojibake(text) if garbled and not text.isascii() else text)


def one_line(text: str) -> str:
    """A text as a browser lays it out, white space folded."""
    return " ".join(text.split())


def block(text: str) -> str:
    """A text of several lines as it is read: no white space where a line ends, no empty line before or after it all."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def page_bytes(html: str) -> bytes:
    """
    A part of a page as bytes: ``฿`` becomes ``&#3647;``, ``é`` becomes C3 A9.
    """
    return html.encode("latin-1", "xmlcharrefreplace").decode("latin-1").encode()


def _mojibake(text: str) -> str:
    """
    What a browser makes of UTF-8 that it takes for cp1252. ``ü`` gives ``Ã¼``; ``€``, byte 80 in the vendor's own
    cp1252, gives ``Â€``. What cp1252 does not hold was an entity and stays right.
    """
    return "".join(sign if sign.isascii() else _misread(sign) for sign in text)


def _misread(sign: str) -> str:
    try:
        byte = sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign
    return "".join(_as_cp1252(part) for part in byte.decode("latin-1").encode())


def _as_cp1252(byte: int) -> str:
    """A byte by cp1252; browsers let the five that it leaves open stand for themselves."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
