"""Whether the derivation counts all pages that the database holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.derive.outdated import outdated_parts
from cryptodrug_scraper.derive.version import measures_version
from cryptodrug_scraper.importers import ImportReport, captures_in
from cryptodrug_scraper.page.parse import parse_page
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.contents import contents_of
from cryptodrug_scraper.store.loading.batch import batch_of
from cryptodrug_scraper.store.loading.load import load
from cryptodrug_scraper.store.removal import remove
from cryptodrug_scraper.store.shown_parsers import Choice, choose
from tests.support.derived_windows import WINDOWS

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

LOGIN = Path(__file__).parents[2] / "fixtures" / "pages" / "dream" / "login" / "from_browser" / "body.html"


def test_pages_that_came_after_a_derivation_are_counted(own: Opened, tmp_path: Path) -> None:
    with own.database.engine.connect() as connection:
        before = contents_of(connection)
    assert {"dream", "empire", "wallstreet"} == set(before.markets)
    assert before.underived == {}
    assert before.measures_version == measures_version()
    assert before.pages >= sum(before.markets.values())

    (tmp_path / "2019-02-03").mkdir()
    shutil.copy(LOGIN, tmp_path / "2019-02-03" / "login.html")
    replay(own.database.engine, [tmp_path], workers=1)
    with own.database.engine.connect() as connection:
        after = contents_of(connection)
    assert after.pages == before.pages + 1
    assert after.underived == {"dream": 1}

    own.forget()
    with own.database.engine.connect() as connection:
        assert (contents_of(connection).derived_at, contents_of(connection).underived) == (None, after.markets)


def test_parts_are_outdated_once_a_page_of_their_market_is_there_no_more(own_of_one: Opened) -> None:
    assert outdated_parts(own_of_one.database) == []

    with own_of_one.database.engine.connect() as connection:
        assert remove(connection, Chosen(paths=("*empire-2019-04*",))).captures

    assert "empire" in outdated_parts(own_of_one.database)


@pytest.mark.slow
def test_as_many_readings_of_a_newer_parser_are_told_from_those_that_were_derived(own: Opened) -> None:
    assert outdated_parts(own.database) == []

    capture = next(captures_in(WINDOWS, ImportReport()))
    page = parse_page(capture.body, PageContext(capture.url, capture.captured))
    later = "99.0+later.bbbb"
    with own.database.engine.connect() as connection:
        load(connection, [batch_of([(capture, page)], later)])
        with connection.begin():
            choose(connection, [Choice(page.market, later, None, is_taken=True, is_known=False)], "anna@crawler")
        assert contents_of(connection).underived == {}
    digest = own.digest()
    outdated = outdated_parts(own.database)
    assert page.market in outdated
    assert own.digest() == digest

    made = [name for name in own.derive().made if name != "across markets"]
    assert sorted(outdated) == sorted(made)
    assert outdated_parts(own.database) == []


def test_nothing_is_outdated_where_nothing_was_derived(own: Opened) -> None:
    own.forget()
    assert outdated_parts(own.database) == []


def test_a_run_with_rates_of_ones_own_is_not_judged(own: Opened) -> None:
    with own.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE derived.derive_run SET parameters = jsonb_set(parameters, '{rates,series}', '[\"coin.csv\"]')")
        )
    assert outdated_parts(own.database) == []
    with own.database.engine.begin() as connection:
        connection.execute(text("UPDATE derived.derive_run SET parameters = '{}'"))
    assert outdated_parts(own.database) == []
