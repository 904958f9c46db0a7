"""What a crawl keeps, and how it is found again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, select

from cryptodrug_scraper.crawl import journal as module
from cryptodrug_scraper.crawl.folder import unfinished
from cryptodrug_scraper.crawl.frontier import Planned
from cryptodrug_scraper.crawl.journal import Journal
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models import CrawlCount, CrawlRow
from cryptodrug_scraper.tor.control import Traffic
from tests.crawl.parts import options_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

PAGE = Planned("home", "/", 0)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def begun(folder: Path, database: Database, pause: Callable[[], str | None] = lambda: None) -> Journal:
    journal = Journal("dream", options_of(folder, scope="index", label="first"))
    journal.begin_loading(database.engine, pause)
    return journal


@pytest.mark.slow
def test_a_crawl_that_is_resumed_is_the_one_that_was_begun(tmp_path: Path, database: Database) -> None:
    first = begun(tmp_path, database)
    first.frontier.add([PAGE])
    first.close("aborted", "it was stopped")
    assert [first.folder] == unfinished("dream")

    options = options_of(tmp_path, folder=first.folder, scope="all", label="second")
    again = Journal("dream", options)

    assert (first.crawl_id, "index", "first", "running") == (
        *(again.crawl_id, again.state.scope, again.state.label, again.state.status),
    )
    assert first.state.started_at == again.state.started_at
    assert 1 == again.counts["home"].planned
    again.begin_loading(database.engine, lambda: None)
    again.close("complete", None)
    assert [] == unfinished("dream")


def test_a_crawl_that_runs_is_resumed_by_nobody(tmp_path: Path, database: Database) -> None:
    journal = begun(tmp_path, database)
    assert [] == unfinished("dream")
    with pytest.raises(ConfigurationError, match="does another crawl work on it"):
        Journal("dream", options_of(tmp_path, folder=journal.folder))
    journal.close("aborted", None)


def test_a_crawl_is_paused_in_the_database_for_as_long_as_it_waits(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cryptodrug_scraper.crawl.loading._EVERY", 0.05)
    pause: list[str] = ["captcha"]

    def row() -> tuple[str, str | None] | None:
        with database.engine.connect() as connection:
            found = connection.execute(select(CrawlRow.status, CrawlRow.reason)).one_or_none()
        return None if found is None else (found.status, found.reason)

    def comes(expected: tuple[str, str | None]) -> None:
        end = time.monotonic() + 120
        while row() != expected:
            assert time.monotonic() < end, row()
            time.sleep(0.02)

    journal = begun(tmp_path, database, lambda: next(iter(pause), None))
    comes(("paused", "captcha"))
    pause.clear()
    comes(("running", None))
    pause.append("login")
    journal.close("partial", "no new session came")
    assert ("partial", "no new session came") == row()


def test_what_became_of_requests_is_in_the_database_at_the_end(tmp_path: Path, database: Database) -> None:
    journal = begun(tmp_path, database)
    journal.frontier.add([PAGE, Planned("home", "/?page=2", 0)])
    journal.frontier.finish(PAGE.key, "parsed")
    journal.save()
    journal.close("partial", None)

    with database.engine.connect() as connection:
        row = connection.execute(select(CrawlCount.kind, CrawlCount.planned, CrawlCount.parsed)).one()
    assert ("home", 2, 1) == tuple(row)


def test_a_crawl_whose_pages_are_not_all_in_the_database_can_be_resumed_though_it_is_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DATABASE_PATIENCE", 0.0)
    journal = Journal("dream", options_of(tmp_path))
    journal.begin_loading(create_engine(f"postgresql+psycopg2://nobody@/nothing?host={tmp_path}"), lambda: None)
    journal.close("complete", None)

    assert journal.lacks
    assert [journal.folder] == unfinished("dream")


def test_the_bytes_that_tor_carried_are_metered_at_each_save(tmp_path: Path, database: Database) -> None:
    carried = iter([Traffic(10, 1), Traffic(30, 2)])
    journal = Journal("dream", options_of(tmp_path), lambda: next(carried))
    journal.begin_loading(database.engine, lambda: None)
    for _ in range(2):
        journal.save()
    journal.close("complete", None)

    with database.engine.connect() as connection:
        row = connection.execute(select(CrawlRow.tor_bytes_read, CrawlRow.tor_bytes_written)).one()
    assert (30, 2) == tuple(row)
