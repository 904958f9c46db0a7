"""
OpenPGP keys of vendors: version 4, Ed25519, with a user id that the key signs.

RFC 4880 has the packets, RFC 9580 (§5.5.5.5 and §5.2.3.3, "EdDSALegacy") the algorithm.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["PublicKey", "public_key"]

_EDDSA = 22
_SHA256 = 8
_ED25519 = bytes.fromhex("2b06010401da470f01")
_PUBLIC_KEY, _USER_ID, _SIGNATURE = 6, 13, 2
_POSITIVE_CERTIFICATION = 0x13
_CERTIFY_AND_SIGN = b"\x03"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """
    A public key.

    Attributes:
        armoured: as people paste it.
        fingerprint: 40 capital hexadecimal digits.
    """

    armoured: str
    fingerprint: str


def _packet(tag: int, body: bytes) -> bytes:
    length = bytes((len(body),)) if len(body) < 192 else bytes(((len(body) - 192 >> 8) + 192, len(body) - 192 & 0xFF))
    return bytes((0xC0 | tag,)) + length + body


def _subpacket(kind: int, body: bytes) -> bytes:
    return bytes((len(body) + 1, kind)) + body


def _integer(octets: bytes) -> bytes:
    """A multi-precision integer: its length in bits, and its octets without leading zeros."""
    stripped = octets.lstrip(b"\0")
    bits = len(stripped) * 8 - (8 - stripped[0].bit_length()) if stripped else 0
    return bits.to_bytes(2, "big") + stripped


def _crc24_of(octet: int) -> int:
    crc = octet << 16
    for _ in range(8):
        crc = crc << 1 ^ (0x1864CFB if crc & 0x800000 else 0)
    return crc


_CRC24 = tuple(map(_crc24_of, range(256)))


def _crc24(octets: bytes) -> int:
    crc = 0xB704CE
    for octet in octets:
        crc = (crc << 8 & 0xFFFFFF) ^ _CRC24[crc >> 16 ^ octet]
    return crc


def _armoured(octets: bytes, headers: tuple[str, ...]) -> str:
    text = base64.b64encode(octets).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    check = base64.b64encode(_crc24(octets).to_bytes(3, "big")).decode()
    begin, end = "-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"
    return "\n".join((begin, *headers, "", *lines, f"={check}", end, ""))


def public_key(secret: bytes, user_id: str, made: int, headers: tuple[str, ...] = ()) -> PublicKey:
    """
    The public key of a secret: the same octets for the same arguments, as Ed25519 signatures have no chance in them.

    Args:
        secret: 32 octets.
        user_id: whose it is.
        made: when, in seconds since 1970.
        headers: lines of the armour, such as ``Version: GnuPG v2``.
    """
    private = Ed25519PrivateKey.from_private_bytes(secret)
    point = b"\x40" + private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    time = made.to_bytes(4, "big")
    body = b"\x04" + time + bytes((_EDDSA, len(_ED25519))) + _ED25519 + _integer(point)
    framed = b"\x99" + len(body).to_bytes(2, "big") + body
    fingerprint = hashlib.sha1(framed, usedforsecurity=False).digest()

    name = user_id.encode()
    hashed = _subpacket(2, time) + _subpacket(27, _CERTIFY_AND_SIGN) + _subpacket(33, b"\x04" + fingerprint)
    head = bytes((4, _POSITIVE_CERTIFICATION, _EDDSA, _SHA256)) + len(hashed).to_bytes(2, "big") + hashed
    certified = framed + b"\xb4" + len(name).to_bytes(4, "big") + name
    digest = hashlib.sha256(certified + head + b"\x04\xff" + len(head).to_bytes(4, "big")).digest()
    signature = private.sign(digest)
    unhashed = _subpacket(16, fingerprint[-8:])
    signed = head + len(unhashed).to_bytes(2, "big") + unhashed + digest[:2]
    signed += _integer(signature[:32]) + _integer(signature[32:])
    octets = _packet(_PUBLIC_KEY, body) + _packet(_USER_ID, name) + _packet(_SIGNATURE, signed)
    return PublicKey(_armoured(octets, headers), fingerprint.hex().upper())
