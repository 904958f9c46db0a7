"""The sockets of a served market: one port for each mirror, and one to control it. Loopback only."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import struct
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from cryptodrug_scraper.errors import ConfigurationError
from simulator.serving.control import Controls
from simulator.serving.replica import Asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from simulator.serving.replica import Answer, Replica

__all__ = ["Server", "loopback"]

_PIECES = 8
"""Pieces in which a page drips."""
_RESET_AT_CLOSE = struct.pack("ii", 1, 0)
_GRACE = 0.1
"""Seconds that open requests have to end when a port is closed."""


def loopback(host: str) -> str:
    """
    Check that a host is a loopback address, and return it.

    Raises:
        ConfigurationError: it is another, or a name.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        message = f"a simulated market cannot be served on {host}: name an address of loopback, such as 127.0.0.1"
        raise ConfigurationError(message)
    return host


class Server:
    """
    A market on loopback.

    Args:
        replica: the market.
        host: an address of loopback.
        port: of the first mirror, the others follow; 0 takes what is free.
    """

    def __init__(self, replica: Replica, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._replica = replica
        self._host = loopback(host)
        self._listeners = [
            _Listener(self._asking(number), self._host, port + number if port else 0)
            for number in range(replica.mirrors)
        ]
        self._controls = Controls(replica, self._set_mirror, self.mirrors_up)
        self._control = _Listener(self._controls.handle, self._host, 0)

    async def start(self) -> None:
        """
        Open all ports.

        Raises:
            ConfigurationError: one of them is taken.
        """
        for listener in (*self._listeners, self._control):
            await listener.up()

    async def stop(self) -> None:
        """Close all ports and connections."""
        for listener in (*self._listeners, self._control):
            await listener.down()

    def description(self) -> dict[str, object]:
        """Return the addresses and accounts that a visitor needs."""
        return {
            "market": self._replica.market,
            "mirrors": [listener.address for listener in self._listeners],
            "control": self._control.address,
            "cookie": self._replica.cookie,
            "accounts": [{"name": one.name, "password": one.password} for one in self._replica.accounts],
            "captcha": self._replica.captcha,
        }

    def mirrors_up(self) -> list[bool]:
        """Return which mirrors can be reached."""
        return [listener.is_up for listener in self._listeners]

    async def _set_mirror(self, number: int, up: bool) -> None:  # noqa: FBT001  # as controls call it
        listener = self._listeners[number]
        await (listener.up() if up else listener.down())

    def _asking(self, mirror: int) -> Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]:
        async def handle(request: web.BaseRequest) -> web.StreamResponse:
            return await _send(request, self._replica.answer(await self._asked(request, mirror)))

        return handle

    async def _asked(self, request: web.BaseRequest, mirror: int) -> Asked:
        form: dict[str, str] = {}
        if request.can_read_body:
            form = dict(parse_qsl((await request.read()).decode("utf-8", "replace"), keep_blank_values=True))
        headers = request.headers
        return Asked(
            mirror=mirror,
            method=request.method,
            path=request.raw_path,
            host=headers.get("Host", self._host),
            form=form,
            cookie=_cookie(headers.get("Cookie", ""), self._replica.cookie),
            gzip="gzip" in headers.get("Accept-Encoding", ""),
            agent=headers.get("User-Agent", ""),
        )


class _Listener:
    """A port that can be closed and opened again."""

    def __init__(
        self, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], host: str, port: int
    ) -> None:
        self._handler = handler
        self._host = host
        self._port = port
        self._runner: web.ServerRunner | None = None

    @property
    def address(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    @property
    def is_up(self) -> bool:
        return self._runner is not None

    async def up(self) -> None:
        if self._runner is not None:
            return
        runner = web.ServerRunner(web.Server(self._handler, access_log=None), shutdown_timeout=_GRACE)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self._port, backlog=512)
        try:
            await site.start()
        except OSError as error:
            await runner.cleanup()
            message = f"port {self._port} of {self._host} cannot be opened ({error.strerror}): name another with --port"
            raise ConfigurationError(message) from error
        self._port = runner.addresses[0][1]
        self._runner = runner

    async def down(self) -> None:
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


def _cookie(header: str, name: str) -> str | None:
    if name not in header:
        return None
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return None
    return None if morsel is None else morsel.value


async def _send(request: web.BaseRequest, answer: Answer) -> web.StreamResponse:
    if answer.fault == "reset":
        return _reset(request)
    if answer.fault == "slow":
        await asyncio.sleep(answer.delay)
    if answer.fault not in ("drip", "broken_off"):
        return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
    response = web.StreamResponse(status=answer.status, headers=answer.headers)
    response.content_length = answer.length
    try:
        await response.prepare(request)
        if answer.fault == "drip":
            step = max(1, -(-len(answer.body) // _PIECES))
            for start in range(0, len(answer.body), step):
                await response.write(answer.body[start : start + step])
                await asyncio.sleep(answer.delay / _PIECES)
        else:
            response.force_close()
            await response.write(answer.body)
            if request.transport is not None:
                request.transport.close()
    except ConnectionError:
        response.force_close()  # the client has gone, which is its right
    return response


def _reset(request: web.BaseRequest) -> web.Response:
    transport = request.transport
    if transport is not None:
        connection: socket.socket | None = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_CLOSE)
        transport.abort()
    return web.Response()
