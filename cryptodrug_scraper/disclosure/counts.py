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

__all__ = [
    "BASE",
    "here_of",
    "rounded",
    "rounded_count",
    "rounded_ratio",
    "rounded_to",
    "rounded_whole",
    "wilson",
    "wilson_of",
]

BASE = FEWEST
"""Published numbers of accounts are multiples of it."""
_Z = 1.959963984540054
_EXACT = 1e-9


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


def rounded_whole(whole: str, *parts: str) -> pl.Expr:
    """
    Return a column of numbers of accounts as it is published beside its parts.

    A part that is withheld is what the others leave of the whole: where all of these were rounded one way, that can be
    told to the last account. So the whole is that of the parts as they are published, with two for each that is
    withheld. Where all are, it is rounded itself, but no more than leaves room for any of them to be none.

    Args:
        whole: the column as it is; null, few and none stay what they are.
        parts: columns as they are published; null where they are withheld.
    """
    hidden = pl.sum_horizontal(pl.col(name).is_null() for name in parts)
    told = pl.sum_horizontal(pl.col(name).fill_null(BASE // 2) for name in parts).cast(pl.Float64)
    told = ((told + BASE // 2) / BASE).floor() * BASE
    room = (((FEWEST - 1) * len(parts) - BASE // 2) // BASE) * BASE
    own = rounded(whole)
    derived = pl.when(hidden < len(parts)).then(told).otherwise(pl.min_horizontal(own, pl.lit(float(room))))
    return pl.when(own > 0).then(derived).otherwise(own).alias(whole)


def rounded_ratio(frame: pl.DataFrame, over: str, under: str, name: str, ends: tuple[str, str]) -> pl.DataFrame:
    """
    Return rows with a quotient of numbers of accounts that is made of them as they are published, and its interval.

    Args:
        frame: with the numbers as they are, of which none is null.
        over: the column of the one number.
        under: that of the number over which it stands.
        name: the column of the quotient.
        ends: the columns of both ends of its interval.
    """
    kept = pl.when(rounded(under) > 0)
    return frame.with_columns(
        kept.then(rounded(over) / rounded(under)).alias(name),
        *(
            kept.then(((pl.col(end) * pl.col(under) + BASE // 2) / BASE).floor() * BASE / rounded(under)).alias(end)
            for end in ends
        ),
    )


def here_of(frame: pl.DataFrame, value: str, total: str, reached: str, names: tuple[str, str, str]) -> pl.DataFrame:
    """
    Return rows whose shares of accounts, and intervals of what happened here, are those of published numbers.

    What rounding moves, two accounts at most, is in the interval. What was not reached is rounded up to steps of 5 per
    cent, as completeness is published, and adds what another draw of so many accounts would (``research.share_here``).

    Args:
        frame: with the numbers, rounded.
        value: the column of how many.
        total: of how many.
        reached: of the share of the market that was reached; null is none.
        names: of the columns of the share and of both ends of its interval.
    """
    k, n = pl.min_horizontal(value, total).cast(pl.Float64), pl.when(pl.col(total) > 0).then(total).cast(pl.Float64)
    known, share, moved = pl.col(value).is_not_null(), k / n, (BASE // 2) / n
    steps = 100 // BASE
    missing = ((1 - pl.col(reached).fill_null(0.0).clip(0.0, 1.0)) * steps - _EXACT).ceil().clip(0, steps) / steps
    square = _Z**2 * missing / n
    middle = (share + square / 2) / (1 + square)
    half = (square * share * (1 - share) + square**2 / 4).sqrt() / (1 + square)
    low = pl.max_horizontal(middle - half, share * (1 - missing)) - moved
    high = pl.min_horizontal(middle + half, share * (1 - missing) + missing) + moved
    ends = (share, pl.when(k > 0).then(low.clip(0.0)).otherwise(0.0), high.clip(upper_bound=1.0))
    return frame.with_columns(
        pl.when(known & n.is_not_null()).then(end).alias(name) for name, end in zip(names, ends, strict=True)
    )


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
    Return rows whose shares are those of published numbers, with the interval of `wilson` and what rounding moves.

    Args:
        frame: with the numbers, rounded.
        value: the column of how many.
        total: of how many.
        names: of the columns of the share and of both ends of its interval.
    """
    k, n = pl.min_horizontal(value, total).cast(pl.Float64), pl.when(pl.col(total) > 0).then(total).cast(pl.Float64)
    known, share = pl.col(value).is_not_null(), k / n
    middle, half = share + _Z**2 / (2 * n), _Z * (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt()
    moved = (BASE // 2) / n  # at most: what is published must not be surer than what is known
    low = pl.when(k > 0).then(((middle - half) / (1 + _Z**2 / n) - moved).clip(0.0)).otherwise(0.0)
    high = pl.when(k < n).then(((middle + half) / (1 + _Z**2 / n) + moved).clip(upper_bound=1.0)).otherwise(1.0)
    return frame.with_columns(
        pl.when(known & n.is_not_null()).then(end).alias(name)
        for name, end in zip(names, (share, low, high), strict=True)
    )
