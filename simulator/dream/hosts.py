"""The hosts of the simulated Dream Market. They look like onion addresses, but belong to no key."""

from __future__ import annotations

__all__ = ["PRINTED", "host_of_day", "mirrors"]

PRINTED = tuple(f"dreamexample{letter * 43}d.onion" for letter in "abcdefghijkl")
"""The hosts that pages print."""


def mirrors(day: int) -> list[str]:
    """The hosts in the order in which a day's pages list them; the first is the one that answers."""
    turn = day % len(PRINTED)
    return [*PRINTED[turn:], *PRINTED[:turn]]


def host_of_day(day: int, number: int = 0) -> str:
    """The host that answers on a day, counted from 1 January 1970; further ones by their number."""
    return mirrors(day)[number]
