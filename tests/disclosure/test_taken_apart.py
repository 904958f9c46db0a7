from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.disclosure.taken_apart import involved_in, taken_apart

FACTORS = st.integers(-3, 3).map(float)
COMBINATIONS = st.lists(st.lists(FACTORS, min_size=7, max_size=7).filter(any), min_size=1, max_size=5)


def factors_at(rows: list[int], combinations: list[list[float]]) -> np.ndarray:
    return np.array([[combination[row] for row in rows] for combination in combinations])


@given(COMBINATIONS, st.sets(st.integers(0, 6), max_size=3))
def test_nothing_can_be_made_of_what_is_left_and_no_sum_too_many_is_gone(
    combinations: list[list[float]], gone: set[int]
) -> None:
    named = [dict(enumerate(combination)) for combination in combinations]
    found = list(taken_apart(named, gone, max))
    chosen = [row for row, _ in found]
    assert not gone & set(chosen)
    rank = np.linalg.matrix_rank
    whole, of_gone = rank(np.array(combinations)), rank(factors_at(sorted(gone), combinations)) if gone else 0
    assert len(chosen) == whole - of_gone
    assert rank(factors_at([*sorted(gone), *chosen], combinations)) == whole
    for row, involved in found:
        assert row == max(involved)  # as the choice says
        assert not gone & set(involved)


def test_a_sum_that_has_next_to_no_part_in_a_combination_is_none_of_it() -> None:
    combination = {3: 2.0, 5: -1e-9, 8: -1.0}
    assert involved_in(combination) == [3, 8]
    assert list(taken_apart([combination], {5}, min)) == [(3, [3, 8])]


@pytest.mark.parametrize("gone", [{3}, {8}, {3, 8}])
def test_of_a_combination_without_one_of_its_sums_nothing_is_left(gone: set[int]) -> None:
    assert list(taken_apart([{3: 2.0, 8: -1.0}], gone, min)) == []


def test_what_is_not_exact_is_no_combination_of_its_own() -> None:
    known = [{3: 1.0, 8: -1.0, 0: 2e-6}, {3: 2.0, 8: -2.0, 1: 1e-5}]
    assert list(taken_apart(known, (), max)) == [(8, [0, 3, 8])]
