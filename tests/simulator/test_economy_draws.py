from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.draws import Draws, Picker, weyl
from simulator.economy.curves import Curve
from simulator.economy.distributions import exponential, extra_units, lognormal, pick, power_of_two
from simulator.economy.intervals import DAY, Intervals, expand

VECTOR = [0xA8E0E706E46F8F03, 0x9CE9985B5E4FBFE6, 0x5660D558F0E78374]
MANY = np.arange(200_000, dtype=np.int64)


def test_a_picker_draws_what_splitmix_is_known_to() -> None:
    picker = Picker(0)

    assert [0xE220A839, 0x6E789E6A, 0x06C45D18] == [picker.below(1 << 32) for _ in range(3)]


def test_draws_are_these_on_every_machine() -> None:
    draws = Draws(7, "price")

    assert VECTOR == [draws.word(entity, 3) for entity in (0, 1, 2**40)]


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**62), st.integers(0, 1000))
def test_one_draw_is_the_same_alone_and_in_a_column(seed: int, entity: int, counter: int) -> None:
    draws = Draws(seed, "either way")

    assert draws.word(entity, counter) == int(draws.words(np.array([entity], dtype=np.int64), counter)[0])


def test_purposes_seeds_and_counters_have_nothing_in_common() -> None:
    columns = [Draws(1, "a").halves(MANY), Draws(1, "b").halves(MANY), Draws(2, "a").halves(MANY)]
    columns.append(Draws(1, "a").halves(MANY, 1))

    for number, one in enumerate(columns):
        for other in columns[:number]:
            assert abs(np.corrcoef(one, other)[0, 1]) < 0.01


def test_draws_are_spread_evenly() -> None:
    counts = np.bincount(Draws(3, "even").below(100, MANY), minlength=100)

    assert 1800 < counts.min() <= counts.max() < 2200


def test_distributions_have_the_moments_that_they_say() -> None:
    draws = Draws(5, "moments")

    assert exponential(draws, 1_000_000, MANY).mean() == pytest.approx(1_000_000, rel=0.02)
    assert np.median(lognormal(draws, 900, MANY, 1)) == pytest.approx(65_536, rel=0.02)
    assert np.log(lognormal(draws, 900, MANY, 2) / 65_536).std() == pytest.approx(0.9, rel=0.03)
    assert 1 + extra_units(draws, MANY, 3).mean() == pytest.approx(1.4, rel=0.01)


@given(st.floats(-15, 29))
@example(-6.891464618409536)
def test_powers_of_two_are_right_to_a_thousandth_and_the_next_whole_number(exponent: float) -> None:
    found = power_of_two(np.array([round(exponent * 65_536)], dtype=np.int64))[0]

    power = 65_536 * 2**exponent
    assert abs(int(found) - power) <= 1 + power / 1000


def test_picks_follow_the_weights() -> None:
    counts = np.bincount(pick(np.array([1, 0, 3], dtype=np.int64), Draws(1, "pick").halves(MANY)), minlength=3)

    assert counts[1] == 0
    assert counts[2] / counts[0] == pytest.approx(3, rel=0.05)


def test_an_even_spread_chooses_one_in_a_hundred_without_luck() -> None:
    chosen = np.flatnonzero(weyl(np.arange(1000, dtype=np.int64), 1 << 31) * 100 >> 32 < 1)

    assert 9 <= len(chosen) <= 11


def test_a_spell_holds_its_first_second_and_not_its_last() -> None:
    entity, start, end = (np.array(column, dtype=np.int64) for column in ([4, 4, 9], [10, 30, 10], [20, 40, 20]))
    spells = Intervals.sorted(entity[::-1], start[::-1], end[::-1])
    asked = np.array([9, 10, 19, 20, 29, 30, 39, 40], dtype=np.int64)

    assert [False, True, True, False, False, True, True, False] == spells.cover(np.full(8, 4), asked).tolist()
    assert not spells.cover(np.array([5, 3, 10]), np.array([15, 15, 15])).any()


def test_rows_of_owners_are_counted_from_zero() -> None:
    owners, numbers = expand(np.array([2, 0, 3], dtype=np.int64))

    assert [0, 0, 2, 2, 2] == owners.tolist()
    assert [0, 1, 0, 1, 2] == numbers.tolist()


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=30).filter(any), st.integers(0, 2**32 - 1))
def test_the_moment_by_which_so_much_has_passed_is_the_right_one(level: list[int], half: int) -> None:
    curve = Curve.of(0, np.array(level, dtype=np.int64))
    passed = np.array([half * int(curve.passed[-1]) >> 32], dtype=np.int64)
    at = curve.when(passed)

    assert 0 <= at[0] < len(level) * DAY
    assert abs(int(curve.until(at)[0]) - int(passed[0])) <= 1
