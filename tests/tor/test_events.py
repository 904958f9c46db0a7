from __future__ import annotations

import logging
from contextlib import closing
from typing import TYPE_CHECKING

from cryptodrug_scraper.tor.control import TorEvent
from cryptodrug_scraper.tor.events import EventCounts
from cryptodrug_scraper.tor.probe import connect
from cryptodrug_scraper.tor.process import attach_tor
from tests.support.private_tor import unpublished_onion, wait_for

if TYPE_CHECKING:
    import pytest

    from cryptodrug_scraper.tor.stem_control import StemTor


def test_a_service_that_is_reached_and_one_that_is_not_are_counted(tor_client: StemTor, onion: str) -> None:
    events = EventCounts()
    with closing(attach_tor(tor_client.control)) as tor:
        tor.listen(events)
        connect(onion, 80, tor.socks, 30)
        connect(unpublished_onion(), 80, tor.socks, 30)
        wait_for("the failure", lambda: events.counts().get("descriptor_failed_not_found"), 10)
    counts = events.counts()
    assert counts["descriptor_received"] >= 1
    assert counts["descriptor_requested"] > counts["descriptor_received"]
    assert counts["circuit_built"] >= 1


def test_the_log_names_no_service_in_full(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    events = EventCounts()
    events(TorEvent("descriptor", "failed", "not_found", "abcdefghijkl"))
    events(TorEvent("circuit", "failed", "timeout", None))
    events(TorEvent("circuit", "closed", "finished", None))
    assert ["descriptor of abcdefgh… failed: not_found"] == [record.getMessage() for record in caplog.records]
    assert events.counts() == {
        "circuit_failed": 1,
        "circuit_failed_timeout": 1,
        "descriptor_failed": 1,
        "descriptor_failed_not_found": 1,
    }
