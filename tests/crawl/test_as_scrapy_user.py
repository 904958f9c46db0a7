"""The spiders as a user of Scrapy runs them: by the ``scrapy`` command, with settings for options."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models import CaptureRow, CrawlRow
from simulator.economy import build_world, load_scenario
from simulator.templates import MARKETS
from tests.crawl.replica import Crawler, served

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

ROOT = Path(__file__).parent.parent.parent


def scrapy(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the project's folder, where scrapy.cfg is."""
    command = [sys.executable, "-m", "scrapy", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_scrapy_lists_the_spiders_of_the_projects_markets() -> None:
    assert set(MARKETS) <= set(scrapy("list").stdout.split())


@pytest.mark.slow
def test_scrapy_crawls_a_replica_and_keeps_and_loads_what_it_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with served(build_world(load_scenario("toy", size=0.002)), "dream") as running:
        Crawler(running, tmp_path / "archive").sign_in()
        running.control.order(forget=True)
        settings = {
            "CRAWL_REPLICA": running.address,
            "CRAWL_ARCHIVE": str(tmp_path / "archive"),
            "CRAWL_PER_SECOND": "40",
            "CRAWL_AT_ONCE": "8",
            "CRAWL_BUDGET": "30",
            "AUTOTHROTTLE_ENABLED": "False",
        }
        words = [word for pair in settings.items() for word in ("-s", "=".join(pair))]
        done = scrapy("crawl", "dream", *words)
        log = running.control.log()

    assert 0 == done.returncode
    assert 30 == len(log)
    with database.engine.connect() as connection:
        rows = connection.execute(select(CrawlRow.market, CrawlRow.status, CrawlRow.reason)).all()
        assert [("dream", "partial", "the budget of 30 requests is spent")] == [tuple(row) for row in rows]
        assert 30 == connection.execute(select(func.count()).select_from(CaptureRow)).scalar()
