"""
The one place that decides whether a request may leave.

Through Tor it may go to version 3 onion services and nowhere else. A replica of a market on this machine may be asked
without Tor if the user wants that, and then nothing but loopback may be. Whatever is not clearly one of these is
refused.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptodrug_scraper.errors import TorError

__all__ = ["RefusedError", "Target", "is_onion_host", "loopback_target", "onion_target"]

_SCHEMES = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z2-7]{56}\Z")
_PREFIX = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*\Z")
_UNSAFE = re.compile(r"[^\x21-\x7e]|\\")
"""Characters that an encoded address never contains, and forms that programs read in different ways."""
_VERSION = b"\x03"
_LONGEST = 8192
_LONGEST_HOST = 255
"""Longest host in bytes that a SOCKS5 request can hold."""


class RefusedError(TorError):
    """A request that may not leave. No socket was opened for it. The message names no host: logs are read by others."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a permitted request goes."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host and port as in a Host header; the default port of the scheme is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _SCHEMES[self.scheme] else f"{host}:{self.port}"


def is_onion_host(host: str) -> bool:
    """
    Tell whether a host is a version 3 onion service, by its form and checksum (rend-spec-v3, section 6: the first two
    bytes of SHA3-256 of ``.onion checksum``, the key and the version).
    """
    if not host.endswith(".onion") or len(host) > _LONGEST_HOST:
        return False
    rest, _, label = host.removesuffix(".onion").rpartition(".")
    if _LABEL.match(label) is None or _PREFIX.match(rest + "." if rest else "") is None:
        return False
    decoded = base64.b32decode(label.upper())
    key, checksum, version = decoded[:32], decoded[32:34], decoded[34:]
    expected = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return version == _VERSION and checksum == expected


def onion_target(url: str) -> Target:
    """
    Return the target of a request through Tor.

    Raises:
        RefusedError: it would not go to an onion service over HTTP.
    """
    target = _target(url)
    if not is_onion_host(target.host):
        msg = f"refused {target.scheme} to a host that is no onion service: only those of version 3 are asked, by Tor"
        raise RefusedError(msg)
    return target


def loopback_target(url: str) -> Target:
    """
    Return the target of a request to a replica. Names, ``localhost`` included, would have to be looked up and are
    refused.

    Raises:
        RefusedError: it would not go to an address of loopback.
    """
    target = _target(url)
    try:
        address = ipaddress.ip_address(target.host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback or "%" in target.host:
        msg = (
            f"refused {target.scheme} elsewhere: with --replica only addresses of loopback are asked, such as 127.0.0.1"
        )
        raise RefusedError(msg)
    return target


def _target(url: str) -> Target:
    if len(url) > _LONGEST or _UNSAFE.search(url) is not None:
        msg = f"refused an address of over {_LONGEST} characters, or with some that no address has"
        raise RefusedError(msg)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        msg = "refused an address whose host and port cannot be read"
        raise RefusedError(msg) from error
    if parts.scheme not in _SCHEMES:
        msg = f"refused an address of the scheme {parts.scheme or 'none'}: only http and https are asked"
        raise RefusedError(msg)
    if "@" in parts.netloc or not parts.hostname or port == 0:
        msg = f"refused an address without a plain host and port: {parts.scheme}://…"
        raise RefusedError(msg)
    return Target(parts.scheme, parts.hostname, port or _SCHEMES[parts.scheme])
