"""Ages and days in the languages of readers, what is neither, and that later languages take nothing away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cryptodrug_scraper.page.printed_times import parse_age, parse_printed
from cryptodrug_scraper.page.time_words import month_of, unit_of

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
_MONTH, _YEAR = timedelta(days=30.44), timedelta(days=365.25)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("před týdnem", _WEEK),
        ("před 2 lety", 2 * _YEAR),
        ("pred týždňom", _WEEK),
        ("pred 5 hodinami", 5 * _HOUR),
        ("acum 3 zile", 3 * _DAY),
        ("acum 20 de zile", 20 * _DAY),
        ("acum o zi", _DAY),
        ("acum un an", _YEAR),
        ("în urmă cu 2 luni", 2 * _MONTH),
        ("3 napja", 3 * _DAY),
        ("3 nappal ezelőtt", 3 * _DAY),
        ("egy hete", _WEEK),
        ("2 éve", 2 * _YEAR),
        ("prije 3 dana", 3 * _DAY),
        ("prije 1 sat", _HOUR),
        ("prije mjesec dana", _MONTH),
        ("pre nedelju dana", _WEEK),
        ("пре 2 године", 2 * _YEAR),
        ("pred tednom", _WEEK),
        ("pred 2 urama", 2 * _HOUR),
        ("преди 3 дни", 3 * _DAY),
        ("преди седмица", _WEEK),
        ("преди 2 години", 2 * _YEAR),  # a word that is an hour in Ukrainian
        ("2 години тому", 2 * _HOUR),
        ("πριν 3 μέρες", 3 * _DAY),
        ("ΠΡΙΝ 3 ΗΜΕΡΕΣ", 3 * _DAY),
        ("πριν από μία εβδομάδα", _WEEK),
        ("3 gün önce", 3 * _DAY),
        ("2 AY ÖNCE", 2 * _MONTH),
        ("bir hafta önce", _WEEK),
        ("nädal tagasi", _WEEK),
        ("3 päeva tagasi", 3 * _DAY),
        ("pirms 3 dienām", 3 * _DAY),
        ("prieš savaitę", _WEEK),
        ("один день назад", _DAY),
        ("3 days ago", 3 * _DAY),
        ("vor einem Monat", _MONTH),
    ],
)
def test_ages(text: str, length: timedelta) -> None:
    age = parse_age(text)
    assert age is not None
    slack = _DAY.total_seconds() if length >= _MONTH else 0
    assert abs(age.least - (length.total_seconds() - slack)) < 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("azi", 1),
        ("ieri la 14:05", 2),
        ("tegnap 14:05", 2),
        ("danas u 9", 1),
        ("jučer", 2),
        ("predvčerom", 3),
        ("днес, 14:05", 1),
        ("вчера", 2),
        ("ΧΘΕΣ", 2),
        ("προχθές", 3),
        ("Bugün 14:30", 1),
        ("DÜN", 2),
        ("evvelsi gün", 3),
        ("täna", 1),
        ("vakar", 2),
    ],
)
def test_days_told_by_a_word(text: str, days: int) -> None:
    age = parse_age(text)
    assert age is not None
    assert (age.least, age.most) == (0, days * _DAY.total_seconds())


@pytest.mark.parametrize(
    "text",
    [
        *("3 dan", "5 nap", "Jan 3 Sat", "3 het beste", "2 gun", "2 Eve", "3 ay", "dun", "ma 14:05"),  # words elsewhere
        *("pre order 3", "acum", "před domem", "3 de mayo"),
    ],
)
def test_what_is_no_age(text: str) -> None:
    assert parse_age(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3. 6. 2019", (2019, 6, 3)),
        ("14. února 2018", (2018, 2, 14)),
        ("3. júna 2019", (2019, 6, 3)),
        ("3 iunie 2019", (2019, 6, 3)),
        ("2019. június 3.", (2019, 6, 3)),
        ("2019. jún. 3.", (2019, 6, 3)),
        ("2019. 06. 03.", (2019, 6, 3)),
        ("3. lipnja 2019.", (2019, 6, 3)),
        ("3. listopada 2019.", (2019, 10, 3)),  # Croatian
        ("3 listopada 2019", (2019, 11, 3)),  # Polish
        ("3. avgust 2019", (2019, 8, 3)),
        ("3 юни 2019 г.", (2019, 6, 3)),
        ("3. маја 2019", None),
        ("3 Ιουνίου 2019", (2019, 6, 3)),
        ("3 ΙΟΥΝΙΟΥ 2019", (2019, 6, 3)),
        ("3 Ağustos 2019", (2019, 8, 3)),
        ("3. juuni 2019", (2019, 6, 3)),
        ("2019. gada 3. jūnijs", (2019, 6, 3)),
        ("2019 m. birželio 3 d.", (2019, 6, 3)),
        ("3. srpna 2019", (2019, 8, 3)),
        ("12.05.2019. 10.30", (2019, 5, 12)),  # no day of October
        ("2019 pieces 3", None),
    ],
)
def test_days(text: str, day: tuple[int, int, int] | None) -> None:
    printed = parse_printed(text)
    start = None if printed is None else printed.start.replace(hour=0, minute=0)
    assert start == (None if day is None else datetime(*day, tzinfo=UTC))


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("година", "hour"),  # Ukrainian, which was known before Bulgarian
        ("let", "year"),
        ("uur", "hour"),
        ("dag", "day"),
        ("mois", "month"),
        ("ora", "hour"),
        ("sat", None),
        ("dan", None),
    ],
)
def test_a_word_means_what_it_did_before_later_languages(word: str, unit: str | None) -> None:
    assert unit_of(word) == unit


@pytest.mark.parametrize(
    ("word", "month"), [("lis", 11), ("listopad", 11), ("lip", 7), ("srp", 8), ("mai", 5), ("foo", None)]
)
def test_a_month_is_what_it_was_before_later_languages(word: str, month: int | None) -> None:
    assert month_of(word) == month
