"""Which days a claim is judged by, and of how many months of a study there are data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.compute import findings
from cryptodrug_scraper.study.covered import covered_months
from cryptodrug_scraper.words.wording import Words
from tests.derive.small_world import SmallWorld
from tests.study.test_findings import ASKED, STUDY, by_name
from tests.study.two_markets import wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def street(connection: Connection) -> Connection:
    world = SmallWorld(connection)
    wall_street(world)
    world.write()
    return connection


def test_the_window_of_a_claim_is_its_own_as_far_as_it_is_asked_for(connection: Connection) -> None:
    SmallWorld(connection).write()
    name = ("F2", "empire", "turnover_more_each_month")
    row = by_name(list(findings(connection, ASKED, STUDY)))[name]
    assert (date(2019, 4, 1), date(2019, 11, 30)) == (row.first_day, row.last_day)
    early = Asked("BE", date(2018, 11, 1), date(2019, 1, 31), "D2", "A1")
    other = by_name(list(findings(connection, early, STUDY)))[name]
    assert (date(2018, 11, 1), "other_window") == (other.first_day, other.verdict)
    assert "1 Apr 2019 to 30 Nov 2019" in other.why


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        (("F1", "wallstreet", "share_of_vendors"), "other_window"),  # an average of other months may be another
        (("F2", "wallstreet", "vendors_more_each_month"), "other_window"),
        (("F4", "wallstreet", "moves_in"), "agrees"),  # a move in these days is one in all of them
        (("F7", "wallstreet", "vendors_not_to_us"), "agrees"),
        (("F5", "wallstreet", "transactions_above_1000_eur"), "other_window"),
    ],
)
def test_a_claim_is_judged_by_all_of_its_days_that_the_data_hold(
    street: Connection, name: tuple[str, str, str], verdict: str
) -> None:
    part = replace(ASKED, first_day=date(2019, 1, 1), last_day=date(2019, 2, 28))
    row = by_name(list(findings(street, part, STUDY)))[name]
    assert row.verdict == verdict
    is_told = name[2] != "vendors_more_each_month"  # two months have no trend, which is why there is none
    assert (row.value is None) == (not is_told)
    assert (verdict == "other_window" and is_told) == (
        "the study spoke of 1 Nov 2018 to 30 Nov 2019, and only 1 Jan 2019 to 28 Feb 2019 are asked for" in row.why
    )
    held = by_name(list(findings(street, replace(ASKED, last_day=date(2019, 4, 30)), STUDY)))[name]
    assert held.verdict != "other_window"


def test_a_figure_of_whole_months_is_said_to_be_of_these_and_not_of_the_days_asked_for(street: Connection) -> None:
    day = replace(ASKED, first_day=date(2019, 1, 15), last_day=date(2019, 1, 15))
    found = by_name(list(findings(street, day, STUDY)))["F1", "wallstreet", "share_of_vendors"]
    assert (
        "only 1 Jan 2019 to 31 Jan 2019 are looked at, as the months that are asked for count as a whole" in found.why
    )


def test_how_many_months_of_the_study_the_data_hold_is_told(street: Connection) -> None:
    wall, *_ = [each for each in covered_months(street, ASKED, STUDY) if each.market == "wallstreet"]
    assert (date(2018, 11, 1), date(2019, 4, 1), 6, 13) == (
        wall.months[0],
        wall.months[-1],
        len(wall.months),
        wall.total,
    )
    words = Words("en")
    assert wall.told(words, "Wall Street", "CRYPTODRUG") == (
        "Wall Street: of the 13 months of which CRYPTODRUG spoke, 6 are asked for and have snapshots that count, "
        "from November 2018 to April 2019."
    )
    one = replace(ASKED, first_day=date(2019, 2, 1), last_day=date(2019, 2, 28))
    (same,) = [each for each in covered_months(street, one, STUDY) if each.market == "wallstreet"]
    assert same.told(words, "Wall Street", "CRYPTODRUG").endswith(
        "one is asked for and has snapshots that count, February 2019."
    )
    (none,) = [each for each in covered_months(street, one, STUDY) if each.market == "empire"]
    assert "none is asked for" in none.told(words, "Empire", "CRYPTODRUG")
