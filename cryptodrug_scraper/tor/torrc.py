"""
The configuration of the program's own Tor: a client with one way in, which is for onion services and nothing else.

It is the second wall. The first is the crawler, which sends no other request; a request that got past it would be
refused here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["NETWORK_VARIABLE", "SOCKS_FLAGS", "Torrc", "client_torrc", "control_socket", "torrc_text"]

NETWORK_VARIABLE = "CRYPTODRUG_TOR_NETWORK"
"""
The variable that names a file with lines of torrc: bridges, or a private network to join. Without it Tor joins the
public network directly.
"""
SOCKS_FLAGS = ("OnionTrafficOnly", "ExtendedErrors", "IsolateSOCKSAuth", "KeepAliveIsolateSOCKSAuth")
"""
Flags of the SOCKS port: it refuses everything but onion services, reports in extended codes why a stream failed, and
never puts streams with different user names on one circuit.
"""

Torrc = dict[str, list[str]]
"""Options of torrc, each with the values of its lines."""

_NETWORK_OPTIONS = {
    name.lower(): name
    for name in (
        *("UseBridges", "Bridge", "ClientTransportPlugin"),
        *("TestingTorNetwork", "DirAuthority", "DisableNetwork", "Address", "OutboundBindAddress", "ClientUseIPv6"),
        *("NumCPUs", "KISTSchedRunInterval", "SocksTimeout"),
    )
}
"""The options that the file may have: none opens another port, or lets anything but onion services through."""
_SOCKS_TIMEOUT = 90
"""Seconds that a stream may wait for its circuit: less than the 120 of the crawler, so that Tor reports the reason."""
_SOCKET_PATH_LIMIT = 103
"""Bytes of a socket's path that every system takes (Linux 107, macOS 103)."""


def client_torrc(folder: Path, socks_port: int | None = None) -> Torrc:
    """
    Return the options of a client.

    Args:
        folder: Tor's folder, in which its data and its control socket lie.
        socks_port: port on 127.0.0.1; None has Tor choose a free one.

    Raises:
        ConfigurationError: the file that ``CRYPTODRUG_TOR_NETWORK`` names cannot be used, or the folder's path is too
            long for a socket.
    """
    if len(os.fsencode(control_socket(folder))) > _SOCKET_PATH_LIMIT:
        msg = f"{folder} is too long a path for Tor's control socket: set CRYPTODRUG_HOME to a shorter one"
        raise ConfigurationError(msg)
    port = "auto" if socks_port is None else str(socks_port)
    own = {
        "DataDirectory": [_quoted(folder / "data")],
        "ClientOnly": ["1"],
        "SocksPort": [f"127.0.0.1:{port} {' '.join(SOCKS_FLAGS)}"],
        "SafeSocks": ["1"],
        "SocksTimeout": [str(_SOCKS_TIMEOUT)],
        "ControlPort": ["0"],
        "ControlSocket": [_quoted(control_socket(folder))],
        "CookieAuthentication": ["1"],
        "AvoidDiskWrites": ["1"],
        "Log": ["notice stdout"],
    }
    return own | network_options()


def network_options() -> dict[str, list[str]]:
    """
    Return the options of the file that ``CRYPTODRUG_TOR_NETWORK`` names; none if it names none.

    Raises:
        ConfigurationError: the file cannot be read, or has other options than those allowed.
    """
    named = os.environ.get(NETWORK_VARIABLE)
    return dict(_read_network(Path(named).expanduser())) if named else {}


def control_socket(folder: Path) -> Path:
    """Where the control socket lies in Tor's folder."""
    return folder / "control"


def torrc_text(options: Mapping[str, list[str]]) -> str:
    """The options as the file that Tor reads."""
    return "".join(f"{name} {value}\n" for name, values in options.items() for value in values)


def _read_network(path: Path) -> Iterator[tuple[str, list[str]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}, named by {NETWORK_VARIABLE}, cannot be read: {error}"
        raise ConfigurationError(msg) from error
    found: Torrc = {}
    for line in lines:
        words = line.partition("#")[0].split(maxsplit=1)
        if not words:
            continue
        name = _NETWORK_OPTIONS.get(words[0].lower())
        if name is None or len(words) < 2:
            known = ", ".join(_NETWORK_OPTIONS.values())
            msg = f"{path}, named by {NETWORK_VARIABLE}: {words[0]} is not one of the options allowed there: {known}"
            raise ConfigurationError(msg)
        found.setdefault(name, []).append(words[1].strip())
    yield from found.items()


def _quoted(path: Path) -> str:
    """A path as torrc takes it whatever it holds: as a string of C's."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
