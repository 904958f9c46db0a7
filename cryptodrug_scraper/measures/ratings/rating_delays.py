"""
How long after an order its rating is left, and when the orders were made that ratings stand for (methods E4, E5).

Counters count orders as they are made, ratings are left some days later. Of a vendor whose counter was read several
times, how many ratings came between two readings tells how many of its orders waited then: with delays that are
exponential with mean *L*, of *n* orders made evenly over *T* days ``n L / T (1 - exp(-T / L))`` wait at the end, and of
those that waited before ``exp(-T / L)`` still do. *L* is the one with which ratings and counters of all vendors fit
best (least squares, each difference in units of its chance), no vendor weighing more than a fifth (`pooling`).

An order is put back from its rating by the same delays, cut into four parts of equal weight (back-projection: Becker,
Watson and Carlin 1991, Statistics in Medicine 10, 1527-1542, with an even course of orders for a start).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LAG", "USUAL", "Delay", "left_by", "order_times", "rating_delay"]

_TRIED = np.arange(0.25, 20.25, 0.25)
"""Mean delays that are tried, days."""
_LONGEST = 14.0
"""Days between two readings, at most, that tell a delay: in a longer time orders do not come evenly."""
_FEWEST = 10.0
"""Times between readings, beyond one for each vendor, that tell one."""
_WORST = 9.0
"""A square of differences beyond which something else is wrong, as a list that was cut."""
_LEAST_CHANCE = 0.1
_DAY = 86_400e6
_PARTS = -np.log(1 - np.arange(4) / 4)
"""Where the parts of an exponential distribution begin, in units of its mean; the last one ends where a part as wide as
its own mean, beyond its beginning, has it in the middle."""
_ENDS = np.append(_PARTS[1:], _PARTS[-1] + 2.0)


class Delay(NamedTuple):
    """
    A mean delay of ratings.

    Attributes:
        days: the mean.
        error: its standard error, days.
    """

    days: float
    error: float


LAG = timedelta(days=10)
"""
How long before its rating an order may have been made, where nothing tells it: any day of it is as likely. Markets
release what is held in escrow after one to two weeks.
"""
USUAL = Delay(LAG / timedelta(days=2), LAG / timedelta(days=1) / 12**0.5)
"""The mean delay where no counter tells it."""


def rating_delay(segments: pl.DataFrame) -> Delay:
    """
    Learn the mean delay of a market's ratings.

    Args:
        segments: times between readings of each vendor: ``vendor, segment, segment_starts, segment_ends, ratings``
            (left in that time), ``added`` (sales by the counter, null where there is none), ``added_variance``. Only
            exact counters that were read two weeks apart at most tell anything: what is rounded, or evened out over a
            month, hides the delay.

    Returns:
        The delay, `USUAL` as far as nothing tells it.
    """
    days = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds() / _DAY
    known = segments.sort("vendor", "segment").filter(pl.col("added_variance") == 0, days <= _LONGEST)
    known = known.filter((pl.col("added").sum() > 0).over("vendor"), (pl.col("ratings").sum() > 0).over("vendor"))
    of_vendors = known.group_by("vendor", maintain_order=True).agg("segment", "ratings", "added", days=days)
    rated = of_vendors["ratings"].list.sum().to_numpy()
    weights = capped(rated) / rated
    off = ((_TRIED - USUAL.days) / USUAL.error) ** 2
    free = float(np.sum(weights * (of_vendors["days"].list.len().to_numpy() - 1.0)))
    if free >= _FEWEST:
        misfit = np.zeros(len(_TRIED))
        for weight, (_, *columns) in zip(weights, of_vendors.iter_rows(), strict=True):
            misfit += weight * _misfit(*(np.asarray(column, dtype=np.float64) for column in columns))
        off += misfit / max(misfit.min() / free, _LEAST_CHANCE)
    weight_of = np.exp((off.min() - off) / 2)
    weight_of /= weight_of.sum()
    mean = float(np.sum(weight_of * _TRIED))
    return Delay(mean, float(np.sqrt(np.sum(weight_of * (_TRIED - mean) ** 2))))


def _misfit(
    segment: NDArray[np.float64], ratings: NDArray[np.float64], added: NDArray[np.float64], days: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Sum of squared differences of one vendor's ratings from those that each delay would give."""
    pace = added.sum() / days.sum()
    waiting, due = pace * _TRIED, np.empty((len(added), len(_TRIED)))
    for place, (sold, length) in enumerate(zip(added, days, strict=True)):
        if place and segment[place] != segment[place - 1] + 1:
            waiting = pace * _TRIED
        stay = np.exp(-length / _TRIED)
        left = waiting * stay + sold * _TRIED / length * (1 - stay)
        due[place], waiting = waiting + sold - left, left
    rate = ratings.sum() / np.maximum(due.sum(0), 1e-9)
    chance = rate * pace * days[:, None] + 0.5
    return np.asarray(np.sum(np.minimum((ratings[:, None] - rate * due) ** 2 / chance, _WORST), axis=0))


def order_times(ratings: pl.DataFrame, days: float) -> pl.DataFrame:
    """
    When the orders were made that ratings stand for.

    Args:
        ratings: ``vendor, occurred_from, occurred_to``.
        days: mean delay.

    Returns:
        ``rating`` (place in ``ratings``), ``vendor``, ``occurred_from``, ``occurred_to``, ``weight``: parts of each
        rating, whose weights add up to 1.
    """
    numbered = ratings.select(
        "vendor", "occurred_from", "occurred_to", rated_from="occurred_from", rated_to="occurred_to"
    ).with_row_index("rating")
    parts = pl.concat(
        numbered.with_columns(
            pl.col("occurred_from") - pl.duration(microseconds=round(float(end) * days * _DAY)),
            pl.col("occurred_to") - pl.duration(microseconds=round(float(start) * days * _DAY)),
            weight=pl.lit(1 / len(_PARTS)),
        )
        for start, end in zip(_PARTS, _ENDS, strict=True)
    )
    return parts.sort("rating", "occurred_to", descending=[False, True])


def left_by(waited: pl.Expr, days: float) -> pl.Expr:
    """
    Which share of the ratings of orders is left after a time.

    Args:
        waited: the time since the orders; 0 if it is negative.
        days: mean delay.
    """
    return 1 - (-(waited.dt.total_microseconds() / _DAY).clip(lower_bound=0.0) / days).exp()
