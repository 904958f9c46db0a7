"""How many of a kind there may be of which none was met: worked by hand, and the rule of three in the limit."""

from __future__ import annotations

from math import comb

import pytest

from cryptodrug_scraper.measures.estimators.unmet import most_unmet


def by_counting(total: int, met: int) -> int:
    """The largest number of which the chance that none is met is 5 % or more, one after the other."""
    return max(k for k in range(total - met + 1) if comb(total - k, met) / comb(total, met) >= 0.05)


@pytest.mark.parametrize(
    ("total", "met"), [(1, 0), (1, 1), (10, 0), (10, 5), (10, 9), (10, 10), (53, 40), (100, 30), (400, 380), (37, 1)]
)
def test_it_is_the_largest_number_of_which_none_may_be_met(total: int, met: int) -> None:
    assert most_unmet(total, met) == by_counting(total, met)


def test_of_very_many_it_is_the_rule_of_three() -> None:
    assert most_unmet(10**6, 300) / 10**6 == pytest.approx(3 / 300, rel=0.01)


def test_nobody_was_met_or_all_were() -> None:
    assert most_unmet(20, 0) == 20
    assert most_unmet(20, 20) == 0


@pytest.mark.parametrize(("total", "met"), [(3, 4), (3, -1), (-1, 0)])
def test_numbers_that_cannot_be_are_refused(total: int, met: int) -> None:
    with pytest.raises(ValueError, match=f"{met} met of {total}"):
        most_unmet(total, met)
