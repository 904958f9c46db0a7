from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from cryptodrug_scraper.measures.estimators.interrupted_series import INTERRUPTION, interrupted_series
from tests.measures.account_pages import on

SHOCK = on("03-26")


def series(
    before: int, after: int, *, jump: float = 0.0, bend: float = 0.0, noise: float = 0.0, seed: int = 7
) -> pl.DataFrame:
    """Weekly counts that grow by 1 % a week, with a jump and a bend at the shock."""
    week = np.arange(-before, after)
    strays = np.random.default_rng(seed).normal(0, noise, len(week)) if noise else np.zeros(len(week))
    counts = np.exp(6 + 0.01 * week + (jump + 7 * bend * week) * (week >= 0) + strays)
    return pl.DataFrame(
        {"day": [SHOCK + timedelta(weeks=int(number)) for number in week], "value": counts},
        schema={"day": pl.Date, "value": pl.Float64},
    )


def test_a_jump_and_a_bend_are_found() -> None:
    found = interrupted_series(series(20, 12, jump=0.3, bend=-0.002), SHOCK, SHOCK)
    assert found.schema == INTERRUPTION
    row = found.row(0, named=True)
    assert (row["is_estimable"], row["why"], row["points_before"], row["points_after"]) == (True, None, 20, 12)
    assert row["jump"] == pytest.approx(0.3)
    assert row["bend"] == pytest.approx(-0.002)
    assert row["slope"] == pytest.approx(0.01 / 7)


def test_the_interval_widens_with_noise() -> None:
    quiet, loud = (
        interrupted_series(series(30, 30, jump=0.3, noise=noise), SHOCK, SHOCK).row(0, named=True)
        for noise in (0.02, 0.2)
    )
    assert quiet["jump_high"] - quiet["jump_low"] < (loud["jump_high"] - loud["jump_low"]) / 5


def test_nearly_all_intervals_hold_the_truth() -> None:
    found = pl.concat(
        interrupted_series(series(25, 25, jump=0.3, noise=0.1, seed=seed), SHOCK, SHOCK) for seed in range(150)
    )
    shares = found.select(
        ((pl.col("jump_low") < 0.3) & (pl.col("jump_high") > 0.3)).mean().alias("jump"),
        ((pl.col("bend_low") < 0) & (pl.col("bend_high") > 0)).mean().alias("bend"),
    )
    assert 0.85 < shares["jump"].item() < 0.99
    assert 0.85 < shares["bend"].item() < 0.99


def test_errors_are_those_of_newey_and_west() -> None:
    frame = series(15, 12, jump=0.2, noise=0.1)
    days = np.array([(day - SHOCK).days for day in frame["day"]], dtype=float)
    after = (days >= 0).astype(float)
    design = np.column_stack([np.ones(len(days)), days, after, after * days])
    bread = np.linalg.inv(design.T @ design)
    logs = np.log(frame["value"].to_numpy())
    scores = design * (logs - design @ bread @ design.T @ logs)[:, None]
    lags = math.floor(4 * (len(days) / 100) ** (2 / 9))
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (product + product.T)
    freedom = len(days) - 4
    error = math.sqrt((bread @ meat @ bread)[2, 2] * len(days) / freedom)
    row = interrupted_series(frame, SHOCK, SHOCK).row(0, named=True)
    student = 2.0686576104190406  # 97.5 % of Student's t with 23 degrees of freedom
    assert freedom == 23
    assert (row["jump_high"] - row["jump_low"]) / 2 == pytest.approx(student * error, rel=1e-6)


@pytest.mark.parametrize(("before", "after"), [(7, 20), (20, 7), (0, 0)])
def test_fewer_than_eight_points_on_a_side_are_not_estimable(before: int, after: int) -> None:
    row = interrupted_series(series(before, after), SHOCK, SHOCK).row(0, named=True)
    assert row["is_estimable"] is False
    assert row["why"] == "fewer than 8 points on a side"
    assert (row["points_before"], row["points_after"], row["jump"], row["bend_high"]) == (before, after, None, None)


def test_a_count_of_zero_is_not_estimable_and_a_missing_one_is_no_point() -> None:
    frame = series(9, 9)
    zero = frame.with_columns(pl.when(pl.int_range(pl.len()) == 2).then(0.0).otherwise("value").alias("value"))
    missing = frame.with_columns(pl.when(pl.int_range(pl.len()) != 2).then("value").alias("value"))
    assert interrupted_series(zero, SHOCK, SHOCK)["why"].item() == "a count of 0 has no logarithm"
    assert interrupted_series(missing, SHOCK, SHOCK)["points_before"].item() == 8


def test_points_within_the_days_of_the_shock_are_left_out() -> None:
    wild = pl.DataFrame({"day": [on("03-24")], "value": [1e6]})
    found = interrupted_series(pl.concat([series(10, 10, jump=0.5), wild]), on("03-23"), SHOCK)
    assert found["jump"].item() == pytest.approx(0.5)
    assert found["points_before"].item() == 10


def test_the_order_of_rows_does_not_matter() -> None:
    frame = series(10, 10, noise=0.1)
    mixed = frame.sample(fraction=1, shuffle=True, seed=3)
    assert interrupted_series(mixed, SHOCK, SHOCK).equals(interrupted_series(frame, SHOCK, SHOCK))
