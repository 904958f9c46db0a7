"""
Counts of a vendor's ratings by age, which a page prints beside the rows that it shows (methods E5b, pitfalls 2 and 7).

Some markets print disjoint bands (newer than a month, than three, older), some rolling windows (1, 6, 12 months). Both
are levels over a window that ends when the page was read, and are never differenced: equal inflow and outflow would
hide new ratings. The newest one counts every rating of its width even where the rows are cut off, and so stands in for
the rows of vendors with more ratings than a page shows.

"1 Month" on Dream's pages ends between 33 and 34 days, so the width is learned from the rows: it is the age up to which
the rows of all pages that show more than the band number as many as the bands say. One vendor's rows and band may
differ after an edit; sums hardly do.
"""

from __future__ import annotations

import polars as pl

__all__ = ["DEFAULT_WIDTHS", "LEAST_RATINGS", "TOLERANCE", "band_counts", "band_width", "newest_band", "total_ratings"]

DEFAULT_WIDTHS = {"newer_1m": 33.3, "1m": 30.44}
"""Days of the newest band where rows cannot tell: Dream's as on three real pages (pitfall 2), a mean month for a
rolling window."""
LEAST_RATINGS = 200
"""Ratings in all bands that a learned width rests on: the width is then known within about 1 in the square root of
it."""
TOLERANCE = 0.2
"""How far a learned width may be from the default: a "month" is no six weeks."""
_OLDEST = "older"
_WINDOW = {"12m": 12, "6m": 6, "1m": 1}
_MONTH_DAYS = 30.44


def band_counts(counters: pl.DataFrame) -> pl.DataFrame:
    """
    Sum the kinds of ratings (stars, or signs) in each band of each page.

    Args:
        counters: ``page``, ``snapshot_id``, ``captured_at``, ``vendor``, ``counter``, ``window_or_band``, ``value``;
            counters without a band are no ratings.

    Returns:
        ``vendor``, ``snapshot_id``, ``captured_at``, ``page``, ``window_or_band``, ``ratings`` (Int64), in their order.
    """
    keys = ["vendor", "snapshot_id", "captured_at", "page", "window_or_band"]
    return (
        counters.drop_nulls(["window_or_band", "value", "vendor"])
        .sort(*keys, "counter", "value")
        .unique([*keys, "counter"], keep="first", maintain_order=True)
        .group_by(keys)
        .agg(pl.col("value").sum().cast(pl.Int64).alias("ratings"))
        .sort(keys)
    )


def newest_band(bands: pl.DataFrame) -> pl.DataFrame:
    """The rows of the newest band or window of each page; pages without one have none."""
    return bands.filter(pl.col("window_or_band").is_in(list(DEFAULT_WIDTHS)))


def total_ratings(bands: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    """
    Ratings since a vendor joined, as far as its bands tell.

    Disjoint bands are added up. The widest rolling window tells them only of a vendor that joined inside it.

    Args:
        bands: as from `band_counts`.
        joined: ``vendor``, ``member_since`` (Date; one row for each vendor that has one).

    Returns:
        ``vendor``, ``snapshot_id``, ``captured_at``, ``page``, ``ratings`` (Int64).
    """
    keys = ["vendor", "snapshot_id", "captured_at", "page"]
    disjoint = bands.filter((pl.col("window_or_band") == _OLDEST).any().over("page"))
    summed = disjoint.group_by(keys).agg(pl.col("ratings").sum())
    months = pl.col("window_or_band").replace_strict(_WINDOW, default=None, return_dtype=pl.Int64)
    rolling = (
        bands.with_columns(months=months)
        .drop_nulls("months")
        .sort(*keys, "months")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("ratings", "months").last())
        .join(joined, on="vendor")
        .filter(
            (pl.col("captured_at").dt.date() - pl.col("member_since")).dt.total_days()
            < pl.col("months") * _MONTH_DAYS - 1
        )
        .select(*keys, "ratings")
    )
    return pl.concat([summed, rolling]).sort(keys)


def band_width(
    bands: pl.DataFrame, reviews: pl.DataFrame, *, least_ratings: int = LEAST_RATINGS, tolerance: float = TOLERANCE
) -> float | None:
    """
    Days that the newest band reaches back.

    Args:
        bands: as from `band_counts`, of one market.
        reviews: rows of pages: ``page``, ``position``, ``captured_at``, ``occurred_from``, ``occurred_to``. Pages with
            as many rows as the fullest one may be cut off and tell nothing, as do those with no row beyond the band,
            and later pages of a list.
        least_ratings: ratings in all these bands that the width rests on.
        tolerance: a width further from the default, as a share of it, is taken for a sign that rows are missing.

    Returns:
        the width, from `DEFAULT_WIDTHS` where rows cannot tell it; None without a band.
    """
    newest = newest_band(bands)
    if newest.is_empty():
        return None
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    age = (pl.col("captured_at") - middle).dt.total_microseconds() / 86_400e6
    rows = reviews.lazy().drop_nulls(["occurred_from", "occurred_to"]).select("page", "position", age=age).collect()
    pages = rows.group_by("page").agg(shown=pl.len(), is_first=(pl.col("position") == 1).any())
    cap = pl.lit(pages["shown"].max(), pl.UInt32)
    told = pages.filter(pl.col("shown") < cap, pl.col("is_first")).join(newest.select("page", "ratings"), on="page")
    telling = rows.drop("position").join(told.filter(pl.col("shown") > pl.col("ratings")), on="page")
    total = int(telling.unique("page")["ratings"].sum())
    ages = telling["age"].sort()
    default = DEFAULT_WIDTHS[newest["window_or_band"].sort()[0]]
    if total < least_ratings or total >= len(ages):
        return default
    width = float((ages[total - 1] + ages[total]) / 2)
    return width if abs(width - default) <= tolerance * default else default
