"""What tests/campaigns/crawl_faults.py does at length."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.support.disturbed_crawl import Crawls
from tests.support.served_market import ServedMarket

if TYPE_CHECKING:
    from tests.support.private_tor import PrivateTor

SIZE = "0.001"


@pytest.mark.campaign
def test_a_crawl_over_tor_loses_nothing_and_asks_for_nothing_twice_whatever_is_killed(tor_network: PrivateTor) -> None:
    faults = ["tor", "crawler", "postgres"]
    with (
        TemporaryDirectory(prefix="cf-") as folder,
        ServedMarket("dream", "--size", SIZE) as market,
        Crawls(Path(folder), market, tor_network, scope="vendors", delay=0.05) as crawls,
    ):
        done = crawls.disturbed(faults, random.Random())
    assert [] == done.wrong
    assert faults == done.faults
    assert 1 <= done.resumes
