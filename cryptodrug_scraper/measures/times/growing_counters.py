"""
What counters that only grow tell of the times of pages.

A page that prints a smaller number than an earlier one is older than it seems, or the earlier one was not as early. Of
the pages that print a counter, as many as can be are taken to be in order (a longest run that never falls); each of
the others was made between the last of them that prints no more and the first that prints more.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.times.agreement import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["counter_votes"]

_MOST_FALLS = 0.25
"""A counter of which more of the steps fall than old copies explain is none that only grows."""


def counter_votes(values: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Let the counters on a page say when it was made.

    Args:
        values: ``page, counter, series, value``: ``counter`` is what is counted, ``series`` of whom, as one number.
        pages: ``page, low, high`` (microseconds), what is thought of the times of pages.

    Returns:
        Votes: ``page, low, high, weight``; a series votes for a page where another page bounds it.
    """
    known = pages.select("page", "low", "high").filter(pl.col("low").is_not_null())
    rows = (
        values.drop_nulls("value")
        .group_by("counter", "series", "page")
        .agg(pl.col("value").max())
        .join(known, on="page")
        .sort("counter", "series", "low", "high", "value", "page")
    )
    step = pl.col("value").diff().over("counter", "series")
    falls = rows.with_columns(falls=step < 0, moves=step != 0)
    trusted = (
        falls.group_by("counter")
        .agg(falls=pl.col("falls").sum() / pl.col("moves").sum())
        .filter(pl.col("falls") <= _MOST_FALLS)
    )
    rows = falls.join(trusted.select("counter"), on="counter", how="semi")
    is_broken = pl.col("falls").any().over("counter", "series")
    steady = rows.filter(~is_broken)
    votes = [_of_steady(steady)]
    broken = (
        rows.filter(is_broken).group_by("counter", "series", maintain_order=True).agg("page", "low", "high", "value")
    )
    found = [vote for _, _, *columns in broken.iter_rows() for vote in _of_broken(*columns)]
    schema = {"page": pl.UInt32, "low": pl.Int64, "high": pl.Int64}
    votes.append(pl.DataFrame(found, schema=schema, orient="row").with_columns(pl.col("page").cast(rows["page"].dtype)))
    return pl.concat(votes).filter((pl.col("low") > -OPEN) | (pl.col("high") < OPEN)).with_columns(weight=pl.lit(1.0))


def _of_steady(rows: pl.DataFrame) -> pl.DataFrame:
    """Votes of series that never fall: from the last page with less to the first with more."""
    whose = ("counter", "series")
    stretches = (
        rows.group_by(*whose, "value", maintain_order=True)
        .agg(last=pl.col("low").max(), first=pl.col("high").min())
        .with_columns(
            low=pl.col("last").shift(1).over(whose).fill_null(-OPEN),
            high=pl.col("first").shift(-1).over(whose).fill_null(OPEN),
        )
    )
    return rows.select(*whose, "value", "page").join(stretches, on=[*whose, "value"]).select("page", "low", "high")


def _of_broken(
    pages: Sequence[int], lows: Sequence[int], highs: Sequence[int], values: Sequence[float]
) -> list[tuple[int, int, int]]:
    """Votes of one series that falls somewhere."""
    kept = _longest_rising(values)
    shown = [values[place] for place in kept]
    votes = []
    for place, page in enumerate(pages):
        value = values[place]
        after = bisect_right(shown, value)
        before = next((at for at in range(after - 1, -1, -1) if shown[at] < value), None)
        low = -OPEN if before is None else lows[kept[before]]
        high = OPEN if after == len(kept) else highs[kept[after]]
        votes.append((page, low, high))
    return votes


def _longest_rising(values: Sequence[float]) -> list[int]:
    """
    Places of a longest run that never falls; of several, the one of the earliest pages: old copies print too little.
    """
    ends: list[float] = []
    places: list[int] = []
    after: list[int] = [-1] * len(values)
    for place in range(len(values) - 1, -1, -1):
        value = -values[place]
        at = bisect_right(ends, value)
        if at > 0:
            after[place] = places[at - 1]
        if at == len(ends):
            ends.append(value)
            places.append(place)
        else:
            ends[at], places[at] = value, place
    run: list[int] = []
    place = places[-1] if places else -1
    while place >= 0:
        run.append(place)
        place = after[place]
    return run
