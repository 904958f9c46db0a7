"""
Curves of how fast accounts arrived, as they are published: by whole weeks, and of rounded numbers alone.

A step of a curve is the share that one account, or a few, are of those who were looked for: from an unrounded step both
numbers can be told to the last one, and from its day who it was. So a published step is as wide as the weeks in which
five more had arrived, and the curve is made again of the rounded numbers that stand beside it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_count
from cryptodrug_scraper.disclosure.threshold import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["by_weeks"]

_ROUTE = ("event", "from_market", "to_market")
_WEEK = 7
_Z = 1.959963984540054


def by_weeks(curve: pl.DataFrame) -> pl.DataFrame:
    """
    Return curves by weeks, of rounded numbers.

    Args:
        curve: rows of `measures.accounts.migrant_share.ARRIVAL`.

    Returns:
        The same columns: a row for each week by whose end, on day ``days``, the rounded number of those who have
        arrived has grown, with how many were at risk as it began. ``share`` is the Kaplan-Meier estimate of these
        numbers, its interval that of Greenwood's variance on the scale of log(-log). A curve ends before a week that
        fewer than five began.
    """
    kept: list[dict[str, Any]] = []
    for key, rows in curve.sort(*_ROUTE, "days").group_by(_ROUTE, maintain_order=True):
        kept.extend(dict(zip(_ROUTE, key, strict=True)) | row for row in _steps(rows))
    return pl.DataFrame(kept, schema=curve.schema)


def _steps(rows: pl.DataFrame) -> Iterator[dict[str, Any]]:
    days, at_risk = rows["days"].to_list(), rows["at_risk"].to_list()
    came = rows["arrived"].cum_sum().to_list()
    before, left, spread = 0, 1.0, 0.0
    for week in range(1, math.ceil(days[-1] / _WEEK) + 1):
        first = next(place for place, day in enumerate(days) if day > _WEEK * (week - 1))
        known = [number for day, number in zip(days, came, strict=True) if day <= _WEEK * week]
        if at_risk[first] < FEWEST or not known or known[-1] < FEWEST:
            continue
        arrived, risk = rounded_count(known[-1]), rounded_count(at_risk[first])
        step = min(arrived - before, risk)
        if step <= 0:
            continue
        before, left = arrived, left * (1 - step / risk)
        spread += step / (risk * (risk - step)) if step < risk else 0.0
        low, high = _limits(left, spread)
        yield {
            "days": float(_WEEK * week),
            "at_risk": risk,
            "arrived": step,
            "share": 1 - left,
            "share_low": low,
            "share_high": high,
        }


def _limits(left: float, spread: float) -> tuple[float | None, float | None]:
    """The interval of the share that has arrived; none where all have."""
    if not 0 < left < 1:
        return None, None
    width = _Z * math.sqrt(spread) / abs(math.log(left))
    return 1 - left ** math.exp(-width), 1 - left ** math.exp(width)
