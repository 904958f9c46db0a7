"""Encode the program's values as JSON."""

from __future__ import annotations

import msgspec

__all__ = ["to_json"]

_ENCODER = msgspec.json.Encoder(order=None)


def to_json(value: object) -> bytes:
    """Encode records and what holds them: decimals as strings, instants with ``Z``, fields not shown left out."""
    return _ENCODER.encode(value)
