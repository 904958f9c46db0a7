"""Events that a researcher states of markets, beside those of the markets' packages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.report.named import titles_of, words_of
from cryptodrug_scraper.store.events import Loaded, load_events, read_events, remove_event
from cryptodrug_scraper.store.migrate import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database

OWN = b"""
[[event]]
market = "dream"
event = "withdrawals_stopped"
acts = "shock"
title = { en = "withdrawals stopped", fr = "retraits arr\xc3\xaat\xc3\xa9s" }
first_on = 2019-03-20
last_on = 2019-03-22
note = "It was invented."
evidence = "recalled"
"""
CLOSED = b"""
[[event]]
market = "dream"
event = "closed"
first_on = 2019-05-01
last_on = 2019-05-03
note = "It was invented."
evidence = "recalled"
"""
ROWS = text(
    "SELECT event, acts, first_on, stated_by FROM research.market_event WHERE market = 'dream' ORDER BY first_on"
)


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """A connection whose transaction is taken back."""
    with database.engine.connect() as opened:
        yield opened
        opened.rollback()


def load(connection: Connection, content: bytes) -> Loaded:
    return load_events(connection, read_events(content, "events.toml"))


def of(connection: Connection, event: str) -> Any:
    return next((row for row in connection.execute(ROWS) if row.event == event), None)


def test_events_of_a_file_stand_beside_and_in_place_of_those_of_the_package(connection: Connection) -> None:
    assert Loaded(1, 0, 1, 0) == load(connection, OWN + CLOSED)
    assert ("withdrawals_stopped", "shock", date(2019, 3, 20), "file") == of(connection, "withdrawals_stopped")
    assert ("closed", "closing", date(2019, 5, 1), "file") == of(connection, "closed")
    assert ("opened", "opening", date(2013, 1, 1), "package") == of(connection, "opened")
    life = text("SELECT last_on FROM research.market_life WHERE market = 'dream'")
    assert date(2019, 5, 3) == connection.execute(life).scalar_one()


def test_loading_again_changes_what_is_otherwise(connection: Connection) -> None:
    load(connection, OWN + CLOSED)

    assert Loaded(0, 0, 0, 2) == load(connection, OWN + CLOSED)
    assert Loaded(0, 1, 0, 1) == load(connection, OWN.replace(b"2019-03-20", b"2019-03-19") + CLOSED)
    assert date(2019, 3, 19) == of(connection, "withdrawals_stopped").first_on


def test_an_upgrade_leaves_them_and_removing_one_brings_the_packages_back(database: Database) -> None:
    with database.engine.begin() as connection:
        load(connection, OWN + CLOSED)
    with database.engine.connect() as connection:
        upgrade(connection)
        assert "file" == of(connection, "closed").stated_by
        connection.rollback()
        with connection.begin():
            again = remove_event(connection, "dream", "closed")
            assert again is not None
            assert date(2019, 4, 30) == again.last_on == of(connection, "closed").first_on
            assert "package" == of(connection, "closed").stated_by
            assert remove_event(connection, "dream", "withdrawals_stopped") is None
            assert of(connection, "withdrawals_stopped") is None


def test_what_a_package_states_cannot_be_removed(connection: Connection) -> None:
    with pytest.raises(StoreError, match="no file stated the event 'closed' of 'dream'"):
        remove_event(connection, "dream", "closed")
    assert of(connection, "closed") is not None


def test_a_market_that_is_not_there_is_refused_with_those_that_are(connection: Connection) -> None:
    with pytest.raises(StoreError, match="'droom' is no market of the database: it has dream, empire"):
        load(connection, OWN.replace(b'"dream"', b'"droom"'))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "missing required field `event`"),
        (b"[[event]]\n\xff", "utf-8"),
        (b"[[event]", "line 1"),
        (OWN.replace(b"shock", b"chock"), "acts"),
        (OWN.replace(b'acts = "shock"', b""), "is not known: choose one of opened"),
        (OWN.replace(b"2019-03-22", b"2019-03-02"), "comes before first_on"),
        (OWN.replace(b'market = "dream"', b""), "market"),
        (OWN + OWN, "is there twice"),
    ],
)
def test_a_file_that_states_no_events_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        read_events(content, "events.toml")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "withdrawals stopped"), ("fr", "retraits arrêtés"), ("nl", "withdrawals stopped")]
)
def test_reports_call_an_event_as_its_file_does(connection: Connection, language: str, said: str) -> None:
    load(connection, OWN)
    assert said == words_of(connection, language).known("event", "withdrawals_stopped")


def test_reports_name_a_market_whose_package_is_not_installed(connection: Connection) -> None:
    connection.execute(text("INSERT INTO market (code, name) VALUES ('torv', 'Torvet')"))
    assert {"torv": "Torvet", "dream": "Dream Market"}.items() <= titles_of(connection).items()
