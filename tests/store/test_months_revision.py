"""Revision 0114: settings of tables that only grow, and months that lie in files; forward and back, with months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.loading.partitions import ensure_months
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.store.tables import PARTITIONED

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

FROZEN_SOON = text("SELECT count(*) FROM pg_class WHERE 'autovacuum_freeze_min_age=0' = ANY (reloptions)")
IS_KNOWN = text("SELECT to_regclass('public.detached_month') IS NOT NULL")
TABLES = 2 * len(PARTITIONED) + 5
"""A month and the unknown of each, and five tables of what months have in common."""


def test_months_that_are_there_are_set_as_those_that_come(database: Database) -> None:
    with database.engine.connect() as connection:
        ensure_months(connection, [date(2019, 3, 1)])
        assert TABLES == connection.execute(FROZEN_SOON).scalar_one()
        connection.rollback()

        downgrade(connection, "0111")
        assert (0, False) == (connection.execute(FROZEN_SOON).scalar_one(), connection.execute(IS_KNOWN).scalar_one())
        connection.rollback()

        upgrade(connection)
        ensure_months(connection, [date(2019, 3, 1)])  # of tables that came since
        assert (TABLES, True) == (
            connection.execute(FROZEN_SOON).scalar_one(),
            connection.execute(IS_KNOWN).scalar_one(),
        )
