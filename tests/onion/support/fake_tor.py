"""A SOCKS5 server that plays Tor: it says who asked for what, answers as it is told, and is the web site itself."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

__all__ = ["DONE", "FakeTor", "Listener", "Stream", "receive"]

DONE = b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
"""The reply that Tor gives when a stream is open."""


class Stream(NamedTuple):
    """What a client asked for."""

    user: str
    host: str
    port: int


class Listener:
    """
    A TCP server on loopback, with a thread for each connection; all of it ends with the context.

    Args:
        serve: what to do with a connection.
        address: where to listen.
    """

    def __init__(self, serve: Callable[[socket.socket], None], address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        self._serve = serve
        self._socket = socket.create_server(
            address, family=socket.AF_INET6 if ":" in address[0] else socket.AF_INET, backlog=64
        )
        self.address: tuple[str, int] = self._socket.getsockname()[:2]
        self.peers: list[str] = []
        """Addresses that connected."""
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening, and break off every connection."""
        for each in [self._socket, *self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, peer = self._socket.accept()
            except OSError:
                return
            self.peers.append(peer[0])
            self._open.append(connection)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError):
            self._serve(connection)


@dataclass
class FakeTor:
    """
    Serves connections as Tor's SOCKS port does.

    Attributes:
        site: what an open stream leads to.
        reply: what a request to connect is answered with.
        greeting: what the offer of methods is answered with.
        password: what the user name is answered with.
        piece: how many bytes of an answer are sent at a time.
        streams: what clients asked for.
    """

    site: Callable[[socket.socket, Stream], None]
    reply: Callable[[Stream], bytes] = lambda _: DONE
    greeting: bytes = b"\x05\x02"
    password: bytes = b"\x01\x00"
    piece: int = 1024
    streams: list[Stream] = field(default_factory=list)

    def __call__(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _, count = receive(connection, 2)
        receive(connection, count)
        self._send(connection, self.greeting)
        user = receive(connection, receive(connection, 2)[1]).decode()
        receive(connection, receive(connection, 1)[0])
        self._send(connection, self.password)
        kind, length = receive(connection, 5)[3:]
        assert kind == 3, "the host came as an address, not as a name"
        host = receive(connection, length).decode()
        stream = Stream(user, host, int.from_bytes(receive(connection, 2), "big"))
        self.streams.append(stream)
        reply = self.reply(stream)
        self._send(connection, reply)
        if reply[1:2] == b"\x00":
            self.site(connection, stream)
        else:
            receive(connection, 1)  # it is for the client to close the connection

    def _send(self, connection: socket.socket, data: bytes) -> None:
        for start in range(0, len(data), self.piece):
            connection.sendall(data[start : start + self.piece])


def receive(connection: socket.socket, count: int) -> bytes:
    """
    So many bytes.

    Raises:
        EOFError: the other side closed the connection before.
    """
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
