"""What a report says of what its days do not hold, and of what cannot be known yet: why there is nothing to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.parts import Study
from cryptodrug_scraper.report.questions.concentrated import concentrated
from cryptodrug_scraper.report.questions.moved_on import moved_on
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.derive.small_world import SmallWorld, day
from tests.study.two_markets import dream, wall_street

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.report.hidden import Hidden

WHOLE = Scope("BE", date(2018, 11, 1), date(2019, 4, 30), is_identified=True)
TITLES = {"dream": "Dream", "wallstreet": "Wall Street"}


@pytest.fixture
def connection(scratch: Engine) -> Iterator[Connection]:
    with scratch.connect() as opened:
        world = SmallWorld(opened)
        wall_street(world)
        dream(world)
        for measure in ("transactions", "turnover_eur"):
            told = {"market": "wallstreet", "measure": measure, "vendor_count": 20}
            world.add("market_month", **told, month=day(3).date(), value=90, low=90, high=90, grade="complete")
            why = {"reason": "-", "reason_code": "warning.not_yet_rated", "reason_values": {}}
            world.add("market_month", **told, **why, month=day(4).date(), grade="partial")
        world.write()
        yield opened
        opened.rollback()


def asked(connection: Connection, scope: Scope, language: str = "en") -> Study:
    nothing = cast("Hidden", SimpleNamespace(month=lambda *_: False, choice=lambda *_: False))
    return Study(scope, Words(language), Asking(connection, scope), nothing, TITLES, study_named())


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2019, 1, 15), date(2019, 1, 15)),  # before it
        (date(2018, 11, 1), date(2019, 3, 31)),  # without all that was seen after it
        (date(2019, 1, 1), date(2019, 4, 30)),  # without all days before it
    ],
)
def test_nothing_is_compared_around_an_end_of_which_the_days_do_not_hold_all(
    connection: Connection, first: date, last: date
) -> None:
    scope = replace(WHOLE, first_day=first, last_day=last)
    section = moved_on(asked(connection, scope))
    assert {figure.frame.height for figure in section.figures} == {0}
    for figure in section.figures:
        assert figure.why_empty is not None
        assert "Dream, closure announced (26 March 2019)" in figure.why_empty
    assert section.headlines == []
    assert section.sentences[1] == section.figures[0].why_empty


def test_days_that_hold_all_that_the_data_do_tell_of_it(connection: Connection) -> None:
    for first, last in ((WHOLE.first_day, WHOLE.last_day), (date(2018, 1, 1), date(2020, 12, 31))):
        section = moved_on(asked(connection, replace(WHOLE, first_day=first, last_day=last)))
        cohort = next(figure for figure in section.figures if figure.name == "migration-all")
        assert cohort.frame["account_count"].max() == 20
        assert cohort.why_empty is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_month_of_which_it_cannot_be_known_yet_what_was_sold_is_not_said_to_have_nothing(
    connection: Connection, language: str
) -> None:
    words = Words(language)
    of_april = replace(WHOLE, first_day=date(2019, 4, 1))
    month = words.full_month(day(4).date())
    for figure in concentrated(asked(connection, of_april, language)).figures:
        assert figure.frame.is_empty()
        assert figure.why_empty is not None
        assert f"Wall Street ({month})" in figure.why_empty
    market, _ = concentrated(asked(connection, WHOLE, language)).figures
    assert market.frame.height
    assert any(f"Wall Street ({month})" in line for line in market.sentences)
    march = concentrated(asked(connection, replace(WHOLE, last_day=date(2019, 3, 31)), language)).figures[0]
    assert march.why_empty is None
