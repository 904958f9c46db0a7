"""What the tests of Tor share."""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.home import HOME_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.private_tor import PrivateTor


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data home of the test's own, with a path short enough for sockets."""
    with TemporaryDirectory(prefix="tor-") as folder:
        monkeypatch.setenv(HOME_VARIABLE, folder)
        yield Path(folder)


@pytest.fixture
def service(loopback_only: None) -> Iterator[socket.socket]:  # noqa: ARG001  # it listens there
    """Something that listens on loopback, and takes connections without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def onion(tor_network: PrivateTor, service: socket.socket) -> Iterator[str]:
    """An onion service in front of it."""
    name = tor_network.add_onion(service.getsockname()[1])
    yield name
    tor_network.remove_onion(name)
