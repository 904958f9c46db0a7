"""
What a test needs of Tor: a private network on loopback, shared by all tests that use it, and never another one.

Tests that use a fixture of this module run inside a network namespace that has loopback only; whatever such a test
starts runs there too. They stand in modules with the word tor in their path, which all run in one process.
"""

from __future__ import annotations

import logging
import re
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.tor.process import start_tor
from cryptodrug_scraper.tor.torrc import NETWORK_VARIABLE
from tests.support.loopback import LoopbackOnly
from tests.support.private_tor import PrivateTor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.tor.stem_control import StemTor

_NEEDS = "loopback_only"
_MODULES = re.compile(r"(?:^|[/_])tor[/_.]")
"""Modules whose tests may need Tor: those with the word in their path, as tests/tor/… or …/test_through_tor.py."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Let one process run all modules about Tor, for there is one network, and hold tests to where they can run.

    Raises:
        UsageError: one needs Tor and would run in any worker, each of which would make a network of its own.
    """
    for item in items:
        is_about_tor = _MODULES.search(item.nodeid.partition("::")[0])
        if is_about_tor:
            item.add_marker(pytest.mark.xdist_group("tor"))
        if _NEEDS not in getattr(item, "fixturenames", ()):
            continue
        if not is_about_tor:
            msg = f"{item.nodeid} needs Tor: move it to a module with the word tor in its name, as test_through_tor.py"
            raise pytest.UsageError(msg)
        item.add_marker(pytest.mark.filterwarnings("ignore:setDaemon:DeprecationWarning"))  # stem does so


@pytest.fixture(scope="session", autouse=True)
def _offline_tor() -> Iterator[None]:
    """No test ever starts a Tor that looks for the public network, not even one that forgets to ask for a fixture."""
    with TemporaryDirectory(prefix="tor-") as folder, pytest.MonkeyPatch.context() as patch:
        network = Path(folder) / "network"
        network.write_text("DisableNetwork 1\n", encoding="utf-8")
        patch.setenv(NETWORK_VARIABLE, str(network))
        yield


@pytest.fixture(scope="session", autouse=True)
def _quiet_stem() -> None:
    """stem logs every message that it exchanges: too much for the report of a test that failed."""
    logging.getLogger("stem").setLevel(logging.WARNING)


@pytest.fixture(scope="session")
def _namespace() -> Iterator[LoopbackOnly]:
    namespace = LoopbackOnly()
    yield namespace
    namespace.close()


@pytest.fixture(scope="session")
def _network(_namespace: LoopbackOnly) -> Iterator[PrivateTor]:
    with TemporaryDirectory(prefix="tor-") as folder, ExitStack() as stack:
        with _namespace:
            network = stack.enter_context(PrivateTor(Path(folder)))
        yield network


@pytest.fixture
def loopback_only(_namespace: LoopbackOnly) -> Iterator[None]:
    """The test, and all that it starts, has no network but loopback: one apart from that of other tests."""
    with _namespace:
        yield


@pytest.fixture(scope="session")
def _client(_network: PrivateTor, _namespace: LoopbackOnly) -> Iterator[StemTor]:
    with TemporaryDirectory(prefix="tor-") as folder:
        with _namespace, pytest.MonkeyPatch.context() as patch:
            patch.setenv(NETWORK_VARIABLE, str(_network.network_file))
            client = start_tor(Path(folder))
        yield client
        client.close()


@pytest.fixture
def tor_client(_client: StemTor, tor_network: PrivateTor) -> StemTor:  # noqa: ARG001  # the test must be where it is
    """
    A client of the private network that all tests share: for those that leave it as it is. It has been up for a while.
    """
    return _client


@pytest.fixture
def tor_network(_network: PrivateTor, loopback_only: None, monkeypatch: pytest.MonkeyPatch) -> PrivateTor:  # noqa: ARG001
    """
    The private Tor network; the test runs where it can be reached, and the program's own Tor becomes a client of it.

    The first test that asks for it waits ten seconds.
    """
    monkeypatch.setenv(NETWORK_VARIABLE, str(_network.network_file))
    return _network
