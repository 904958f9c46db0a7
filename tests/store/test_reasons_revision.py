"""Codes of reasons came with revision 0101: rows of before have their sentence alone, and lose nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.migrate import downgrade, upgrade
from cryptodrug_scraper.study.finding import why_in
from cryptodrug_scraper.study.keep import keep_findings
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.derive.small_world import RUN, SmallWorld
from tests.study.test_findings import ASKED, STUDY
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

KEPT = text("SELECT ordinal, finding, market, measure, value, verdict, why, sql FROM derived.finding ORDER BY ordinal")
LOOKS = text("SELECT snapshot_id, grade, reason FROM derived.snapshot ORDER BY snapshot_id")
SHOWN = text("SELECT * FROM research.finding ORDER BY ordinal")


def test_sentences_stay_where_codes_go_and_are_shown_in_each_language_where_they_do_not_come_back(
    database: Database,
) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            world = SmallWorld(connection)
            wall_street(world)
            world.write()
        keep_findings(connection, RUN, ASKED, STUDY)
        before, looks = connection.execute(KEPT).all(), connection.execute(LOOKS).all()
        known = [dict(row) for row in connection.execute(SHOWN).mappings()]
        assert {row["why"] for row in known} == {why_in(Words("en"), row) for row in known}
        assert all(why_in(Words("nl"), row) != row["why"] for row in known)
        connection.rollback()

        downgrade(connection, "0100")
        then = [tuple("vendors_not_to_nl" if v == "vendors_not_to_neighbours" else v for v in row) for row in before]
        assert then == [tuple(row) for row in connection.execute(KEPT)], "one measure had another name"
        assert looks == connection.execute(LOOKS).all()
        connection.rollback()

        upgrade(connection)
        assert before == connection.execute(KEPT).all()
        assert looks == connection.execute(LOOKS).all()
        again = [dict(row) for row in connection.execute(SHOWN).mappings()]
        assert len(again) == len(before)
        for row in again:
            assert (row["why_code"], row["why_values"], row["details_code"], row["cases"]) == (None, None, None, None)
            assert {why_in(Words(language), row) for language in LANGUAGES} == {row["why"]}
