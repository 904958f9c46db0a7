"""
What one unit of each currency and coin was worth in euros, day by day (methods E8).

Ordinary currencies come from the reference rates of the European Central Bank alone: where a day has none, its last
day before that has one counts, and `origin_day` names it; a euro is a euro on any day. Coins come from the rate tables
that the markets' own pages print, in dollars, times the bank's rate; a second series of a coin in euros is never used,
since public ones imply a rate of the dollar that is up to 3 % off. Where no page of a day has a table, a researcher's
series counts, else a straight line between the known days before and after, else nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "DEVIATION",
    "FAR",
    "FX",
    "LONGEST_GAP_DAYS",
    "MOST_COINS",
    "SAME_CURRENCY",
    "daily_dollars",
    "exchange_rates",
    "implausible_tables",
]

DEVIATION = 0.02
"""A rate table whose dollars for a euro differ from the bank's by more than this share is reported (E8)."""
FAR = 5.0
"""How many times the middle of a coin's rates, of 45 days before and after, its rate of a day can be. A coin that falls
to an eighth in six weeks, as one did in 2018, stays within it."""
_NEAR_DAYS = 45
_FEWEST_DAYS = 3
LONGEST_GAP_DAYS = 7
"""How many days before a day its rate may have been published; the longest gap in 2018 and 2019 is five, at Easter."""
MOST_COINS = 200
"""Coins that pages print rates of, those of the most days: a row is made for each on each day."""
SAME_CURRENCY = {"CNH": "CNY"}
"""Codes that pages print, and the code under which the bank publishes the same currency."""
FX = pl.Schema(
    {
        "day": pl.Date(),
        "currency": pl.String(),
        "eur": pl.Float64(),
        "source": pl.String(),
        "origin_day": pl.Date(),
    }
)
"""Columns of the frame of rates."""


def exchange_rates(
    pages: pl.DataFrame,
    rates: pl.DataFrame,
    ecb: pl.DataFrame,
    series: pl.DataFrame | None = None,
    *,
    first_day: date,
    last_day: date,
    longest_gap_days: int = LONGEST_GAP_DAYS,
) -> pl.DataFrame:
    """
    Return the value in EUR of one unit of each currency and coin on each day from the first to the last.

    Args:
        pages: captures, with ``rate_table_id`` and ``captured_at``; those of several markets may stand together.
        rates: the tables of these pages: ``rate_table_id, base, quote, rate`` (units of quote for one of base).
        ecb: reference rates: ``day, currency, per_eur`` (units for one EUR). What it does not know is a coin.
        series: a researcher's rates of coins: ``day, currency, usd`` (USD for one unit).
        first_day: UTC day.
        last_day: UTC day, included.
        longest_gap_days: how old a reference rate may be.

    Returns:
        `FX`, sorted by currency and day. ``source`` is ``page``, ``ecb``, ``series`` or ``interpolated``, and
        ``origin_day`` is the day whose rate it is, for ``interpolated`` the known day before. Where nothing is known,
        ``eur``, ``source`` and ``origin_day`` are null. Of the coins that pages print, `MOST_COINS` have rows.
    """
    days = pl.select(pl.date_range(first_day, last_day, "1d").alias("day"))
    fiat = _reference(ecb, days, longest_gap_days)
    dollar = fiat.filter(pl.col("currency") == "USD").select("day", dollar="eur")
    coins = _coins(daily_dollars(pages, rates, ecb), series, ecb, days).join(dollar, on="day", how="left")
    coins = coins.with_columns(eur=pl.col("usd") * pl.col("dollar"))
    coins = coins.with_columns(pl.when(pl.col("eur").is_not_null()).then(pl.col("source", "origin_day")))
    return pl.concat([fiat.select(list(FX)), coins.select(list(FX))]).cast(FX).sort("currency", "day")


def daily_dollars(pages: pl.DataFrame, rates: pl.DataFrame, ecb: pl.DataFrame) -> pl.DataFrame:
    """
    Return what the pages' own rate tables say a currency or coin was worth on a day, in USD.

    It is the median of the day's pages, so that the table of one page does not count for as much as that of all others,
    and the tables that `implausible_tables` reports count only on days that have no other. A rate that is more than
    `FAR` times the middle of the days around, or less than that part of it, is left out: no coin leaps so for a day. Of
    ordinary currencies these are the market's rates, with which it converts prices: they serve to convert a price back,
    and never to value anything.

    Returns:
        ``day, currency, usd``, sorted.
    """
    dated = _dated(pages, rates)
    dollars = dated.filter(pl.col("quote") == "USD").select("rate_table_id", "day", currency="base", usd="rate")
    per_base = dollars.rename({"currency": "base"}).join(
        dated.filter(pl.col("quote") != "USD"), on=["rate_table_id", "day", "base"]
    )
    crossed = per_base.select("rate_table_id", "day", currency="quote", usd=pl.col("usd") / pl.col("rate"))
    direct = crossed.join(dollars, on=["rate_table_id", "day", "currency"], how="anti")
    every = pl.concat([dollars, direct]).filter(pl.col("usd").is_finite() & (pl.col("usd") > 0))
    off = implausible_tables(pages, rates, ecb).select("rate_table_id", day=pl.col("captured_at").dt.date()).unique()
    every = every.join(off.with_columns(is_off=True), on=["rate_table_id", "day"], how="left")
    every = every.with_columns(pl.col("is_off").fill_null(value=False))
    good = every.filter(pl.col("is_off") == pl.col("is_off").min().over("day", "currency"))
    shown = pages.group_by("rate_table_id", pl.col("captured_at").dt.date().alias("day")).len("pages")
    found = _not_far(_over_pages(good.join(shown, on=["rate_table_id", "day"])))
    dollar = found.select("day", currency=pl.lit("USD"), usd=pl.lit(1.0)).unique()
    return pl.concat([found.filter(pl.col("currency") != "USD"), dollar]).sort("day", "currency")


def _over_pages(rows: pl.DataFrame) -> pl.DataFrame:
    """The median of each currency and day over ``pages``, between the two in the middle: ``day, currency, usd``."""
    half = pl.col("pages").sum().over("day", "currency") / 2
    ordered = rows.sort("day", "currency", "usd").with_columns(
        upto=pl.col("pages").cum_sum().over("day", "currency"), half=half
    )
    low = pl.col("usd").filter(pl.col("upto") >= pl.col("half")).first()
    high = pl.col("usd").filter(pl.col("upto") > pl.col("half")).first()
    return ordered.group_by("day", "currency").agg(usd=(low + high) / 2)


def _not_far(found: pl.DataFrame) -> pl.DataFrame:
    """Leave out days whose rate is far from the middle of the days around, itself among them: three days at least."""
    near = found.sort("currency", "day").rolling(
        "day", group_by="currency", period=f"{2 * _NEAR_DAYS + 1}d", offset=f"-{_NEAR_DAYS + 1}d"
    )
    middle = near.agg(middle=pl.col("usd").median(), days=pl.len())
    judged = found.join(middle, on=["day", "currency"])
    apart = pl.max_horizontal(pl.col("usd") / pl.col("middle"), pl.col("middle") / pl.col("usd"))
    return judged.filter((apart <= FAR) | (pl.col("days") < _FEWEST_DAYS)).select("day", "currency", "usd")


def implausible_tables(
    pages: pl.DataFrame, rates: pl.DataFrame, ecb: pl.DataFrame, *, deviation: float = DEVIATION
) -> pl.DataFrame:
    """
    Return the rate tables whose dollars for a euro are not the bank's: a warning on the quality of their pages (E8).

    Args:
        pages: as for `exchange_rates`.
        rates: likewise.
        ecb: likewise.
        deviation: the largest share by which they may differ.

    Returns:
        ``rate_table_id, base, captured_at`` (of its first page on that day), ``implied, reference`` (USD for one EUR)
        and ``deviation`` (``implied / reference - 1``), sorted by time. Tables without dollars or euros are not judged.
    """
    dated = _dated(pages, rates)
    keys = ["rate_table_id", "base", "day"]
    both = dated.filter(pl.col("quote") == "USD").join(dated.filter(pl.col("quote") == "EUR"), on=keys, suffix="_eur")
    days = both.select("day").unique().sort("day")
    dollar = _reference(ecb, days, LONGEST_GAP_DAYS).filter(pl.col("currency") == "USD")
    judged = both.join(dollar.select("day", reference=1 / pl.col("eur")), on="day").with_columns(
        implied=pl.col("rate") / pl.col("rate_eur")
    )
    judged = judged.with_columns(deviation=pl.col("implied") / pl.col("reference") - 1)
    return (
        judged.filter(pl.col("deviation").abs() > deviation)
        .select("rate_table_id", "base", "captured_at", "implied", "reference", "deviation")
        .sort("captured_at", "rate_table_id", "base")
    )


def _dated(pages: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """The rows of the tables on each day on which a page has the table."""
    shown = pages.filter(pl.col("rate_table_id").is_not_null())
    shown = shown.group_by("rate_table_id", pl.col("captured_at").dt.date().alias("day")).agg(
        pl.col("captured_at").min()
    )
    return shown.join(rates, on="rate_table_id").filter(pl.col("rate").is_not_null() & (pl.col("rate") > 0))


def _reference(ecb: pl.DataFrame, days: pl.DataFrame, longest_gap_days: int) -> pl.DataFrame:
    """The bank's rate of each currency on each day, or its last before; rows of `FX`."""
    alias = [
        ecb.filter(pl.col("currency") == published).select("day", currency=pl.lit(printed), per_eur="per_eur")
        for printed, published in SAME_CURRENCY.items()
    ]
    known = pl.concat([ecb.select("day", "currency", "per_eur").filter(pl.col("per_eur") > 0), *alias])
    wanted = days.join(known.select("currency").unique(), how="cross").sort("day")
    first, last = (pl.lit(day, dtype=pl.Date()) for day in (days["day"].min(), days["day"].max()))
    known = known.filter(pl.col("day").is_between(first - pl.duration(days=longest_gap_days), last))  # few of decades
    known = known.unique(["day", "currency"], keep="first", maintain_order=True)
    known = known.with_columns(origin_day=pl.col("day")).sort("day")
    found = wanted.join_asof(
        known, on="day", by="currency", strategy="backward", tolerance=f"{longest_gap_days}d", check_sortedness=False
    )
    rated = found.select(
        "day",
        "currency",
        eur=1 / pl.col("per_eur"),
        source=pl.when(pl.col("per_eur").is_not_null()).then(pl.lit("ecb")),
        origin_day="origin_day",
    )
    euro = days.select("day", currency=pl.lit("EUR"), eur=pl.lit(1.0), source=pl.lit("ecb"), origin_day=pl.col("day"))
    return pl.concat([rated, euro])


def _coins(printed: pl.DataFrame, series: pl.DataFrame | None, ecb: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Dollars for one unit of each coin on each day: ``day, currency, usd, source, origin_day``."""
    kept = ["day", "currency", "usd"]
    columns = pl.Schema({"day": pl.Date(), "currency": pl.String(), "usd": pl.Float64()})
    ordinary = {*ecb["currency"].unique(), "EUR", *SAME_CURRENCY}
    known = printed.select(kept).cast(columns).filter(~pl.col("currency").is_in(ordinary))
    counted = known.group_by("currency").len("days").sort("days", "currency", descending=[True, False])
    known = known.join(counted.head(MOST_COINS), on="currency", how="semi").with_columns(source=pl.lit("page"))
    if series is not None:
        given = series.select(kept).cast(columns).filter(pl.col("usd") > 0).with_columns(source=pl.lit("series"))
        known = pl.concat([known, given.unique(["day", "currency"], keep="first", maintain_order=True)])
    known = known.filter(~pl.col("currency").is_in(ordinary))
    known = known.unique(["day", "currency"], keep="first", maintain_order=True)  # a page before a series
    wanted = pl.concat([days, known.select("day")]).unique().join(known.select("currency").unique(), how="cross")
    lined = wanted.join(known, on=["day", "currency"], how="left").sort("currency", "day")
    lined = lined.with_columns(
        origin_day=pl.when(pl.col("usd").is_not_null()).then(pl.col("day")).forward_fill().over("currency"),
        filled=pl.col("usd").interpolate_by("day").over("currency"),
    )
    between = pl.col("usd").is_null() & pl.col("filled").is_not_null()
    lined = lined.with_columns(
        usd="filled",
        source=pl.when(between).then(pl.lit("interpolated")).otherwise(pl.col("source")),
        origin_day=pl.when(pl.col("filled").is_not_null()).then(pl.col("origin_day")),
    )
    return lined.join(days, on="day", how="semi").select(*kept, "source", "origin_day")
