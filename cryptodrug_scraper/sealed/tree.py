"""
The Merkle tree of RFC 6962, section 2.1, with SHA-256.

The hash of a leaf is that of a byte 0x00 and its data, the hash of a node that of a byte 0x01 and the hashes of its two
parts. Of ``n`` leaves the left part has as many as the largest power of two below ``n``; the root of none is the hash
of nothing.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["root_of"]


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree of some leaves, in their order."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:left]) + root_of(leaves[left:])).digest()
