"""Revision 0109: months that have no figure yet, and delays of ratings; forward and back, with data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.derive.small_world import SmallWorld

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

SHOWN = text(
    "SELECT month, value, reason_code FROM research.market_month WHERE measure = 'transactions' ORDER BY month"
)
UNKNOWN = text("""
    INSERT INTO derived.market_month
        (part_id, month, measure, market, vendor_count, grade, reason, reason_code, reason_values)
    SELECT part_id, DATE '2019-12-01', 'transactions', market, 3, 'partial', 'not yet', 'warning.not_yet_rated', '{}'
    FROM derived.market_month LIMIT 1
""")


def test_months_without_a_figure_go_where_there_can_be_none_and_others_stay(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            known_month = {"month": date(2019, 11, 1), "measure": "transactions", "value": 20.0, "vendor_count": 3}
            world.add("market_month", market="dream", grade="complete", **known_month)
            world.write()
            connection.execute(UNKNOWN)
        known = [(date(2019, 11, 1), 20.0, None)]
        assert connection.execute(SHOWN).all() == [*known, (date(2019, 12, 1), None, "warning.not_yet_rated")]
        connection.rollback()

        downgrade(connection, "0108")
        upgrade(connection)
        assert connection.execute(SHOWN).all() == known
        assert connection.execute(text("SELECT count(*) FROM research.rating_delay")).scalar_one() == 0
