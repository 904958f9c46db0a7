from __future__ import annotations

from dataclasses import replace

import pytest
from statsmodels.stats.proportion import proportion_confint

from cryptodrug_scraper.measures.verdicts import (
    FEWEST_VENDORS,
    About,
    Above,
    AtLeast,
    Below,
    Claim,
    Exists,
    Figure,
    NoneAbove,
    judge,
    shown,
)

SOME = Figure(0.02, 0.01, 0.03, n=200, vendors=20, grade="usable")


def figure(value: float | None, low: float | None = None, high: float | None = None, **others: object) -> Figure:
    return replace(SOME, value=value, low=low, high=high, **others)  # type: ignore[arg-type]


def of(count: int, total: int) -> Figure:
    low, high = proportion_confint(count, total, method="wilson")
    return figure(count / total, low, high, n=total, vendors=total)


@pytest.mark.parametrize(
    ("found", "claim", "verdict"),
    [
        (figure(0.004, 0.002, 0.008), Below(0.01), "agrees"),
        (figure(0.02, 0.012, 0.03), Below(0.01), "disagrees"),
        (figure(0.009, 0.007, 0.012), Below(0.01), "cannot_tell"),
        (figure(0.95, 0.91, 0.97), Above(0.9), "agrees"),
        (figure(0.85, 0.8, 0.89), Above(0.9), "disagrees"),
        (figure(0.95, 0.89, 0.97), Above(0.9), "cannot_tell"),
        (figure(0, 0, 0), Above(0), "disagrees"),  # what stays the same does not rise
        (figure(1, 1, 1), Above(0), "agrees"),
    ],
)
def test_a_limit_is_judged_by_the_whole_interval(found: Figure, claim: Claim, verdict: str) -> None:
    assert verdict == judge(found, claim, "share").verdict


@pytest.mark.parametrize(
    ("count", "total", "verdict"),
    [
        (9, 20, "agrees"),  # 25.8 to 65.8 %
        (14, 31, "agrees"),  # 29.2 to 62.2 %
        (5, 11, "cannot_tell"),  # 21.3 to 72.0 % would bear out nearly anything
        (2, 3, "cannot_tell"),
        (18, 20, "disagrees"),
        (1, 20, "disagrees"),
    ],
)
def test_forty_five_per_cent_of_a_few_vendors(count: int, total: int, verdict: str) -> None:
    assert verdict == judge(of(count, total), About(0.45), "share").verdict


@pytest.mark.parametrize(
    ("count", "total", "verdict"),
    [(20, 20, "agrees"), (19, 20, "agrees"), (17, 20, "cannot_tell"), (9, 20, "disagrees"), (3, 3, "cannot_tell")],
)
def test_nearly_all_is_borne_out_by_nine_in_ten_and_contradicted_where_the_interval_lies_below(
    count: int, total: int, verdict: str
) -> None:
    assert verdict == judge(of(count, total), AtLeast(0.9), "share").verdict


@pytest.mark.parametrize("claim", [Below(0.1), Above(0.9), About(0.02), AtLeast(0.9), NoneAbove("sales")])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vendors": FEWEST_VENDORS - 1}, "4 accounts"),
        ({"vendors": 1}, "one account,"),
        ({"vendors": 0}, "no account,"),
        ({"grade": "partial"}, "partial"),
        ({"grade": None}, "no snapshot"),
        ({"value": None}, "too little"),
    ],
)
def test_nothing_is_told_by_too_little_and_the_reason_says_what_would(
    claim: Claim, change: dict[str, object], said: str
) -> None:
    verdict = judge(replace(SOME, **change), claim, "share")  # type: ignore[arg-type]
    assert "cannot_tell" == verdict.verdict
    assert said in verdict.why
    assert "would tell" in verdict.why


def test_without_an_interval_nothing_is_told() -> None:
    assert "cannot_tell" == judge(figure(0.02), Below(0.5), "share").verdict


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (figure(0, 0, 1 - 0.05 ** (1 / 1500), n=1500), "agrees"),  # at most 0.20 %
        (figure(0, 0, 1 - 0.05 ** (1 / 298), n=298), "cannot_tell"),
        (figure(0, 0, 1 - 0.05 ** (1 / 299), n=299), "agrees"),
        (figure(0.001, 0.0002, 0.01), "disagrees"),
        (figure(0.001, 0, 0.01), "cannot_tell"),  # none of them is certain
    ],
)
def test_none_is_borne_out_by_many_and_contradicted_by_one_that_is_certain(found: Figure, verdict: str) -> None:
    assert verdict == judge(found, NoneAbove("sales above 1000 EUR"), "share").verdict


def test_how_many_without_any_would_tell_is_said() -> None:
    assert "299 without any would tell" in judge(figure(0, 0, 0.2, n=14), NoneAbove("sales"), "share").why


@pytest.mark.parametrize(
    ("found", "claim", "verdict"),
    [
        (figure(1, 1, n=3, vendors=1), Exists("moves"), "agrees"),
        (figure(0, 0, n=30, vendors=0), Exists("moves"), "cannot_tell"),
        (figure(None, n=0, vendors=0, grade=None), Exists("moves"), "cannot_tell"),
        (figure(0.5, 0.1, 0.9, n=2, vendors=2), Exists("vendors", fewest=FEWEST_VENDORS), "cannot_tell"),
        (figure(0.5, 0.1, 0.9, n=6, vendors=6), Exists("vendors", fewest=FEWEST_VENDORS), "agrees"),
    ],
)
def test_one_case_shows_that_there_are_some_and_none_never_shows_that_there_are_not(
    found: Figure, claim: Claim, verdict: str
) -> None:
    assert verdict == judge(found, claim, "count").verdict


def test_an_absence_says_how_many_may_be_unseen() -> None:
    assert "up to 25.9 % of them may be" in judge(figure(0, 0, n=10), Exists("moves"), "count").why


def test_how_many_times_as_many_accounts_would_tell() -> None:
    # on the scale of logarithms 2 is as far from 1 as the interval reaches from 2, so four times would halve the reach
    assert "about 4 times" in judge(figure(2, 0.5, 8), Above(1), "ratio").why
    assert "about 2 times" in judge(figure(2, 0.99, 4.04), Above(1), "ratio").why
    assert "more than 1000 times" in judge(figure(1.001, 0.5, 2), Above(1), "ratio").why
    assert "no more data" in judge(figure(1, 0.5, 2), Above(1), "ratio").why
    assert "about 4 times" in judge(figure(0.5, -0.5, 1.5), Above(0), "count").why
    assert "more accounts would tell" in judge(figure(0, 0, 0.5), Below(0.1), "share").why


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0123, "share", "1.2 %"),
        (0.00412, "share", "0.41 %"),
        (0, "share", "0.0 %"),
        (0.45, "share", "45.0 %"),
        (1.8, "count", "1.80"),
        (12345, "count", "12,345"),
        (51.9, "eur", "51.90 EUR"),
        (1417.4, "eur_per_month", "1,417 EUR"),
        (-234.7, "eur_per_month", "-235 EUR"),
        (1.2773, "ratio", "1.28"),
    ],
)
def test_values_are_shown_with_the_digits_that_they_bear(value: float, unit: str, text: str) -> None:
    assert text == shown(value, unit)  # type: ignore[arg-type]
