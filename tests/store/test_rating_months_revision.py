"""Revision 0113: which part of a month's ratings one look alone shows, filled from the ratings that are there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

SHOWN = text("SELECT market, month, seen_once FROM research.rating_month ORDER BY 1, 2")


def test_months_of_ratings_that_are_there_are_worked_out_at_the_upgrade(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            for market in ("empty", "few", "many"):
                world.snapshot(market, day(3))
            for number in range(8):
                market, left = ("few", day(2)) if number < 4 else ("many", day(3) - timedelta(minutes=number - 5))
                longer = timedelta(hours=5 if number % 4 else 6)  # the look takes 5
                world.add(
                    "distinct_review", market=market, review_id=UUID(int=number + 1), vendor="v", listing_source="page",
                    occurred_from=left, occurred_to=left, first_seen_at=day(3), last_seen_at=day(3) + longer,
                    sighting_count=1, state="seen", last_review_observation_id=UUID(int=0),
                )  # fmt: skip
            world.write()
        assert connection.execute(SHOWN).all() == []
        connection.rollback()

        downgrade(connection, "0111")
        upgrade(connection)
        february, march = date(2019, 2, 1), date(2019, 3, 1)
        assert connection.execute(SHOWN).all() == [
            ("few", february, 0.75), ("many", february, 1.0), ("many", march, 0.5)
        ]  # fmt: skip
        reach = text("SELECT market, sales FROM research.month_reach('2019-03-01', '2019-03-31') ORDER BY 1")
        assert connection.execute(reach).all() == [("empty", None), ("few", None), ("many", None)]
