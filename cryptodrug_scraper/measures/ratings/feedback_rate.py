"""
Share of sales that are rated, from pages that show both (methods E5c, pitfall 8).

``phi = sum of ratings / sum of sales`` over the vendors of a market, each by its last page that tells both; the
interval draws whole vendors. No vendor decides on it (`pooling`): the largest counters are cut down to a fifth of all
sales, the rates that are farthest off are drawn in to the next ones, and a counter with far fewer ratings than those
of the others is left out as implausible. Rounded counts stand for the middle of their bucket. Ratings are left some
days after the order, so that a page that counts sales counts some that are not rated yet: as many as are rated in the
mean delay (`rating_delays`; Little 1961, Operations Research 9, 383-387: those who wait are those who come in a time,
times the time that each waits). They are added (`with_due`): ratings of a month have to be divided by the share of its
sales that is rated some day. Without a page that shows both there is no rate, never an assumed one.

Example: a vendor sells one a day, four in five are rated, 5 days later on average. On its 100th day it has 100 sales
and 76 ratings: 0.76. With the 4 that are due it is 0.80.

Where both come from:

- a vendor's page with ratings by band (disjoint bands, or a rolling window that the vendor joined in) and a count of
  sales;
- else a vendor's counts of ratings and of sales, as printed after its name;
- else listings with a count of sales whose ratings the same page counts, or shows without cutting them off.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl
from scipy.special import log_ndtr

from cryptodrug_scraper.measures.estimators.intervals import (
    LEVEL,
    REPLICATES,
    bootstrap_ratio,
    cluster_weights,
    percentiles,
    seed_of,
)
from cryptodrug_scraper.measures.estimators.pooling import capped, within_others
from cryptodrug_scraper.measures.pieces import pieces_of
from cryptodrug_scraper.measures.ratings.bands import band_counts, total_ratings
from cryptodrug_scraper.measures.ratings.rounding import with_bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cryptodrug_scraper.measures.pieces import Pieces

Floats: TypeAlias = "NDArray[np.float64]"

__all__ = ["LEAST_PART", "WIDEST_SPREAD", "feedback_rate", "plausible_pairs", "rated_sales", "vendor_rates", "with_due"]

LEAST_PART = 0.2
"""A counter of many sales with a rate below this part of the vendors' median is not believed."""
_MANY_SALES = 50.0
_PRIOR_SALES = 20.0
"""Sales at the median rate that a vendor's own are put beside before it is said to be far off: few sales tell
little."""
WIDEST_SPREAD = 0.3
"""Standard deviation of the vendors' rates at most: shares that lie evenly between 0 and 1 have it."""
_LEAST_VARIANCE = 1e-9
_ROOT = float(np.log(2 * np.pi) / 2)
"""Logarithm of the root of 2 pi, in the density of a normal distribution."""
_KEYS = ["vendor", "snapshot_id", "captured_at", "page"]
_MOMENT = pl.Datetime("us", "UTC")
_SCHEMA = pl.Schema(
    {
        "vendor": pl.String(),
        "ratings": pl.Float64(),
        "sales": pl.Float64(),
        "sales_step": pl.Float64(),
        "source": pl.String(),
        "captured_at": _MOMENT,
    }
)
_PACE = timedelta(days=28)
"""Before a page was read: from the ratings of that time it is told how many more are due."""


def _last(pairs: pl.DataFrame, source: str) -> pl.DataFrame:
    return (
        pairs.drop_nulls(["vendor", "ratings", "sales"])
        .filter(pl.col("sales") > 0)
        .sort("vendor", "captured_at", "page", "ratings", "sales")
        .group_by("vendor", maintain_order=True)
        .last()
        .select(
            "vendor",
            pl.col("ratings").cast(pl.Float64),
            pl.col("sales").cast(pl.Float64),
            pl.col("sales_step").cast(pl.Float64),
            pl.col("captured_at").cast(_MOMENT),
            source=pl.lit(source),
        )
        .select(*_SCHEMA)
    )


def _of_vendors(vendors: pl.DataFrame, counters: pl.DataFrame) -> list[pl.DataFrame]:
    sales = with_bounds(vendors, "sales_count", "sales_is_exact").with_columns(
        sales=pl.col("count_middle"), sales_step=pl.col("count_high") - pl.col("count_low") + 1
    )
    joined = vendors.drop_nulls("member_since").group_by("vendor").agg(pl.col("member_since").min())
    shown = (
        sales.select(*_KEYS, "sales", "sales_step")
        .drop_nulls()
        .sort("vendor", "page", "sales")
        .unique(["vendor", "page"], keep="first", maintain_order=True)
    )
    by_band = total_ratings(band_counts(counters), joined).join(shown, on=_KEYS)
    rated = with_bounds(
        sales.drop("count_low", "count_high", "count_middle").drop_nulls("rating_count"),
        "rating_count",
        "sales_is_exact",
    )
    named = rated.select(*_KEYS, "sales", "sales_step", ratings="count_middle")
    return [_last(by_band, "bands"), _last(named, "counts")]


def _of_listings(listings: pl.DataFrame, reviews: Pieces, totals: pl.DataFrame) -> pl.DataFrame:
    own = listings.filter(pl.col("seen_on") == "page").drop_nulls(["sold_count", "listing_id"])
    sold = with_bounds(own, "sold_count", "sold_is_exact").select(
        *_KEYS, "listing_id", sales="count_middle", sales_step=pl.col("count_high") - pl.col("count_low") + 1
    )
    shown = pl.concat(
        part.drop_nulls("listing_id").group_by("page", "listing_id").agg(rows=pl.len()) for part in pieces_of(reviews)
    )
    counts = shown.group_by("page", "listing_id").agg(pl.col("rows").sum())
    about = (
        totals.filter(pl.col("listed_kind") == "review")
        .group_by("page")
        .agg(pl.col("total_count").max(), pl.col("page_count").max(), pl.col("hidden_count").max())
    )
    cap = pl.lit(counts["rows"].max(), pl.UInt32)
    full = (
        (pl.col("page_count").fill_null(1) <= 1) & (pl.col("hidden_count").fill_null(0) == 0) & (pl.col("rows") < cap)
    )
    pairs = (
        sold.join(counts, on=["page", "listing_id"], how="left")
        .join(about, on="page")
        .with_columns(ratings=pl.coalesce("total_count", pl.when(full).then("rows")))
        .drop_nulls("ratings")
        .sort("listing_id", "captured_at", "page", "ratings", "sales")
        .group_by("listing_id", maintain_order=True)
        .last()
    )
    summed = pairs.group_by("vendor").agg(
        pl.col("captured_at").max(),
        pl.col("page").max(),
        pl.col("ratings").sum(),
        pl.col("sales").sum(),
        pl.col("sales_step").max(),
    )
    return _last(summed, "listings")


def rated_sales(
    vendors: pl.DataFrame, counters: pl.DataFrame, listings: pl.DataFrame, reviews: Pieces, totals: pl.DataFrame
) -> pl.DataFrame:
    """
    Ratings and sales of each vendor of one market, from the best pages that show both.

    Args:
        vendors: statements of vendors of one market.
        counters: their counters.
        listings: statements of listings; those that count no sales may be left out.
        reviews: ``page, listing_id`` of the rows of pages, or pieces of them.
        totals: totals that pages print.

    Returns:
        ``vendor``, ``ratings``, ``sales`` (Float64, middles of buckets), ``sales_step`` (Float64: 1 for an exact
        count), ``source`` (``bands``, ``counts``, ``listings``), ``captured_at``, in order of vendors; vendors with no
        sale have no row.
    """
    found = [*_of_vendors(vendors, counters), _of_listings(listings, reviews, totals)]
    return (
        pl.concat([pl.DataFrame(schema=_SCHEMA), *found])
        .unique("vendor", keep="first", maintain_order=True)
        .sort("vendor")
    )


def with_due(pairs: pl.DataFrame, reviews: pl.DataFrame, days: float) -> pl.DataFrame:
    """
    Add to the ratings of each vendor those that are due of the sales beside them.

    Args:
        pairs: as from `rated_sales`.
        reviews: distinct ratings: ``vendor, occurred_from, occurred_to``.
        days: mean delay of ratings.

    Returns:
        The pairs, with no more ratings than sales.
    """
    left = reviews.select("vendor", at=pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2)
    held = pairs.select("vendor", "captured_at").join(left.drop_nulls(), on="vendor")
    before = pl.col("captured_at") - pl.col("at")
    counts = (
        held.filter(before >= timedelta(0))
        .group_by("vendor")
        .agg(
            known=pl.len(),
            newest=(before <= _PACE).sum(),
            long=pl.min_horizontal(before.max(), pl.lit(_PACE)).dt.total_microseconds() / 86_400e6,
        )
    )
    # a listing's ratings are some of its vendor's
    part = pl.when(pl.col("source") == "listings").then((pl.col("ratings") / pl.col("known")).clip(upper_bound=1.0))
    waiting = days * pl.col("newest") / pl.max_horizontal("long", pl.lit(days)) * part.fill_null(1.0)
    return (
        pairs.join(counts, on="vendor", how="left", maintain_order="left")
        .with_columns(
            ratings=pl.max_horizontal("ratings", pl.min_horizontal(pl.col("ratings") + waiting.fill_null(0.0), "sales"))
        )
        .select(pairs.columns)
    )


def feedback_rate(
    pairs: pl.DataFrame, market: str, *, replicates: int = REPLICATES, level: float = LEVEL
) -> tuple[float, float, float] | None:
    """
    Pooled feedback rate of a market, with the limits of a bootstrap over vendors.

    Args:
        pairs: as from `rated_sales`.
        market: its code, the bootstrap's seed.
        replicates: draws of the bootstrap.
        level: share of such intervals that hold the true rate.

    Returns:
        rate and limits; None without a vendor that has sold.

    Example: 305 ratings of 335 sales, 608 of 685 and 4010 of 5850 give 4923 / 6870 = 0.717.
    """
    rows = _pooled(pairs)
    weights = rows["weight"].to_numpy()
    ratings = weights * rows["rate"].to_numpy()
    if not weights.sum() or not ratings.sum():
        return None
    drawn = cluster_weights(len(rows), seed=seed_of("feedback_rate", market), replicates=replicates)
    low, high = percentiles(bootstrap_ratio(ratings, weights, drawn), level=level)
    return float(ratings.sum() / weights.sum()), low, high


def plausible_pairs(pairs: pl.DataFrame, *, least_part: float = LEAST_PART) -> pl.DataFrame:
    """
    Leave out vendors whose counter of sales has next to no ratings beside it, where the others' have.

    Args:
        pairs: as from `rated_sales`.
        least_part: see `LEAST_PART`; only counters of 50 sales and more are judged.
    """
    own = (pl.col("ratings") / pl.col("sales")).clip(upper_bound=1.0)
    middle = pairs.select(own.quantile(0.5, "higher")).item() or 0.0
    return pairs.filter((own >= least_part * middle) | (pl.col("sales") < _MANY_SALES)).sort("vendor")


def _pooled(pairs: pl.DataFrame) -> pl.DataFrame:
    """
    The plausible vendors with the rate and the weight that each has in what all share: ``rate, weight``.

    The vendor that is farthest off on either side, with its few sales put beside those of others, comes to stand
    where the next one does.
    """
    rows = plausible_pairs(pairs)
    sales = rows["sales"].to_numpy()
    own = np.minimum(rows["ratings"].to_numpy() / sales, 1.0)
    weights = capped(sales)
    if not len(rows):
        return rows.with_columns(rate=pl.lit(0.0), weight=pl.lit(0.0))
    middle = float(np.quantile(own, 0.5, method="higher"))
    beside = (own * sales + middle * _PRIOR_SALES) / (sales + _PRIOR_SALES)
    moved = own + (within_others(beside) - beside) * (sales + _PRIOR_SALES) / sales
    return rows.with_columns(rate=pl.Series(np.clip(moved, 0.0, 1.0)), weight=pl.Series(weights))


def vendor_rates(pairs: pl.DataFrame, rate: float | None) -> pl.DataFrame:
    """
    Feedback rate of each vendor: its own, drawn to the market's as far as its own counts are few (empirical Bayes).

    A vendor's own rate ``p`` of ``s`` sales has the weight ``tau^2 / (tau^2 + v)``, with ``tau`` the spread between
    vendors and ``v = phi (1 - phi) / s + phi^2 step^2 / 12 s^2`` what chance and rounding make of it. Of few vendors
    nobody knows ``tau``, and an estimate by moments is often 0, as if all were alike: all values up to `WIDEST_SPREAD`
    are taken, as likely beforehand (Gelman 2006, Bayesian Analysis 1, 515-534) and weighed by how well they explain the
    vendors' rates; those two that are farthest off count as at least as far off as the next ones (`pooling`). A vendor
    whose counter is not believed has the market's.

    Args:
        pairs: as from `rated_sales`.
        rate: that of the market, as from `feedback_rate`; None where no page shows both.

    Returns:
        ``vendor``, ``feedback_rate``, ``feedback_error`` (Float64, standard error), in order of vendors, and last a row
        with null as vendor: the rate and the spread for those without counts of their own. No row without a rate.
    """
    kinds = {"vendor": pl.String, "feedback_rate": pl.Float64, "feedback_error": pl.Float64}
    if rate is None:
        return pl.DataFrame(schema=kinds)
    rows = _pooled(pairs)
    sales, step = rows["sales"].to_numpy(), rows["sales_step"].to_numpy()
    own = np.minimum(rows["ratings"].to_numpy() / sales, 1.0)
    chance = rate * (1 - rate) / sales + rate**2 * step**2 / 12 * (step > 1) / sales**2 + _LEAST_VARIANCE
    spread = np.linspace(0.0, WIDEST_SPREAD, 61)[:, None] ** 2
    likely = _likelihood(own, rows["rate"].to_numpy(), rate, np.sqrt(spread + chance))
    weight = spread / (spread + chance)
    drawn = weight * own + (1 - weight) * rate
    mean = (likely * drawn).sum(0)
    variance = (likely * (weight * chance + (drawn - mean) ** 2)).sum(0)
    return pl.DataFrame(
        {
            "vendor": [*rows["vendor"].to_list(), None],
            "feedback_rate": [*mean, rate],
            "feedback_error": [*np.sqrt(variance), float(np.sqrt((likely * spread).sum()))],
        },
        schema=kinds,
    )


def _likelihood(own: Floats, drawn: Floats, rate: float, errors: Floats) -> Floats:
    """How likely each spread is (rows, with errors by vendor); of vendors drawn in it is known how far off at least."""
    off = (drawn - rate) / errors
    is_drawn = np.abs(drawn - own) > _LEAST_VARIANCE
    logs = np.where(is_drawn, log_ndtr(-np.abs(off)), -(off**2) / 2 - _ROOT - np.log(errors)).sum(1, keepdims=True)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())
