from __future__ import annotations

import itertools

import numpy as np
import pytest

from cryptodrug_scraper.measures.disclosure import exposing, withheld
from tests.support.combining import given_away


def tables(*groups: tuple[range, tuple[int, ...]], rows: int) -> tuple[np.ndarray, list[int]]:
    """A column for each vendor of a group, which the rows named count."""
    columns, vendors = [], []
    for who, counted in groups:
        for vendor in who:
            columns.append([float(row in counted) for row in range(rows)])
            vendors.append(vendor)
    return np.array(columns).T, vendors


def test_a_total_less_what_is_shown_tells_of_no_small_cell() -> None:
    cells, vendors = tables((range(9), (0, 1)), (range(20, 27), (0, 2)), (range(30, 33), (0, 3)), rows=4)
    assert withheld(cells, vendors).tolist() == [False, False, True, True]
    (told,) = exposing(cells[:3], vendors)
    assert told.round(6).tolist() == pytest.approx([1, -1, -1])


@pytest.mark.parametrize(("small", "hides_another"), [((2, 2), True), ((2, 3), False), ((1, 1, 1, 1), True)])
def test_several_small_cells_are_enough_only_if_they_are_of_five_together(
    small: tuple[int, ...], hides_another: bool
) -> None:
    groups = [(range(100 * row, 100 * row + size), (0, row)) for row, size in enumerate((8, 9, *small), start=1)]
    cells, vendors = tables(*groups, rows=3 + len(small))
    assert withheld(cells, vendors).tolist() == [False, hides_another, False, *[True] * len(small)]


def test_the_same_vendors_in_two_small_cells_are_not_more_of_them() -> None:
    cells, vendors = tables((range(9), (0, 1)), (range(30, 33), (0, 2)), (range(30, 33), (0, 3)), rows=4)
    assert withheld(cells, vendors).tolist() == [False, True, True, True]


def test_definitions_that_differ_by_two_vendors_are_not_both_shown() -> None:
    ever, only = [1.0] * 12, [1.0] * 10 + [0.0] * 2
    assert withheld(np.array([ever, only]), range(12)).tolist() == [False, True]
    parts = [1.0] * 10 + [0.5, 0.25]
    assert withheld(np.array([ever, parts]), range(12)).tolist() == [False, True]
    assert not withheld(np.array([ever, [1.0] * 7 + [0.0] * 5]), range(12)).any()


def test_a_window_less_its_months_tells_of_no_month() -> None:
    months = [(range(7), (0, 1)), (range(8), (0, 2)), (range(3), (0, 3))]
    cells, vendors = tables(*months, rows=4)
    assert withheld(cells, vendors).tolist() == [False, True, False, True]


def test_nothing_and_none_are_shown() -> None:
    cells, vendors = tables((range(9), (0, 1)), rows=3)
    assert withheld(cells, vendors).tolist() == [False, False, False]
    assert withheld(np.zeros((0, 0)), []).tolist() == []
    assert exposing(np.zeros((2, 3)), [1, 2, 3]) == []


def world(seed: int) -> tuple[np.ndarray, list[int]]:
    """Sums of vendors with one country or two by month, country, goods and definition."""
    random = np.random.default_rng(seed)
    sums: dict[tuple[object, ...], list[int]] = {}
    vendors: list[int] = []
    for vendor in range(13):
        homes = random.choice(5, size=random.integers(1, 3), replace=False)
        for month, home in itertools.product(range(3), homes):
            for kind in random.choice(4, size=random.integers(1, 3), replace=False):
                keys = [("all", month), ("home", month, home), ("goods", month, home, kind), ("window", home)]
                for key in keys + [("only", home)] * (len(homes) == 1):
                    sums.setdefault(key, []).append(len(vendors))
                vendors.append(vendor)
    cells = np.zeros((len(sums), len(vendors)))
    for row, part in enumerate(sums.values()):
        cells[row, part] = 1.0
    return cells, vendors


def test_no_combination_of_a_world_of_countries_goods_and_months_tells_of_four() -> None:
    naive = 0
    for seed in range(30):
        cells, vendors = world(seed)
        hidden = withheld(cells, vendors)
        assert 0 < hidden.sum() < len(cells)
        few = np.array([0 < len({vendors[column] for column in np.flatnonzero(row)}) < 5 for row in cells])
        naive += bool(given_away(cells[~few], vendors))
        assert given_away(cells[~hidden], vendors) == set(), seed
    assert naive > 5  # hiding the small ones alone is not enough
