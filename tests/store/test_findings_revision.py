"""Revision 0122: findings that were kept by other intervals are made anew, forward and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.study.keep import are_kept, keep_findings
from tests.derive.small_world import RUN, SmallWorld
from tests.study.test_findings import ASKED, STUDY
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database


@pytest.mark.slow
def test_findings_are_judged_anew_forward_and_back(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            wall_street(world)
            world.write()
        keep_findings(connection, RUN, ASKED, STUDY)
        assert are_kept(connection, RUN)

        downgrade(connection, "0121")
        assert not are_kept(connection, RUN)
        upgrade(connection)
        assert not are_kept(connection, RUN)

        keep_findings(connection, RUN, ASKED, STUDY)
        downgrade(connection, "0121")
        upgrade(connection)
        assert not are_kept(connection, RUN)
