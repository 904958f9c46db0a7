from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.measures.estimators.capture_recapture import (
    chao2,
    chapman,
    jolly_seber,
    schnabel,
)
from cryptodrug_scraper.measures.estimators.encounters import encounters
from tests.measures.snapshot_frames import DIPPERS, histories

CAUGHT, RECAUGHT, KNOWN = (27, 18, 14, 9), (0, 3, 4, 4), (0, 27, 42, 52)


def test_chapman() -> None:
    found = chapman(900, 880, 810)
    assert found is not None
    assert found.variance is not None
    assert found.value == pytest.approx(977.77, abs=0.005)
    assert math.sqrt(found.variance) == pytest.approx(3.06, abs=0.005)
    assert found.low == pytest.approx(977.77 - 1.96 * 3.06, abs=0.02)


def test_the_interval_of_chapman_never_goes_below_those_that_were_met() -> None:
    found = chapman(10, 10, 2)
    assert found is not None
    assert found.low == 18


def test_schnabel_on_the_pike_data() -> None:
    plain = schnabel(CAUGHT, RECAUGHT, KNOWN, chapman_form=False)
    found = schnabel(CAUGHT, RECAUGHT, KNOWN)
    assert plain is not None
    assert found is not None
    assert plain.value == pytest.approx(140.18, abs=0.005)
    assert found.value == pytest.approx(128.5, abs=0.05)
    assert found.low == pytest.approx(74.6, abs=0.05)
    assert found.high == pytest.approx(237.6, abs=0.05)
    assert 1542 / plain.low == pytest.approx(19.682, abs=0.001)


def test_jolly_seber_of_three_occasions() -> None:
    (found,) = jolly_seber((100, 95, 87), (0, 70, 75), (80, 65, 0), (0, 10, 0))
    assert found is not None
    assert found.marked == pytest.approx(84.545, abs=0.0005)
    assert found.size == pytest.approx(114.32, abs=0.01)
    assert found.catchability == pytest.approx(0.831, abs=0.0005)
    assert found.survival == pytest.approx(0.8455, abs=0.00005)
    assert 95 <= found.low < found.size < found.high < 130


def test_jolly_seber_gives_every_occasion_but_the_first_and_the_last() -> None:
    found = jolly_seber((50, 50, 50, 50, 50), (0, 40, 40, 40, 40), (40, 40, 40, 40, 0), (0, 5, 5, 5, 0))
    assert [each and each.index for each in found] == [1, 2, 3]
    assert jolly_seber((50, 40), (0, 30), (30, 0), (0, 0)) == []


def test_where_nothing_is_met_again_there_is_no_number() -> None:
    assert chapman(5, 4, 0) is None
    assert schnabel((5, 4), (0, 0), (0, 5)) is None
    assert jolly_seber((5, 4, 3), (0, 0, 2), (2, 1, 0), (0, 2, 0)) == [None]
    assert jolly_seber((5, 4, 3), (0, 3, 0), (3, 0, 0), (0, 0, 0)) == [None]
    assert chao2(4, 4, 0, 1) is None
    assert chao2(0, 0, 0, 3) is None


def test_survival_to_an_occasion_after_one_without_a_number_is_unknown() -> None:
    blank, found = jolly_seber((20, 10, 20, 20), (0, 0, 15, 15), (15, 0, 15, 0), (0, 15, 3, 0))
    assert blank is None
    assert found is not None
    assert found.survival is None


def test_a_population_that_was_all_met_has_a_tight_interval() -> None:
    (found,) = jolly_seber((1000, 1000, 1000), (0, 1000, 1000), (1000, 1000, 0), (0, 0, 0))
    assert found is not None
    assert (found.size, found.low, found.high) == (1000, 1000, 1000)
    assert found.variance == 0


def test_chao2_on_the_pike_data() -> None:
    found = chao2(57, 46, 11, 4)
    assert found is not None
    assert found.high is not None
    assert found.value == pytest.approx(121.69, abs=0.005)
    assert 57 < found.low < 121.69 < found.high
    assert (found.low - 57) * (found.high - 57) == pytest.approx((found.value - 57) ** 2)


def test_chao2_of_nothing_met_only_once_is_what_was_met() -> None:
    found = chao2(31, 0, 4, 3)
    assert found is not None
    assert (found.value, found.low, found.high) == (31, 31, 31)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_estimates_lie_within_their_limits(n: int, later: int, data: st.DataObject) -> None:
    m = data.draw(st.integers(1, n))
    r = data.draw(st.integers(1, n))
    (found,) = jolly_seber((n, n, n), (0, m, m), (m, r, 0), (0, later, 0))
    assert found is not None
    assert found.low <= max(found.size, n) * 1.0000001
    assert max(found.size, n) <= found.high * 1.0000001
    assert found.low >= n * 0.9999999
    both = data.draw(st.integers(1, min(n, later)))
    pair = chapman(n, later, both)
    assert pair is not None
    assert pair.high is not None
    assert pair.low <= pair.high


def test_the_european_dippers() -> None:
    met = encounters(histories(*DIPPERS), [f"s{i}" for i in range(1, 8)])
    assert (met.ever[-1], met.caught) == (294, [22, 60, 78, 80, 88, 98, 93])
    found = jolly_seber(met.caught, met.recaught, met.seen_later, met.missed)
    survival = [look.survival if look else None for look in found]
    assert survival == pytest.approx([0.713, 0.435, 0.478, 0.626, 0.598], abs=0.0005)
