"""
Counters that grow as no vendor sells, and bands that count as many ratings (methods E5).

A page may print any number as its vendor's sales: one that another page had a digit less of, or one that a vendor has
made up. A growth is believed where the vendor could have sold so much: no more than `MOST_TIMES` what the busiest of
the *others* sells in the time, or no more than `MOST_TIMES` what its own ratings of the time stand for. What is not
believed is no reading: the vendor's months rest on its ratings then, and say so.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.times.months import month_shares

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["LEAST_PACE", "LONE_PACE", "MOST_TIMES", "doubted_months", "paces", "plausible_bands", "plausible_readings"]

MOST_TIMES = 5.0
"""How many times the sales of the busiest other vendor, or of its own ratings, a vendor can have."""
LEAST_PACE = 1.0
"""Sales a day that every vendor is thought to be able to have, however little the others sell."""
LONE_PACE = 100.0
"""The same where there is no other vendor to hold it against."""
_LEAST_DAYS = 7.0
_FEW = 10.0
_DAY = 86_400.0
_DOUBTED = pl.Schema(
    {"vendor": pl.String(), "occurred_from": pl.Datetime("us", "UTC"), "occurred_to": pl.Datetime("us", "UTC")}
)


def paces(readings: pl.DataFrame, reviews: pl.DataFrame, rate: float | None) -> pl.DataFrame:
    """
    Return the sales a day that each vendor may have, by what the others sell.

    What a vendor sells is told by its counter, from the first reading to the last, and by its ratings over the feedback
    rate, from the first to the last; the larger counts, over a week at least.

    Args:
        readings: as from `vendor_months.vendor_readings`.
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``.
        rate: the market's feedback rate; None for one.

    Returns:
        ``vendor``, ``most`` (sales a day): `MOST_TIMES` the largest of the others, `LEAST_PACE` of them at least.
    """
    at = pl.col("captured_at")
    counted = readings.sort("vendor", "captured_at").group_by("vendor").agg(
        sold=pl.col("count_middle").last() - pl.col("count_middle").first(), days=_days(at.max() - at.min())
    )  # fmt: skip
    rated = reviews.drop_nulls(["vendor", "occurred_from", "occurred_to"]).group_by("vendor").agg(
        sold=pl.len() / (rate or 1.0), days=_days(pl.col("occurred_to").max() - pl.col("occurred_from").min())
    )  # fmt: skip
    columns = ["vendor", pl.col("sold").cast(pl.Float64), pl.col("days").clip(lower_bound=_LEAST_DAYS)]
    pace = pl.concat([counted.select(columns), rated.select(columns)])
    pace = pace.group_by("vendor").agg(pace=(pl.col("sold") / pl.col("days")).max()).sort("pace", "vendor")
    ranked = pace["pace"].to_list()
    if len(ranked) < 2:  # itself alone
        return pace.select("vendor", most=pl.lit(LONE_PACE))
    others = pl.when(pl.int_range(pl.len()) == pl.len() - 1).then(ranked[-2]).otherwise(ranked[-1])
    return pace.select("vendor", most=MOST_TIMES * pl.max_horizontal(others, pl.lit(LEAST_PACE)))


def plausible_readings(
    readings: pl.DataFrame, reviews: pl.DataFrame, most: pl.DataFrame, rate: float | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Leave out readings to which a vendor's counter cannot have grown since the last one that is believed.

    Args:
        readings: as from `vendor_months.vendor_readings`.
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``.
        most: of `paces`.
        rate: the market's feedback rate; None for one.

    Returns:
        the readings that are believed, and the times of those that are not: ``vendor``, ``occurred_from`` (the last
        reading that is believed), ``occurred_to``.

    Example: where the busiest other vendor sells two a day, 335, a month later 99,999,999, and then 350 leave 335 and
    350: 300 is the most that a month can add.
    """
    ordered = readings.sort("vendor", "captured_at").join(most, on="vendor", how="left", maintain_order="left")
    days = _days(pl.col("captured_at").diff().over("vendor")).clip(lower_bound=_LEAST_DAYS)
    added = (pl.col("count_low") - pl.col("count_high").shift()).over("vendor")
    leaps = ordered.filter(added > pl.col("most") * days)["vendor"].unique()
    if leaps.is_empty():
        return readings, pl.DataFrame(schema=_DOUBTED)
    is_doubtful = pl.col("vendor").is_in(leaps.implode())
    times = (
        reviews.filter(is_doubtful).drop_nulls(["occurred_from", "occurred_to"]).select("vendor", at="occurred_from")
    )
    rated = {name: rows["at"].sort() for (name,), rows in times.group_by("vendor")}
    nothing = pl.Series("at", [], pl.Datetime("us", "UTC"))
    judged = [
        rows.with_columns(since=_since(rows, rated.get(vendor, nothing), rate or 1.0))
        for (vendor,), rows in ordered.filter(is_doubtful).group_by("vendor")
    ]
    every = pl.concat(judged)
    believed = every.filter(pl.col("since").is_null()).select(readings.columns)
    doubted = every.filter(pl.col("since").is_not_null()).select("vendor", "since", "captured_at")
    return (
        pl.concat([readings.filter(~is_doubtful), believed]).sort("vendor", "captured_at"),
        doubted.rename({"since": "occurred_from", "captured_at": "occurred_to"}).cast(_DOUBTED).sort(pl.all()),
    )


def _since(rows: pl.DataFrame, rated: pl.Series, rate: float) -> pl.Series:
    """Of each reading of one vendor that is not believed, when the last one was that is; null of the others."""
    doubts: list[datetime | None] = []
    since, high = None, 0
    times = rated.to_list()
    for at, low, top, most in rows.select("captured_at", "count_low", "count_high", "most").iter_rows():
        if since is not None:
            days = max((at - since).total_seconds() / _DAY, _LEAST_DAYS)
            ratings = bisect_left(times, at) - bisect_left(times, since)
            if low - high > max(most * days, MOST_TIMES * (ratings + _FEW) / rate):
                doubts.append(since)
                continue
        doubts.append(None)
        since, high = at, top
    return pl.Series("since", doubts, pl.Datetime("us", "UTC"))


def doubted_months(doubted: pl.DataFrame) -> pl.DataFrame:
    """The months, ``vendor, month``, in which a counter was not believed."""
    spread = month_shares(doubted).join(doubted.with_row_index("row").select("row", "vendor"), on="row")
    return spread.select("vendor", "month").unique().sort("vendor", "month")


def plausible_bands(bands: pl.DataFrame, reviews: pl.DataFrame, most: pl.DataFrame, width: float) -> pl.DataFrame:
    """
    Leave out newest bands that count more ratings than the vendor can have had sales.

    Args:
        bands: of `bands.newest_band`.
        reviews: distinct ratings, as for `plausible_readings`.
        most: of `paces`.
        width: days of the band.

    Returns:
        the bands of at most ``most`` times the days, or `MOST_TIMES` the ratings that are known of those days.
    """
    days = pl.duration(microseconds=round(width * _DAY * 1e6))
    known = reviews.drop_nulls(["vendor", "occurred_from", "occurred_to"]).select("vendor", at="occurred_from")
    rows = bands.with_row_index("band").join(most, on="vendor", how="left")
    large = rows.filter(pl.col("ratings") > pl.col("most").fill_null(LONE_PACE) * width)
    near = large.join(known, on="vendor").filter(
        (pl.col("at") <= pl.col("captured_at")) & (pl.col("at") > pl.col("captured_at") - days)
    )
    counts = large.join(near.group_by("band").len(), on="band", how="left")
    lies = counts.filter(pl.col("ratings") > MOST_TIMES * (pl.col("len").fill_null(0) + _FEW))
    return rows.join(lies, on="band", how="anti").sort("band").select(bands.columns)


def _days(length: pl.Expr) -> pl.Expr:
    return length.dt.total_microseconds() / (_DAY * 1e6)
