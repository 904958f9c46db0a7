from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cryptodrug_scraper.disclosure.cuts import Cuts
from cryptodrug_scraper.disclosure.search import Search
from cryptodrug_scraper.disclosure.withheld import choose, told, withheld
from tests.support.combining import given_away, of_sums

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from cryptodrug_scraper.disclosure.cuts import Spread
    from cryptodrug_scraper.disclosure.sums import Floats, Key, Sums


def tables(*groups: tuple[range, tuple[int, ...]]) -> Sums:
    """Sums by number, of a contribution for each vendor of a group, which those named count."""
    sums: Sums = {(row,): {} for row in range(1 + max(row for _, rows in groups for row in rows))}
    for number, (who, rows) in enumerate(groups):
        for vendor, row in itertools.product(who, rows):
            sums[row,][vendor, number] = 1.0
    return sums


def of(vendors: int) -> dict[Key, float]:
    return {(vendor,): 1.0 for vendor in range(vendors)}


def hidden(sums: Sums) -> list[Hashable]:
    return sorted((row for (row,) in withheld(sums)), key=str)


def test_a_total_less_what_is_shown_tells_of_no_small_cell() -> None:
    sums = tables((range(9), (0, 1)), (range(20, 27), (0, 2)), (range(30, 33), (0, 3)))
    assert hidden(sums) == [2, 3]
    ((who, rows),) = told(list(sums.values())[:3])
    assert set(who) == {30, 31, 32}
    assert sorted(rows) == [0, 1, 2]


@pytest.mark.parametrize(("small", "hides_another"), [((2, 2), True), ((2, 3), False), ((1, 1, 1, 1), True)])
def test_several_small_cells_are_enough_only_if_they_are_of_five_together(
    small: tuple[int, ...], hides_another: bool
) -> None:
    groups = [(range(100 * row, 100 * row + size), (0, row)) for row, size in enumerate((8, 9, *small), start=1)]
    assert hidden(tables(*groups)) == [*([1] if hides_another else []), *range(3, 3 + len(small))]


def test_the_same_vendors_in_two_small_cells_are_not_more_of_them() -> None:
    assert hidden(tables((range(9), (0, 1)), (range(30, 33), (0, 2)), (range(30, 33), (0, 3)))) == [1, 2, 3]


def test_definitions_that_differ_by_two_vendors_are_not_both_shown() -> None:
    parts: dict[Key, float] = {(vendor,): 1.0 if vendor < 10 else 0.25 for vendor in range(12)}
    assert withheld({("ever",): of(12), ("only",): of(10)}) == {("only",)}
    assert withheld({("ever",): of(12), ("parts",): parts}) == {("parts",)}
    assert not withheld({("ever",): of(12), ("only",): of(7)})


def test_what_is_wanted_less_goes_first() -> None:
    assert withheld({("ever",): of(12), ("only",): of(10)}, lambda key: {"ever": 0, "only": 1}[str(key[0])]) == {
        ("ever",)
    }


def test_a_window_less_its_months_tells_of_no_month() -> None:
    assert hidden(tables((range(7), (0, 1)), (range(8), (0, 2)), (range(3), (0, 3)))) == [1, 3]


def test_a_slope_tells_of_no_month_that_is_hidden() -> None:
    sums: Sums = {("month", month): {} for month in (1, 2, 3)}
    slope: dict[Key, float] = {}
    for month in (1, 2, 3):
        for vendor in range(3 if month == 3 else 9):
            sums["month", month][vendor, month] = 1.0
            slope[vendor, month] = float(month - 2)
    sums["slope",] = slope
    assert withheld(sums, lambda key: int(key[0] == "month")) == {("month", 3), ("slope",)}


def test_nothing_and_none_are_shown() -> None:
    assert withheld({("all",): of(9), ("none",): {}}) == frozenset()
    assert withheld({}) == frozenset()
    assert told([]) == []


def world(seed: int) -> Sums:
    """Sums of vendors with one country or two by month, country, goods, definition, value and window."""
    random = np.random.default_rng(seed)
    sums: Sums = {}
    for vendor in range(13):
        homes = random.choice(5, size=random.integers(1, 3), replace=False)
        for month, home in itertools.product(range(3), homes):
            for kind in random.choice(4, size=random.integers(1, 3), replace=False):
                keys = [("all", month), ("home", month, home), ("goods", month, home, kind), ("window", home)]
                keys += [("band", home, int(random.integers(3)))]
                for key in keys + [("only", home)] * (len(homes) == 1):
                    part = 1 / len(homes) if key[0] == "window" else 1.0
                    sums.setdefault(key, {})[vendor, month, home, kind] = part
    return sums


def test_no_combination_of_a_world_of_countries_goods_values_and_months_tells_of_four() -> None:
    naive = 0
    for seed in range(12):
        sums = world(seed)
        gone = withheld(sums)
        assert 0 < len(gone) < len(sums)
        few = {key for key, part in sums.items() if len({of[0] for of in part}) < 5}
        naive += bool(given_away(*of_sums(part for key, part in sums.items() if key not in few)))
        assert given_away(*of_sums(part for key, part in sums.items() if key not in gone)) == set(), seed
    assert naive > 2  # hiding the small ones alone is not enough


def test_a_market_of_hundreds_of_vendors_is_looked_at_as_a_whole() -> None:
    random = np.random.default_rng(1)
    sums: Sums = {}
    for vendor in range(300):
        home, kinds = int(random.geometric(0.3)) % 8, random.choice(5, size=2, replace=False)
        for month, kind in itertools.product(range(6), kinds):
            keys = [("m", month), ("h", month, home), ("g", month, home, kind), ("w", kind)]
            for key in keys + [("band", int(random.integers(7)))] * (home == 1):
                sums.setdefault(key, {})[vendor, month, home, kind] = 1.0
    gone = withheld(sums, lambda key: {"m": 2, "w": 1}.get(str(key[0]), 0))
    assert told([part for key, part in sums.items() if key not in gone]) == []
    assert {("m", month) for month in range(6)} <= sums.keys() - gone
    assert len(gone) < len(sums) / 2


def test_cells_that_tell_beside_what_they_were_are_found_together(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def counted(*arguments: object) -> Cuts:
        looked.append(len(looked))
        return Cuts(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("cryptodrug_scraper.disclosure.withheld.Cuts", counted)
    was: Sums = {("cell", cell): {(vendor, cell): 1.0 for vendor in range(12)} for cell in range(30)}
    others = {cell: 2 + cell % 6 for cell in range(30)}
    sums: Sums = {
        ("cell", cell): {(vendor, cell, *(["now"] if vendor < others[cell] else [])): 1.0 for vendor in range(12)}
        for cell in range(30)
    }
    gone = choose(sums, before=list(was.values()))
    assert gone.keys() == {("cell", cell) for cell in range(30) if others[cell] < 5}
    assert all(why == {key[1]} for key, why in gone.items())
    assert len(looked) <= 3


class Forgetful(Search):
    """A search that finds nothing more, once it has found something: as if what it had looked at stayed safe."""

    def found(self, spread: Spread) -> Iterator[tuple[frozenset[int], Floats]]:
        first = not self.looked
        found = list(super().found(spread))
        yield from found if first else ()


def no_group(spread: Spread, size: int) -> Iterator[frozenset[int]]:
    """Say of no sum by itself that it tells of few, so that all is left to the search."""
    assert spread.values.shape[1] == 1
    assert size == 4
    yield from ()


def test_what_is_left_is_searched_once_more_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[Search] = []

    def search(*arguments: int) -> Search:
        searches.append(Forgetful(*arguments))
        return searches[-1]

    monkeypatch.setattr("cryptodrug_scraper.disclosure.withheld.Search", search)
    monkeypatch.setattr("cryptodrug_scraper.disclosure.withheld._AT_ONCE", 0)
    monkeypatch.setattr("cryptodrug_scraper.disclosure.withheld.told_by", no_group)
    most = 0
    for seed in range(12):
        sums, searches[:] = world(seed), []
        gone = withheld(sums)
        assert given_away(*of_sums(part for key, part in sums.items() if key not in gone)) == set(), seed
        most = max(most, len(searches))
    assert most > 2  # what the first one had left was found by the next


def test_what_is_not_searched_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = world(3)
    monkeypatch.setattr("cryptodrug_scraper.disclosure.withheld.told_by", no_group)
    found = withheld(sums)
    for name in ("_MOST", "_MORE"):
        monkeypatch.setattr(f"cryptodrug_scraper.disclosure.search.{name}", 1)
    given_up = withheld(sums)
    assert given_away(*of_sums(part for key, part in sums.items() if key not in given_up)) == set()
    assert len(found) < len(given_up)
