"""
What rates of exchange tell of the times of pages.

A market prints the rates of the moment on every page, so pages of one crawl print nearly the same. A page that prints
others was not made on the day of its crawl, whatever its source states.
"""

from __future__ import annotations

import polars as pl

__all__ = ["rate_votes"]

_DAY = 86_400_000_000
_FEWEST = 5
"""Pages of a day that tell what its rate was."""
_NEAR = 0.004
"""Rates that differ by no more of themselves may be of one moment."""
_STRANGE = 2.0
_SPREADS = 4.0
"""A page is of another day if its rate lies so many times farther out than that of three pages in four of its day."""


def rate_votes(rates: pl.DataFrame, pages: pl.DataFrame, reach: int) -> pl.DataFrame:
    """
    Let the rates on a page say whether it is of its day.

    Args:
        rates: ``page, coin, rate``: the price of a coin in one currency.
        pages: ``page, low, high`` (microseconds), the times that their sources state.
        reach: how far back old copies are (microseconds).

    Returns:
        Votes: ``page, low, high, weight``. A page whose rates are those of its day, and not those of the days of pages
        before and after, votes for it; one with other rates for the time before it, and counts twice.
    """
    known = pages.drop_nulls("low").with_columns(day=pl.col("low") // _DAY)
    rows = rates.join(known, on="page").with_columns(pl.col("rate").log().alias("log"))
    days = (
        rows.group_by("coin", "day")
        .agg(pl.col("log").median().alias("middle"), pl.len())
        .filter(pl.col("len") >= _FEWEST)
        .sort("coin", "day")
        .with_columns(
            before=(pl.col("middle") - pl.col("middle").shift(1).over("coin")).abs(),
            after=(pl.col("middle") - pl.col("middle").shift(-1).over("coin")).abs(),
        )
    )
    held = rows.join(days, on=["coin", "day"]).with_columns(off=(pl.col("log") - pl.col("middle")).abs())
    limit = pl.max_horizontal(pl.lit(_NEAR), pl.col("off").quantile(0.75).over("coin", "day") * _SPREADS)
    judged = held.with_columns(
        is_of_day=pl.col("off") <= limit,
        tells=pl.min_horizontal("before", "after") > 2 * limit,
    )
    of_page = judged.group_by("page").agg(
        pl.col("low").first(), pl.col("high").first(), pl.col("is_of_day").all(), pl.col("tells").any()
    )
    return of_page.filter(~pl.col("is_of_day") | pl.col("tells")).select(
        "page",
        low=pl.when("is_of_day").then("low").otherwise(pl.col("low") - reach),
        high=pl.when("is_of_day").then("high").otherwise(pl.col("low") - _DAY),
        weight=pl.when("is_of_day").then(1.0).otherwise(_STRANGE),
    )
