"""The host of the simulated Wall Street Market: of the form of an onion address, and the key of nobody."""

from __future__ import annotations

__all__ = ["PRINTED", "host_of_day"]

_HOSTS = tuple(f"wallstreetexample{letter * 38}d.onion" for letter in "mn")
PRINTED: tuple[str, ...] = ()
"""The hosts that pages print: none, all their links are without one."""


def host_of_day(_day: int, number: int = 0) -> str:
    """The host that answers: the same on every day; or the other one."""
    return _HOSTS[number]
