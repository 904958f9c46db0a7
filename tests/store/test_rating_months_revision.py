"""Revision 0113: which part of a month's ratings one look alone shows; forward and back, with rows in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

SHOWN = text("SELECT market, month, seen_once FROM research.rating_month")
REACH = text("SELECT sales FROM research.month_reach('2019-03-01', '2019-03-31')")


def test_where_no_derivation_has_said_it_one_look_alone_shows_all(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            world.snapshot("m", day(3))
            world.rows["snapshot"][-1] |= {"vendor_completeness": 1.0, "review_completeness": 0.75}
            world.add("rating_month", market="m", month=date(2019, 3, 1), seen_once=0.5)
            world.write()
        assert connection.execute(SHOWN).all() == [("m", date(2019, 3, 1), 0.5)]
        assert connection.execute(REACH).scalar_one() == 0.875
        connection.rollback()

        downgrade(connection, "0111")
        upgrade(connection)
        assert connection.execute(SHOWN).all() == []
        assert connection.execute(REACH).scalar_one() == 0.75
