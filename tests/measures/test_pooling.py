"""Figures of which no one vendor decides."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.estimators.pooling import capped, vendor_weights, weighted_median, within_others


def test_nobody_has_more_than_a_share() -> None:
    assert capped([1000, 10, 10, 10, 10, 10]).tolist() == [12.5, 10, 10, 10, 10, 10]
    for sizes in (
        [1e12, 1, 1, 1, 1, 1, 1],
        [1e12, 1e12, 5, 4, 3, 2, 1, 1, 1],
        np.random.default_rng(2).pareto(0.4, 80),
    ):
        cut = capped(sizes)
        assert cut.max() <= 0.2 * cut.sum() * (1 + 1e-12)
        assert (cut <= np.asarray(sizes)).all()


def test_who_has_no_more_than_the_share_keeps_what_he_has() -> None:
    honest = [20.0, 18, 17, 15, 12, 9, 9]
    assert capped(honest).tolist() == honest
    assert capped([7, 7, 7, 7, 7]).tolist() == [7] * 5


@pytest.mark.parametrize("few", [[], [0.0], [9e9], [9e9, 1, 1], [9e9, 1, 1, 1]])
def test_with_few_vendors_there_are_no_others_to_hold_one_against(few: list[float]) -> None:
    assert capped(few).tolist() == few
    assert within_others(few).tolist() == few


def test_the_farthest_stand_where_the_next_ones_do() -> None:
    assert within_others([9e9, 3, 2, -4, 1]).tolist() == [3, 3, 2, 1, 1]


def test_the_rows_of_a_vendor_with_many_weigh_less() -> None:
    rows = pl.DataFrame({"vendor": ["Ω"] * 900 + [f"é{number % 9}" for number in range(90)]})
    weights = rows.with_columns(weight=vendor_weights(rows)).group_by("vendor").agg(pl.col("weight").sum())
    of = dict(weights.iter_rows())
    assert of["é3"] == 10
    assert of["Ω"] == pytest.approx(0.2 * sum(of.values()))


def test_groups_are_weighed_each_for_itself() -> None:
    rows = pl.DataFrame({"cell": ["b"] * 10 + ["a"] * 54, "vendor": ["Ω"] * 10 + ["Ω"] * 50 + list("pqrs")})
    weights = vendor_weights(rows, over="cell")
    assert weights.head(10).to_list() == [1.0] * 10
    assert weights.slice(10, 50).sum() == pytest.approx(1.0)


def test_a_median_counts_what_values_weigh() -> None:
    assert weighted_median([5.0, 1.0, 9.0], [1.0, 1.0, 3.0]) == 9.0
    assert weighted_median([5.0, 1.0, 9.0], [1.0, 1.0, 1.0]) == 5.0
    assert weighted_median([], []) is None
