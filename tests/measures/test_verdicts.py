from __future__ import annotations

import math
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
    Unit,
    Verdict,
    judge,
    untold_of,
)
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.words.reasons import sentence
from cryptodrug_scraper.words.wording import LANGUAGES, Words

MOVES, VENDORS, SALES = (
    Reason("case.moves_in", {"places": ["NL"]}),
    Reason("case.migrants"),
    Reason("case.sales_above", {"limit": 1000}),
)
SOME = Figure(0.02, 0.01, 0.03, n=200, vendors=20, grade="usable")


def told(verdict: Verdict) -> str:
    return sentence(Words("en"), verdict.why)


def figure(value: float | None, low: float | None = None, high: float | None = None, **others: object) -> Figure:
    return replace(SOME, value=value, low=low, high=high, **others)  # type: ignore[arg-type]


def of(count: int, total: int) -> Figure:
    from statsmodels.stats.proportion import proportion_confint  # of no use to other tests, and slow to import

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
    ("printed", "low", "high", "verdict"),
    [
        (0.3, 0.27, 0.28, "agrees"),
        (0.3, 0.23, 0.26, "agrees"),
        (0.3, 0.23, 0.249, "disagrees"),
        (0.3, 0.351, 0.36, "disagrees"),
        (0.27, 0.274, 0.28, "agrees"),
        (0.27, 0.276, 0.28, "disagrees"),
        (2823, 2823.4, 2900, "agrees"),
        (2823, 2824, 2900, "disagrees"),
        (1800, 1849, 1900, "agrees"),
        (0.5, 0.0, 0.52, "cannot_tell"),
    ],
)
def test_a_figure_is_as_exact_as_it_is_printed(printed: float, low: float, high: float, verdict: str) -> None:
    found = judge(figure((low + high) / 2, low, high), About(printed), "share" if printed < 1 else "count")
    assert verdict == found.verdict
    if (printed, low) == (0.3, 0.27):
        assert told(found) == (
            "the interval of 27.0 % to 28.0 % touches 25.0 % to 35.0 %, which as printed is rounded to 30.0 %"
        )


@pytest.mark.parametrize(
    ("count", "total", "verdict"),
    [(20, 20, "agrees"), (19, 20, "agrees"), (17, 20, "cannot_tell"), (9, 20, "disagrees"), (3, 3, "cannot_tell")],
)
def test_nearly_all_is_borne_out_by_nine_in_ten_and_contradicted_where_the_interval_lies_below(
    count: int, total: int, verdict: str
) -> None:
    assert verdict == judge(of(count, total), AtLeast(0.9), "share").verdict


@pytest.mark.parametrize("claim", [Below(0.1), Above(0.9), About(0.02), AtLeast(0.9), NoneAbove(SALES)])
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
    assert said in told(verdict)
    assert "would tell" in told(verdict)


def test_without_an_interval_nothing_is_told() -> None:
    assert "cannot_tell" == judge(figure(0.02), Below(0.5), "share").verdict


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (figure(0, 0, 1 - 0.05 ** (1 / 1500), n=1500), "agrees"),  # at most 0.20 %
        (figure(0, 0, 1 - 0.05 ** (1 / 298), n=298), "cannot_tell"),
        (figure(0, 0, 1 - 0.05 ** (1 / 299), n=299), "agrees"),
        (figure(0, 0, 0.001, n=298), "cannot_tell"),  # too few amounts are exact, however little is not rated
        (figure(0, 0, 0.02, n=1500), "cannot_tell"),  # and too much is not rated, however many are
        (figure(0, 0, 0.001, n=0), "cannot_tell"),
        (figure(0.001, 0.0002, 0.01, certain=2), "disagrees"),
        (figure(0.001, 0.0002, 0.01, certain=1), "cannot_tell"),  # one page can print any amount
        (figure(0.001, 0, 0.01), "cannot_tell"),  # none of them is certain
    ],
)
def test_none_is_borne_out_by_many_and_contradicted_by_one_that_is_certain(found: Figure, verdict: str) -> None:
    assert verdict == judge(found, NoneAbove(SALES), "share").verdict


def test_how_many_without_any_would_tell_is_said() -> None:
    assert "299 without any would tell" in told(judge(figure(0, 0, 0.2, n=14), NoneAbove(SALES), "share"))
    many = told(judge(figure(0, 0, 0.2, n=304), NoneAbove(SALES), "share"))
    assert "299" not in many
    assert "with sales that are not rated up to 20.0 % may be; where that is 1.0 % or less" in many
    assert "no amount is printed" in told(judge(figure(0, 0, 0.2, n=0), NoneAbove(SALES), "share"))


def test_what_may_be_unseen_is_the_upper_end_of_the_interval_beside_it() -> None:
    share = told(judge(figure(0, 0, 0.242, n=12), Exists(VENDORS), "share"))
    assert "up to 24.2 % of them may be" in share
    left = told(judge(figure(0, 0, 0.012, n=11), Exists(VENDORS), "share"))  # of 11 one is 9.1 %
    assert "%" not in left
    assert "among 11, nor may one of them be, unseen" in left
    count = told(judge(figure(0, 0, 3, n=61), Exists(MOVES), "count"))
    assert "up to 3 may be" in count
    assert "%" not in count
    alone = told(judge(figure(0, 0, n=30, vendors=0), Exists(MOVES), "count"))
    assert "up to 9.5 % of them may be" in alone


def test_a_quotient_over_nothing_has_a_least_which_may_tell() -> None:
    over_none = figure(None, 19.5)
    above = judge(over_none, Above(1), "ratio")
    assert above.verdict == "agrees"
    assert "the quotient is 19.5 or more, which is above 1" in told(above)
    assert judge(over_none, Below(1), "ratio").verdict == "disagrees"
    assert judge(figure(None, 0.5), Above(1), "ratio").verdict == "cannot_tell"


def test_of_no_case_no_account_is_missed() -> None:
    why = untold_of(figure(0, 0, n=29, vendors=0), Exists(MOVES), "count")
    assert why is not None
    assert (why.code, why.values["n"]) == ("why.no_case_unseen", 29)
    assert untold_of(figure(2, 2, n=29, vendors=2), Exists(MOVES), "count") is None
    few = untold_of(figure(0.2, 0.1, 0.3, vendors=0), Above(0.5), "share")
    assert few is not None
    assert few.code == "why.few"


@pytest.mark.parametrize(
    ("found", "claim", "said"),
    [
        (figure(0, 0, 0), Above(0), "nothing of the interval of 0 to 0 is above 0"),
        (figure(-1, -2, 0), Above(0), "nothing of the interval of -2 to 0 is above 0"),
        (figure(3, 3, 3), Below(3), "nothing of the interval of 3 to 3 is below 3"),
    ],
)
def test_an_interval_that_ends_at_a_limit_is_not_said_to_lie_beyond_it(found: Figure, claim: Claim, said: str) -> None:
    judged = judge(found, claim, "count")
    assert (judged.verdict, told(judged)) == ("disagrees", said)


def test_a_share_of_none_of_many_rests_on_these_and_is_told_by_its_interval() -> None:
    none = figure(0, 0, 0.002, n=28, vendors=0)
    assert judge(none, Below(0.01), "share").verdict == "agrees"
    assert untold_of(none, Below(0.01), "share") is None
    for few in (replace(none, n=4), replace(none, high=None), replace(none, vendors=1)):
        assert judge(few, Below(0.01), "share").verdict == "cannot_tell"
    assert judge(none, Above(0), "count").why.code == "why.few"  # of months


def test_why_a_figure_is_lacking_is_the_reason_whatever_was_claimed() -> None:
    why = Reason("why.closure_outside", {"closed": "2019-03-26"})
    lacking = figure(None, n=0, vendors=0, lacking=why)
    for claim in (Above(1), Exists(MOVES)):
        assert judge(lacking, claim, "ratio") == Verdict("cannot_tell", why)
        assert untold_of(lacking, claim, "ratio") == why


@pytest.mark.parametrize(
    ("found", "claim", "verdict"),
    [
        (figure(1, 1, n=3, vendors=1), Exists(MOVES), "agrees"),
        (figure(0, 0, n=30, vendors=0), Exists(MOVES), "cannot_tell"),
        (figure(None, n=0, vendors=0, grade=None), Exists(MOVES), "cannot_tell"),
        (figure(0.5, 0.1, 0.9, n=2, vendors=2), Exists(VENDORS, fewest=FEWEST_VENDORS), "cannot_tell"),
        (figure(0.5, 0.1, 0.9, n=6, vendors=6), Exists(VENDORS, fewest=FEWEST_VENDORS), "agrees"),
    ],
)
def test_one_case_shows_that_there_are_some_and_none_never_shows_that_there_are_not(
    found: Figure, claim: Claim, verdict: str
) -> None:
    assert verdict == judge(found, claim, "count").verdict


def test_an_absence_says_how_many_may_be_unseen() -> None:
    assert "up to 25.9 % of them may be" in told(judge(figure(0, 0, n=10), Exists(MOVES), "count"))


def test_whether_data_that_may_be_had_would_tell_is_said() -> None:
    # on the scale of logarithms 2 is as far from 1 as the interval reaches from 2, so four times would halve the reach
    assert "up to four times as much data would tell" in told(judge(figure(2, 0.5, 8), Above(1), "ratio"))
    assert "up to four times" in told(judge(figure(2, 0.99, 4.04), Above(1), "ratio"))
    for far in (figure(1.001, 0.5, 2), figure(1.9, 0.5, 8), figure(2, 0.5, math.inf)):
        assert "more than four times" in told(judge(far, Above(1) if far.high != math.inf else Above(3), "ratio"))
    assert "no more data" in told(judge(figure(1, 0.5, 2), Above(1), "ratio"))
    assert "up to four times" in told(judge(figure(0.5, -0.5, 1.5), Above(0), "count"))
    assert "more accounts would tell" in told(judge(figure(0, 0, 0.5), Below(0.1), "share"))


MAYBE = st.none() | st.floats()
FIGURES = st.builds(
    Figure,
    value=MAYBE,
    low=MAYBE,
    high=MAYBE,
    n=st.integers(min_value=0, max_value=10**12),
    vendors=st.integers(min_value=0, max_value=10**9),
    grade=st.sampled_from(["complete", "usable", "partial", None]),
)
LIMITS = st.floats(allow_nan=False, allow_infinity=False)
CLAIMS = st.one_of(
    *(st.builds(kind, LIMITS) for kind in (Above, Below, About, AtLeast)),
    st.builds(Exists, st.just(MOVES), st.integers(min_value=1, max_value=10)),
    st.builds(NoneAbove, st.just(SALES)),
)


@given(FIGURES, CLAIMS, st.sampled_from(get_args(Unit)))
@example(Figure(0.5, 0.0, math.inf, 5, 9, "usable"), Above(1.0), "ratio")
@example(Figure(1.0, -1e300, 1e300, 5, 9, "usable"), About(0.0), "share")
@example(Figure(0.0, 0.0, -0.0, 0, 5, "complete"), Above(0.0), "share")
def test_of_any_figure_and_claim_there_is_a_reason_that_is_kept_as_json_and_told_in_each_language(
    found: Figure, claim: Claim, unit: Unit
) -> None:
    why = judge(found, claim, unit).why
    text = why.as_json()
    assert "Infinity" not in text.replace('Infinity"', "")  # JSON has no such number
    kept = Reason.of(why.code, text)
    assert kept is not None
    for language in LANGUAGES:
        words = Words(language)
        said = sentence(words, why)
        assert "{" not in said
        assert said == sentence(words, kept)
