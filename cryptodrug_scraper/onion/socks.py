"""
A SOCKS5 client for Tor, on Twisted: Tor gets the host name unresolved, and its own reply codes are kept.

RFC 1928 and RFC 1929; the codes from 0xF0 are Tor's extension (proposal 304). The user name isolates: Tor never carries
two user names on one circuit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadFailedError
from twisted.internet import defer, endpoints, interfaces, protocol
from twisted.internet.error import ConnectError
from zope.interface import implementer

from cryptodrug_scraper.onion.replies import reply_meaning

if TYPE_CHECKING:
    from collections.abc import Generator

    from twisted.python.failure import Failure

__all__ = ["SocksEndpoint", "SocksError"]

_VERSION, _CONNECT, _BY_NAME, _PASSWORD_METHOD = b"\x05", b"\x01", b"\x03", b"\x02"
_PASSWORD_VERSION = b"\x01"
_LONGEST = 255
_IPV4, _DOMAIN, _IPV6 = 1, 3, 4
_NOT_TOR = "this is no SOCKS5 port with isolation by user name: is it Tor's?"


class SocksError(DownloadFailedError):
    """
    Tor did not open the stream.

    Attributes:
        code: the reply code; None where no such answer came: Tor does not run, or it is not Tor's port.
    """

    def __init__(self, message: str, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class _Handshake(protocol.Protocol):
    """The client's side until the stream is open; then another protocol takes over the transport."""

    def __init__(self, host: bytes, port: int, isolation: bytes) -> None:
        self.opened: defer.Deferred[_Handshake] = defer.Deferred(lambda _: self._abort())
        self.rest = b""
        self._steps = self._exchange(host, port, isolation)
        self._wanted = 0

    def connectionMade(self) -> None:  # noqa: N802  # Twisted's name
        self._wanted = next(self._steps)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        self.rest += data
        try:
            while len(self.rest) >= self._wanted:
                piece, self.rest = self.rest[: self._wanted], self.rest[self._wanted :]
                self._wanted = self._steps.send(piece)
        except StopIteration:
            self.opened.callback(self)
        except SocksError as error:
            self._abort()
            self.opened.errback(error)

    def connectionLost(self, reason: Failure = protocol.connectionDone) -> None:  # noqa: N802
        del reason
        if not self.opened.called:
            self.opened.errback(SocksError("Tor closed the connection before the stream was open"))

    def _exchange(self, host: bytes, port: int, isolation: bytes) -> Generator[int, bytes, None]:
        """
        Write each message, and wait for as many bytes as each ``yield`` names.

        Raises:
            SocksError: Tor did not open the stream, or what answers is not Tor.
        """
        write = self._write
        write(_VERSION + b"\x01" + _PASSWORD_METHOD)
        if (yield 2) != _VERSION + _PASSWORD_METHOD:
            raise SocksError(_NOT_TOR)
        write(_PASSWORD_VERSION + bytes([len(isolation)]) + isolation + b"\x01x")
        version, refused = yield 2
        if version != _PASSWORD_VERSION[0]:
            raise SocksError(_NOT_TOR)
        if refused:
            msg = "Tor refused the user name of the stream"
            raise SocksError(msg)
        write(_VERSION + _CONNECT + b"\x00" + _BY_NAME + bytes([len(host)]) + host + port.to_bytes(2, "big"))
        version, code, _, kind = yield 4
        if version != _VERSION[0]:
            raise SocksError(_NOT_TOR)
        if code:
            raise SocksError(reply_meaning(code), code)
        if kind == _DOMAIN:
            length = (yield 1)[0]
        elif kind in {_IPV4, _IPV6}:
            length = 4 if kind == _IPV4 else 16
        else:
            raise SocksError(_NOT_TOR)
        yield length + 2  # the bound address and port, which mean nothing with Tor

    def _write(self, data: bytes) -> None:
        transport: Any = self.transport
        transport.write(data)

    def _abort(self) -> None:
        transport: Any = self.transport
        if transport is not None:
            transport.abortConnection()


@implementer(interfaces.IStreamClientEndpoint)
class SocksEndpoint:
    """
    A stream through Tor.

    Args:
        tor: endpoint of Tor's SOCKS port.
        host: name for Tor to connect to; nothing here looks it up.
        port: port there.
        isolation: streams of other words never share a circuit with it; at most 255 bytes.
    """

    def __init__(self, tor: Any, host: bytes, port: int, isolation: str) -> None:  # noqa: ANN401  # an interface
        word = isolation.encode()
        if not 0 < len(word) <= _LONGEST or not 0 < len(host) <= _LONGEST:
            msg = f"a host and a word for isolation have 1 to {_LONGEST} bytes"
            raise ValueError(msg)
        self._tor = tor
        self._address = (host, port, word)

    @defer.inlineCallbacks
    def connect(self, protocolFactory: Any) -> Generator[defer.Deferred[Any], Any, Any]:  # noqa: ANN401, N803
        """
        Open the stream and hand it to a protocol of the factory.

        Raises:
            SocksError: the stream was not opened; the connection to Tor is closed. So it is when the wait is cancelled.
        """
        try:
            handshake = yield endpoints.connectProtocol(self._tor, _Handshake(*self._address))
        except ConnectError as error:
            msg = f"Tor's SOCKS port cannot be reached ({error}): does Tor run?"
            raise SocksError(msg) from error
        yield handshake.opened
        transport = handshake.transport
        stream = protocolFactory.buildProtocol(transport.getPeer())
        transport.protocol = stream
        stream.makeConnection(transport)
        if handshake.rest:
            stream.dataReceived(handshake.rest)
        return stream
