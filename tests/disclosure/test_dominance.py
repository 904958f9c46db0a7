"""Sums of which one vendor has nearly all, by the p% rule, and numbers of concentration that tell the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.disclosure.dominance import concentration_told, dominated, tells_largest
from cryptodrug_scraper.disclosure.threshold import PERCENT
from cryptodrug_scraper.disclosure.withheld import Worth, choose, withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.disclosure.sums import Key, Sums

LARGE = [1000.0, 300.0, *[8.0] * 8]
"""Of ten vendors: whoever sold for 300 knows within 64 what the first sold for."""


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        (LARGE, True),
        ([1000, 300, 100], False),  # the second knows it within 100, which is a tenth
        ([1000, 300, 99], True),
        ([1000, 1000], True),
        ([5], True),
        ([0, 0, 0], False),
        ([], False),
        ([-1000, 300, 50], True),  # a slope takes away, too
        ([10] * 5, False),
    ],
)
def test_the_second_largest_may_not_know_the_largest_within_a_tenth(amounts: list[float], told: bool) -> None:
    assert PERCENT == 10
    found = dominated(np.zeros(len(amounts), np.intp), np.arange(len(amounts)), np.array(amounts, float)[:, None])
    assert found.any() == told


def test_of_two_who_sold_nothing_is_left_however_numbers_are_rounded() -> None:
    sold = np.array([[0.1, 0.7], [0.2, 0.1]])
    assert not dominated(np.zeros(2, np.intp), np.arange(2), sold, percent=0).any()


def test_many_sums_are_asked_at_once() -> None:
    chance, found = np.random.default_rng(0), 0
    for _ in range(50):
        group, vendor = chance.integers(-1, 6, 60), chance.integers(0, 9, 60)
        worth = chance.lognormal(0, 3, (60, 2))
        worth[0, 1] = np.nan
        rows = dominated(group, vendor, worth)
        for number in range(len(rows)):
            for thing in range(2):
                sold = [worth[(group == number) & (vendor == one), thing].sum() for one in range(9)]
                *others, _, largest = sorted(sold)
                is_known = not any(map(np.isnan, sold))
                assert bool(rows[number, thing]) == (is_known and sum(others) < largest / PERCENT), sold
                found += int(rows[number, thing])
    assert found > 30


def of(who: Iterable[int]) -> dict[Key, float]:
    return {(vendor, 0): 1.0 for vendor in who}


def sums(**groups: range) -> Sums:
    return {(name,): of(who) for name, who in groups.items()}


WORTH: dict[Key, Sequence[float]] = {(vendor, 0): (amount,) for vendor, amount in enumerate([*LARGE, *[30.0] * 40])}
OF_TURNOVER = Worth(WORTH, lambda _: (0,))


def test_a_sum_of_one_is_withheld_and_what_would_leave_it() -> None:
    known = sums(total=range(50), large=range(10), other=range(10, 50))
    assert withheld(known) == frozenset()
    gone = withheld(known, lambda key: int(key == ("total",)), worth=OF_TURNOVER)
    assert gone == {("large",), ("other",)}
    assert withheld(known, lambda key: int(key != ("total",)), worth=OF_TURNOVER) == {("large",), ("total",)}


def test_a_sum_of_many_more_hides_it() -> None:
    known = sums(total=range(50), large=range(10), one=range(10, 30), other=range(30, 50))
    gone = withheld(known, lambda key: int(key == ("total",)), worth=OF_TURNOVER)
    assert ("large",) in gone
    assert len(gone) == 2
    assert ("total",) not in gone


def test_it_is_made_of_no_sums_that_cut_across() -> None:
    """By country and by goods: rests are of many, and yet all goods less all other countries are the large one."""
    known = sums(large=range(10), one=range(10, 26), two=range(26, 50))
    known["first",] = of([*range(5), *range(10, 30)])
    known["second",] = of([*range(5, 10), *range(30, 50)])
    gone = withheld(known, lambda key: int(key[0] in {"first", "second"}), worth=OF_TURNOVER)
    assert ("large",) in gone
    shown = [part for key, part in known.items() if key not in gone]
    matrix = np.array([[part.get((vendor, 0), 0.0) for vendor in range(50)] for part in shown])
    target = np.array([float(vendor < 10) for vendor in range(50)])
    assert np.linalg.matrix_rank(np.vstack([matrix, target])) == np.linalg.matrix_rank(matrix) + 1


def test_what_was_published_before_is_part_of_it_and_what_is_told_already_cannot_be_helped() -> None:
    total = of(range(50))
    other = sums(other=range(10, 50))
    assert choose(other, before=[total], worth=OF_TURNOVER) == {("other",): frozenset({0})}
    assert choose(other, before=[total]) == {}
    large = of(range(10))
    assert choose(other, before=[total, large], worth=OF_TURNOVER) == {}


def test_contributions_of_unknown_worth_are_nobodys() -> None:
    unknown = {of: amount for of, amount in WORTH.items() if of != (5, 0)}
    assert withheld(sums(large=range(10)), worth=Worth(unknown, lambda _: (0,))) == frozenset()


@pytest.mark.parametrize("far", [0.3, 0.6, 0.9])
def test_an_index_that_is_shown_leaves_other_largest_vendors_possible(far: float) -> None:
    """What the others sold can be moved so that total and index stay, and the largest is another by a tenth or more."""
    parts = sorted(np.random.default_rng(2).lognormal(0, 0.8, 60).tolist(), reverse=True)
    assert not tells_largest(parts)
    largest, second, others = parts[0], parts[1], np.array(parts[2:])
    more = largest * (1 + far * PERCENT / 100)
    left, square = others.sum() + largest - more, (others**2).sum() + largest**2 - more**2
    mean = left / len(others)
    shape = (others - others.mean()) / np.sqrt(((others - others.mean()) ** 2).sum())
    moved = mean + shape * np.sqrt(square - len(others) * mean**2)
    assert moved.min() >= 0
    assert sum([more, second, *moved]) == pytest.approx(sum(parts))
    assert sum(each**2 for each in (more, second, *moved)) == pytest.approx(sum(each**2 for each in parts))


def test_equal_vendors_and_one_of_nearly_all_are_told_and_a_market_of_many_is_not() -> None:
    assert tells_largest([10.0] * 30)  # an index of 1/30 says that each has a thirtieth
    assert tells_largest([900.0, *[5.0] * 20])
    assert tells_largest([1.0, 2.0])
    assert not tells_largest([])
    assert not tells_largest(np.random.default_rng(2).lognormal(0, 0.8, 60).tolist())


def test_the_share_of_the_largest_tenth_is_a_sum_and_leaves_one() -> None:
    month = date(2019, 1, 1)
    sold = [*np.random.default_rng(2).lognormal(0, 0.8, 60).tolist()]
    rows = [("dream", f"v{number}", month, value, value) for number, value in enumerate(sold)]
    rows += [("empire", f"v{number}", month, 900.0 if number == 0 else 1.0, 1.0 + number) for number in range(60)]
    columns = ["market", "vendor", "month", "transactions", "turnover_eur"]
    told = concentration_told(pl.DataFrame(rows, columns, orient="row"), ("transactions", "turnover_eur"), 10)
    known = {(market, measure): ends for market, _, measure, *ends in told.rows()}
    assert known["dream", "transactions"] == [False, False]
    assert known["empire", "transactions"] == [True, True]
    assert known["empire", "turnover_eur"][1] is False
