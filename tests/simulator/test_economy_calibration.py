"""Whether scenarios have the figures of the markets that they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.economy.calibration import Figure, belgian_figures, hansa_figures, market_figures
from tests.simulator.economy_worlds import world_of


def off(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if not figure.holds]


@pytest.mark.slow
def test_hansa_has_hansas_totals() -> None:
    figures = list(hansa_figures(world_of("hansa")))

    assert 9 == len(figures)
    assert not off(figures)


@pytest.mark.campaign
def test_the_three_markets_and_their_belgians_are_as_published() -> None:
    world = world_of("cryptodrug")

    assert not off([*belgian_figures(world), *market_figures(world)])


def test_a_figure_knows_whether_it_holds() -> None:
    assert [False, True, True, False] == [Figure("x", value, 1, 2).holds for value in (0.9, 1, 2, 2.1)]


@pytest.mark.parametrize("market", ["dream", "wallstreet", "empire"])
def test_a_window_has_some_thirty_vendors_a_market(market: str) -> None:
    truth = world_of("windows").markets[market]

    assert 25 <= len(truth.rows) <= 40
    assert 8 <= len(np.unique(truth.listings.account))
