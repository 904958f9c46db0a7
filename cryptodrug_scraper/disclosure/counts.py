"""
Numbers of accounts as they are published: to the nearest five.

Whoever subtracts two exact numbers of accounts, one of which holds the other, knows how many are in the one and not in
the other, and there are too many such pairs to withhold them all: a month and its window, all and those who state a
place, one export and the next. Numbers that are rounded the same way everywhere differ by none, or by five and more,
whatever is subtracted from what, in how many packages: no difference is one to four accounts. (So do statistical
offices: HESA's rounding and suppression of numbers of students; Hundepool et al. 2012, Statistical Disclosure Control,
section 5.4.) One to four are not published, and none stays none. What is rounded is at most two away from what it was.
"""

from __future__ import annotations

import math

import polars as pl

from cryptodrug_scraper.disclosure.threshold import FEWEST, few

__all__ = ["BASE", "rounded", "rounded_count", "rounded_to", "wilson", "wilson_of"]

BASE = FEWEST
"""Published numbers of accounts are multiples of it."""
_Z = 1.959963984540054


def rounded(column: str) -> pl.Expr:
    """
    Return a column of numbers of accounts as it is published.

    Args:
        column: of numbers; null stays null, and one to four become null.
    """
    numbers = pl.col(column)
    nearest = pl.when(~few(column)).then(((numbers.cast(pl.Float64) + BASE // 2) / BASE).floor() * BASE)
    return nearest.alias(column)


def rounded_to(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Return rows whose numbers of accounts are as they are published; columns that are not there are none."""
    return frame.with_columns(rounded(name).cast(frame.schema[name]) for name in columns if name in frame.columns)


def rounded_count(number: float) -> int:
    """Return a number of accounts as it is published."""
    return math.floor((number + BASE // 2) / BASE) * BASE


def wilson(value: float, total: float) -> tuple[float, float, float]:
    """
    Return a share with its 95 % interval (Wilson 1927), as ``research.wilson`` does; of none, nothing is known.

    Args:
        value: how many.
        total: of how many; more than none.
    """
    share, square = value / total, _Z**2
    middle, half = share + square / (2 * total), _Z * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    low, high = ((middle + sign * half) / (1 + square / total) for sign in (-1, 1))
    return share, 0.0 if value <= 0 else low, 1.0 if value >= total else high


def wilson_of(frame: pl.DataFrame, value: str, total: str, names: tuple[str, str, str]) -> pl.DataFrame:
    """
    Return rows whose shares are those of published numbers.

    Args:
        frame: with the numbers, rounded.
        value: the column of how many.
        total: of how many.
        names: of the columns of the share and of both ends of its interval.
    """
    k, n = pl.min_horizontal(value, total).cast(pl.Float64), pl.when(pl.col(total) > 0).then(total).cast(pl.Float64)
    known, share = pl.col(value).is_not_null(), k / n
    middle, half = share + _Z**2 / (2 * n), _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt()
    low = pl.when(k > 0).then((middle - half) / (1 + _Z**2 / n)).otherwise(0.0)
    high = pl.when(k < n).then((middle + half) / (1 + _Z**2 / n)).otherwise(1.0)
    return frame.with_columns(
        pl.when(known & n.is_not_null()).then(end).alias(name)
        for name, end in zip(names, (share, low, high), strict=True)
    )
