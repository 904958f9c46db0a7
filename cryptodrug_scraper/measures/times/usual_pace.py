"""
What the pace at which counters grow tells of the times of pages.

Pages that are stated to be of one day print nearly the same of a counter that grows by a few a day, such as views of a
listing. One that prints much less than another is older, by as many days as the counter takes to grow so far at its
usual pace: that from the day before of which there are pages, or to the day after. Growth is by chance, and the pace of
some days may be twice the usual one, or half of it: both are allowed for.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.pieces import grouped
from cryptodrug_scraper.measures.times.agreement import OPEN

__all__ = ["pace_votes"]

_DAY = 86_400_000_000
_WEIGHT = 2.0
"""What such evidence weighs, beside one rating that other pages show: what may be chance is no evidence."""
_TIMES = 2.0
"""The pace of some days may be so many times that of the weeks around them, or that part of it."""
_DEVIATIONS = 3.0
"""Numbers of a Poisson law are hardly ever so many standard deviations off."""
_LEAST_DAYS = 2.0
"""By so many days at least a page must be behind: those of folders are of some place on Earth, and crawls take one."""
_SPREADS = 4.0
"""And by so many times what three pages in four of a counter are at most: those of one crawl differ, too."""
_ROWS_AT_ONCE = 1_000_000
"""Values whose pace is told at a time, with all of a series."""


def pace_votes(values: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Let counters that are behind those of other pages of a day say how much older their page is.

    Args:
        values: ``page, counter, series, value``, as `growing_counters.counter_votes` takes them, of exact counts.
        pages: ``page, low, high`` (microseconds), the times that their sources state.

    Returns:
        Votes: ``page, low, high, weight``, of pages that are older by what cannot be chance.
    """
    stated = pages.select("page", "low", "high").drop_nulls()
    counters = values["counter"].unique().sort()
    votes = [_of_counter(values.filter(pl.col("counter") == counter).drop("counter"), stated) for counter in counters]
    return pl.concat(votes or [_of_counter(values.drop("counter"), stated)])


def _of_counter(values: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """Votes of what is counted under one name."""
    lag = pl.col("most") - pl.col("value")
    behind = (
        pl.concat(_lagging(some, stated) for some in grouped(values.drop_nulls("value"), _ROWS_AT_ONCE, "series"))
        .with_columns(
            least=(lag - _chance(lag)) / (pl.col("fastest") * _TIMES),
            farthest=(lag + _chance(lag)) / (pl.col("slowest") / _TIMES),
            usual=(lag / pl.col("fastest")).quantile(0.75),
        )
        .filter(pl.col("least") >= pl.max_horizontal(pl.lit(_LEAST_DAYS), pl.col("usual") * _SPREADS))
    )
    begins = pl.col("low") - (pl.col("farthest").clip(upper_bound=OPEN // 2 // _DAY) * _DAY).cast(pl.Int64)
    return behind.select(
        "page",
        low=pl.when(pl.col("slowest") > 0).then(begins).otherwise(-OPEN),
        high=pl.col("high") - (pl.col("least") * _DAY).cast(pl.Int64),
        weight=pl.lit(_WEIGHT),
    )


def _lagging(values: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    """Values of some series that grow, beside the largest of their day and the pace of the days around it."""
    rows = values.group_by("series", "page").agg(pl.col("value").max()).join(stated, on="page")
    found = rows.join(_days(rows), on=["series", "low"]).filter(pl.col("fastest") > 0)
    return found.select("page", "low", "high", "value", "most", "fastest", "slowest")


def _days(rows: pl.DataFrame) -> pl.DataFrame:
    """
    The largest value of each stated day (``most``), and the fastest and the slowest pace a day before and after it; of
    series of which these never fall.
    """
    growth = pl.col("most").diff().over("series")
    pace = growth / pl.col("low").diff().over("series") * _DAY
    return (
        rows.group_by("series", "low")
        .agg(most=pl.col("value").max())
        .sort("series", "low")
        .filter((growth >= 0).fill_null(value=True).all().over("series"))
        .with_columns(before=pace)
        .with_columns(after=pl.col("before").shift(-1).over("series"))
        .select(
            "series",
            "low",
            "most",
            fastest=pl.max_horizontal("before", "after"),
            slowest=pl.min_horizontal("before", "after"),
        )
    )


def _chance(growth: pl.Expr) -> pl.Expr:
    """By how much growth may be off by chance."""
    return _DEVIATIONS * growth.sqrt()
