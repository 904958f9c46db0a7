"""A simulated market that is served by a process of its own, for crawls to fetch."""

from __future__ import annotations

import http.client
import subprocess
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import msgspec

from cryptodrug_scraper.urls import url_key
from simulator.serving.person import sign_in
from tests.support.command import begin_command

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["ServedMarket"]

_SECONDS = 30.0


class ServedMarket:
    """
    ``cryptodrug simulate serve``, for as long as the context lasts.

    Args:
        market: its name.
        options: further ones of the command.
    """

    def __init__(self, market: str, *options: str) -> None:
        self.name = market
        self._command = ["simulate", "serve", market, "--pages-per-minute", "0", *options]

    def __enter__(self) -> Self:
        self._process = begin_command(*self._command, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        self._facts = msgspec.json.decode(self._process.stdout.readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.communicate()

    @property
    def address(self) -> str:
        """Of its one mirror, as ``http://127.0.0.1:…``."""
        return str(self._facts["mirrors"][0])

    @property
    def port(self) -> int:
        """The port of the mirror."""
        port = urlsplit(self.address).port
        assert port is not None
        return port

    def cookies(self) -> dict[str, str]:
        """Those of a person who has just logged in."""
        return sign_in(self.address, self._facts["accounts"][0], self._facts["captcha"])

    def request_count(self) -> int:
        """How often it has been asked for anything."""
        return int(self._ask("GET", "/state")["requests"])

    def asked_for(self) -> list[str]:
        """What it has been asked for, in order: the keys of the requests, see `request_key`."""
        return [
            f"{entry['method']} {url_key(entry['path'])} {entry['form']}".strip() for entry in self._ask("GET", "/log")
        ]

    def order(self, **order: Any) -> None:
        """Change something; see `simulator.serving.control.Order`."""
        answer = self._ask("POST", "/control", msgspec.json.encode(order))
        assert "error" not in answer, answer["error"]

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        connection = http.client.HTTPConnection(urlsplit(self._facts["control"]).netloc, timeout=_SECONDS)
        try:
            connection.request(method, path, body)
            return msgspec.json.decode(connection.getresponse().read())
        finally:
            connection.close()
