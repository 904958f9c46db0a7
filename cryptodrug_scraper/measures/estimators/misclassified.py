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

from math import hypot

from cryptodrug_scraper.measures.estimators.weighted_rate import Rate

__all__ = ["contaminated_share", "missed_count", "true_share"]


def true_share(told: Rate, found: Rate, mistaken: Rate) -> Rate | None:
    """
    Return the share of things that truly are something; None where what is so is not told more often than what is not,
    as far as is known: then it can be any.

    Args:
        told: the share that is told to be so.
        found: of those that are so, the share that is told to be.
        mistaken: of those that are not so, the share that is told to be.
    """
    apart = found.share - mistaken.share
    if found.low <= mistaken.high:
        return None
    share = min(1.0, max(0.0, (told.share - mistaken.share) / apart))
    down, up = 0.0, 0.0
    for slope, each in ((1 / apart, told), (-share / apart, found), ((share - 1) / apart, mistaken)):
        below, above = slope * (each.share - each.low), slope * (each.high - each.share)
        if slope < 0:
            below, above = -above, -below
        down, up = hypot(down, below), hypot(up, above)
    return Rate(share, max(0.0, share - down), min(1.0, share + up))


def contaminated_share(low: float, high: float, wrong: Rate) -> tuple[float, float]:
    """
    Return the bounds of a share of things with a value on one side of a limit, where values may be wrong in any way.

    A wrong value may be on the wrong side, or not: no more than all of those that are wrong are (Horowitz and Manski
    1995, corrupted sampling).

    Args:
        low: lower end of the share counted.
        high: its upper end.
        wrong: the share of values that are wrong.
    """
    return max(0.0, low - wrong.high), min(1.0, high + wrong.high)


def missed_count(
    value: float, low: float, high: float, right: Rate, missed: Rate, others: float
) -> tuple[float, float]:
    """
    Return the bounds of a count of cases, from those that are sure to all of which it cannot be told.

    Of the sure ones so many are right as the lower end says; beside all that was counted there may be those that were
    missed, in the proportion of the cases counted.

    Args:
        value: the count.
        low: cases that are sure.
        high: these and all of which it cannot be told.
        right: of pairs told to be cases, the share that is.
        missed: of the other pairs, the share that is, too.
        others: how many other pairs there are for each that is told to be a case.
    """
    return low * right.low, max(high, value * (right.high + others * missed.high))
