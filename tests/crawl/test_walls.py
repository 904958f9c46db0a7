"""Walls in place of pages, lost sessions and limits: what a crawl makes of them, on a replica without Tor."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, text

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models import CrawlRow
from simulator.economy import World, build_world, load_scenario
from tests.crawl.replica import RECORDS, Crawler, Person, Truth, loaded, rows_of, served
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from simulator.serving import Running

PATIENCE = 180.0


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(load_scenario("toy", size=0.002))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("market", "scope"),
    [
        ("dream", "feedback"),
        pytest.param("empire", "vendors", marks=pytest.mark.campaign),
        pytest.param("wallstreet", "vendors", marks=pytest.mark.campaign),
    ],
)
@pytest.mark.slow
def test_no_wall_and_no_cut_page_becomes_a_record_that_the_page_does_not_have(
    market: str, scope: str, world: World, tmp_path: Path, database: Database
) -> None:
    with served(world, market) as running:
        crawler = Crawler(running, tmp_path / "archive")
        with Person(crawler, tmp_path) as person:
            # one in ten of each: login, captcha, session_lost, maintenance, error; cut pages
            running.control.order(forget=True, settings={"faults": {"wall": 0.5, "truncated": 0.1}})
            done = crawler.crawl("--scope", scope, "--hook", str(person.hook), CRAWL_ATTEMPTS="9")
        log, host = crawlers(running), urlsplit(running.address).netloc
    truth = Truth(world, market, running.accounts[0]["name"])

    faults = Counter(entry["fault"] for entry in log)
    assert faults["wall"] > 5
    assert faults["truncated"] > 1
    assert done.count("planned") == done.count("parsed") + done.count("failed") == len(set(done.keys))
    assert len(log) == len(done.pages)
    given_up = done.count("failed")
    assert (counted(given_up, "page was given up|pages were given up") if given_up else None) == done.outcome[1]
    whole = {planned.key: truth.body(planned, host) for planned, _ in done.pages}
    records = {planned.key: truth.reading(planned)[1] for planned, _ in done.pages}
    for name in RECORDS:
        rows = loaded(database.engine, name)
        for planned, capture in done.pages:
            found = rows.get(hashlib.sha256(capture.body).digest(), Counter())
            if whole[planned.key].startswith(capture.body):
                assert found.keys() <= rows_of(name, records[planned.key]).keys()
            else:
                assert Counter() == found
    assert sum(map(len, loaded(database.engine, "listing").values())) > 0


@pytest.mark.slow
def test_a_crawl_waits_for_a_person_when_its_session_is_lost_and_then_goes_on(
    world: World, tmp_path: Path, database: Database
) -> None:
    with served(world, "wallstreet") as running:
        crawler = Crawler(running, tmp_path / "archive")
        person = Person(crawler, tmp_path)
        running.control.order(forget=True)
        with crawler.begun("--hook", str(person.hook)) as process:
            wait_for("the first pages", lambda: len(running.control.log()) >= 20, PATIENCE)
            running.control.order(end_sessions=True)
            wait_for("the hook", lambda: person.asked, PATIENCE)
            time.sleep(1.0)  # requests under way come to an end
            asked = len(running.control.log())
            wait_for("the pause", lambda: status(database) == ("paused", "session_lost"), PATIENCE)
            assert asked == len(running.control.log())
            person.sign_in()
            done = crawler.ended(process)
        log = crawlers(running)

    said = "the market shows a page of kind session_lost in place of what was asked for, and the crawl waits"
    assert [f"wallstreet {said}"] == person.asked
    assert ("complete", None) == done.outcome == status(database)
    members = Counter((entry["path"], entry["form"]) for entry in log if entry["member"])
    assert {1} == set(members.values())
    assert done.count("planned") == len(members)
    assert 0 < len(log) - len(members) <= 16  # those under way, and one for each wall that came before the second
    nowhere(person.cookies, tmp_path, database, done.log)


def crawlers(running: Running) -> list[dict[str, Any]]:
    """What the crawl asked for, and not the person, who names no browser."""
    return [entry for entry in running.control.log() if entry["agent"]]


def status(database: Database) -> tuple[str, str | None] | None:
    """Status and reason of the one crawl that the database knows."""
    with database.engine.connect() as connection:
        row = connection.execute(select(CrawlRow.status, CrawlRow.reason)).one_or_none()
    return None if row is None else (row.status, row.reason)


def nowhere(secrets: list[str], folder: Path, database: Database, log: str) -> None:
    """A cookie's value stands in the session file alone: not in the archive, the frontier, the database or the log."""
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    kept |= {path: gzip.decompress(data) for path, data in kept.items() if path.suffix == ".gz"}
    have = {path for path, data in kept.items() if any(secret.encode() in data for secret in secrets)}
    assert [folder / "home" / "sessions"] == [path.parent.parent for path in have]
    assert {".gz", ".sqlite3"} <= {path.suffix for path in kept}
    dumped = dump(database)
    assert "session_lost" in dumped
    for secret in secrets:
        assert secret not in log
        assert secret not in dumped
        assert secret.encode().hex() not in dumped


def dump(database: Database) -> str:
    """Every row of every table of the program's, as text."""
    tables = text(
        "SELECT format('SELECT t::text FROM %I.%I t', schemaname, tablename) FROM pg_tables "
        "WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    )
    with database.engine.connect() as connection:
        rows = [row for (each,) in connection.execute(tables).all() for (row,) in connection.execute(text(each))]
    return "\n".join(rows)


def test_a_captcha_that_a_person_solves_in_the_same_session_is_enough(
    world: World, tmp_path: Path, database: Database
) -> None:
    del database
    with served(world, "dream", pages_per_minute=30) as running:
        crawler = Crawler(running, tmp_path / "archive")
        cookies = crawler.sign_in()
        with crawler.begun("--scope", "index", "--budget", "50") as process:
            wait_for("a captcha", lambda: running.control.state()["kinds"].get("captcha", 0) > 1, PATIENCE)
            time.sleep(1.0)  # requests under way come to an end
            running.solve_captcha({running.cookie: cookies})
            crawler.hand_over({running.cookie: cookies})
            done = crawler.ended(process)

    assert ("partial", "the budget of 50 requests is spent") == done.outcome
    assert 30 < done.count("parsed") < 50


@pytest.mark.slow
def test_without_a_new_session_the_crawl_ends_as_partial(world: World, tmp_path: Path, database: Database) -> None:
    with served(world, "empire") as running:
        done = Crawler(running, tmp_path / "archive").crawl("--session-wait", "1")
        assert ["session_lost"] == [entry["kind"] for entry in running.control.log()]

    assert ("partial", "no new session came in 1 s after session_lost") == done.outcome == status(database)
    assert 1 == len(done.pages)


@pytest.mark.slow
def test_a_crawl_stops_when_its_budget_is_spent(world: World, tmp_path: Path, database: Database) -> None:
    with served(world, "wallstreet") as running:
        crawler = Crawler(running, tmp_path / "archive")
        crawler.sign_in()
        running.control.order(forget=True)
        done = crawler.crawl("--budget", "25")
        assert 25 == len(running.control.log())

    assert ("partial", "the budget of 25 requests is spent") == done.outcome == status(database)
    assert 25 == done.count("fetched") < done.count("planned")


@pytest.mark.slow
def test_a_budget_that_is_just_enough_is_none_that_is_spent(world: World, tmp_path: Path, database: Database) -> None:
    del database
    with served(world, "wallstreet") as running:
        crawler = Crawler(running, tmp_path / "archive")
        crawler.sign_in()
        done = crawler.crawl("--scope", "index", "--budget", "49")

    assert ("complete", None, 49) == (*done.outcome, done.count("planned"))


SCOPES = [
    pytest.param("dream", "index", {"home", "category_list"}, marks=pytest.mark.campaign),  # the next one has them too
    pytest.param("dream", "feedback", {"home", "category_list", "vendor_feedback"}, marks=pytest.mark.slow),
    pytest.param("wallstreet", "listings", {"category_list", "listing"}, marks=pytest.mark.slow),
    ("empire", "vendors", {"home", "category_list", "vendor_profile", "vendor_pgp", "vendor_offers"}),
]


@pytest.mark.parametrize(("market", "scope", "kinds"), SCOPES)
def test_a_scope_fetches_its_kinds_of_pages_and_all_of_them(
    market: str, scope: str, kinds: set[str], world: World, tmp_path: Path, database: Database
) -> None:
    del database
    with served(world, market) as running:
        crawler = Crawler(running, tmp_path / "archive")
        crawler.sign_in()
        running.control.order(forget=True)
        done = crawler.crawl("--scope", scope)
        fetched = {entry["kind"] for entry in running.control.log()}

    assert ("complete", None) == done.outcome
    assert kinds == {planned.kind for planned, _ in done.pages}
    assert fetched <= kinds
