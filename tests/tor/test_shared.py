"""Crawls that run at the same time use one Tor, whoever of them begins or ends first."""

from __future__ import annotations

from contextlib import closing
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.tor import shared
from cryptodrug_scraper.tor.process import start_tor
from cryptodrug_scraper.tor.shared import SharedTor
from cryptodrug_scraper.tor.supervisor import Supervisor
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("tor_network")
@pytest.mark.slow
def test_a_second_crawl_uses_the_tor_of_the_first_and_starts_the_next_when_that_ends(own_home: Path) -> None:
    folder = own_home / "tor"
    with SharedTor(folder) as second:
        with SharedTor(folder) as first:
            one = Supervisor(first, poll=0.1)
            other = Supervisor(second, poll=0.1)
            with one:
                other.__enter__()  # it outlives the first
                pid, socks = one.tor.pid, one.socks
                assert (pid, socks) == (other.tor.pid, other.socks)
        try:
            wait_for("the next Tor", lambda: other.restarts == 1 and other.is_up, 90)
            assert socks == other.socks
            assert pid != other.tor.pid
            assert other.tor.is_alive()
        finally:
            other.__exit__(None, None, None)
    assert not other.tor.is_alive()


@pytest.mark.usefixtures("tor_network")
@pytest.mark.slow
def test_a_tor_that_nobody_watches_over_any_more_is_waited_for(own_home: Path) -> None:
    left = start_tor(own_home / "tor")
    ends = Timer(2, left.close)
    ends.start()
    with SharedTor(own_home / "tor") as starter, closing(starter(None, Event())) as tor:
        assert tor.pid != left.pid
        assert tor.is_alive()
    ends.join()


def test_a_crawl_whose_tor_does_not_answer_keeps_no_other_waiting_for_ever(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "_PATIENCE", 1.0)
    with SharedTor(own_home / "tor") as first, SharedTor(own_home / "tor") as second:
        assert first._take()
        with pytest.raises(TorError, match="no Tor answers"):
            second(None, Event())
