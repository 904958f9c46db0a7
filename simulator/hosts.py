"""
The hosts of the simulated markets.

Some pages print the market's own hosts, in links among others. Whoever serves a page under another host has to put that
in their place, as the market would have printed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dream import hosts as dream
from simulator.empire import hosts as empire
from simulator.wallstreet import hosts as wallstreet

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["host_at", "rehosted"]

_DAY = 86_400
_HOST_OF_DAY: dict[str, Callable[[int, int], str]] = {
    "dream": dream.host_of_day,
    "empire": empire.host_of_day,
    "wallstreet": wallstreet.host_of_day,
}
_PRINTED = {
    "dream": tuple(host.encode() for host in dream.PRINTED),
    "empire": tuple(host.encode() for host in empire.PRINTED),
    "wallstreet": tuple(host.encode() for host in wallstreet.PRINTED),
}


def host_at(market: str, instant: int, mirror: int = 0) -> str:
    """Return the host under which a market answers at an instant, or with 1 another of its mirrors."""
    return _HOST_OF_DAY[market](instant // _DAY, mirror)


def rehosted(body: bytes, market: str, host: str) -> bytes:
    """Return a page with another host in place of the market's own."""
    for printed in _PRINTED.get(market, ()):
        body = body.replace(printed, host.encode())
    return body
