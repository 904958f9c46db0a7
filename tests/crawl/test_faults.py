"""What is wrong with a crawl itself, not with a page, ends it with its message and exit code, never in silence."""

from __future__ import annotations

import signal
import threading
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.crawl.folder import unfinished
from cryptodrug_scraper.crawl.sessions import Cookies, Sessions
from cryptodrug_scraper.errors import ArchiveError, ConfigurationError, QualityError, StoreError
from cryptodrug_scraper.home import HOME_VARIABLE
from tests.support.answers import GONE, Answer, Answering, crawl_of, ended, fixture
from tests.support.command import run_command
from tests.support.private_tor import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

SCOPE = ("--scope", "index")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    del database
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def crawls_in(database: Database) -> list[tuple[str, str | None]]:
    """Status and reason of each crawl."""
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT status, reason FROM crawl ORDER BY started_at"))]


@pytest.mark.slow
def test_a_crawl_whose_loader_died_says_so_and_the_rest_is_loaded_when_it_is_resumed(
    tmp_path: Path, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE crawl_count RENAME TO hidden"))
    with Answering({}) as market:
        with crawl_of(market, tmp_path / "archive", *SCOPE) as crawl:
            done = ended(crawl)
        assert (StoreError.exit_code, "partial") == done.outcome
        assert "crawl_count" in done.report["reason"]
        assert "cryptodrug crawl dream --resume" in done.told
        asked = len(market.asked)
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE hidden RENAME TO crawl_count"))
        with crawl_of(market, tmp_path / "archive", "--resume") as crawl:
            done = ended(crawl)

        assert (0, "complete") == done.outcome
        assert asked == len(market.asked)
    assert [("complete", None)] == crawls_in(database)


@pytest.mark.slow
def test_a_page_of_any_number_is_loaded_with_the_others(tmp_path: Path, database: Database) -> None:
    listing = fixture("listing/weed_from_belgium").replace(b"Kempen Amber 14g", b"Speed 10000000000000000000000000000g")
    home = fixture("home/bitcoin_soup")
    with Answering({"/": Answer(home), "/viewProduct?offer=81022.610020": Answer(listing)}) as market:
        with crawl_of(market, tmp_path / "archive", "--scope", "listings") as crawl:
            done = ended(crawl)
        fetched = len(market.asked)

    assert (QualityError.exit_code, "partial") == done.outcome, done.log
    assert done.report["reason"].startswith("12 of 12 pages of kind category_list are gone")  # this market has none
    with database.engine.connect() as connection:
        assert fetched == connection.execute(text("SELECT count(*) FROM capture")).scalar_one()


def test_a_crawl_whose_rows_are_refused_is_not_left_as_running(tmp_path: Path, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE mirror_check RENAME TO hidden"))
    with Answering({}) as market, crawl_of(market, tmp_path / "archive", *SCOPE) as crawl:
        done = ended(crawl)

    assert (StoreError.exit_code, "partial") == done.outcome
    ((status, reason),) = crawls_in(database)
    assert "partial" == status
    assert "mirror_check" in str(reason)


def test_a_crawl_that_cannot_learn_what_is_known_ends_before_it_asks_for_anything(
    tmp_path: Path, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE vendor_observation RENAME TO hidden"))
    with Answering({}) as market, crawl_of(market, tmp_path / "archive", *SCOPE, "--revisit") as crawl:
        done = ended(crawl)

    assert (StoreError.exit_code, "aborted") == done.outcome, done.log
    assert "vendor_observation" in done.told
    assert not market.asked
    assert ["aborted"] == [status for status, _ in crawls_in(database)]


def test_a_crawl_that_is_closed_loads_what_it_has_and_fetches_nothing_more(tmp_path: Path, database: Database) -> None:
    released = threading.Event()
    with Answering({"/?category=107": replace(GONE, until=released)}) as market:
        with crawl_of(market, tmp_path / "archive", *SCOPE) as crawl:
            wait_for("all requests", lambda: len(market.asked) >= 6, 90)
            crawl.kill()
            crawl.communicate()
            released.set()
        asked = len(market.asked)
        with crawl_of(market, tmp_path / "archive", "--resume", "--close") as crawl:
            done = ended(crawl)

        assert (7, "partial") == done.outcome, done.log
        assert asked == len(market.asked)
    assert [("partial", "it was broken off, and nothing more was fetched")] == crawls_in(database)
    with database.engine.connect() as connection:
        loaded = connection.execute(text("SELECT url FROM capture_origin")).scalars().all()
    assert any(url.endswith("/") for url in loaded)
    assert not any("category=107" in url for url in loaded)
    assert not unfinished("dream")


def test_a_crawl_that_is_begun_is_not_closed(tmp_path: Path) -> None:
    with Answering({}) as market:
        done = run_command("crawl", "dream", "--replica", market.address, "--archive", str(tmp_path), "--close", code=2)

        assert b"give --resume, too" in done.stderr
        assert not market.asked


@pytest.mark.slow
def test_an_archive_that_lost_what_the_crawl_kept_ends_the_crawl_that_is_resumed(
    tmp_path: Path, database: Database
) -> None:
    released = threading.Event()
    with Answering({"/?category=107": replace(GONE, until=released)}) as market:
        with crawl_of(market, tmp_path / "archive", *SCOPE) as crawl:
            wait_for("all requests", lambda: len(market.asked) >= 6, 90)
            crawl.send_signal(signal.SIGINT)
            released.set()
            assert "aborted" == ended(crawl).report["status"]
        (warc,) = (tmp_path / "archive").rglob("*.warc.gz")
        size = warc.stat().st_size
        warc.write_bytes(warc.read_bytes()[: size // 4] + bytes(size - size // 4))
        with crawl_of(market, tmp_path / "archive", "--resume") as crawl:
            done = ended(crawl)

    assert (ArchiveError.exit_code, "aborted") == done.outcome
    ((status, reason),) = crawls_in(database)
    assert "aborted" == status
    assert "--resume" in str(reason)


@pytest.mark.parametrize("kilobytes", [100, pytest.param(200, marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_a_file_that_cannot_grow_ends_the_crawl_and_it_goes_on_where_there_is_room(
    kilobytes: int, tmp_path: Path, database: Database
) -> None:
    noise = Random(1)
    lists = {
        f"/?category={number}": Answer(fixture("category_list/synthetics_empty") + noise.randbytes(8000).hex().encode())
        for number in range(100, 200)
    }
    with Answering(lists) as market:
        limited = ("sh", "-c", f'ulimit -f {kilobytes}; exec "$@"', "sh")
        with crawl_of(market, tmp_path / "archive", *SCOPE, through=limited) as crawl:
            done = ended(crawl)
        assert (ArchiveError.exit_code, "aborted") == done.outcome
        assert "Traceback" not in done.log
        assert ["aborted"] == [status for status, _ in crawls_in(database)]
        with crawl_of(market, tmp_path / "archive", "--resume") as crawl:
            done = ended(crawl)

    assert (0, "complete") == done.outcome
    assert [("complete", None)] == crawls_in(database)


@pytest.mark.slow
def test_a_session_that_cannot_be_used_ends_the_crawl_that_waits_for_one(tmp_path: Path, database: Database) -> None:
    with (
        Answering({"/": Answer(fixture("login/from_browser"))}) as market,
        crawl_of(market, tmp_path / "archive", *SCOPE) as crawl,
    ):
        wait_for("the pause", lambda: [("paused", "login")] == crawls_in(database), 90)
        Sessions("dream").put(market.address.removeprefix("http://"), Cookies({"session": "invented"}))
        for file in (tmp_path / "home" / "sessions" / "dream").iterdir():
            file.chmod(0o644)
        done = ended(crawl)

    assert (ConfigurationError.exit_code, "aborted") == done.outcome
    assert "chmod 600" in done.told
    ((status, _),) = crawls_in(database)
    assert "aborted" == status
