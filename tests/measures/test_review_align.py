from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.measures.ratings.review_align import pairs

_SIDES = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=5)


def _side(drawn: list[tuple[int, int]]) -> list[tuple[int, int, Any, Any]]:
    return sorted(
        ((low, low + width, None, None) for low, width in drawn), key=lambda interval: (interval[1], interval[0])
    )


def _meet(one: tuple[int, int, Any, Any], other: tuple[int, int, Any, Any]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@given(_SIDES, _SIDES)
def test_pairs_are_as_many_as_can_be_and_each_interval_is_in_one(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    known, new = sorted((_side(left), _side(right)), key=len)
    found = list(pairs(known, new))
    assert all(_meet(known[one], new[other]) for one, other in found)
    assert len({one for one, _ in found}) == len({other for _, other in found}) == len(found)
    best = max(sum(map(_meet, known, order)) for order in permutations(new, len(known)))
    assert len(found) == best


def test_amounts_choose_between_equal_intervals() -> None:
    known = [(0, 10, 30.0, "USD"), (0, 10, 58.0, "USD")]
    assert list(pairs([(2, 9, 58.0, "USD")], known)) == [(0, 1)]


def test_stable_amounts_forbid_a_pair() -> None:
    known, new = [(0, 10, 30.0, "USD")], [(0, 10, 58.0, "USD")]
    assert list(pairs(known, new)) == [(0, 0)]
    assert list(pairs(known, new, frozenset({"USD"}))) == []
    assert list(pairs(known, [(0, 10, 58.0, "EUR")], frozenset({"USD"}))) == [(0, 0)]
