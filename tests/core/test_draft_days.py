"""Days of a page move by as many days in each form and language that readers know, and keep their form."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from babel.dates import get_month_names

from cryptodrug_scraper.page.printed_times import parse_age, parse_printed
from cryptodrug_scraper.page.time_words import LANGUAGES
from tests.core.test_draft_times_and_names import drafted

if TYPE_CHECKING:
    from collections.abc import Callable

_SEEDS = [bytes([number + 97]) * 16 for number in range(6)]
_NUMERIC = [
    "2019. 06. 01.",
    "2019. 6. 1. 14:05",
    "2019-06-13",
    "2019/6/3",
    "2019.06.13.",
    "12. 6. 2019",
    "12. 6. 2019.",
    "12. 06. 2019 ob 14:05",
    "12.6.19",
    "12.06.19 09:15",
    "12/6-2019",
    "03-02-19",
    "13.06.2019 14h05",
    "2019. 06. 13., 14:05",
]


def _form(text: str) -> str:
    """What a text has between its letters and numbers."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", text))


def _moves(texts: list[str], seed: bytes) -> set[timedelta]:
    made, _ = drafted(texts, seed)
    moved = set()
    for old, new in zip(texts, made, strict=True):
        before, after = parse_printed(old), parse_printed(new)
        assert before is not None, old
        assert after is not None, (old, new)
        assert before.step == after.step, (old, new)
        assert _form(old) == _form(new), (old, new)
        moved.add(timedelta(days=(after.start.date() - before.start.date()).days))
    return moved


@pytest.mark.parametrize("seed", _SEEDS)
def test_days_in_numbers_move_alike_in_their_form(seed: bytes) -> None:
    (moved,) = _moves(_NUMERIC, seed)
    assert moved


@pytest.mark.parametrize("seed", _SEEDS)
def test_the_month_stays_first_where_the_page_has_it_so(seed: bytes) -> None:
    made, _ = drafted(["06/13/2019", "06/12/2019"], seed)
    first, second = (parse_printed(text, month_first=True) for text in made)
    assert first is not None
    assert second is not None
    assert first.start - second.start == timedelta(days=1)


def test_quantities_are_no_days() -> None:
    assert drafted(["5/10/20 g"])[0] == ["5/10/20 g"]


def _names(language: str) -> set[str]:
    if language == "hr":  # its short names, and the other form of October, are other months in Polish
        return set(get_month_names("wide", "format", language).values())
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    contexts: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
    return {
        name for width in widths for context in contexts for name in get_month_names(width, context, language).values()
    }


_FORMS: list[Callable[[str], str]] = [
    "12 {} 2019".format,
    "3. {} 2019.".format,
    "21 de {} de 2019".format,
    "{} 21, 2019".format,
    "2019. {} 13.".format,
    "2019 m. {} 13 d.".format,
    "2019. gada 13. {}".format,
    "2019. {} 13., 14:05".format,
]


@pytest.mark.parametrize("seed", _SEEDS[:2])
@pytest.mark.parametrize("language", LANGUAGES)
def test_days_in_words_move_alike_in_their_form(language: str, seed: bytes) -> None:
    texts = [form(name) for name in sorted(_names(language)) for form in (_FORMS[1:2] if language == "hr" else _FORMS)]
    texts = [text for text in texts if parse_printed(text) is not None and (language, text[-5:]) != ("pl", "2019.")]
    moved = _moves(texts, seed)
    assert len(moved) == 1, moved


@pytest.mark.parametrize("seed", _SEEDS)
@pytest.mark.parametrize(
    ("day", "language"), [("márc. 21.", "hu"), ("június 3.", "hu"), ("21. júna", "sk"), ("13 Haziran", "tr")]
)
def test_a_day_without_a_year_stays_one(day: str, language: str, seed: bytes) -> None:
    (made,), _ = drafted([day], seed)
    names = {name.rstrip(".").casefold() for name in _names(language)}
    (month,) = re.findall(r"[^\W\d_]+", made)
    assert month.casefold() in names
    assert made != day
    assert _form(day) == _form(made)


_AGES = [
    *("3 napja", "1 éve", "10 perce", "5 órája", "2 hónapja", "2 hete", "5 napban", "egy napja"),
    *(
        "pred 2 urama",
        "v zadnjih 3 dneh",
        "pred 3 tedni",
        "πριν 2 μέρες",
        "πριν από 3 χρόνια",
        "4 gg fa",
        "2 sene önce",
    ),
    *("5 лет назад", "acum 20 de zile", "3 days ago", "2 days 3 hours ago", "48h", "vor einem Monat"),
]


@pytest.mark.parametrize("age", _AGES)
@pytest.mark.parametrize("form", ["{}", "zabelo {}", "zabelo: {}", "zabelo {} mirufa", "zabelo 12.06.2019, {}"])
def test_ages_stay_as_readers_know_them(age: str, form: str) -> None:
    assert parse_age(age) is not None
    ((made,), _), end = drafted([form.format(age)]), form.partition("{}")[2]
    assert made[: len(made) - len(end)].endswith(age)


@pytest.mark.parametrize("text", ["3 napja 4 mirufa", "2 days 14 mirufa"])
def test_another_number_behind_an_age_is_none(text: str) -> None:
    assert "mirufa" not in drafted([text])[0][0]


def test_today_in_hungarian_stays() -> None:
    (first, second), _ = drafted(["zabelo: ma", "ma 14:05"])
    assert first.endswith(": ma")
    assert second.startswith("ma ")
