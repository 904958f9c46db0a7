from __future__ import annotations

import os
import signal
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.tor.probe import probe
from cryptodrug_scraper.tor.process import attach_tor, start_tor
from cryptodrug_scraper.tor.supervisor import Supervisor
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

    from cryptodrug_scraper.tor.control import Tor
    from cryptodrug_scraper.tor.stem_control import StemTor

SECONDS = 30.0
LOOK = 0.05


def test_a_tor_that_was_killed_is_back_at_the_same_port_and_what_it_carried_is_not_forgotten(
    own_home: Path, onion: str
) -> None:
    heard: list[str] = []
    starter = partial(start_tor, own_home / "tor")
    with Supervisor(
        starter, on_down=lambda _: heard.append("down"), on_up=lambda _: heard.append("up"), poll=LOOK
    ) as supervisor:
        first, port = supervisor.tor.pid, supervisor.socks
        assert first is not None
        before = supervisor.tor.traffic()
        assert "reachable" == probe(onion, supervisor.socks, seconds=SECONDS).outcome
        carried = supervisor.tor.traffic() - before
        wait_for("the meter", lambda: supervisor.traffic().read >= carried.read > 0, SECONDS)

        os.kill(first, signal.SIGKILL)
        wait_for("the death to be noticed", lambda: not supervisor.is_up, SECONDS)
        assert supervisor.wait_up(SECONDS)

        assert (port, 1) == (supervisor.socks, supervisor.restarts)
        assert first != supervisor.tor.pid
        assert "reachable" == probe(onion, port, seconds=SECONDS).outcome
        now = supervisor.tor.traffic()
        wait_for("the meter", lambda: supervisor.traffic().read >= carried.read + now.read, SECONDS)
        assert supervisor.traffic().written >= carried.written
        assert supervisor.events.counts()["circuit_built"] > 0
    assert ["down", "up"] == heard
    assert not supervisor.tor.is_alive()
    assert not supervisor.is_up


@pytest.mark.slow
def test_only_what_another_tor_carried_in_the_meantime_is_metered(tor_client: StemTor, onion: str) -> None:
    before = tor_client.traffic()
    assert before.read > 0
    with Supervisor(partial(attach_tor, tor_client.control), poll=LOOK) as supervisor:
        assert 0 == supervisor.traffic().read
        assert "reachable" == probe(onion, supervisor.socks, seconds=SECONDS).outcome
        supervisor.tor.close()  # the connection is lost, and Tor runs on
        wait_for("another connection", lambda: supervisor.restarts, SECONDS)
        wait_for("the meter", lambda: supervisor.traffic().read, SECONDS)
        metered = supervisor.traffic()
        since = tor_client.traffic() - before
        assert 0 < metered.read <= since.read
    assert tor_client.is_alive()


def test_a_tor_that_cannot_be_had_is_an_error_at_once() -> None:
    def refuse(socks_port: int | None, stop: Event) -> Tor:
        del socks_port, stop
        msg = "no"
        raise TorError(msg)

    with pytest.raises(TorError, match="no"), Supervisor(refuse):
        pass


def test_it_is_tried_again_until_it_is_back(tor_client: StemTor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cryptodrug_scraper.tor.supervisor._FIRST_WAIT", 0.01)
    wanted: list[int | None] = []

    def start(socks_port: int | None, stop: Event) -> Tor:
        wanted.append(socks_port)
        if len(wanted) in {2, 3}:
            msg = "not yet"
            raise TorError(msg)
        return attach_tor(tor_client.control, socks_port, stop)

    with Supervisor(start, poll=LOOK) as supervisor:
        supervisor.tor.close()
        wait_for("it being back", lambda: supervisor.restarts, SECONDS)
    port = tor_client.socks[1]
    assert [None, port, port, port] == wanted


def test_a_tor_that_stands_still_can_be_ended(
    own_home: Path, tor_network: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del tor_network
    monkeypatch.setattr("cryptodrug_scraper.tor.stem_control._END_SECONDS", 0.2)
    with Supervisor(partial(start_tor, own_home / "tor"), poll=LOOK) as supervisor:
        pid = supervisor.tor.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        time.sleep(3 * LOOK)  # until the supervisor waits for an answer
    assert not supervisor.tor.is_alive()
