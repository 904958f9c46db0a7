"""A network namespace that has loopback only: what runs in it reaches this machine and nothing else."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

__all__ = ["LoopbackOnly", "network_cut", "reaches_loopback_only"]

_THREAD = "/proc/thread-self/ns/net"
_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS, _SIOCSIFFLAGS = 0x8913, 0x8914
_UP, _RUNNING = 0x01, 0x40
_ADVICE = "run the tests as root, or with: unshare --map-current-user --keep-caps --net make test"


class LoopbackOnly:
    """
    A namespace to be entered by the calling thread, and by every process that it starts there, as a context manager.

    A process that runs in one already, as all do below ``unshare --net``, stays in its own.

    Args:
        quick: whether what comes is acknowledged at once.

    Raises:
        PermissionError: this user may not make one.
    """

    def __init__(self, *, quick: bool = True) -> None:
        self._outside = os.open(_THREAD, os.O_RDONLY | os.O_CLOEXEC)
        self._inside = self._outside
        self._depth = 0
        if reaches_loopback_only():
            _bring_up(quick=quick)
            return
        if _libc.unshare(_CLONE_NEWNET):
            raise PermissionError(ctypes.get_errno(), f"no network namespace can be made: {_ADVICE}")
        try:
            self._inside = os.open(_THREAD, os.O_RDONLY | os.O_CLOEXEC)
            _bring_up(quick=quick)
        finally:
            self._join(self._outside)

    def __enter__(self) -> Self:
        self._join(self._inside)
        self._depth += 1
        if not reaches_loopback_only():
            msg = "there is more than loopback in the namespace"
            raise RuntimeError(msg)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if not self._depth:
            self._join(self._outside)

    def close(self) -> None:
        """Leave the network; it ends with the last process in it."""
        for descriptor in {self._inside, self._outside}:
            os.close(descriptor)

    def _join(self, namespace: int) -> None:
        if self._inside != self._outside and _libc.setns(namespace, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "the network namespace cannot be entered")


@contextmanager
def network_cut() -> Iterator[None]:
    """Loopback is down for as long as the block runs: open connections stand still, and nothing new is reached."""
    if not reaches_loopback_only():
        msg = "only the network of a namespace that has nothing but loopback is cut"
        raise RuntimeError(msg)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", 0))
    try:
        yield
    finally:
        _bring_up(quick=True)


def reaches_loopback_only() -> bool:
    """Tell whether every interface that is up, in the calling thread's namespace, is loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return all(name == "lo" or not _flags(probe, name) & _UP for _, name in socket.if_nameindex())


def _flags(probe: socket.socket, name: str) -> int:
    answer = fcntl.ioctl(probe, _SIOCGIFFLAGS, struct.pack("16sH22x", name.encode(), 0))
    return int(struct.unpack("16sH22x", answer)[1])


def _bring_up(*, quick: bool) -> None:
    """
    Bring loopback up, and if it is to be quick, make the kernel acknowledge at once what comes over it.

    Tor never sets TCP_NODELAY, so over six hops the delayed acknowledgements cost 200 ms a request on a network that
    has no latency. What ``ip route change local … dev lo table local … quickack 1`` would do, without the program.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        if not _flags(probe, "lo") & _UP:
            fcntl.ioctl(probe, _SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", _UP | _RUNNING))
    if not quick:
        return
    address, index = socket.inet_aton("127.0.0.1"), struct.pack("I", socket.if_nametoindex("lo"))
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:  # 0: NETLINK_ROUTE
        for bits, network in ((8, socket.inet_aton("127.0.0.0")), (32, address)):
            # rtmsg: family, length of the destination, table local, protocol kernel, scope host, type local
            body = struct.pack("BBBBBBBBI", socket.AF_INET, bits, 0, 0, 255, 2, 254, 2, 0)
            # destination, interface, source, and of the metrics (8) the one called RTAX_QUICKACK (15)
            body += _attribute(1, network) + _attribute(4, index) + _attribute(7, address)
            body += _attribute(8, _attribute(15, struct.pack("I", 1)))
            # RTM_NEWROUTE; a request, to be acknowledged, that replaces
            kernel.send(struct.pack("IHHII", 16 + len(body), 24, 0x1 | 0x4 | 0x100, 1, 0) + body)
            code = -struct.unpack_from("i", kernel.recv(4096), 16)[0]
            if code:
                raise OSError(code, f"the route to loopback cannot be changed: {os.strerror(code)}")


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("HH", 4 + len(value), kind) + value


_libc = ctypes.CDLL(None, use_errno=True)
