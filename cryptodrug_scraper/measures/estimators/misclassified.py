"""
The interval of a figure of things that were told apart with errors, of which a checked sample tells the rates.

A share is corrected as Rogan and Gladen (1978) do: by how much of what is something is told to be it, and how much of
what is not. These two are taken to be the same in each market and country. How much of what is told to be something is
it, is not: that hangs on how much of it there is, and a correction by it fails where there is more or less.

Intervals that do not depend on one another are combined by squares and sums (Newcombe 1998; Zou and Donner 2008; for
this correction Lang and Reiczigel 2014 do alike): each end of the result is as far from the middle as the root of the
squares of how far each part can move it that way.

The figure itself stays what was counted. Its interval is that of what is true, and reaches to what was counted.
"""

from __future__ import annotations

from math import ceil, floor, hypot, sqrt

import numpy as np

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.estimators.quantiles import (
    binomial_quantile,
    chi_squared_quantile,
    poisson_quantile,
)
from cryptodrug_scraper.measures.estimators.weighted_rate import Rate

__all__ = ["contaminated_share", "missed_count", "true_share"]

_ABOVE = 0.975
"""The part of a distribution below the upper end of a 95 % interval."""
_TINY = 1e-9
"""What a whole number may be off by when it was worked out of parts."""


def true_share(told: Rate, found: Rate, mistaken: Rate, size: int) -> Rate | None:
    """
    Return the share of things that truly are something; None where what is so is not told more often than what is not,
    as far as is known: then it can be any.

    Args:
        told: the share that is told to be so.
        found: of those that are so, the share that is told to be.
        mistaken: of those that are not so, the share that is told to be.
        size: how many things are told apart. Of few of them more or fewer may be told wrong than of all, by chance.
    """
    apart = found.share - mistaken.share
    if found.low <= mistaken.high:
        return None
    share = min(1.0, max(0.0, (told.share - mistaken.share) / apart))
    chance = _chance(share, found, mistaken, size) / apart
    down, up = chance, chance
    for slope, each in ((1 / apart, told), (-share / apart, found), ((share - 1) / apart, mistaken)):
        below, above = slope * (each.share - each.low), slope * (each.high - each.share)
        if slope < 0:
            below, above = -above, -below
        down, up = hypot(down, below), hypot(up, above)
    return Rate(share, max(0.0, share - down), min(1.0, share + up))


def _chance(share: float, found: Rate, mistaken: Rate, size: int) -> float:
    """
    How far the share that is told to be so may lie from what the rates give, as so many things are told by chance: the
    95 % interval of a sum of two binomial draws, with the correction for continuity of Yates (1934).
    """
    if not size:
        return 0.0
    of_those, of_others = ((each.low + each.high) / 2 for each in (found, mistaken))
    spread = share * of_those * (1 - of_those) + (1 - share) * of_others * (1 - of_others)
    return Z * sqrt(spread / size) + (0.5 / size if spread else 0.0)


def contaminated_share(low: float, high: float, wrong: Rate, size: int) -> tuple[float, float]:
    """
    Return the bounds of a share of things with a value on one side of a limit, where values may be wrong in any way.

    A wrong value may be on the wrong side, or not: no more than all of those that are wrong are (Horowitz and Manski
    1995, corrupted sampling). Of few things more may be wrong than of all, by chance.

    Args:
        low: lower end of the share counted.
        high: its upper end.
        wrong: the share of values that are wrong, of all that were drawn from.
        size: how many values are counted.
    """
    most = min(1.0, ceil(_among(size, wrong)[1] - _TINY) / size) if size else wrong.high
    return max(0.0, low - most), min(1.0, high + most)


def missed_count(
    value: float, low: float, high: float, right: Rate, missed: Rate, others: float
) -> tuple[float, float]:
    """
    Return the bounds of a count of cases, from those that are sure to all of which it cannot be told.

    Of the sure ones so many are right as the lower end says; beside all that was counted there may be those that were
    missed, in the proportion of the cases counted, of which it is known as of any count by chance how many more there
    could have been. Of few cases more or fewer may be right or missed than of all, by chance. Bounds are whole cases.

    Args:
        value: the count.
        low: cases that are sure.
        high: these and all of which it cannot be told.
        right: of pairs told to be cases, the share that is.
        missed: of the other pairs, the share that is, too.
        others: how many other pairs there are for each that is told to be a case.
    """
    fewest, most_right = _among(low, right)[0], _among(value, right)[1]
    told, most_told = value * others, _most_expected(value) * others
    centre = (missed.low + missed.high) / 2
    apart = hypot((most_told - told) * centre, told * (missed.high - missed.share))
    expected = told * missed.share
    if others and missed.high > 0:
        apart = hypot(apart, poisson_quantile(_ABOVE, expected + apart) - expected - apart)
    return floor(fewest + _TINY), max(high, ceil(most_right + expected + apart - _TINY))


def _most_expected(count: float) -> float:
    """Upper limit of the mean of which a count is one draw (Garwood 1936): of 0 it is 3.69."""
    return float(chi_squared_quantile(_ABOVE, np.array([2 * (count + 1)]))[0] / 2)


def _among(size: float, of_all: Rate) -> tuple[float, float]:
    """
    Bounds of how many of some things have what a share of all has: the share is known within its interval, and the
    number of these few varies about it as that of a binomial draw does, at the middle of the interval.
    """
    whole = round(size)
    centre = (of_all.low + of_all.high) / 2
    below, above = (binomial_quantile(end, whole, centre) for end in (1 - _ABOVE, _ABOVE))
    middle = whole * of_all.share
    down = hypot(whole * (of_all.share - of_all.low), whole * centre - below)
    up = hypot(whole * (of_all.high - of_all.share), above - whole * centre)
    return max(0.0, middle - down), min(float(whole), middle + up)
