"""The hosts of the simulated Empire: no service can have them, as their names hold digits that such names cannot."""

from __future__ import annotations

__all__ = ["MIRRORS", "PRINTED", "host_of_day", "mirror"]

MIRRORS = 6
"""Addresses that the market has at a time."""


def mirror(number: int) -> str:
    """An address of the market."""
    return f"empireexample{1 + number % MIRRORS:04d}.onion"


PRINTED = tuple(mirror(number) for number in range(MIRRORS))
"""The hosts that pages print."""


def host_of_day(day: int, number: int = 0) -> str:
    """The host that answers on a day, counted from 1 January 1970; further ones by their number."""
    return mirror(day + number)
