"""
What a page tells of its own time: its clock, the newest thing that it names, that it is to the byte a page of before,
and that its market was not open when it is said to have been fetched.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.times.agreement import OPEN

__all__ = ["bytes_votes", "clock_votes", "life_votes", "newest_votes", "within_life"]

_DAY = 86_400_000_000
_CLOCK, _BYTES, _LIFE = 5.0, 3.0, 3.0
"""What such evidence weighs, beside one rating that other pages show: it is hardly ever wrong."""


def clock_votes(pages: pl.DataFrame) -> pl.DataFrame:
    """
    Let clocks that print their day say when their pages were made, as finely as they print it.

    Args:
        pages: ``page, clock, clock_step`` (microseconds); ``clock`` is null where none is printed.

    Returns:
        Votes: ``page, low, high, weight``.
    """
    return pages.drop_nulls("clock").select(
        "page", low="clock", high=pl.col("clock") + pl.col("clock_step"), weight=pl.lit(_CLOCK)
    )


def newest_votes(newest: pl.DataFrame) -> pl.DataFrame:
    """
    Let the latest time that a page names say that it was made no earlier.

    Args:
        newest: ``page, newest`` (microseconds).

    Returns:
        Votes: ``page, low, high, weight``.
    """
    return newest.select("page", low="newest", high=pl.lit(OPEN), weight=pl.lit(1.0))


def bytes_votes(ticking: pl.DataFrame, stated: pl.DataFrame, current: pl.DataFrame) -> pl.DataFrame:
    """
    Let pages that show what changes by the day, and are the same to the byte, be of the earliest time that is stated.

    Args:
        ticking: ``page, body``, a digest of its bytes, of such pages.
        stated: ``page, low, high`` (microseconds), the times that sources state.
        current: the same, what is thought of them.

    Returns:
        Votes: ``page, low, high, weight``, of pages that lie more than a day after the first with their bytes.
    """
    known = ticking.join(stated.drop_nulls("low"), on="page").sort("body", "high", "page")
    first = known.group_by("body", maintain_order=True).agg(
        pl.len(), pl.col("page").first().alias("first"), pl.col("high").first().alias("until")
    )
    copies = known.join(first.filter(pl.col("len") > 1).drop("len"), on="body").filter(
        pl.col("low") > pl.col("until") + _DAY
    )
    return (
        copies.select("page", "first")
        .join(current.rename({"page": "first"}), on="first")
        .select("page", "low", "high", weight=pl.lit(_BYTES))
    )


def life_votes(stated: pl.DataFrame, first: int | None, last: int | None) -> pl.DataFrame:
    """
    Let the days on which a market can have been open decide of pages that are said to be of others, or of none.

    Args:
        stated: ``page, low, high`` (microseconds), the times that sources state.
        first: when it can have been open first; None: not known.
        last: the end of the last day on which it can have been open; None: not known.

    Returns:
        Votes: ``page, low, high, weight``, of pages of days more than one before or after, and of pages of no stated
        time.
    """
    low, high = _ends(first, last)
    return stated.filter(~_can_be(first, last)).select("page", low=pl.lit(low), high=pl.lit(high), weight=pl.lit(_LIFE))


def within_life(stated: pl.DataFrame, first: int | None, last: int | None) -> pl.DataFrame:
    """
    Leave out times on which a market cannot have been open: pages of such days would date each other by them.

    Args:
        stated: as of `life_votes`.
        first: as there.
        last: as there.
    """
    return stated.filter(_can_be(first, last) | pl.col("low").is_null())


def _ends(first: int | None, last: int | None) -> tuple[int, int]:
    return -OPEN if first is None else first, OPEN if last is None else last


def _can_be(first: int | None, last: int | None) -> pl.Expr:
    """Whether a time is of a day on which a market can have been open, or next to one; no time is of none."""
    if first is None and last is None:
        return pl.lit(value=True)
    low, high = _ends(first, last)
    return ((pl.col("high") >= low - _DAY) & (pl.col("low") <= high + _DAY)).fill_null(value=False)
