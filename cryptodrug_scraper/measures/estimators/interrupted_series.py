"""
Whether a series of counts jumped or bent at a shock: segmented regression (methods E13).

Model: ``log(count) = a + b * t + c * [t >= 0] + d * [t >= 0] * t``, with t in days from the shock, by least squares.
Errors: Newey and West 1987, since neighbouring counts are alike; lags as in Newey and West 1994,
``floor(4 * (n / 100) ** (2 / 9))``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = ["INTERRUPTION", "LEAST_POINTS", "interrupted_series"]

LEAST_POINTS = 8
"""Points that there must be on each side of a shock (methods E13)."""
INTERRUPTION = pl.Schema(
    {
        "is_estimable": pl.Boolean(),
        "why": pl.String(),
        "points_before": pl.Int64(),
        "points_after": pl.Int64(),
        "slope": pl.Float64(),
        "jump": pl.Float64(),
        "jump_low": pl.Float64(),
        "jump_high": pl.Float64(),
        "bend": pl.Float64(),
        "bend_low": pl.Float64(),
        "bend_high": pl.Float64(),
    }
)
"""
Columns of the one row. On the scale of natural logarithms: ``slope`` per day before the shock, ``jump`` at it (0.1 is
about 10 %), ``bend`` the change of the slope. ``why`` says what is missing where it is not estimable.
"""


def interrupted_series(
    series: pl.DataFrame,
    first_on: date,
    last_on: date,
    *,
    least_points: int = LEAST_POINTS,
    confidence: float = 0.95,
) -> pl.DataFrame:
    """
    Return the jump and the bend of a series at a shock.

    Args:
        series: ``day`` (Date) and ``value`` (a count), one row per snapshot or week that was observed; nulls are left
            out, and so are points within the days on which the shock can have been, but for the last of them.
        first_on: first day on which the shock can have been.
        last_on: last such day; S is its beginning.
        least_points: see `LEAST_POINTS`.
        confidence: of the intervals, which are of Student's t.

    Returns:
        The columns of `INTERRUPTION`, one row.
    """
    points = series.select("day", "value").drop_nulls().sort("day")
    points = points.filter((pl.col("day") < first_on) | (pl.col("day") >= last_on))
    days = (points["day"] - last_on).dt.total_days().to_numpy().astype(np.float64)
    values = points["value"].cast(pl.Float64).to_numpy()
    is_after = days >= 0
    counts = {"points_before": int((~is_after).sum()), "points_after": int(is_after.sum())}
    if min(counts.values()) < least_points:
        return _row(counts, f"fewer than {least_points} points on a side")
    if (values <= 0).any():
        return _row(counts, "a count of 0 has no logarithm")
    design = np.column_stack((np.ones(len(days)), days, is_after, is_after * days))
    lags = math.floor(4 * (len(days) / 100) ** (2 / 9))
    from statsmodels.regression.linear_model import OLS  # noqa: PLC0415  # it takes half a second, and few who import this ask for it

    fit = OLS(np.log(values), design).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True
    )
    interval = fit.conf_int(1 - confidence)
    estimates = {
        "slope": fit.params[1],
        "jump": fit.params[2],
        "jump_low": interval[2][0],
        "jump_high": interval[2][1],
        "bend": fit.params[3],
        "bend_low": interval[3][0],
        "bend_high": interval[3][1],
    }
    return _row({**counts, **{name: float(value) for name, value in estimates.items()}}, None)


def _row(values: Mapping[str, float], why: str | None) -> pl.DataFrame:
    row = {name: values.get(name) for name in INTERRUPTION}
    return pl.DataFrame({**row, "is_estimable": why is None, "why": why}).cast(INTERRUPTION)
