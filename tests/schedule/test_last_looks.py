"""When markets were looked at last, and when a look is late, for all who read the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from cryptodrug_scraper.crawl.frontier import Counts
from cryptodrug_scraper.crawl.ledger import CrawlState, record_crawl
from cryptodrug_scraper.schedule.ledger import Run, begin, note_due, note_entries

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database
    from tests.schedule.conftest import MakeSchedule

NOW = datetime.now(UTC).replace(microsecond=0)
DAILY = 'name = "daily"\nmarket = "dream"\ncron = "0 0 * * *"'
PAST = 'name = "past"\nmarket = "empire"\ncron = "0 0 * * *"\nlast_on = 2019-04-30'


def looks(database: Database) -> dict[str, tuple[datetime | None, datetime | None]]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT market, looked_at, due_since FROM research.market_look"))
        return {market: (looked, due) for market, looked, due in rows}


@pytest.fixture
def not_closed(database: Database) -> None:
    """The markets go on."""
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM market_event WHERE event = 'closed'"))


@pytest.fixture
def crawled(database: Database) -> datetime:
    """A crawl of Dream that read pages three days ago, and one that read none a day ago."""
    state = CrawlState(uuid4(), "dream", None, NOW - timedelta(days=3, hours=1), "index", status="complete")
    ended = NOW - timedelta(days=3)
    with database.engine.connect() as connection:
        record_crawl(connection, replace(state, ended_at=ended), {"home": Counts(1, 1, 1)})
        late = replace(state, crawl_id=uuid4(), started_at=NOW - timedelta(days=1), ended_at=NOW - timedelta(days=1))
        record_crawl(connection, late, {"home": Counts(1, 1, 0, 1)})
    return ended


def test_a_market_of_no_schedule_was_looked_at_and_no_look_is_due(database: Database, crawled: datetime) -> None:
    found = looks(database)

    assert (crawled, None) == found["dream"]
    assert (None, None) == found["empire"]


@pytest.mark.usefixtures("not_closed")
def test_a_look_is_due_since_the_first_crawl_that_nobody_began_though_no_scheduler_lives(
    database: Database, make_schedule: MakeSchedule, crawled: datetime
) -> None:
    schedule = make_schedule(DAILY, PAST)
    with database.engine.begin() as connection:
        note_entries(connection, schedule.entries, NOW - timedelta(days=5))
        run = Run("daily", "dream", _midnight(NOW - timedelta(days=3)), "complete", crawled, crawled)
        begin(connection, run)
        note_due(connection, schedule.entries)

    found = looks(database)

    assert (crawled, _midnight(NOW - timedelta(days=2))) == found["dream"]
    assert (None, None) == found["empire"], "its window has closed: it is old by intent"


def test_a_look_at_a_market_that_closed_is_not_due_and_one_before_its_end_is(
    database: Database, make_schedule: MakeSchedule
) -> None:
    schedule = make_schedule(DAILY)
    with database.engine.begin() as connection:
        note_entries(connection, schedule.entries, NOW - timedelta(days=5))
        note_due(connection, schedule.entries)
        _close(connection, (NOW - timedelta(days=1)).date())
    assert _midnight(NOW - timedelta(days=4)) == looks(database)["dream"][1]
    with database.engine.begin() as connection:
        _close(connection, (NOW - timedelta(days=9)).date())

    assert looks(database)["dream"][1] is None


@pytest.mark.usefixtures("not_closed")
def test_what_no_plan_has_any_more_is_not_due(database: Database, make_schedule: MakeSchedule) -> None:
    with database.engine.begin() as connection:
        note_entries(connection, make_schedule(DAILY).entries, NOW - timedelta(days=5))
        note_due(connection, make_schedule(DAILY).entries)
    assert looks(database)["dream"][1] is not None
    with database.engine.begin() as connection:
        other = make_schedule(PAST).entries
        note_entries(connection, other, NOW)
        note_due(connection, other)

    assert looks(database)["dream"][1] is None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0)


def _close(connection: Connection, day: date) -> None:
    change = text("UPDATE market_event SET first_on = :day, last_on = :day WHERE market = 'dream' AND event = 'closed'")
    assert 1 == connection.execute(change, {"day": day}).rowcount
