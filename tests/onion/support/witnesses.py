"""What sees a crawler that leaves its way: a name server, and listeners where clear web sites and proxies would be."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from tests.onion.support.fake_tor import Listener
from tests.support.loopback import LoopbackOnly

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["PROXY_PORT", "Witnesses"]

PROXY_PORT = 8118
_PLACES = [("127.0.0.1", port) for port in (21, 53, 80, 443, PROXY_PORT)] + [("::1", 80), ("::1", 443)]


class Witnesses:
    """
    A network of loopback alone, in which they watch for as long as the context lasts.

    Attributes:
        space: the network's namespace.
        names: names that were looked up; each is answered with 127.0.0.1.
    """

    def __init__(self) -> None:
        self.space = LoopbackOnly()
        self.names: list[str] = []
        self._listeners: list[Listener] = []
        self._stack = ExitStack()
        self._stopping = threading.Event()

    def __enter__(self) -> Self:
        with self.space:
            self._listeners = [self._stack.enter_context(Listener(_turn_away, place)) for place in _PLACES]
            self._server = self._stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            self._server.bind(("127.0.0.1", 53))
            self._server.settimeout(0.1)
            self._thread = threading.Thread(target=self._answer, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join()
        self._stack.close()
        self.space.close()

    @property
    def connections(self) -> list[int]:
        """Ports that somebody connected to, each as often as it was."""
        return [each.address[1] for each in self._listeners for _ in each.peers]

    def forget(self) -> None:
        """Begin anew."""
        self.names.clear()
        for each in self._listeners:
            each.peers.clear()

    def _answer(self) -> None:
        while not self._stopping.is_set():
            try:
                query, client = self._server.recvfrom(4096)
            except TimeoutError:
                continue
            labels, end = [], 12
            while length := query[end]:
                labels.append(query[end + 1 : end + 1 + length].decode("ascii", "replace"))
                end += 1 + length
            question = query[12 : end + 5]
            is_ipv4 = question[-3] == 1
            self.names.append(".".join(labels))
            head = query[:2] + b"\x81\x80\x00\x01" + (b"\x00\x01" if is_ipv4 else b"\x00\x00") + bytes(4)
            address = b"\xc0\x0c\x00\x01\x00\x01" + bytes(4) + b"\x00\x04" + bytes([127, 0, 0, 1])
            self._server.sendto(head + question + (address if is_ipv4 else b""), client)


def _turn_away(connection: socket.socket) -> None:
    """Answer as an FTP server that lets nobody in: Scrapy's client waits for ever for any other. It is no HTTP."""
    connection.sendall(b"220 \r\n")
    while connection.recv(1 << 16):
        connection.sendall(b"530 \r\n")
