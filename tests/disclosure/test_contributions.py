"""Contributions are found by what they are, and nothing looks for cycles among them."""

from __future__ import annotations

import gc

import pytest

from cryptodrug_scraper.disclosure.sums import Contribution, Sums
from cryptodrug_scraper.disclosure.uncollected import uncollected
from cryptodrug_scraper.disclosure.withheld import withheld


def test_two_contributions_with_the_same_parts_are_two() -> None:
    one, other = Contribution(("a", 1)), Contribution(("a", 1))
    assert {one: 1, other: 2}[one] == 1
    assert one == one  # noqa: PLR0124  # it is itself alone
    assert one != other
    assert tuple(one) == ("a", 1)
    assert one[:1] == ("a",)


def test_sums_of_contributions_withhold_what_sums_of_their_parts_do() -> None:
    parts = {name: (name, "x") for name in "abcdefghij"}
    made = {name: Contribution(of) for name, of in parts.items()}
    sums = {("all",): "abcdefghij", ("most",): "abcdefg", ("few",): "hij"}
    by_parts: Sums = {key: {parts[name]: 1.0 for name in of} for key, of in sums.items()}
    by_themselves: Sums = {key: {made[name]: 1.0 for name in of} for key, of in sums.items()}
    assert withheld(by_themselves) == withheld(by_parts) != frozenset()


@pytest.mark.parametrize("is_on", [True, False])
def test_cycles_are_looked_for_again_when_the_work_is_done(*, is_on: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is is_on
        with pytest.raises(ZeroDivisionError):
            uncollected()(lambda: 1 / 0)()
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was else gc.disable)()
