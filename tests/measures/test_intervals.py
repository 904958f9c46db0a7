"""Intervals of counts, ratios and totals."""

from __future__ import annotations

import numpy as np
import pytest

from cryptodrug_scraper.measures.estimators.intervals import (
    bootstrap_ratio,
    bootstrap_sums,
    cluster_weights,
    combine,
    percentiles,
    poisson_limits,
    seed_of,
)


def test_limits_of_counts() -> None:
    low, high = poisson_limits([11, 0])
    assert low == pytest.approx([5.491, 0.0], abs=5e-4)
    assert high == pytest.approx([19.682, 3.689], abs=5e-4)


def test_seeds_come_from_names() -> None:
    assert seed_of("dream", "2019-01") == seed_of("dream", "2019-01")
    assert len({seed_of("dream", "x"), seed_of("dreamx", ""), seed_of("x", "dream")}) == 3


def test_weights_draw_every_cluster_as_often_as_there_are() -> None:
    weights = cluster_weights(40, seed=1, replicates=500)
    assert weights.shape == (500, 40)
    assert set(weights.sum(axis=1)) == {40.0}
    assert weights.mean(axis=0) == pytest.approx(np.ones(40), abs=0.2)
    assert np.array_equal(weights, cluster_weights(40, seed=1, replicates=500))
    assert not np.array_equal(weights, cluster_weights(40, seed=2, replicates=500))
    assert cluster_weights(0, seed=1).shape == (1000, 0)


def test_the_error_of_a_sum_is_that_of_its_clusters() -> None:
    values = np.random.default_rng(5).gamma(2.0, 3.0, size=200)
    sums = bootstrap_sums(values, cluster_weights(200, seed=3, replicates=4000))
    assert sums.mean() == pytest.approx(values.sum(), rel=0.01)
    assert sums.std() == pytest.approx(values.std() * np.sqrt(200), rel=0.05)


def test_a_ratio_without_what_it_is_of_is_unknown() -> None:
    ratios = bootstrap_ratio([0.0, 2.0], [0.0, 4.0], np.array([[2.0, 0.0], [1.0, 1.0]]))
    assert np.isnan(ratios[0])
    assert ratios[1] == 0.5
    assert percentiles(ratios) == (0.5, 0.5)
    assert all(np.isnan(limit) for limit in percentiles(np.array([np.nan])))


def test_errors_add_in_squares_and_the_floor_holds() -> None:
    low, high = combine(1000.0, [30.0, 40.0])
    assert (low, high) == pytest.approx((906.7, 1102.9), abs=0.2)
    assert combine(1000.0, [30.0, 40.0], floor=950.0)[0] == 950.0
    assert combine(10.0, [100.0])[0] > 0
    assert combine(0.0, [1.0]) == pytest.approx((0.0, 1.96), abs=0.01)
