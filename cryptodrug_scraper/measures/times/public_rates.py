"""
What public series of rates tell of the times of pages.

A page that prints what a coin costs was made on a day on which it cost about that. Markets convert at rates of their
own, which lie above or below a public series by about the same: a page is held against the series times what most
pages of its market differ by. What two currencies cost of each other moves little, so a cross rate excludes days only
where it is far off, and never moves a page alone.
"""

from __future__ import annotations

import polars as pl

__all__ = ["PUBLIC", "QUOTED", "public_votes"]

QUOTED = {"page": pl.UInt32, "pair": pl.String, "rate": pl.Float64, "weight": pl.Float64}
"""What pages print: the price of a thing in a currency, and what it weighs."""
PUBLIC = {"pair": pl.String, "day": pl.Date, "rate": pl.Float64}
"""The same of public series, by day."""
_DAY = 86_400_000_000
_FEWEST = 5
"""Pages that tell by how much a market's rates differ, and those of a day."""
_NEAR = 0.02
"""Rates that differ by no more of themselves are of one day: so much where they weigh 1, half where they weigh 2."""
_SPREADS = 4.0
"""A page is of another day if its rate is so many times farther off than that of three pages in four."""
_GAP = "6d"
"""Days without a public rate have that of the day before, for as long at most: weekends, and Easter."""


def public_votes(quoted: pl.DataFrame, public: pl.DataFrame, pages: pl.DataFrame, reach: int) -> pl.DataFrame:
    """
    Let rates on a page that were others on its day say on which days before they were such.

    Args:
        quoted: `QUOTED`.
        public: `PUBLIC`.
        pages: ``page, low, high`` (microseconds), the times that their sources state.
        reach: how far back old copies are (microseconds).

    Returns:
        Votes: ``page, low, high, weight``; none of a page whose rate is that of no day so near.
    """
    known = pages.select("page", stated="low").drop_nulls()
    series = public.with_columns(pl.col("rate").log().alias("log")).drop("rate").sort("day")
    rows = (
        quoted.join(known, on="page")
        .filter(pl.len().over("pair") >= _FEWEST)
        .with_columns(pl.col("rate").log().alias("printed"), day=_date(pl.col("stated")))
    )
    off = pl.col("printed") - pl.col("log")
    usual = (
        _on_days(rows, series)
        .with_columns(off=off)
        .with_columns(usual=pl.col("off").median().over("pair"))
        .with_columns(far=(pl.col("off") - pl.col("usual")).abs())
        .with_columns(
            limit=pl.max_horizontal(_NEAR / pl.col("weight"), pl.col("far").quantile(0.75).over("pair") * _SPREADS)
        )
        .with_columns(is_far=pl.col("far") > pl.col("limit"))
    )
    # where most pages of a day differ from a series it is not theirs
    of_day = ("pair", "stated")
    is_of_few = (pl.len().over(of_day) < _FEWEST) | (pl.col("is_far").mean().over(of_day) <= 1 / 2)
    strange = usual.filter(pl.col("is_far") & is_of_few).drop("day", "log")
    back = pl.int_ranges(pl.lit(-1), pl.lit(reach // _DAY + 1))
    tried = _on_days(
        strange.with_columns(back=back)
        .explode("back")
        .with_columns(day=_date(pl.col("stated") - pl.col("back") * _DAY)),
        series,
    )
    fits = tried.filter((off - pl.col("usual")).abs() <= pl.col("limit"))
    return (
        fits.group_by("page", "pair")
        .agg(pl.col("stated", "weight").first(), nearest=pl.col("back").min(), farthest=pl.col("back").max())
        .filter(pl.col("nearest") > 1)
        .select(
            "page",
            low=pl.col("stated") - pl.col("farthest") * _DAY,
            high=pl.col("stated") - (pl.col("nearest") - 1) * _DAY,
            weight="weight",
        )
    )


def _date(at: pl.Expr) -> pl.Expr:
    return at.cast(pl.Datetime("us")).dt.date()


def _on_days(rows: pl.DataFrame, series: pl.DataFrame) -> pl.DataFrame:
    """Rows with what a public series has on their day, those of which it has something."""
    found = rows.sort("day").join_asof(series, on="day", by="pair", tolerance=_GAP, check_sortedness=False)
    return found.drop_nulls("log")
