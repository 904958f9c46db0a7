"""
How long after an order its rating is left, and when the orders were made that ratings stand for (methods E4, E5).

Counters count orders as they are made, ratings are left some days later. Of a vendor whose counter was read several
times, how many ratings came between two readings tells how many of its orders waited then: with delays that are
exponential with mean *L*, of *n* orders made evenly over *T* days ``n L / T (1 - exp(-T / L))`` wait at the end, and of
those that waited before ``exp(-T / L)`` still do. How many waited at first is taken from the pace of the first such
time, whose ratings then tell nothing else: the mean pace would be too fast there on a market that grows, and make *L*
too short. *L* is the one with which ratings and counters of all vendors fit best (least squares, each difference in
units of its chance), no vendor weighing more than a fifth (`pooling`).

An order is put back from its rating by the same delays, cut into four parts of equal weight (back-projection: Becker,
Watson and Carlin 1991, Statistics in Medicine 10, 1527-1542, with an even course of orders for a start).

Of orders made a time *x* before ratings were looked for last, ``F(x) = 1 - exp(-x / L)`` are rated by then, of those
that ever are. So a rating stands for ``1 / F(x)`` of them, as a case that was reported in time stands for those that
are still to be (truncation of delays to the right: Lawless 1994, Canadian Journal of Statistics 22, 15-31; Höhle and an
der Heiden 2014, Biometrics 70, 993-1002). Since the day of its order is not known, that is averaged over the delays: of
a rating left *r* before the last look, orders made from *a* to *b* before it are ``exp(r / L)`` times
``ln((1 - exp(-(r + b) / L)) / (1 - exp(-(r + a) / L)))``; long before it that is ``exp(-a / L) - exp(-b / L)``.

Example: with *L* of 5 days a rating that was left 5 days before the last look stands for 1.25 orders that are rated
some day, and one of the day before for 2.09; 100 that were left 30 days before stand for 100.12.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LAG", "USUAL", "Delay", "order_times", "rating_delay"]

_TRIED = np.arange(0.25, 20.25, 0.25)
"""Mean delays that are tried, days."""
_LONGEST = 14.0
"""Days between two readings, at most, that tell a delay: in a longer time orders do not come evenly."""
_FEWEST = 10.0
"""Times between readings, beyond two for each vendor, that tell one."""
_WORST = 9.0
"""A square of differences beyond which something else is wrong, as a list that was cut."""
_LEAST_CHANCE = 0.1
_DAY = 86_400e6
_PARTS = -np.log(1 - np.arange(4) / 4)
"""Where the parts of an exponential distribution begin, in units of its mean; the last one ends where a part as wide as
its own mean, beyond its beginning, has it in the middle."""
_ENDS = np.append(_PARTS[1:], _PARTS[-1] + 2.0)
_SOONEST = 0.01
"""Mean delays before the last look at which a rating is taken to be left at most: the weight of one at that very moment
has no bound. The hundredth part of those still to come is lost by it."""
_LONG_AGO = 20.0
"""Mean delays after which none is to come."""


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
    misfit, free = np.zeros(len(_TRIED)), 0.0
    for weight, (_, *columns) in zip(weights, of_vendors.iter_rows(), strict=True):
        own, count = _misfit(*(np.asarray(column, dtype=np.float64) for column in columns))
        misfit += weight * own
        free += weight * count
    if free >= _FEWEST:
        off += misfit / max(misfit.min() / free, _LEAST_CHANCE)
    weight_of = np.exp((off.min() - off) / 2)
    weight_of /= weight_of.sum()
    mean = float(np.sum(weight_of * _TRIED))
    return Delay(mean, float(np.sqrt(np.sum(weight_of * (_TRIED - mean) ** 2))))


def _misfit(
    segment: NDArray[np.float64], ratings: NDArray[np.float64], added: NDArray[np.float64], days: NDArray[np.float64]
) -> tuple[NDArray[np.float64], int]:
    """
    Sum of squared differences of one vendor's ratings from those that each delay would give, and of how many that is
    free to be: times between readings that have another one before them, but for one, which the rate takes.
    """
    begins = np.append(True, np.diff(segment) != 1)
    told = ~begins
    if told.sum() <= 1 or not ratings[told].sum():
        return np.zeros(len(_TRIED)), 0
    waiting, due = np.zeros(len(_TRIED)), np.empty((len(added), len(_TRIED)))
    for place, (sold, length) in enumerate(zip(added, days, strict=True)):
        if begins[place]:
            waiting = sold / length * _TRIED
        stay = np.exp(-length / _TRIED)
        left = waiting * stay + sold * _TRIED / length * (1 - stay)
        due[place], waiting = waiting + sold - left, left
    ratings, due, days = ratings[told], due[told], days[told]
    rate = ratings.sum() / np.maximum(due.sum(0), 1e-9)
    chance = rate * added[told].sum() / days.sum() * days[:, None] + 0.5
    squares = np.minimum((ratings[:, None] - rate * due) ** 2 / chance, _WORST)
    return np.asarray(np.sum(squares, axis=0)), int(told.sum()) - 1


def order_times(ratings: pl.DataFrame, days: float) -> pl.DataFrame:
    """
    When the orders were made that ratings stand for.

    Args:
        ratings: ``vendor, occurred_from, occurred_to``; with ``until``, up to when the vendor's ratings were looked for
            (null: for ever), also how many orders are behind each that are not rated yet.
        days: mean delay.

    Returns:
        ``rating`` (place in ``ratings``), ``vendor``, ``occurred_from``, ``occurred_to``, ``weight``: parts of each
        rating, whose weights add up to 1; ``lacking``, orders of that time that were not rated yet ``until`` then, and
        will be; 0 without.
    """
    numbered = ratings.select(
        "vendor",
        "occurred_from",
        "occurred_to",
        rated_from="occurred_from",
        rated_to="occurred_to",
        seen_for=_seen_for(days) if "until" in ratings.columns else pl.lit(None, pl.Float64),
    ).with_row_index("rating")
    weight = 1 / len(_PARTS)
    parts = pl.concat(
        numbered.with_columns(
            pl.col("occurred_from") - pl.duration(microseconds=round(float(end) * days * _DAY)),
            pl.col("occurred_to") - pl.duration(microseconds=round(float(start) * days * _DAY)),
            weight=pl.lit(weight),
            lacking=(_stands_for(pl.col("seen_for"), float(start), float(least)) - weight).fill_null(0.0),
        )
        for start, end, least in zip(_PARTS, _ENDS, np.append(_PARTS[1:], np.inf), strict=True)
    )
    return parts.drop("seen_for").sort("rating", "occurred_to", descending=[False, True])


def _seen_for(days: float) -> pl.Expr:
    """Mean delays from the middle of a rating's interval to the last look; null where nothing is to come."""
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    passed = (pl.col("until") - middle).dt.total_microseconds() / _DAY / days
    return pl.when(passed < _LONG_AGO).then(passed.clip(lower_bound=_SOONEST))


def _stands_for(passed: pl.Expr, start: float, end: float) -> pl.Expr:
    """Orders that are rated some day and were made from ``start`` to ``end`` mean delays before a rating."""
    by_end, by_start = ((1 - (-(passed + at)).exp()).log() for at in (end, start))
    return passed.exp() * (by_end - by_start)
