from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.estimators.cluster_share import student_t
from cryptodrug_scraper.measures.estimators.quantiles import student_quantile
from tests.support.ratio_limits import ratio_limits


def limits(part: list[float], whole: list[float]) -> tuple[float | None, float | None]:
    low, high = ratio_limits(pl.col("part"), pl.col("whole"))
    return pl.DataFrame({"part": part, "whole": whole}).select(low.alias("low"), high.alias("high")).row(0)


@pytest.mark.parametrize("degrees", [2.0, 3.5, 6.0, 20.0, 500.0])
def test_the_quantile_of_student(degrees: float) -> None:
    found = pl.select(student_t(pl.lit(degrees))).item()

    assert found == pytest.approx(student_quantile(0.975, degrees), rel=0.01 if degrees > 2 else 0.03)


def test_equal_vendors_with_a_worked_example() -> None:
    low, high = limits([1, 1, 0, 0, 0, 0, 0, 0], [1] * 8)
    # A share of 1/4; each residual is (y - 1/4) / 8 / (1 - 1/8).
    squares = np.array([0.75 / 7] * 2 + [-0.25 / 7] * 6) ** 2
    width = np.sqrt(squares.sum()) * student_quantile(0.975, squares.sum() ** 2 / (squares**2).sum()) / (0.25 * 0.75)
    logit = np.log(1 / 3)

    assert (low, high) == pytest.approx((1 / (1 + np.exp(width - logit)), 1 / (1 + np.exp(-width - logit))), rel=0.01)


def test_one_large_vendor_makes_a_share_uncertain() -> None:
    even = limits([10.0] * 10 + [0.0] * 90, [10.0] * 100)
    uneven = limits([910.0] + [10.0] * 9 + [0.0] * 90, [910.0] + [10.0] * 9 + [90.0] * 90)

    assert even[0] is not None
    assert even[1] is not None
    assert uneven[0] is not None
    assert uneven[1] is not None
    assert even[1] - even[0] < 0.2 < uneven[1] - uneven[0]
    assert uneven[0] < 0.03  # the vendor may as well not be there


def test_none_all_and_one_vendor() -> None:
    assert limits([0.0] * 4, [5.0] * 4) == pytest.approx((0.0, 1 - 0.05 ** (1 / 4)))
    assert limits([5.0] * 4, [5.0] * 4) == pytest.approx((0.05 ** (1 / 4), 1.0))
    assert limits([0.0], [5.0]) == pytest.approx((0.0, 0.95))
    assert limits([0.0, 0.0], [0.0, 0.0]) == (None, None)
    low, high = limits([1.0], [2.0])
    assert low is not None
    assert high is not None
    assert low < 0.15
    assert high > 0.85


@pytest.mark.slow
def test_coverage_with_vendors_of_very_different_size() -> None:
    chance = np.random.default_rng(11)
    held = 0
    sizes = chance.lognormal(0, 1.5, 100_000)
    belongs = chance.random(100_000) < 0.1
    truth = float(sizes[belongs].sum() / sizes.sum())
    for _ in range(300):
        rows = chance.integers(0, len(sizes), 150)
        low, high = limits(list(sizes[rows] * belongs[rows]), list(sizes[rows]))
        assert low is not None
        assert high is not None
        held += low <= truth <= high

    assert 0.91 <= held / 300 <= 0.99
