"""Bounds that are carried into counts of links and shares of prices hold what is true, of few things and of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.measures.verdicts import Figure
from cryptodrug_scraper.study.carried import carried
from cryptodrug_scraper.study.catalogue import measures
from tests.campaigns.carried_bounds import WORLDS, of_world
from tests.study.test_carried import CELLS

if TYPE_CHECKING:
    from tests.campaigns.coding.bounds import Links, Prices


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: f"{type(world).__name__}-{world.name}")
def test_bounds_hold_what_is_true(world: Links | Prices) -> None:
    """In short what the campaign does: of 100 bounds of 95 % no fewer than 88 hold it but in one of a thousand."""
    assert of_world(world, 100, 11).coverage >= 0.88


def test_a_share_of_few_accounts_has_the_bounds_of_their_number() -> None:
    count, share = (
        carried(Figure(value, value, value, 40, 2, "usable"), measures()[name], {}, CELLS)
        for name, value in (("migrants", 2.0), ("migrant_share", 2 / 40))
    )
    assert (count.low, count.high) == pytest.approx((40 * share.low, 40 * share.high))  # type: ignore[operator]
    assert count.low == 0, "of two links both may be wrong, although nine of ten are right"
