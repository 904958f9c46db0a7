"""
The server, so that nobody who may not ask anything keeps it from those who may.

Every account of the machine can connect to a port of loopback. What they send is bounded by waitress; here is what it
leaves open: how long a request may take to come, and who gives way when there are too many connections.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer

if TYPE_CHECKING:
    import socket
    from wsgiref.types import WSGIApplication

__all__ = ["THREADS", "server_on"]

THREADS = 8
"""Requests that are answered at the same time."""
_CONNECTIONS = 200
_HEADER = 64 * 1024
"""Bytes of a request, all of which are its address and header; a question in SQL stands in the address."""
_SECONDS = 30


class _Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """One that has a path even if it cannot be read: waitress names it where a client is gone, or loses the channel."""

    path = ""


class _Connection(HTTPChannel):  # type: ignore[misc]
    """
    One whose time is not prolonged by sending a request byte by byte, and counts for the first from the connection on.

    So of those that ask nothing the oldest gives way, and not one that was let in later and is about to ask.
    """

    parser_class = _Request
    creation_time: float
    last_activity: float

    def handle_read(self) -> None:
        """Read what has come."""
        since = self.last_activity
        has_begun = self.request is not None or since == self.creation_time
        super().handle_read()
        if has_begun and self.request is not None:
            self.last_activity = since

    def send_continue(self) -> None:
        """Accept the body that a client announces; waitress forgets here that it refuses one."""
        if self.request.error is None:
            super().send_continue()
        else:
            self.request.expect_continue = False


class _Server(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _Connection

    def readable(self) -> bool:
        """Whether a connection can be taken; if there are too many, the one that has waited longest gives way."""
        if len(self._map) >= self.adj.connection_limit:
            waiting = [each for each in self.active_channels.values() if not each.requests]
            if waiting:
                min(waiting, key=lambda each: each.last_activity).will_close = True
        return bool(super().readable())

    def maintenance(self, now: float) -> None:
        """Close connections that wait for a request, or on which nobody takes the answer, for too long."""
        super().maintenance(now)
        for each in list(self.active_channels.values()):
            if each.total_outbufs_len and each.last_activity < now - self.adj.channel_timeout:
                each.handle_close()  # waitress would wait until it can be written to


def server_on(
    listening: socket.socket,
    application: WSGIApplication,
    *,
    connections: int = _CONNECTIONS,
    seconds: int = _SECONDS,
    most_sent: int = 0,
) -> _Server:
    """
    Return a server whose ``run`` answers until it is interrupted.

    Args:
        listening: a socket that is bound.
        application: what answers.
        connections: how many there are at the same time.
        most_sent: bytes of the body that a request may have.
        seconds: for a request to come whole, for a part of an answer to be taken, and for the next request to begin.
    """
    adjustments = Adjustments(
        sockets=[listening],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
        connection_limit=connections,
        channel_timeout=seconds,
        cleanup_interval=min(5, seconds),
        channel_request_lookahead=1,  # so that it is seen when a browser goes away
        max_request_header_size=_HEADER,
        max_request_body_size=most_sent + 1,  # the first size that is refused
        asyncore_use_poll=True,
    )
    logging.getLogger("waitress").setLevel(logging.ERROR)  # that a request waits its turn is no news to its user
    where = (listening.family, listening.type, listening.proto, listening.getsockname())
    return _Server(application, {}, True, listening, adj=adjustments, bind_socket=False, sockinfo=where)  # noqa: FBT003
