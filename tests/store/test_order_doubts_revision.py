"""Revision 0116: how far off unprinted amounts are; forward and back, with rows in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.derive.small_world import SmallWorld

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

SHOWN = text("SELECT alike, apart FROM research.order_doubt")
ASKED = text("SELECT research.order_alike(), research.order_apart()")


def test_where_no_derivation_has_said_it_amounts_are_as_unsure_as_can_be(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            world.add("order_doubt", alike=0.25, apart=0.5)
            world.write()
        assert connection.execute(SHOWN).all() == [(0.25, 0.5)]
        assert connection.execute(ASKED).one() == (0.25, 0.5)
        connection.rollback()

        downgrade(connection, "0114")
        upgrade(connection)
        assert connection.execute(SHOWN).all() == []
        assert connection.execute(ASKED).one() == (1, 1)
