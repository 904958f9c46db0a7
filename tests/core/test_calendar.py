"""Which words of events a calendar may have, and what each does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cryptodrug_scraper.page.calendar import CLOSING, ENDS, EVENTS, SHOCK_EVENTS, CalendarEvent
from cryptodrug_scraper.words.wording import catalogue

ROOT = Path(__file__).parent.parent.parent
SQL = {
    "store/research/growth_after_end.sql": (SHOCK_EVENTS, ENDS),
    "store/research/market_life.sql": (CLOSING,),
    "report/questions/statements/sales_around_ends.sql": (SHOCK_EVENTS,),
}


def event(word: str) -> CalendarEvent:
    """An event of a day."""
    return CalendarEvent(word, date(2019, 4, 30), date(2019, 4, 30), "It happened.", "recalled")


@pytest.mark.parametrize("word", [*EVENTS, "closed_2", "seized_10"])
def test_a_word_that_is_known_may_have_a_number(word: str) -> None:
    assert word == event(word).event


@pytest.mark.parametrize("word", ["close", "Closed", "closed_", "closed_02", "hacked", ""])
def test_any_other_is_refused_with_those_that_are_known(word: str) -> None:
    with pytest.raises(ValueError, match=f"the event '{word}' is not known: choose one of opened, .*, or number it"):
        event(word)


def test_what_ends_a_market_ends_its_trade_and_moves_its_vendors() -> None:
    assert set(CLOSING) < set(ENDS) < set(SHOCK_EVENTS) < set(EVENTS)
    assert {"seized", "taken_over", "closed"} == set(CLOSING)


@pytest.mark.parametrize("file", SQL)
def test_statements_know_the_same_words(file: str) -> None:
    text = (ROOT / "cryptodrug_scraper" / file).read_text(encoding="utf-8")
    lists = re.findall(r"(?:IN \(|ARRAY\[)((?:'[a-z_]+'(?:, )?)+)[\])]", text)
    found = [tuple(re.findall(r"'([a-z_]+)'", each)) for each in lists if "closed" in each]
    assert [sorted(each) for each in SQL[file]] == [sorted(each) for each in found]


def test_every_word_is_explained_to_authors_of_markets() -> None:
    page = (ROOT / "docs" / "markets.md").read_text(encoding="utf-8")
    table = page.partition("## Events")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", table, re.MULTILINE))
    assert EVENTS == rows


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_word_has_a_name_in_each_language(language: str) -> None:
    names = catalogue(language)
    assert not [word for word in EVENTS if not names.get(f"event.{word}")]
