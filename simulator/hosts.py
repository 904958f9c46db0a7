"""
The hosts of the simulated markets: of the form of onion addresses, and keys of nobody.

Some pages print the market's own hosts, in links among others. Whoever serves a page under another host has to put that
in their place, as the market would have printed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream.shell import mirrors
from simulator.empire.frame import MIRRORS, mirror

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["host_at", "rehosted"]

_DAY = 86_400
_WALLSTREET = f"wallstreetexample{'m' * 38}d.onion"
_HOST_OF_DAY: dict[str, Callable[[int], str]] = {
    "dream": lambda day: mirrors(day)[0],
    "empire": mirror,
    "wallstreet": lambda _: _WALLSTREET,
}
_PRINTED = {
    "dream": tuple(host.encode() for host in mirrors(0)),
    "empire": tuple(mirror(number).encode() for number in range(MIRRORS)),
}


def host_at(market: str, instant: int) -> str:
    """The host under which a market answers at an instant."""
    return _HOST_OF_DAY[market](instant // _DAY)


def rehosted(body: bytes, market: str, host: str) -> bytes:
    """A page with another host in place of the market's own ones."""
    for printed in _PRINTED.get(market, ()):
        body = body.replace(printed, host.encode())
    return body
