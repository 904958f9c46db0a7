"""The key by which web archives look an address up: SURT, the host from its last part to its first, then the path."""

from __future__ import annotations

import socket
from functools import lru_cache

import surt
from surt import GoogleURLCanonicalizer as _surt_hosts  # noqa: N813  # a module

__all__ = ["lookup_key"]


@lru_cache(maxsize=65536)
def lookup_key(url: str) -> str:
    """Return the lookup key of an address. A text that is not an address is its own key, as in other indexers."""
    try:
        key: str = surt.surt(url)
    except ValueError:
        return url
    return key


def _as_address(host: bytes | None) -> bytes | None:
    """The IPv4 address that a host of digits and dots means, in the usual form; None where it means none."""
    if host is None or host.isdigit() or not (_surt_hosts.DECIMAL_IP.match(host) or _surt_hosts.OCTAL_IP.match(host)):
        found: bytes | None = _as_number(host)
        return found
    try:
        return socket.inet_ntoa(socket.inet_aton(host.decode("ascii"))).encode("ascii")
    except OSError:
        return None


_as_number = _surt_hosts.attemptIPFormats
_surt_hosts.attemptIPFormats = _as_address  # its own asks a name server, about a host that a stranger chose
