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

from cryptodrug_scraper.measures.pieces import grouped
from cryptodrug_scraper.measures.times.agreement import OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["counter_votes"]

_MOST_FALLS = 0.25
"""A counter of which more of the steps fall than old copies explain is none that only grows."""
_ROWS_AT_ONCE = 1_000_000
"""Values that are put in order at a time, with all of a series."""
_NO_VOTE = pl.DataFrame(schema={"page": pl.UInt32, "low": pl.Int64, "high": pl.Int64})


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
    counters = values["counter"].unique().sort()
    votes = (_of_counter(values.filter(pl.col("counter") == counter).drop("counter"), known) for counter in counters)
    return pl.concat([_NO_VOTE.cast({"page": values.schema["page"]}), *votes]).with_columns(weight=pl.lit(1.0))


def _of_counter(values: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Votes of what is counted under one name: none where it does not only grow."""
    rows = pl.concat(_ordered(some, known) for some in grouped(values.drop_nulls("value"), _ROWS_AT_ONCE, "series"))
    falls, moves = (int(rows[name].sum()) for name in ("falls", "moves"))
    if not moves or falls / moves > _MOST_FALLS:
        return _NO_VOTE.cast({"page": rows.schema["page"]})
    of_broken = rows.filter("falls").select("series").unique()
    steady = rows.join(of_broken, on="series", how="anti", maintain_order="left")
    broken = (
        rows.join(of_broken, on="series", how="semi", maintain_order="left")
        .group_by("series", maintain_order=True)
        .agg("page", "low", "high", "value")
    )
    found = [vote for _, *columns in broken.iter_rows() for vote in _of_broken(*columns)]
    votes = pl.DataFrame(found, schema=_NO_VOTE.schema, orient="row").cast({"page": rows.schema["page"]})
    every = pl.concat([*(_of_steady(some) for some in grouped(steady, _ROWS_AT_ONCE, "series")), votes])
    return every.filter((pl.col("low") > -OPEN) | (pl.col("high") < OPEN))


def _ordered(values: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The values of some series in the order of time, with whether each falls behind the one before, or moves."""
    step = pl.col("value").diff().over("series")
    return (
        values.group_by("series", "page")
        .agg(pl.col("value").max())
        .join(known, on="page")
        .sort("series", "low", "high", "value", "page")
        .with_columns(falls=(step < 0).fill_null(value=False), moves=(step != 0).fill_null(value=False))
    )


def _of_steady(rows: pl.DataFrame) -> pl.DataFrame:
    """Votes of series that never fall: from the last page with less to the first with more."""
    stretches = (
        rows.group_by("series", "value", maintain_order=True)
        .agg(last=pl.col("low").max(), first=pl.col("high").min())
        .with_columns(
            low=pl.col("last").shift(1).over("series").fill_null(-OPEN),
            high=pl.col("first").shift(-1).over("series").fill_null(OPEN),
        )
    )
    return rows.select("series", "value", "page").join(stretches, on=["series", "value"]).select("page", "low", "high")


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
