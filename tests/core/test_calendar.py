"""Which words of events a calendar may have, and what each does."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cryptodrug_scraper.page.calendar import ACTS, ENDING, EVENTS, MOVING, Acts, CalendarEvent, life_of
from cryptodrug_scraper.words.wording import catalogue

ROOT = Path(__file__).parent.parent.parent


STATEMENTS = {
    "store/research/growth_after_end.sql": (MOVING, MOVING, ENDING),
    "store/research/market_life.sql": (),
    "report/questions/statements/sales_around_ends.sql": (MOVING,),
    "crawl/revisit/database.py": (MOVING,),
    "cookbook/kinds.py": (MOVING,),
}
"""What is asked in SQL of what events act as, in its order."""


def event(word: str) -> CalendarEvent:
    """An event of a day."""
    return CalendarEvent(word, date(2019, 4, 30), date(2019, 4, 30), "It happened.", "recalled")


@pytest.mark.parametrize("word", [*EVENTS, "closed_2", "seized_10"])
def test_a_word_that_is_known_may_have_a_number(word: str) -> None:
    assert word == event(word).event


@pytest.mark.parametrize("word", ["close", "hacked", "closed_02", "closed_"])
def test_any_other_is_refused_with_those_that_are_known_and_how_to_state_ones_own(word: str) -> None:
    with pytest.raises(ValueError, match=f"the event '{word}' is not known: choose one of opened, .*acts = 'shock'"):
        event(word)


@pytest.mark.parametrize("word", ["Closed", "", "2_closed", "retraits arrêtés", "a" + "\n"])
def test_what_is_no_word_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is no word: write small letters"):
        event(word)


def own(word: str, acts: Acts | None, title: dict[str, str] | None) -> CalendarEvent:
    """An event that says itself what it does."""
    day = date(2019, 3, 1)
    return CalendarEvent(word, day, day, "It happened.", "recalled", acts=acts, title=title)


@pytest.mark.parametrize("acts", ACTS)
def test_a_word_of_ones_own_says_what_it_does(acts: Acts) -> None:
    assert acts == own("withdrawals_stopped", acts, {"en": "withdrawals stopped"}).does


@pytest.mark.parametrize(("acts", "title"), [(None, {"en": "x"}), ("shock", None), ("shock", {"nl": "x"})])
def test_a_word_of_ones_own_that_does_not_say_so_is_refused(acts: Acts | None, title: dict[str, str] | None) -> None:
    with pytest.raises(ValueError, match="is not known"):
        own("withdrawals_stopped", acts, title)


@pytest.mark.parametrize("word", ["closed", "closed_2"])
def test_what_a_known_word_does_cannot_be_stated_otherwise(word: str) -> None:
    with pytest.raises(ValueError, match="leave acts and title out"):
        own(word, "nothing", None)


def test_a_market_is_open_from_the_first_opening_to_the_last_closing() -> None:
    days = [("opened", 9), ("closed", 20), ("seized", 25), ("exit_scam", 28), ("closed_2", 30)]
    known = [CalendarEvent(word, date(2019, 4, day), date(2019, 4, day), "x", "recalled") for word, day in days]
    gone = own("stopped_for_good", "closing", {"en": "stopped for good"})

    assert (date(2019, 4, 9), date(2019, 4, 25)) == life_of(known)
    assert (None, date(2019, 3, 1)) == life_of([gone])
    assert (None, None) == life_of([])


def test_what_ends_a_market_moves_its_vendors_and_what_closes_it_ends_it() -> None:
    assert {"closing"} < set(ENDING) < set(MOVING) < set(ACTS)
    assert {"seized", "taken_over", "closed"} == {word for word, said in EVENTS.items() if said.acts == "closing"}


@pytest.mark.parametrize("file", STATEMENTS)
def test_statements_know_the_same_acts(file: str) -> None:
    text = (ROOT / "cryptodrug_scraper" / file).read_text(encoding="utf-8")
    lists = re.findall(r"(?:IN \(|ARRAY\[)((?:'[a-z]+'(?:, )?)+)[\])]", text)
    found = [tuple(re.findall(r"'([a-z]+)'", each)) for each in lists if "closing" in each]
    assert list(STATEMENTS[file]) == found
    words = rf"= '(?:{'|'.join(ACTS)})'"
    assert (file == "store/research/market_life.sql") == bool(re.search(words, text))


def test_every_word_is_explained_to_authors_of_markets() -> None:
    page = (ROOT / "docs" / "markets.md").read_text(encoding="utf-8")
    table = page.partition("## Events")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z_]+)` \| (.+) \| `([a-z]+)` \|$", table, re.MULTILINE)
    assert [(word, said.meaning, said.acts) for word, said in EVENTS.items()] == rows
    assert ACTS == dict(re.findall(r"^\| `([a-z]+)` \| ([^|]+) \|$", table, re.MULTILINE))


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_word_has_a_name_in_each_language(language: str) -> None:
    names = catalogue(language)
    assert not [word for word in EVENTS if not names.get(f"event.{word}")]
