"""Whole crawls of simulated markets over a private Tor network: nothing is missing, and nothing is more than it was."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from cryptodrug_scraper.crawl.settings import USER_AGENT
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models import CaptureRow, CrawlRow
from simulator.economy import World, build_world, load_scenario
from simulator.templates import MARKETS
from tests.crawl.replica import RECORDS, Crawled, Crawler, Truth, loaded, read, rows_of, served
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from cryptodrug_scraper.tor.stem_control import StemTor
    from simulator.serving import Running
    from tests.support.private_tor import PrivateTor

FIRST = re.compile(r"(?<=\?)page=1&(?=member=)|/info$")
"""What an address of a profile has to say that its first page or tab is wanted, which is the profile itself."""

LISTS = {"home", "category_list"}


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(load_scenario("toy", size=0.002))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


@contextmanager
def onions(network: PrivateTor, running: Running) -> Iterator[list[str]]:
    """Onion services in front of a market's mirrors, as addresses."""
    names = [network.add_onion(urlsplit(address).port or 0) for address in running.mirrors]
    yield [f"http://{name}" for name in names]
    for name in names:
        network.remove_onion(name)


@pytest.mark.parametrize(
    "market", [pytest.param(name, marks=() if name == "dream" else pytest.mark.campaign) for name in MARKETS]
)
def test_a_crawl_over_tor_brings_what_the_market_has(
    market: str, world: World, tor_network: PrivateTor, tor_client: StemTor, tmp_path: Path, database: Database
) -> None:
    with served(world, market) as running, onions(tor_network, running) as mirrors:
        crawler = Crawler(running, tmp_path / "archive", mirrors, tor_client.socks)
        crawler.sign_in()
        running.control.order(forget=True)
        done = crawler.crawl("--label", "whole")
        log = running.control.log()
    truth = Truth(world, market, running.accounts[0]["name"])

    assert ("complete", None) == done.outcome
    nothing_is_asked_twice(done, log)
    assert {urlsplit(mirrors[0]).netloc} == {urlsplit(capture.url or "").netloc for _, capture in done.pages}
    every_page_is_there(done, truth)
    readings = [truth.reading(planned) for planned, _ in done.pages]
    assert readings == [read(capture) for _, capture in done.pages]
    records = [record for _, records in readings for record in records]
    for name in RECORDS:
        rows = rows_of(name, records)
        assert rows
        assert rows == sum(loaded(database.engine, name).values(), Counter())
    with database.engine.connect() as connection:
        assert [("complete", "whole", "all")] == [
            tuple(row) for row in connection.execute(select(CrawlRow.status, CrawlRow.label, CrawlRow.scope))
        ]
        assert len(done.pages) == len(connection.execute(select(CaptureRow.capture_id)).all())


def nothing_is_asked_twice(done: Crawled, log: list[dict[str, Any]]) -> None:
    """The market's own log has each planned page once, asked for as Tor Browser does by somebody who is logged in."""
    asked = Counter((entry["method"], entry["path"], entry["form"]) for entry in log)
    assert {1} == set(asked.values())
    assert len(log) == done.count("planned") == done.count("fetched") == len(done.pages)
    assert {(USER_AGENT, True)} == {(entry["agent"], entry["member"]) for entry in log}


def every_page_is_there(done: Crawled, truth: Truth) -> None:
    """
    The pages are those that the market has, but for three things.

    A page may have two addresses. Vendors who offer nothing are linked from nowhere. Of lists, a crawl sees those of
    all levels of categories, or larger ones: they are compared by what they list.
    """
    kinds = {planned.kind for planned, _ in done.pages}
    pages = {FIRST.sub("", planned.key) for planned, _ in done.pages if planned.kind not in LISTS}
    wanted = {FIRST.sub("", key) for key in truth.pages(kinds - LISTS)}
    linked = {record.get("vendor") for planned, _ in done.pages for record in truth.reading(planned)[1]}
    unlinked = {key for key in wanted - pages if key.split("/")[2] not in linked}
    assert wanted - unlinked == pages
    assert truth.listed() == {
        record["listing_id"]
        for planned, capture in done.pages
        if planned.kind == "category_list"
        for record in read(capture)[1]
        if record["record"] == "listing"
    }


@pytest.mark.slow
def test_when_a_mirror_goes_down_the_crawl_goes_on_with_the_next_one(
    world: World, tor_network: PrivateTor, tor_client: StemTor, tmp_path: Path, database: Database
) -> None:
    del database
    with served(world, "wallstreet", mirrors=2) as running, onions(tor_network, running) as mirrors:
        crawler = Crawler(running, tmp_path / "archive", mirrors, tor_client.socks)
        for number in range(2):
            crawler.sign_in(number)
        running.control.order(forget=True)
        with crawler.begun() as process:
            wait_for("the first pages", lambda: len(running.control.log()) >= 20, 60)
            running.control.mirror(0, up=False)
            done = crawler.ended(process)
        log = running.control.log()

    assert ("complete", None) == done.outcome
    by_mirror = Counter(entry["mirror"] for entry in log)
    assert {0, 1} == set(by_mirror)
    assert [0] * by_mirror[0] + [1] * by_mirror[1] == [entry["mirror"] for entry in log]
    assert done.count("planned") == len(set(done.keys)) == len(done.keys)
    assert "the mirror does not answer" in done.log
    assert not [mirror for mirror in mirrors if urlsplit(mirror).netloc in done.log]
