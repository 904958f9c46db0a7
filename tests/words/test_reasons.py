"""Every sentence of the measures has its form in each language."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, get_args

import pytest
from cryptodrug_scraper.report.translated import reason, said_of, warning

from cryptodrug_scraper.disclosure.findings import reason_alone
from cryptodrug_scraper.measures.verdicts import (
    About,
    Above,
    AtLeast,
    Below,
    Claim,
    Exists,
    Figure,
    NoneAbove,
    Unit,
    judge,
)
from cryptodrug_scraper.study.compute import MEASURES
from cryptodrug_scraper.words.wording import LANGUAGES, Words

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened

CLAIMS: tuple[Claim, ...] = (
    *(Above(0.5), Below(0.5), About(0.45), AtLeast(0.9), Exists("moves"), Exists("vendors", 5), NoneAbove("sales")),
)
SPANS: tuple[tuple[float | None, float | None, float | None], ...] = (
    *((None, None, None), (0.0, 0.0, 0.0), (0.2, 0.1, 0.3), (0.6, 0.52, 0.7), (0.49, 0.3, 0.7), (0.5, None, None)),
    *((0.86, 0.7, 0.95), (0.45, 0.01, 0.99), (1.0, 0.6, 1.0), (0.499999, 0.1, 0.9), (0.0, 0.0, 0.004), (0.5, 0.4, 0.6)),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_of_a_verdict_has_its_words(language: str) -> None:
    words, seen = Words(language), set()
    for claim, (value, low, high), n, vendors, grade in product(
        CLAIMS, SPANS, (0, 3, 40, 2000), (0, 1, 3, 30), ("usable", "partial", None)
    ):
        for unit in get_args(Unit):
            why = judge(Figure(value, low, high, n, vendors, grade), claim, unit).why
            told = reason(words, why)
            seen.add(told)
            assert language == "en" or told != why, why
            assert "{" not in told
    assert len(seen) > 100


def test_a_reason_is_told_with_numbers_as_the_language_writes_them() -> None:
    why = judge(Figure(0.009, 0.007, 0.0123, 90, 30, "usable"), Below(0.01), "share").why
    assert reason(Words("nl"), why).startswith("1,0% ligt in het interval, 0,7% tot 1,2%: ongeveer ")
    dear = judge(Figure(1500.0, 1200.0, 1800.0, 90, 30, "usable"), Above(51.9), "eur").why
    assert reason(Words("fr"), dear) == (
        "tout l'intervalle, de 1\u202f200\u00a0EUR à 1\u202f800\u00a0EUR, est supérieur à 51,90\u00a0EUR"
    )
    assert reason(Words("nl"), "something new") == "something new"
    assert reason_alone("because of this (2018-11 3, 2018-12 4); to list them: SELECT 1") == "because of this"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_study_said_is_told_of_each_measure(language: str) -> None:
    words = Words(language)
    for measure in MEASURES:
        for market in measure.markets or ("dream", "marktplein"):
            assert said_of(words, market, measure.name)
            assert words.known("finding", measure.name) != measure.name.replace("_", " ")


def test_each_warning_of_the_windows_has_its_words(shared: Opened) -> None:
    told = [
        text for (text,) in shared.rows("SELECT DISTINCT warning FROM research.population WHERE warning IS NOT NULL")
    ]
    assert len(told) > 6
    for text in (*told, "listings that were hidden for a while count as alive; only 31% were met: uneven catchability"):
        assert warning(Words("nl"), text) != text, text
    assert warning(Words("fr"), None) is None
