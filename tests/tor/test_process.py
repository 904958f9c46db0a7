from __future__ import annotations

import socket
import stat
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.tor.process import attach_tor, start_tor
from tests.support.private_tor import free_ports

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.tor.stem_control import StemTor
    from tests.support.private_tor import PrivateTor


@pytest.mark.usefixtures("tor_network")
def test_a_tor_of_our_own_tells_how_far_it_is_and_is_for_its_owner_only(own_home: Path) -> None:
    seen: list[tuple[int, str]] = []
    (port,) = free_ports(1)
    folder = own_home / "tor"
    tor = start_tor(folder, port, progress=lambda *now: seen.append(now))
    with closing(tor):
        assert (100, "Done") == seen[-1]
        assert len(seen) > 2
        assert sorted(seen) == sorted(set(seen))
        assert ("127.0.0.1", port) == tor.socks
        assert 0o700 == stat.S_IMODE(folder.stat().st_mode)
        status = tor.status()
        assert (100, ()) == (status.bootstrapped, status.lacking)
        with pytest.raises(TorError, match="Tor does not start: .*cryptodrug tor stop"):
            start_tor(own_home / "other", port)
    assert not tor.is_alive()
    with pytest.raises(TorError, match="does not answer"):
        tor.traffic()


@pytest.mark.usefixtures("loopback_only")
def test_without_a_network_it_fails_closed(own_home: Path) -> None:
    with pytest.raises(TorError, match="listens at no SOCKS port"):
        start_tor(own_home / "tor")


def test_what_is_no_tor_does_not_start(own_home: Path) -> None:
    with pytest.raises(TorError, match="Tor does not start"):
        start_tor(own_home / "tor", program="/bin/false")


@pytest.mark.usefixtures("tor_network")
@pytest.mark.slow
def test_a_start_that_is_broken_off_leaves_no_tor(own_home: Path) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(TorError, match="stopped before it was up"):
        start_tor(own_home / "tor", stop=stop)
    with closing(start_tor(own_home / "tor")) as tor:  # its folder is free
        assert tor.is_alive()


def test_the_control_port_lets_nobody_in_without_the_cookie(tor_client: StemTor) -> None:
    with socket.socket(socket.AF_UNIX) as stream:
        stream.connect(tor_client.control)
        stream.sendall(b"GETINFO version\r\n")
        assert b"514 Authentication required." in stream.recv(1000)


def test_a_tor_that_was_attached_to_goes_on(tor_client: StemTor) -> None:
    attached = attach_tor(tor_client.control)
    assert (tor_client.socks, tor_client.pid) == (attached.socks, attached.pid)
    attached.close()
    assert not attached.is_alive()
    assert tor_client.is_alive()


def test_attaching_to_another_socks_port_than_was_wanted_fails(tor_client: StemTor) -> None:
    with pytest.raises(TorError, match=f"its SOCKS port at {tor_client.socks[1]} now, not at 1"):
        attach_tor(tor_client.control, 1)


def test_attaching_to_a_tor_without_socks_port_says_what_to_add(tor_network: PrivateTor) -> None:
    with pytest.raises(TorError, match="its torrc has SocksPort 9050"):
        attach_tor(str(tor_network.folder / "host" / "control"))


@pytest.mark.parametrize(
    ("control", "says"),
    [("/nowhere/control", "no Tor answers at"), ("127.0.0.1:1", "no Tor answers at"), ("localhost", "no control port")],
)
def test_where_nothing_can_be_attached_to_is_said(control: str, says: str) -> None:
    with pytest.raises(TorError, match=says):
        attach_tor(control)
