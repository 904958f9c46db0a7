"""What an event is called that a package or a researcher stated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from cryptodrug_scraper.report.named import words_of

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

TITLES = {"en": "the great flood", "nl": "de grote overstroming"}


@pytest.mark.parametrize(("language", "title"), [("en", TITLES["en"]), ("nl", TITLES["nl"]), ("fr", TITLES["en"])])
def test_an_event_has_its_title_of_the_language_or_else_the_english_one(
    database: Database, language: str, title: str
) -> None:
    event = (
        "INSERT INTO market_event (market, event, first_on, last_on, note, evidence, acts, stated_by, title) "
        "VALUES ('empire', 'flood', '2019-03-01', '2019-03-01', 'It was made up.', 'recalled', 'shock', 'file', :title)"
    )
    with database.engine.begin() as connection:
        connection.execute(text(event), {"title": json.dumps(TITLES)})
        assert words_of(connection, language)("event.flood") == title
