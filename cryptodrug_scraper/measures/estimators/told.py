"""
Whether a share or a quotient can be told as a number, or is too few to say.

An interval decides, since it holds all that makes a number unsure: few cases, one large vendor, half a market unseen.

- A share is told where its interval is no wider than `WIDEST_SHARE`: a wider one holds half of all shares.
- A quotient (growth, location quotient, mean) is told where both ends of its interval are known and above 0, and the
  upper one is no more than `WIDEST_QUOTIENT` times the lower one: beyond, not even the number of its digits is known.
  With five equal accounts on one side it is that wide, with four 16 times; with none in it there is no lower end.
- As a point of a picture, or in a sentence that sums up, it is told where `FEWEST` accounts have a part in it, too: a
  share of two in five hundred may be exact, and is still two.

The same rule stands in ``research.share_is_told`` and ``research.quotient_is_told``, for queries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import polars as pl

from cryptodrug_scraper.measures.verdicts import FEWEST_VENDORS, WIDEST

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FEWEST", "WIDEST_QUOTIENT", "WIDEST_SHARE", "Ratio", "is_drawn", "is_told"]

Ratio: TypeAlias = Literal["share", "quotient"]

FEWEST = FEWEST_VENDORS
"""Accounts on whose number a point or a sentence rests at least."""
WIDEST_SHARE = WIDEST
"""Of an interval of a share that is told, from end to end."""
WIDEST_QUOTIENT = 10.0
"""How many times the lower end of an interval of a quotient that is told its upper end may be."""


def is_told(kind: Ratio, low: float | None, high: float | None) -> bool:
    """
    Return whether a number is told.

    Args:
        kind: what it is; anything that has no natural unit but one is a share of it.
        low: lower end of its 95 % interval; None if it has none.
        high: upper end.
    """
    if low is None or high is None:
        return False
    return high - low <= WIDEST_SHARE if kind == "share" else low > 0 and high <= WIDEST_QUOTIENT * low


def is_drawn(kind: Ratio, low: str, high: str, counts: Sequence[str]) -> pl.Expr:
    """
    Whether numbers are told as points or in sentences.

    Args:
        kind: what they are.
        low: column of the lower ends.
        high: column of the upper ends.
        counts: columns of the numbers of accounts that have a part in them, each of which must be large enough.
    """
    below, above = pl.col(low), pl.col(high)
    narrow = above - below <= WIDEST_SHARE if kind == "share" else (below > 0) & (above <= WIDEST_QUOTIENT * below)
    return narrow.fill_null(value=False) & pl.all_horizontal(
        (pl.col(name) >= FEWEST).fill_null(value=False) for name in counts
    )
