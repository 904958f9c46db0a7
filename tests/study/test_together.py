"""What is asked together: each statement gives what it gives by itself, and rows are read once for all of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.filling import sql_of
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.together import together
from tests.derive.small_world import SmallWorld
from tests.study.two_markets import dream, wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

STUDY = study_named()
REACH = "SELECT * FROM research.place_reach(DATE '2018-11-01', DATE '2018-11-30') p WHERE p.market = '{}'"
ASKED = (
    Asked("BE", date(2018, 11, 1), date(2019, 11, 30), "D2", "A1"),
    Asked("DE", date(2018, 11, 1), date(2019, 4, 30), "D1", "A3"),
    Asked("BE", date(2015, 1, 1), date(2015, 12, 31), "D4", "A2"),  # days without any rows
)


@pytest.fixture(scope="module")
def markets(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        world = SmallWorld(opened)
        wall_street(world)
        dream(world)
        world.write()
        yield opened
        opened.rollback()


def test_calls_with_the_same_values_are_shared_however_they_are_written_and_no_others() -> None:
    value = "SELECT b.* FROM research.value_band(\n{} 'BE', ARRAY[CAST(200 AS double precision)], 'o''brien (  {})') b"
    sql = together([value.format("", "1"), value.format("   ", "1"), value.format("", "2"), REACH.format("a")])
    head, rows = sql.split("\nSELECT 0 AS number", 1)
    assert head.count("AS MATERIALIZED") == 1
    assert head.startswith("WITH shared_0 AS MATERIALIZED (SELECT * FROM research.value_band( 'BE', ARRAY[CAST(200 AS")
    assert head.endswith("'o''brien (  1)'))")
    assert rows.count("FROM shared_0 b") == 2
    assert rows.count("research.value_band") == 1
    assert rows.count("research.place_reach") == 1


def test_text_that_looks_like_a_call_with_other_spaces_is_another_market() -> None:
    sql = together([f"SELECT * FROM research.amount_doubt('a{space}b') d" for space in (" ", "  ")])
    assert "shared" not in sql


@pytest.mark.parametrize("asked", [ASKED[0], *(pytest.param(each, marks=pytest.mark.slow) for each in ASKED[1:])])
def test_each_finding_is_what_its_own_statement_gives(markets: Connection, asked: Asked) -> None:
    found = list(findings(markets, asked, STUDY))
    assert len(found) > 40
    for row in found:
        own: dict[str, Any] = dict(markets.exec_driver_sql(row.sql.replace("%", "%%")).mappings().one())
        told = {"value": row.value, "low": row.low, "high": row.high, "n": row.n}
        assert {name: own[name] for name in told} == pytest.approx(told, rel=1e-12), (row.market, row.measure)
        assert (own["vendors"], own["grade"], own["details"]) == (row.vendor_count, row.grade, row.details_values)


def test_what_listings_state_is_read_once_for_all_places_and_markets(markets: Connection) -> None:
    values = [{"places": (place,)} for place in ("US", "AU", "NZ")]
    statements = [
        sql_of(STUDY, "excluding", ASKED[0], market, each) for market in ("dream", "wallstreet") for each in values
    ]
    plan = markets.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {together(statements)}").scalar_one()
    alone = markets.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statements[0]}").scalar_one()
    for table in ("listing_destination", "listing_month", "snapshot"):
        assert list(_scans(plan[0]["Plan"], table)) == list(_scans(alone[0]["Plan"], table))


def _scans(plan: dict[str, Any], table: str) -> Iterator[str]:
    if plan.get("Relation Name") == table:
        yield table
    for below in plan.get("Plans", ()):
        yield from _scans(below, table)
