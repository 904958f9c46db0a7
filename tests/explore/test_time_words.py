"""When a page was made, and what tells, in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from cryptodrug_scraper.explore.time_words import certainty_words, doubted_words
from cryptodrug_scraper.explore.time_words import time_words as said_of
from cryptodrug_scraper.store.estimate import Estimate


def test_a_certainty_never_rounds_to_one() -> None:
    assert ["", ""] == [certainty_words(value, 3) for value in (None, 1.0)]
    assert certainty_words(0.999999, 3).startswith("Certainty 99.99%: the chance that its 3 sightings")


DAY = datetime.fromisoformat("2019-03-01T00:00:00+00:00")
WEEK = timedelta(days=7)


def estimate(**given: Any) -> Estimate:
    known: dict[str, Any] = {
        "market": "dream",
        "stated_from": DAY,
        "stated_to": DAY + timedelta(days=1),
        "source": "directory",
        "estimated_from": DAY,
        "estimated_to": DAY + timedelta(days=1),
        "verdict": "agrees",
        "doubt": 0.003,
        "evidence": {"ratings": 3, "ratings_for": 2, "rates": 1},
    }
    return Estimate(**known | given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"verdict": "newer", "estimated_from": DAY + WEEK}, "after the time that its source states"),
        ({"verdict": "unsure"}, "Its time is unsure: some of what it shows speaks against it"),
        ({"verdict": "unsure", "estimated_from": DAY - WEEK}, "may have been between 2019-02-22 and 2019-03-02 UTC"),
        ({"verdict": "unsure", "evidence": {}}, "Its time is unsure: nothing that it shows confirms it"),
        ({"stated_from": None, "stated_to": None, "source": "none"}, "Its source states no time. By what the page"),
        ({"verdict": "unsure", "estimated_from": None, "estimated_to": None}, "Neither its source nor what it shows"),
        ({"verdict": "unsure", "stated_from": None, "stated_to": None}, "2019-03-02 UTC, when its market was open."),
    ],
)
def test_each_verdict_has_its_words_on_a_page(given: dict[str, Any], said: str) -> None:
    assert said in " ".join(doubted_words(estimate(**given)))


def test_a_page_that_agrees_is_not_spoken_of_and_its_evidence_is_counted_where_asked() -> None:
    assert [[], []] == [doubted_words(None), doubted_words(estimate())]
    thought, tells, doubt = said_of(estimate())
    assert "Its source states that this page was made between 2019-03-01 and 2019-03-02 UTC, by the name of" in thought
    assert tells == (
        "What tells: 2 ratings that other pages show agree with the stated time; 1 rating that other pages show "
        "contradicts the stated time; 1 table of exchange rates contradicts the stated time."
    )
    assert doubt == "The chance that it was made at another time is 0.3%."
