"""Addresses of onion services that nobody has: their keys are made up."""

from __future__ import annotations

import base64
import hashlib

__all__ = ["onion"]


def onion(key: bytes = bytes(32), version: bytes = b"\x03") -> str:
    """The address of an onion service with a key."""
    checksum = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return base64.b32encode(key + checksum + version).decode().lower() + ".onion"
