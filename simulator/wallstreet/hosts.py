"""The host of the simulated Wall Street Market: of the form of an onion address, and the key of nobody."""

from __future__ import annotations

__all__ = ["PRINTED", "host_of_day"]

_HOST = f"wallstreetexample{'m' * 38}d.onion"
PRINTED: tuple[str, ...] = ()
"""The hosts that pages print: none, all their links are without one."""


def host_of_day(_day: int) -> str:
    """The host that answers: the same on every day."""
    return _HOST
