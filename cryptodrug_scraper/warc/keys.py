"""Short numbers in place of texts, where many must be remembered."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["key_of"]


def key_of(*parts: str | bytes) -> int:
    """Return a number of 64 bits that stands for some texts."""
    digest = blake2b(digest_size=8)
    for part in parts:
        digest.update(part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part)
        digest.update(b"\0")
    return int.from_bytes(digest.digest(), "big", signed=True)
