"""Revision 0112: a finding that was named for the study's neighbour is named for any; forward and back, with data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.study.keep import are_kept, keep_findings
from tests.derive.small_world import RUN, SmallWorld
from tests.study.test_findings import ASKED, STUDY
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

MEASURES = text("SELECT DISTINCT measure FROM derived.finding WHERE measure LIKE 'vendors_not_to_n%' ORDER BY measure")


def measures(connection: Connection) -> list[str]:
    found = list(connection.execute(MEASURES).scalars())
    connection.rollback()
    return found


def test_a_measure_is_named_for_no_country_that_is_asked_for(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            wall_street(world)
            world.write()
        keep_findings(connection, RUN, replace(ASKED, country="DE"), STUDY)
        assert measures(connection) == ["vendors_not_to_neighbours", "vendors_not_to_nz"]

        downgrade(connection, "0111")
        assert measures(connection) == ["vendors_not_to_nl", "vendors_not_to_nz"]

        upgrade(connection)
        assert measures(connection) == ["vendors_not_to_neighbours", "vendors_not_to_nz"]
        assert not are_kept(connection, RUN), "they are made anew"
