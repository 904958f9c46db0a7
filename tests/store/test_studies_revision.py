"""Revision 0108: findings say of which study and claim they are; forward and back, with data."""

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

KEPT = text("SELECT ordinal, finding, market, measure, value, verdict, why, sql FROM derived.finding ORDER BY ordinal")
SHOWN = text("SELECT ordinal, verdict, study_id, claim_id FROM research.finding ORDER BY ordinal")


def shown(connection: Connection) -> list[tuple[int, str, str | None, str | None]]:
    rows = [(row[0], row[1], row[2], row[3]) for row in connection.execute(SHOWN)]
    connection.rollback()
    return rows


def test_claims_lose_their_study_and_questions_go_where_there_were_none_and_a_derivation_makes_them_anew(
    database: Database,
) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            wall_street(world)
            world.write()
        keep_findings(connection, RUN, replace(ASKED, country="NL"), STUDY)
        before, rows = shown(connection), connection.execute(KEPT).all()
        connection.rollback()
        assert {("cryptodrug", True)} == {(study, STUDY.claim(claim) is not None) for _, _, study, claim in before}
        assert {"no_claim"} < {verdict for _, verdict, *_ in before}
        assert are_kept(connection, RUN)

        downgrade(connection, "0105")
        judged = [row for row in rows if row.verdict != "no_claim"]
        assert judged == connection.execute(KEPT).all()
        connection.rollback()

        upgrade(connection)
        assert shown(connection) == [(row.ordinal, row.verdict, None, None) for row in judged]
        assert not are_kept(connection, RUN)
        keep_findings(connection, RUN, replace(ASKED, country="NL"), STUDY)
        assert before == shown(connection)
