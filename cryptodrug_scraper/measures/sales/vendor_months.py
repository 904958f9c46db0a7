"""
Transactions of each vendor and month: what ratings show, and an estimate of all sales (methods E4, E5; pitfalls 6 to
8).

A rating lies in the month in which it was left, some days after the order: ``transactions_shown``, the sum of shares of
the ratings' intervals in the month, is a lower bound of what was sold. The estimate is of all sales, rated or not:

1. A vendor's time is cut at its readings, one for each snapshot with its counter of sales. In each segment its sales
   are told twice: by the counter's growth, whose error is that of rounding, and by the ratings over the vendor's
   feedback rate, whose error is that of the rate and of chance. They are averaged with the inverse of their variances,
   so that an exact counter decides alone; so does one to whose growth, rounded as it is, the ratings cannot belong:
   pages that list some of them were not read.
2. Where the newest band or window counts more ratings than are known, rows were cut off: the segment's ratings are
   those of the band, scaled to the time between the snapshots.
3. Sales are shared among the months of a segment as their orders are, which the ratings tell, put back by the market's
   delay (`allotment`): an order is counted in the month in which it was made, and rated some days later.

A reading to which a counter cannot have grown, and a band that counts more ratings than a vendor can have had, are left
out (`plausible_counters`): the months rest on the ratings, and ``counter_flag`` says so.

Assumes that a vendor's feedback rate does not change, and that all its ratings come with the same delays.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.ratings.cut_lists import LEAST_MISSING, MISSING_SHARE
from cryptodrug_scraper.measures.ratings.month_doubts import with_doubts
from cryptodrug_scraper.measures.ratings.rating_delays import LAG, Delay, rating_delay
from cryptodrug_scraper.measures.sales.allotment import allotted
from cryptodrug_scraper.measures.sales.cells import cells_of, ratings_in
from cryptodrug_scraper.measures.sales.plausible_counters import (
    doubted_months,
    paces,
    plausible_bands,
    plausible_readings,
)
from cryptodrug_scraper.measures.times.months import month_counts

__all__ = ["market_delay", "vendor_months", "vendor_readings"]

_DAY = 86_400e6


def vendor_readings(counts: pl.DataFrame, joined: pl.DataFrame, first_at: pl.Expr | None = None) -> pl.DataFrame:
    """
    Readings of the vendors' counters, each begun at 0 on the day on which the vendor joined, if that lies after
    ``first_at``.

    Args:
        counts: as from `snapshot_readings`, by vendor.
        joined: ``vendor``, ``member_since`` (Date), one row for each vendor that has one.
        first_at: moment of the market's first capture; of vendors that joined before it, ratings of the first days may
            be unknown, and their first count tells nothing about months. None adds no beginnings.

    Returns:
        ``vendor``, ``captured_at``, ``count_low``, ``count_high`` (Int64), ``count_middle`` (Float64), in order of the
        first two.
    """
    if first_at is None:
        return counts.sort("vendor", "captured_at")
    begun = (
        joined.select("vendor", pl.col("member_since").cast(pl.Datetime("us", "UTC")).alias("captured_at"))
        .join(counts.group_by("vendor").agg(pl.col("captured_at").min().alias("seen_at")), on="vendor")
        .filter(pl.col("captured_at") >= first_at, pl.col("captured_at") < pl.col("seen_at"))
        .select(
            "vendor",
            "captured_at",
            count_low=pl.lit(0, pl.Int64),
            count_high=pl.lit(0, pl.Int64),
            count_middle=pl.lit(0.0),
        )
    )
    return pl.concat([begun, counts.select(begun.columns)]).sort("vendor", "captured_at")


def _thinned(readings: pl.DataFrame) -> pl.DataFrame:
    """
    Leave of a rounded counter the first and last reading and those nearest to a month's start.

    Its error lies in the two ends of a segment, and does not shrink with the segment: short ones would count it again
    and again.
    """
    at = pl.col("captured_at")
    following = at.dt.truncate("1mo").dt.offset_by("1mo")
    to_start, to_end = at - at.dt.truncate("1mo"), following - at
    edge = pl.when(to_start <= to_end).then(at.dt.truncate("1mo")).otherwise(following)
    away = pl.min_horizontal(to_start, to_end)
    marked = readings.with_columns(edge=edge, away=away).with_columns(
        is_kept=(at == at.min().over("vendor"))
        | (at == at.max().over("vendor"))
        | (pl.col("away") == pl.col("away").min().over("vendor", "edge"))
        | (pl.col("count_high") == pl.col("count_low")).all().over("vendor")
    )
    return marked.filter("is_kept").drop("edge", "away", "is_kept")


def _segments(cells: pl.DataFrame, readings: pl.DataFrame) -> pl.DataFrame:
    """Segments of each vendor with their ratings, and with growth of the counter where both ends have a reading."""
    low, high, middle = pl.col("count_low"), pl.col("count_high"), pl.col("count_middle")
    width = high - low
    growth = (
        readings.sort("vendor", "captured_at")
        .with_columns(
            added=middle - middle.shift().over("vendor"),
            added_variance=((width * (width + 2) + (width * (width + 2)).shift().over("vendor")) / 12).cast(pl.Float64),
            added_low=(low - high.shift().over("vendor")).clip(lower_bound=0),
            added_high=high - low.shift().over("vendor"),
            is_reset=(high < low.shift().over("vendor")).fill_null(value=True),
        )
        .filter(~pl.col("is_reset"))
        .select(
            "vendor",
            pl.col("captured_at").alias("segment_ends"),
            pl.col("added").clip(lower_bound=0.0),
            "added_variance",
            "added_low",
            "added_high",
        )
    )
    return (
        cells.group_by("vendor", "segment")
        .agg(
            pl.col("starts").min().alias("segment_starts"),
            pl.col("ends").max().alias("segment_ends"),
            pl.col("ratings").sum(),
        )
        .join(growth, on=["vendor", "segment_ends"], how="left")
        .sort("vendor", "segment")
    )


def _band_ratings(
    segments: pl.DataFrame,
    reviews: pl.DataFrame,
    bands: pl.DataFrame,
    width: float,
    missing_share: float,
    least_missing: int,
) -> pl.DataFrame:
    """Add ``band_ratings``, the ratings of a segment whose rows are cut off, and null for others."""
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    known = (
        reviews.select("vendor", at=middle)
        .drop_nulls()
        .sort("vendor", "at")
        .with_columns(known=pl.int_range(1, pl.len() + 1).over("vendor"))
        .sort("at")
    )
    days = pl.duration(microseconds=round(width * _DAY))
    last = bands.sort("vendor", "snapshot_id", "captured_at", "ratings").group_by("vendor", "snapshot_id").last()
    # snapshots of which no more than a day is known end at one instant: the band that counts most is the latest
    last = last.group_by("vendor", "captured_at").agg(pl.col("ratings").max())
    windows = last.select("vendor", "ratings", at="captured_at", since=pl.col("captured_at") - days)
    counted = (
        windows.sort("at")
        .join_asof(known, on="at", by="vendor", check_sortedness=False)
        .sort("since")
        .join_asof(known.rename({"at": "since", "known": "before"}), on="since", by="vendor", check_sortedness=False)
        .with_columns(shown=pl.col("known").fill_null(0) - pl.col("before").fill_null(0))
    )
    lacking = pl.col("ratings") - pl.col("shown")
    cut = counted.filter(lacking >= least_missing, lacking > missing_share * pl.col("ratings")).select(
        "vendor", band_at="at", band=pl.col("ratings").cast(pl.Float64)
    )
    length = (pl.col("segment_ends") - pl.col("segment_starts")).dt.total_microseconds() / _DAY
    reach = pl.col("band") * length / width
    return (
        segments.sort("segment_ends")
        .join_asof(
            cut.sort("band_at"),
            left_on="segment_ends",
            right_on="band_at",
            by="vendor",
            strategy="nearest",
            tolerance="2d",
            check_sortedness=False,
        )
        .with_columns(band_ratings=pl.when(reach > pl.col("ratings")).then(reach))
        .drop("band", "band_at", strict=False)
        .sort("vendor", "segment")
    )


def market_delay(reviews: pl.DataFrame, readings: pl.DataFrame, looked: pl.DataFrame | None = None) -> Delay:
    """
    Learn the delay of a market's ratings from exact counters that were read often.

    Args:
        reviews: as for `vendor_months`.
        readings: as for `vendor_months`; an implausible one of one vendor decides nothing.
        looked: as for `vendor_months`; what was sold after a vendor's last look tells nothing of its ratings.
    """
    exact = _one_each(readings).filter((pl.col("count_high") == pl.col("count_low")).all().over("vendor"))
    if looked is not None:
        seen = exact.join(looked, on="vendor", how="left", maintain_order="left")
        exact = seen.filter(pl.col("captured_at") <= pl.col("looked_at")).select(exact.columns)
    ratings = _dated(reviews).join(exact, on="vendor", how="semi")
    cells = cells_of(_spans(ratings, exact), exact)
    return rating_delay(_segments(ratings_in(cells, ratings), exact))


def _dated(reviews: pl.DataFrame) -> pl.DataFrame:
    return reviews.select("vendor", "occurred_from", "occurred_to").drop_nulls()


def _one_each(readings: pl.DataFrame) -> pl.DataFrame:
    """One reading of a vendor at a time."""
    return (
        readings.drop_nulls("vendor")
        .sort("vendor", "captured_at", "count_low", "count_high")
        .unique(["vendor", "captured_at"], keep="last", maintain_order=True)
    )


def _spans(ratings: pl.DataFrame, readings: pl.DataFrame, *others: pl.DataFrame) -> pl.DataFrame:
    """The time of each vendor from what is first known of it to what is last."""
    known = [rows.select("vendor", first="occurred_from", last="occurred_to") for rows in (ratings, *others)]
    known.append(readings.select("vendor", first="captured_at", last="captured_at"))
    return pl.concat(known).group_by("vendor").agg(pl.col("first").min(), pl.col("last").max())


def vendor_months(
    reviews: pl.DataFrame,
    readings: pl.DataFrame,
    bands: pl.DataFrame,
    rates: pl.DataFrame,
    *,
    delay: Delay | None = None,
    later: pl.DataFrame | None = None,
    looked: pl.DataFrame | None = None,
    looks: pl.Series | None = None,
    doubts: pl.DataFrame | None = None,
    unsure: pl.DataFrame | None = None,
    width: float | None = None,
    missing_share: float = MISSING_SHARE,
    least_missing: int = LEAST_MISSING,
) -> pl.DataFrame:
    """
    Transactions by vendor and month, of one market.

    Args:
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``; those without a vendor belong to
            nobody.
        readings: counters of sales, as from `vendor_readings`; no row where the market prints none.
        bands: newest bands, as from `newest_band`.
        rates: as from `vendor_rates`; no row where no page shows both ratings and sales.
        delay: of ratings, as from `market_delay`; None learns it from the readings that are believed.
        later: the rates if the delay is longer by its error; None: the same.
        looked: when each vendor's ratings were looked for last, as for `allotment.allotted`.
        looks: when looks at the market began, as for `allotment.allotted`.
        doubts: variance of the number of ratings, as from `month_doubts`; None if all are told apart and dated.
        unsure: how many ratings fewer or more there may be, as from `shown_doubts`; None if there is no doubt.
        width: days of the newest band, as from `band_width`; None leaves bands out.
        missing_share: share of a band's ratings that must be missing for its rows to count as cut off.
        least_missing: ratings that must be missing besides.

    Returns:
        in order of ``vendor`` and ``month`` (Date), for each month that a rating or a reading's span touches:

        - ``transactions_shown`` (Float64), ``shown_low``, ``shown_high`` (UInt32): sum of shares, ratings surely in the
          month, and perhaps; ``review_count`` (UInt32): those whose interval touches it.
        - ``counter_transactions`` (Float64): growth of the counter, each spread evenly over its time; null without one.
        - ``feedback_rate`` (Float64): the one applied; null where there is none.
        - ``transactions``, ``transactions_low``, ``transactions_high`` (Float64): all sales, and limits of 95 %; the
          lower one is never below ``transactions_sure``: of ratings left in a month, many are of orders of the one
          before. Without a rate and a counter they are null, and so is the
          upper limit.
        - ``transactions_error`` (Float64): standard error that vendors do not share; ``transactions_rated`` (Float64):
          the part that scales with the market's feedback rate, whose error all vendors share;
          ``transactions_made`` (Float64): the estimate before it is raised to ``transactions_sure``, and
          ``transactions_otherwise``, the same if ratings came later by the error of their delay;
          ``transactions_sure`` (UInt32): ratings of orders that were surely made in the month.
        - ``is_truncated`` (Boolean): rows were cut off and a band or counter stands in for them; of months for which
          none does, `cut_lists.with_cut_lists` tells it.
        - ``counter_flag``: ``ok``; ``implausible`` where a reading of the counter was left out; null without a counter.
    """
    ratings, readings = _dated(reviews), _one_each(readings)
    pooled = rates.filter(pl.col("vendor").is_null())["feedback_rate"]
    rate = pooled[0] if len(pooled) else None
    most = paces(readings, ratings, rate)
    readings, doubted = plausible_readings(readings, ratings, most, rate)
    readings = _thinned(readings)
    cells = cells_of(_spans(ratings, readings, doubted), readings)
    segments = _segments(ratings_in(cells, ratings), readings)
    delay = rating_delay(segments) if delay is None else delay
    if width is not None:
        bands = plausible_bands(bands, ratings, most, width)
        segments = _band_ratings(segments, ratings, bands, width, missing_share, least_missing)
    else:
        segments = segments.with_columns(band_ratings=pl.lit(None, pl.Float64))
    parts = allotted(
        cells,
        segments.rename({"ratings": "known"}),
        rates,
        ratings,
        readings,
        delay,
        later=later,
        looked=looked,
        looks=looks,
    )
    months = parts.group_by("vendor", "month", maintain_order=True).agg(
        pl.col("counted").sum().alias("counter_transactions"),
        pl.col("counted").count().alias("counted_cells"),
        pl.col("feedback_rate").first(),
        pl.col("estimate").sum().alias("transactions"),
        pl.col("otherwise").sum().alias("transactions_otherwise"),
        (pl.col("estimate").null_count() > 0).alias("is_unknown"),
        (pl.col("sales_variance") * pl.col("share") + pl.col("place_variance"))
        .sum()
        .sqrt()
        .alias("transactions_error"),
        (pl.col("rated") * pl.col("share")).sum().alias("transactions_rated"),
        pl.col("band_ratings").is_not_null().any().alias("is_truncated"),
    )
    implausible = doubted_months(doubted).with_columns(counter_flag=pl.lit("implausible"))
    flagged = with_doubts(months, doubts).join(implausible, on=["vendor", "month"], how="left")
    ordered = ratings.with_columns(pl.col("occurred_from") - LAG)
    sure = month_counts(ordered, "vendor").select("vendor", "month", transactions_sure="shown_low")
    shown = (
        month_counts(ratings, "vendor").rename({"shown": "transactions_shown"}).with_columns(review_count="shown_high")
    )
    flagged = flagged.join(sure, on=["vendor", "month"], how="left")
    return _limited(flagged, shown if unsure is None else _widened(shown, unsure))


def _widened(shown: pl.DataFrame, unsure: pl.DataFrame) -> pl.DataFrame:
    """Move the bounds of what is shown by the ratings of which it is unsure whether they are of the month."""
    less, more = pl.col("less").fill_null(0), pl.col("more").fill_null(0)
    return (
        shown.join(unsure, on=["vendor", "month"], how="left")
        .with_columns(
            shown_low=pl.col("shown_low") - pl.min_horizontal("shown_low", less), shown_high=pl.col("shown_high") + more
        )
        .drop("less", "more")
    )


def _limited(months: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Put what is shown beside the estimate, and limits around it."""
    value, floor = pl.col("transactions"), pl.col("transactions_sure")
    dating = value - pl.col("transactions_otherwise")
    error = (pl.col("transactions_error") ** 2 + dating**2).sqrt()
    return (
        months.join(shown, on=["vendor", "month"], how="left")
        .with_columns(
            pl.col("transactions_shown").fill_null(0.0),
            pl.col("shown_low", "shown_high", "review_count", "transactions_sure").fill_null(0),
            pl.when(pl.col("counted_cells") > 0).then("counter_transactions").alias("counter_transactions"),
            *(pl.when(~pl.col("is_unknown")).then(name).alias(name) for name in ("transactions", "transactions_error")),
        )
        .with_columns(
            transactions_made=value,
            transactions=pl.max_horizontal(pl.when(value.is_not_null()).then(floor), value).cast(pl.Float64),
            transactions_low=pl.max_horizontal(floor, value - Z * error).cast(pl.Float64),
            transactions_high=pl.max_horizontal(pl.when(value.is_not_null()).then(floor), value + Z * error),
            counter_flag=pl.coalesce(
                "counter_flag", pl.when(pl.col("counter_transactions").is_not_null()).then(pl.lit("ok"))
            ),
        )
        .filter((pl.col("transactions_shown") > 0) | pl.col("counter_flag").is_not_null())
        .select(
            "vendor",
            "month",
            "transactions_shown",
            "shown_low",
            "shown_high",
            "review_count",
            "counter_transactions",
            "feedback_rate",
            "transactions",
            "transactions_low",
            "transactions_high",
            "transactions_error",
            "transactions_rated",
            "transactions_made",
            "transactions_sure",
            "transactions_otherwise",
            "is_truncated",
            "counter_flag",
        )
        .sort("vendor", "month")
    )
