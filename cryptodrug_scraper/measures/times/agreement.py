"""
Where most of several intervals overlap (Marzullo 1984, as NTP chooses among clocks: RFC 5905, section 11.2.1).

Of sources some of which are wrong, each says an interval that holds the truth if it is right. The stretch that most of
them hold is the best guess, and how many do says how sure it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["OPEN", "most_agreed"]

OPEN = 1 << 62
"""The end of an interval that has none on that side; its negative, the beginning of one without."""


def most_agreed(votes: pl.DataFrame, by: str | Sequence[str]) -> pl.DataFrame:
    """
    Find the stretch that the greatest weight of intervals holds, for each group.

    Args:
        votes: ``low, high`` (whole numbers, both inside), ``weight``, and the columns of the group.
        by: which columns make a group.

    Returns:
        One row per group: ``low, high``, the earliest of the stretches that most weight holds, ``support``, that
        weight, and ``total``, the weight of all. Intervals that end before they begin are left out.
    """
    group = [by] if isinstance(by, str) else [*by]
    held = votes.filter(pl.col("low") <= pl.col("high"))
    begins = held.select(*group, at="low", change="weight", is_end=pl.lit(value=False))
    ends = held.select(*group, at="high", change=-pl.col("weight"), is_end=pl.lit(value=True))
    events = pl.concat([begins, ends]).sort(*group, "at", "is_end")
    swept = events.with_columns(support=pl.col("change").cum_sum().over(group), high=pl.col("at").shift(-1).over(group))
    most = swept.filter(~pl.col("is_end")).filter(
        # sums of floating-point weights may differ in their last bits
        pl.col("support") >= pl.col("support").max().over(group) - 1e-9
    )
    best = most.unique(group, keep="first", maintain_order=True).select(
        *group, low="at", high="high", support="support"
    )
    totals = held.group_by(group).agg(total=pl.col("weight").sum())
    return best.join(totals, on=group).sort(group)
