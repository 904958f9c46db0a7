"""A served market for tests, in a thread or a process of its own, with its controls."""

from __future__ import annotations

import asyncio
import http.client
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from cryptodrug_scraper.errors import ConfigurationError, QualityError
from simulator.serving.person import sign_in, solve_captcha
from simulator.serving.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.serving.replica import Replica

__all__ = ["Control", "Running", "serve_in_process", "serve_in_thread"]

_TIMEOUT = 30.0


class Control:
    """
    The controls of a served market.

    Args:
        address: of its control port.
    """

    def __init__(self, address: str) -> None:
        self._parts = urlsplit(address)

    def order(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # fields of many types
        """
        Change something: see `simulator.serving.control.Order`.

        Returns:
            The state after it.

        Raises:
            ConfigurationError: there is no such change.
        """
        state = self._ask("POST", "/control", msgspec.json.encode(changes))
        if not isinstance(state, dict) or "error" in state:
            message = f"the served market refuses this order: {state}"
            raise ConfigurationError(message)
        return state

    def set(self, **settings: Any) -> dict[str, Any]:  # noqa: ANN401  # fields of many types
        """Change settings: see `simulator.serving.settings.Settings`."""
        return self.order(settings=settings)

    def mirror(self, number: int, *, up: bool) -> None:
        """Take a mirror down, or up again at the same port."""
        self.order(mirrors={number: "up" if up else "down"})

    def state(self) -> dict[str, Any]:
        """Settings, clock, mirrors and counts."""
        state: dict[str, Any] = self._ask("GET", "/state")
        return state

    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """All requests from number ``since`` on: see `simulator.serving.ledger.Entry`."""
        entries: list[dict[str, Any]] = self._ask("GET", f"/log?since={since}")
        return entries

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:  # noqa: ANN401  # any JSON
        connection = http.client.HTTPConnection(self._parts.hostname or "", self._parts.port, timeout=_TIMEOUT)
        try:
            connection.request(method, path, body)
            return msgspec.json.decode(connection.getresponse().read())
        finally:
            connection.close()


@dataclass(frozen=True)
class Running:
    """
    A market that is being served.

    Attributes:
        market: its name.
        mirrors: addresses, such as ``http://127.0.0.1:8080``.
        cookie: name of its session cookie.
        accounts: names and passwords. captcha: what its picture shows.
        control: its controls.
    """

    market: str
    mirrors: list[str]
    cookie: str
    accounts: list[dict[str, str]]
    captcha: str
    control: Control

    @classmethod
    def described(cls, description: dict[str, Any]) -> Running:
        """Make it from the description that the server prints."""
        return cls(**(description | {"control": Control(description["control"])}))

    @property
    def address(self) -> str:
        """The address of the first mirror."""
        return self.mirrors[0]

    def sign_in(self, mirror: int = 0, account: int = 0) -> dict[str, str]:
        """Log in as a person does, and give the cookies."""
        return sign_in(self.mirrors[mirror], self.accounts[account], self.captcha)

    def solve_captcha(self, cookies: dict[str, str], mirror: int = 0) -> None:
        """Solve the captcha that stands in the way of a session, as a person does."""
        solve_captcha(self.mirrors[mirror], cookies, self.captcha)


@contextmanager
def serve_in_thread(replica: Replica) -> Iterator[Running]:
    """Serve a market from a thread of this process for as long as the context lasts."""
    loop = asyncio.new_event_loop()
    server = Server(replica)
    thread = threading.Thread(target=loop.run_forever, name=f"serve {replica.market}", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(_TIMEOUT)
        yield Running.described(msgspec.to_builtins(server.description()))
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(_TIMEOUT)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_TIMEOUT)
        loop.close()


@contextmanager
def serve_in_process(market: str, *options: str, scenario: str = "toy") -> Iterator[Running]:
    """
    Serve a market by the command, in a process of its own, for as long as the context lasts.

    Args:
        market: which.
        options: of ``cryptodrug simulate serve``.
        scenario: name or file.

    Raises:
        QualityError: the process did not begin to serve; its last words are in the message.
    """
    command: Sequence[str] = (
        sys.executable, "-m", "cryptodrug_scraper", "simulate", "serve", market, "--scenario", scenario, *options,
    )  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None  # noqa: S101  # it is a pipe
            assert process.stderr is not None  # noqa: S101  # as well
            line = process.stdout.readline()
            if not line:
                message = f"{market} is not served: {process.stderr.read().decode(errors='replace').strip()}"
                raise QualityError(message)
            yield Running.described(msgspec.json.decode(line))
        finally:
            process.terminate()
