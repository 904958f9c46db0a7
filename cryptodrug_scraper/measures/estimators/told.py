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

import polars as pl

from cryptodrug_scraper.measures.verdicts import FEWEST_VENDORS, WIDEST

__all__ = ["FEWEST", "WIDEST_QUOTIENT", "WIDEST_SHARE", "is_of_many", "quotient_is_told", "share_is_told"]

FEWEST = FEWEST_VENDORS
"""Accounts on whose number a point or a sentence rests at least."""
WIDEST_SHARE = WIDEST
"""Of an interval of a share that is told, from end to end."""
WIDEST_QUOTIENT = 10.0
"""How many times the lower end of an interval of a quotient that is told its upper end may be."""


def share_is_told(low: str, high: str) -> pl.Expr:
    """
    Whether a share is told, by the columns of the ends of its interval.

    Args:
        low: the lower end, a part of one.
        high: the upper end.
    """
    return (pl.col(high) - pl.col(low) <= WIDEST_SHARE).fill_null(value=False)


def quotient_is_told(low: str, high: str) -> pl.Expr:
    """
    Whether a quotient is told, by the columns of the ends of its interval.

    Args:
        low: the lower end.
        high: the upper end.
    """
    return ((pl.col(low) > 0) & (pl.col(high) <= WIDEST_QUOTIENT * pl.col(low))).fill_null(value=False)


def is_of_many(*counts: str) -> pl.Expr:
    """Whether each of these columns of numbers of accounts is large enough for a point or a sentence."""
    return pl.all_horizontal((pl.col(name) >= FEWEST).fill_null(value=False) for name in counts)
