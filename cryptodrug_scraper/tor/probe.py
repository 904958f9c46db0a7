"""One attempt to reach an onion service, and its outcome in one word."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex
from typing import TYPE_CHECKING

import socks

from cryptodrug_scraper.onion.permitted import onion_target
from cryptodrug_scraper.onion.replies import reply_word

if TYPE_CHECKING:
    from cryptodrug_scraper.onion.permitted import Target

__all__ = ["Probe", "probe", "probe_target"]

_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Probe:
    """
    The outcome of an attempt.

    Attributes:
        outcome: ``reachable``; the word of Tor's reply, as ``descriptor_not_found``; ``timeout``; or ``tor_down``.
        socks_code: Tor's reply; None where it gave none, or a good one.
        seconds: how long it took.
    """

    outcome: str
    socks_code: int | None
    seconds: Decimal


def probe_target(address: str) -> Target:
    """
    Return the target that an address names: a URL, or the host of an onion service, with its port if that is not 80.

    Raises:
        RefusedError: it is no onion service.
    """
    return onion_target(address if "://" in address else f"http://{address}")


def probe(address: str, tor: tuple[str, int], *, seconds: float = _SECONDS) -> Probe:
    """
    Connect to an onion service through Tor, on a circuit of its own, and disconnect.

    Args:
        address: as for `probe_target`.
        tor: host and port of Tor's SOCKS port.
        seconds: how long to wait for each answer of Tor's.

    Raises:
        RefusedError: the address is no onion service. No socket was opened.
    """
    target = probe_target(address)
    return connect(target.host, target.port, tor, seconds)


def connect(host: str, port: int, tor: tuple[str, int], seconds: float) -> Probe:
    """Connect to a host without checking that it is permitted: `probe` has checked."""
    began = time.monotonic()
    outcome, code = _connect(host, port, tor, seconds)
    return Probe(outcome, code, Decimal(f"{time.monotonic() - began:.3f}"))


def _connect(host: str, port: int, tor: tuple[str, int], seconds: float) -> tuple[str, int | None]:
    with socks.socksocket() as stream:
        stream.set_proxy(socks.SOCKS5, *tor, rdns=True, username="probe", password=token_hex(8))
        stream.settimeout(seconds)
        try:
            stream.connect((host, port))
        except socks.ProxyError as error:
            reason = error.socket_err  # PySocks wraps its own errors too
            if isinstance(reason, socks.SOCKS5Error):
                code = int(reason.msg.partition(":")[0], 16)  # it has the code in words only
                return reply_word(code), code
            return ("timeout" if isinstance(reason, TimeoutError) else "tor_down"), None
    return "reachable", None
