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
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.threshold import FEWEST, few

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "BASE",
    "MOVED_BY",
    "here_of",
    "least_share",
    "rounded",
    "rounded_count",
    "rounded_ends",
    "rounded_ratio",
    "rounded_sum",
    "rounded_to",
    "rounded_whole",
    "whole_moved",
    "wilson",
    "wilson_of",
]

BASE = FEWEST
"""Published numbers of accounts are multiples of it."""
MOVED_BY = BASE // 2
"""How far a number of accounts is at most from the one that is published."""
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


def rounded_ends(low: float, high: float) -> tuple[float, float]:
    """
    Return the interval of a number of accounts as it is published: both ends rounded, and what rounding moves.

    Args:
        low: its lower end.
        high: its upper one.
    """
    least, most = rounded_count(math.floor(low)) - MOVED_BY, rounded_count(math.ceil(high)) + MOVED_BY
    return float(max(0, least)), float(most)


def least_share(value: float, total: float) -> float:
    """
    Return the least share of accounts that two published numbers can have been made of.

    Args:
        value: how many, rounded.
        total: of how many, rounded.
    """
    return max(value - MOVED_BY, FEWEST) / (total + MOVED_BY) if value > 0 else 0.0


def rounded_sum(column: str) -> pl.Expr:
    """
    Return the sum of a column of numbers as they are published: with two for each that is withheld, to the nearest
    five. It is null where some are withheld and nothing comes of them.

    Args:
        column: of `rounded` numbers.
    """
    number = pl.col(column)
    told = ((number.fill_null(BASE // 2).sum() + BASE // 2) // BASE) * BASE
    return pl.when((told > 0) | (number.null_count() == 0)).then(told).alias(column)


def rounded_whole(whole: str, *parts: str) -> pl.Expr:
    """
    Return a column of numbers of accounts as it is published beside its parts.

    Parts are what the others leave of the whole: where all of these were rounded one way, one can be told to the last
    account. So the whole is that of the parts as they are published, with two for each that is withheld; it may be
    further from what it was than other numbers (`whole_moved`). Where all are withheld, it is rounded itself, but no
    more than leaves room for any of them to be none.

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


def whole_moved(whole: str, *parts: str) -> pl.Expr:
    """
    Return how far a whole of `rounded_whole` may be from what it was.

    Args:
        whole: the column as it is published.
        parts: columns as they are published; null where they are withheld, which are none to four.
    """
    least = pl.sum_horizontal(_within(name, pl.lit(MOVED_BY))[0].fill_null(0.0) for name in parts)
    most = pl.sum_horizontal(_within(name, pl.lit(MOVED_BY))[1].fill_null(FEWEST - 1.0) for name in parts)
    return pl.max_horizontal(pl.col(whole) - least, most - pl.col(whole))


def _within(column: str, moved: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The least and the most that a published number of accounts can have been: of some there were five, at least."""
    number = pl.col(column).cast(pl.Float64)
    least = pl.when(number > 0).then(pl.max_horizontal(number - moved, pl.lit(float(FEWEST)))).otherwise(number)
    return least, pl.when(number > 0).then(number + moved).otherwise(number)


def rounded_ratio(frame: pl.DataFrame, over: str, under: str, name: str, ends: tuple[str, str]) -> pl.DataFrame:
    """
    Return rows with a quotient of numbers of accounts that is made of them as they are published, and its interval.

    What rounding moves, of the one number and of the other, is in the interval.

    Args:
        frame: with the numbers as they are, of which none is null.
        over: the column of the one number.
        under: that of the number over which it stands.
        name: the column of the quotient.
        ends: the columns of both ends of its interval.
    """
    kept = pl.when(rounded(under) > 0)
    least, most = ((pl.col(end) * pl.col(under) + BASE // 2) / BASE for end in ends)
    low = (least.floor() * BASE - MOVED_BY).clip(0.0) / (rounded(under) + MOVED_BY)
    high = (most.floor() * BASE + (BASE - MOVED_BY)) / (rounded(under) - MOVED_BY)  # ends are no whole numbers
    return frame.with_columns(
        kept.then(rounded(over) / rounded(under)).alias(name),
        *(kept.then(end).alias(column) for column, end in zip(ends, (low, high), strict=True)),
    )


def here_of(
    frame: pl.DataFrame, value: str, total: str, reached: str, names: tuple[str, str, str], *, moved: str | None = None
) -> pl.DataFrame:
    """
    Return rows whose shares of accounts, and intervals of what happened here, are those of published numbers.

    The interval holds that of every two numbers that can have been rounded to these. What was not reached is rounded up
    to steps of 5 per cent, as completeness is published, and adds what another draw of so many accounts would
    (``research.share_here``).

    Args:
        frame: with the numbers, rounded.
        value: the column of how many.
        total: of how many.
        reached: of the share of the market that was reached; null is none.
        names: of the columns of the share and of both ends of its interval.
        moved: of how far ``value`` may be from what it was, where that is not `MOVED_BY`.
    """
    steps = 100 // BASE
    missing = ((1 - pl.col(reached).fill_null(0.0).clip(0.0, 1.0)) * steps - _EXACT).ceil().clip(0, steps) / steps

    def end(share: pl.Expr, n: pl.Expr, sign: int) -> pl.Expr:
        square = _Z**2 * missing / n
        half = (square * share * (1 - share) + square**2 / 4).sqrt()
        by_chance = (share + square / 2 + sign * half) / (1 + square)
        sure = share * (1 - missing)
        return pl.max_horizontal(by_chance, sure) if sign < 0 else pl.min_horizontal(by_chance, sure + missing)

    return _shares(frame, value, total, names, end, moved)


def _shares(
    frame: pl.DataFrame,
    value: str,
    total: str,
    names: tuple[str, str, str],
    end: Callable[[pl.Expr, pl.Expr, int], pl.Expr],
    moved: str | None = None,
) -> pl.DataFrame:
    """Rows with shares of published numbers, from the lower end of the least share that these can be to the upper."""
    k, n = pl.min_horizontal(value, total).cast(pl.Float64), pl.when(pl.col(total) > 0).then(total).cast(pl.Float64)
    fewest, most = _within(value, pl.lit(float(MOVED_BY)) if moved is None else pl.col(moved))
    of_least, of_most = _within(total, pl.lit(float(MOVED_BY)))
    low = end((fewest / of_most).clip(upper_bound=1.0), of_most, -1).clip(0.0)
    high = end((most / of_least).clip(upper_bound=1.0), of_least, 1).clip(upper_bound=1.0)
    ends = (k / n, pl.when(k > 0).then(low).otherwise(0.0), high)
    known = pl.col(value).is_not_null() & n.is_not_null()
    return frame.with_columns(pl.when(known).then(each).alias(name) for name, each in zip(names, ends, strict=True))


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
    Return rows whose shares are those of published numbers, with an interval that holds that of `wilson` of every two
    numbers that can have been rounded to these.

    Args:
        frame: with the numbers, rounded.
        value: the column of how many.
        total: of how many.
        names: of the columns of the share and of both ends of its interval.
    """

    def end(share: pl.Expr, n: pl.Expr, sign: int) -> pl.Expr:
        half = (share * (1 - share) / n + _Z**2 / (4 * n**2)).sqrt()
        return (share + _Z**2 / (2 * n) + sign * _Z * half) / (1 + _Z**2 / n)

    return _shares(frame, value, total, names, end)
