"""The scheduler with crawls that are none of a fake: what is caught up on is not what is due."""

from __future__ import annotations

import sys
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.schedule.runner import Runner
from tests.schedule.conftest import QUICK, Clock
from tests.schedule.weekly import DUE, SUNDAY, WEEK
from tests.support.answers import Answering, crawl_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cryptodrug_scraper.schedule.ledger import Run
    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import FakeCrawls, MakeSchedule

PROGRAM = [sys.executable, "-m", "cryptodrug_scraper", "crawl"]


@pytest.mark.slow
def test_a_crawl_that_was_not_loaded_is_loaded_and_the_one_that_is_due_fetches_all_anew(
    tmp_path: Path,
    database: Database,
    make_schedule: MakeSchedule,
    crawls: FakeCrawls,
    runs: Callable[[], list[Run]],
) -> None:
    del crawls  # it brings the home
    with Answering({}) as market:
        words = crawl_command(market, tmp_path / "archive")
        further = [word for word in words[words.index("--replica") :] if word not in {"--rate", "40"}]
        schedule = make_schedule(
            'name = "weekly"\nmarket = "dream"\ncron = "0 4 * * 1"\nscope = "index"\nrate = 40',
            head=f"grace_hours = 6\narguments = {further}",
        )
        clock = Clock(SUNDAY)
        runner = Runner(schedule, database.engine, PROGRAM, Event(), clock, QUICK)
        runner.prepare()
        rename(database, "crawl_count", "hidden")
        clock.now = DUE
        runner.settle(schedule.entries[0])
        first = len(market.asked)
        rename(database, "hidden", "crawl_count")
        clock.now = DUE + WEEK
        runner.settle(schedule.entries[0])

        assert 2 * first == len(market.asked)
    broken, whole = runs()
    assert ("partial", "complete") == (broken.outcome, whole.outcome)
    assert "not all that came is loaded: the loader died of" in str(broken.detail)
    assert "took up a crawl that was broken off: complete" == whole.detail
    assert broken.crawl_id != whole.crawl_id
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT crawl_id, status FROM crawl ORDER BY started_at")).all()
    assert [(broken.crawl_id, "complete"), (whole.crawl_id, "complete")] == [tuple(row) for row in rows]


def rename(database: Database, table: str, name: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
