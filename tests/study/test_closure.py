"""What is compared before and after a closure, where the days that are asked for hold it, and where they do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.disclosure.findings import PublicFindings
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.filling import sql_of
from tests.derive.small_world import SmallWorld, day
from tests.study.test_findings import ASKED, STUDY, by_name
from tests.study.two_markets import BELGIANS, dream, wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.study.finding import Finding

GROWTH = ("vendors_after_over_before", "listings_after_over_before", "transactions_after_over_before")
MIGRANTS = ("migrants", "migrant_share")
CLOSED = date(2019, 3, 26)


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def markets(connection: Connection) -> Connection:
    world = SmallWorld(connection)
    wall_street(world)
    dream(world)
    world.write()
    return connection


def asked(connection: Connection, first: date, last: date) -> dict[str, Finding]:
    rows = by_name(list(findings(connection, replace(ASKED, first_day=first, last_day=last), STUDY)))
    return {name: rows["F8", "wallstreet", name] for name in (*GROWTH, *MIGRANTS)}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2019, 1, 15), date(2019, 1, 15)),
        (date(2018, 11, 1), date(2018, 11, 30)),
        (date(2014, 1, 1), date(2014, 12, 31)),
        (date(2019, 3, 1), CLOSED - timedelta(days=1)),
        (CLOSED, date(2019, 11, 30)),
        (date(2019, 5, 1), date(2019, 11, 30)),
        (date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_days_that_do_not_hold_the_closure_tell_nothing_of_it(markets: Connection, first: date, last: date) -> None:
    for name, row in asked(markets, first, last).items():
        assert (row.value, row.low, row.high) == (None, None, None), name
        assert row.verdict == "other_window"
        assert "do not hold the closure, 26 Mar 2019" in row.why
        public = PublicFindings(markets, ASKED, frozenset(), frozenset()).published(
            {**{each: getattr(row, each) for each in row.__dataclass_fields__}}
        )
        assert (public["verdict"], public["value"], public["why_code"]) == (row.verdict, None, row.why_code)


def test_days_that_hold_it_without_a_look_on_each_side_say_so(markets: Connection) -> None:
    found = asked(markets, date(2019, 3, 1), CLOSED)  # a look of 15 March, none after it
    assert {row.value for row in found.values()} == {row.low for row in found.values()} == {None}
    for name in GROWTH[:2]:
        assert found[name].why_code == "why.no_look_beside"
    days = found["transactions_after_over_before"]
    assert "25 before it and 0 after it" in days.why
    assert "unknown" not in days.why
    for name in MIGRANTS:
        assert "no snapshot of the market lies in these days after the closure" in found[name].why
    late = asked(markets, CLOSED - timedelta(days=1), date(2019, 4, 30))
    assert late["vendors_after_over_before"].why_code == "why.no_look_beside"
    assert "1 before it and 20 after it" in late["transactions_after_over_before"].why
    assert late["migrants"].value == 1


def test_who_was_first_there_after_the_days_asked_for_is_no_migrant_of_these(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    dream(world)
    for number, (since, until) in enumerate(
        [(day(4, 10), day(4, 15)), (day(4, 25), day(5, 5)), (day(5, 2), day(5, 5))], start=4
    ):
        world.rows["migration"][number] |= {
            "class": "migrant", "to_market": "wallstreet", "to_vendor": BELGIANS[number], "decision": "same",
            "first_seen_from": since, "first_seen_to": until,
        }  # fmt: skip
    world.write()
    row = asked(connection, date(2018, 11, 1), date(2019, 4, 30))["migrants"]
    assert (row.value, row.low, row.high, row.n) == (2, 2, 4, 20)  # one of April, one of April or May; two as before
    of_april = replace(ASKED, last_day=date(2019, 4, 30))
    cases = sql_of(STUDY, "migrants_cases", of_april, "wallstreet")
    assert len(connection.execute(text(cases)).all()) == 4
    assert asked(connection, ASKED.first_day, ASKED.last_day)["migrants"].value == 4


def test_of_a_market_that_was_never_seen_before_no_number_of_migrants_is_known(connection: Connection) -> None:
    world = SmallWorld(connection)
    wall_street(world)
    world.write()
    found = asked(connection, ASKED.first_day, ASKED.last_day)
    assert {found[name].value for name in MIGRANTS} == {found[name].high for name in MIGRANTS} == {None}


def test_sales_a_day_are_those_of_which_the_quotient_is(connection: Connection) -> None:
    world = SmallWorld(connection)
    for number in (1, 25):
        world.snapshot("wallstreet", day(3, number))
    world.snapshot("wallstreet", day(4, 25))
    vendors = [f"v{number}" for number in range(6)]
    for vendor in vendors:
        world.listing("wallstreet", vendor, vendor, ["DE"] * 3, drug_class="Cannabis")
        for number in range(85):
            at = day(1, 30) + timedelta(days=number)
            for _ in range(1 if at.date() < CLOSED else 3):
                world.sale("wallstreet", vendor, vendor, at, 50, drug_class="Cannabis")

    world.add("rating_delay", market="wallstreet", days=6.0, error_days=0.5)
    world.write()
    row = asked(connection, ASKED.first_day, ASKED.last_day)["transactions_after_over_before"]
    told = row.details_values
    assert told is not None
    assert row.value == pytest.approx(told["after"] / told["before"], rel=0.01)
    ratings = told["ratings_after"] / told["days_after"] / (told["ratings_before"] / told["days_before"])
    assert abs(ratings - row.value) > 0.05  # ratings alone would say another
