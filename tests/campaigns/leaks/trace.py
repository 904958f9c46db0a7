"""
What a traced process reached for: strace's lines read for addresses that are not this machine's, and for names.

A look-up of a host's name is seen by what the C library does for it: it reads the files that say how names are looked
up, and asks a server on port 53 or a local service by its socket. Where that socket is missing nothing counts: the name
of a user is asked for there too, and for a host's the files are read next.
"""

from __future__ import annotations

import re
from collections import Counter
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Reached", "no_routes", "reached", "traced"]

_CALLS = "connect,sendto,sendmsg,sendmmsg,open,openat,openat2"
_IPV4 = re.compile(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_IPV6 = re.compile(r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
_LOCAL = re.compile(r'sun_path=@?"([^"]+)"')
_OPENED = re.compile(r'open(?:at2?)?\((?:[^,"]+, )?"([^"]+)"')
_NAMES = re.compile(r"/etc/(?:resolv\.conf|hosts|host\.conf|gai\.conf)\Z")
_ASKS_NAMES = re.compile(r"nscd|resolve|avahi|mdns|dbus|sssd")
_BEGUN = re.compile(r"(\d+)\s+(.*) <unfinished \.\.\.>\s*\Z")
_ENDED = re.compile(r"(\d+)\s+<\.\.\. \w+ resumed>\s*(.*)")
_DNS = 53
_OWN_ADDRESS = re.compile(r'connect\(\d+<UDP(?:v6)?:.*(?:htons\(9\), .*"(?:18\.0\.0\.1|2002::)")')
"""How Tor learns its own address: it has a datagram socket be given one for a far place, and sends nothing there."""


class Reached(NamedTuple):
    """
    Attributes:
        inside: how often each address of this machine, with its port, was connected to.
        outside: lines of the trace with any other address.
        names: lines of the trace that belong to the look-up of a name.
    """

    inside: Counter[str]
    outside: list[str]
    names: list[str]


def traced(file: Path) -> list[str]:
    """
    What stands before a command to have it and all that it starts traced, at the end of a file; it keeps the command's
    process number.
    """
    what = ["-e", f"trace={_CALLS}", "-e", "signal=none"]
    return ["strace", "-D", "-f", "-yy", "-qq", "--seccomp-bpf", *what, "-A", "-o", str(file)]


def reached(lines: Iterable[str]) -> Reached:
    """Read a trace."""
    found = Reached(Counter(), [], [])
    for line in _whole(lines):
        for port, address in _IPV4.findall(line):
            _note(found, line, IPv4Address(address), int(port))
        for port, address in _IPV6.findall(line):
            _note(found, line, IPv6Address(address), int(port))
        asks = "ENOENT" not in line and any(_ASKS_NAMES.search(path) for path in _LOCAL.findall(line))
        if asks or any(_NAMES.match(path) for path in _OPENED.findall(line)):
            found.names.append(line.strip())
    return found


def no_routes() -> int:
    """How often the kernel found no way to an address, in this network, since it was made: a witness of its own."""
    return _counted("/proc/self/net/snmp", "Ip:") + _counted("/proc/self/net/snmp6", "Ip6OutNoRoutes")


def _whole(lines: Iterable[str]) -> Iterator[str]:
    """Give each call on one line: strace writes it on two where another process comes between."""
    begun: dict[str, str] = {}
    for line in lines:
        if (beginning := _BEGUN.match(line)) is not None:
            begun[beginning[1]] = beginning[0]
        elif (end := _ENDED.match(line)) is not None and end[1] in begun:
            yield begun.pop(end[1]) + end[2]
        else:
            yield line
    yield from begun.values()


def _note(found: Reached, line: str, address: IPv4Address | IPv6Address, port: int) -> None:
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if port == _DNS:
        found.names.append(line.strip())
    elif address.is_loopback:
        found.inside[f"{address}:{port}"] += 1
    elif not _OWN_ADDRESS.search(line):
        found.outside.append(line.strip())


def _counted(file: str, first: str) -> int:
    with open(file, encoding="ascii") as stream:  # noqa: PTH123  # no file of a folder
        lines = [line.split() for line in stream if line.startswith(first)]
    if len(lines) == 1:
        return int(lines[0][1])
    names, values = lines
    return int(values[names.index("OutNoRoutes")])
