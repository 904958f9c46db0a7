"""Read the fingerprint of an OpenPGP key, from the key itself and not from its armour."""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pysequoia import Cert

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document
    from cryptodrug_scraper.page.records import Vendor

__all__ = ["find_key", "fingerprint", "read_key"]

_BEGIN, _END = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"
_NOT_SEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Soft hyphens, and blanks without width."""
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_SUMMED = re.compile(r"([A-Za-z0-9+/]+={0,2})=([A-Za-z0-9+/]{4})\Z")
"""The base64 of a key, and behind it that of its checksum."""
_CRC24_START, _CRC24 = 0xB704CE, 0x1864CFB
_MOST_KEYS = 16
"""Keys of one text that are looked at."""
_HEADER = re.compile(r"(Version|Comment|Charset|MessageID|Hash): ?")


def find_key(text: str) -> str | None:
    """
    Return the first armoured public key block in a text, or None.

    What is not seen, and the marks of a quotation (``> ``), are left out of it.
    """
    _, begin, rest = _written(text).partition(_BEGIN)
    inside, end, _ = rest.partition(_END)
    return begin + inside + end or None


def _written(text: str) -> str:
    """A text without what is not seen, and without marks of quotation where a key is quoted."""
    if not text.isascii():
        text = _NOT_SEEN.sub("", text)
    quoted = text.find(">")
    return _QUOTED.sub("", text) if 0 <= quoted < text.find(_END) else text


@lru_cache(maxsize=4096)
def fingerprint(armour: str) -> str | None:
    """
    Return the fingerprint of the primary key in an armoured block, in upper-case hexadecimal.

    Pages strip blank lines, so the empty line that ends the armour's headers is put back. Returns None where the block
    holds no key that can be parsed, and where the key is not that of the armour's checksum, if it has one.
    """
    lines = [line.strip() for line in armour.strip().splitlines()]
    body = [line for line in lines[1:] if line]
    headers = [line for line in body if _HEADER.match(line)]
    rest = [line for line in body if not _HEADER.match(line)]
    if not _fits_checksum("".join(line for line in rest if not line.startswith("-----"))):
        return None
    try:
        return str(Cert.from_bytes("\n".join([lines[0], *headers, "", *rest, ""]).encode()).fingerprint).upper()
    except (ValueError, RuntimeError, OSError, IndexError):
        return None


@lru_cache(maxsize=1)
def _remainders() -> tuple[int, ...]:
    """What each byte adds to a checksum (RFC 4880, 6.1)."""
    found = []
    for byte in range(256):
        rest = byte << 16
        for _ in range(8):
            rest = (rest << 1) ^ (_CRC24 if rest & 0x800000 else 0)
        found.append(rest)
    return tuple(found)


def _fits_checksum(body: str) -> bool:
    """Tell whether the lines of an armour, joined, end with the checksum of what is before it, or with none."""
    match = _SUMMED.fullmatch(body)
    if match is None:
        return True
    try:
        key = binascii.a2b_base64(match[1])
    except binascii.Error:
        return False
    remainders, rest = _remainders(), _CRC24_START
    for byte in key:
        rest = (rest << 8 & 0xFFFFFF) ^ remainders[rest >> 16 ^ byte]
    return binascii.a2b_base64(match[2]) == rest.to_bytes(3, "big")


def read_key(document: Document, text: str | None, vendor: Vendor) -> None:
    """
    Add the key in a text, and its fingerprint, to a vendor. A text without a readable key is an issue; no text is not.

    Of several keys the first is taken, and each other one is an issue.
    """
    vendor.pgp_key = None if text is None else document.read("pgp_key", text, find_key)
    key = vendor.pgp_key
    vendor.pgp_fingerprint = None if not key else document.read("pgp_fingerprint", key, fingerprint)
    if text is None:
        return
    known = {vendor.pgp_fingerprint}
    for block in _written(text).split(_END, _MOST_KEYS)[1:_MOST_KEYS]:
        _, begin, inside = block.partition(_BEGIN)
        other = fingerprint(begin + inside + _END) if begin else None
        if other is not None and other not in known:
            known.add(other)
            document.issue("field_unreadable", f"pgp_key: the text has another key, {other}")
