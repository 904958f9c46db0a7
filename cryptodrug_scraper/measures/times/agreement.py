"""
Where most of several intervals overlap (Marzullo 1984, as NTP chooses among clocks: RFC 5905, section 11.2.1).

Of sources some of which are wrong, each says an interval that holds the truth if it is right. The stretch that most of
them hold is the best guess, and how many do says how sure it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.pieces import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["OPEN", "most_agreed"]

_PARTS = 1_000_000
"""Weights are counted in such parts, so that sums are exact."""
_ROWS_AT_ONCE = 1_000_000
"""Votes that are counted at a time, with all of a group."""
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
    return pl.concat(_agreed(some, group) for some in grouped(votes, _ROWS_AT_ONCE, *group)).sort(group)


def _agreed(votes: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """The same of all votes at once."""
    held = votes.filter(pl.col("low") <= pl.col("high"))
    weight = (pl.col("weight") * _PARTS).round().cast(pl.Int64)
    begins = held.select(*group, at="low", change=weight, is_end=pl.lit(value=False))
    ends = held.select(*group, at="high", change=-weight, is_end=pl.lit(value=True))
    # what a group begins it ends, so one sum over all of them begins each at nothing
    swept = (
        pl.concat([begins, ends])
        .sort(*group, "at", "is_end")
        .with_columns(support=pl.col("change").cum_sum(), following=pl.col("at").shift(-1))
    )
    most = pl.col("support").arg_max()
    best = swept.group_by(group, maintain_order=True).agg(
        low=pl.col("at").get(most), high=pl.col("following").get(most), support=pl.col("support").max() / _PARTS
    )
    totals = held.group_by(group).agg(total=pl.col("weight").sum())
    return best.join(totals, on=group, how="left", maintain_order="left")
