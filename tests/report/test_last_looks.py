"""What a report says of the last look at each market, in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import polars as pl
import pytest

from cryptodrug_scraper.report.questions.coverage import last_looks
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from cryptodrug_scraper.report.parts import Study

LOOKED = datetime(2017, 6, 30, 4, tzinfo=UTC)
ROWS = {
    "market": ["closed", "late", "of_no_schedule", "other", "within_a_day"],
    "looked_at": [LOOKED] * 5,
    "closed_on": [date(2017, 7, 20), None, None, None, None],
    "late_days": [None, 12, None, None, 0],
}
MARKETS = {"closed": "Alpha", "late": "Beta", "of_no_schedule": "Gamma", "within_a_day": "Delta"}


def said(language: str) -> list[str]:
    answer = SimpleNamespace(frame=pl.DataFrame(ROWS, schema_overrides={"late_days": pl.Int64}))
    study = SimpleNamespace(words=Words(language), markets=MARKETS, ask=lambda _: answer)
    return last_looks(cast("Study", study))


def test_days_are_counted_only_where_a_schedule_had_a_look_due() -> None:
    told = (
        "Alpha: last looked at on 30 June 2017; it had closed by 20 July 2017. "
        "Beta: last looked at on 30 June 2017; by the schedule a look has been due for 12 days. "
        "Gamma: last looked at on 30 June 2017. "
        "Delta: last looked at on 30 June 2017."
    )

    assert [told] == said("en")


@pytest.mark.parametrize(
    ("language", "late"),
    [
        ("fr", "Beta\u00a0: dernier relevé le 30 juin 2017\u00a0; d'après le calendrier des collectes"),
        ("nl", "Beta: laatst bekeken op 30 juni 2017; volgens het verzamelschema had dat 12 dagen geleden"),
    ],
)
def test_other_languages_say_the_same(language: str, late: str) -> None:
    (line,) = said(language)

    assert late.replace("\u00a0", " ") in line.replace("\u00a0", " ").replace("\u202f", " ")
    assert all(name in line for name in MARKETS.values())
    assert 1 == line.count("12")
