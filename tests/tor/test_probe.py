from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.onion.permitted import RefusedError
from cryptodrug_scraper.tor.probe import connect, probe
from tests.support.private_tor import unpublished_onion

if TYPE_CHECKING:
    import socket

    from cryptodrug_scraper.tor.stem_control import StemTor

NOWHERE = ("127.0.0.1", 1)
SECONDS = 30.0


@pytest.mark.slow
def test_a_service_that_answers_is_reachable(tor_client: StemTor, onion: str) -> None:
    found = probe(f"http://{onion}/", tor_client.socks, seconds=SECONDS)
    assert ("reachable", None) == (found.outcome, found.socks_code)
    assert 0 < found.seconds < SECONDS


def test_what_lies_behind_the_service_is_down(tor_client: StemTor, onion: str, service: socket.socket) -> None:
    service.close()
    found = probe(onion, tor_client.socks, seconds=SECONDS)
    assert found.socks_code in {0x01, 0x05, 0xF0}
    assert found.outcome in {"general_failure", "connection_refused", "descriptor_not_found"}


def test_a_service_that_was_never_published_has_no_descriptor(tor_client: StemTor) -> None:
    found = probe(unpublished_onion(), tor_client.socks, seconds=SECONDS)
    assert ("descriptor_not_found", 0xF0) == (found.outcome, found.socks_code)


def test_tor_refuses_an_address_with_a_wrong_checksum(tor_client: StemTor) -> None:
    found = connect("a" * 56 + ".onion", 80, tor_client.socks, SECONDS)
    assert ("address_invalid", 0xF6) == (found.outcome, found.socks_code)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid"])
def test_tor_refuses_what_is_no_onion_service_even_where_nothing_else_does(tor_client: StemTor, host: str) -> None:
    found = connect(host, 80, tor_client.socks, SECONDS)
    assert ("not_allowed", 0x02) == (found.outcome, found.socks_code)


@pytest.mark.usefixtures("tor_network")
def test_without_tor_nothing_is_reached() -> None:
    found = probe(unpublished_onion(), NOWHERE, seconds=SECONDS)
    assert ("tor_down", None) == (found.outcome, found.socks_code)


def test_a_tor_that_says_nothing_is_waited_for_no_longer_than_allowed(tor_client: StemTor) -> None:
    assert tor_client.pid is not None
    os.kill(tor_client.pid, signal.SIGSTOP)
    try:
        found = probe(unpublished_onion(), tor_client.socks, seconds=0.5)
    finally:
        os.kill(tor_client.pid, signal.SIGCONT)
    assert ("timeout", None) == (found.outcome, found.socks_code)


@pytest.mark.parametrize(
    "address",
    ["example.invalid", "http://192.0.2.1/", "127.0.0.1:80", "a" * 56 + ".onion", "ftp://x.onion", "x@y.onion"],
)
def test_an_address_that_may_not_be_asked_is_refused_before_tor_hears_of_it(address: str) -> None:
    with pytest.raises(RefusedError):
        probe(address, NOWHERE)
