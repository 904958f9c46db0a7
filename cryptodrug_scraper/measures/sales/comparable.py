"""
Estimators of published series, for holding a figure against one made the same way; never a default (methods E16).

- Christin (2013), *Traveling the Silk Road*: sales per day from the feedback of 29 days. Older age tokens err by up to
  29 days.
- A public analysis of a market of 2017 that printed "N sold since DATE": price times sold over days times 365.
- CRRC Georgia (2020): falls of a printed stock are sales.
- NDARC's public code: listings of one scrape in a week, without those of equal name, vendor and quantity.
- Survival of items by Kaplan and Meier (1958), censored at the last look.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.stats import CensoredData, ecdf

__all__ = [
    "CHRISTIN_DAYS",
    "christin_29",
    "christin_revenue",
    "ndarc_counts",
    "sold_since_revenue",
    "stock_sales",
    "survival",
]

CHRISTIN_DAYS = 29
"""Days of feedback before a look."""


def christin_29(reviews: pl.DataFrame, looks: pl.DataFrame, *, days: int = CHRISTIN_DAYS) -> pl.DataFrame:
    """
    Sales per day at each look: feedback of the days before it over their number.

    Feedback counts by the middle of its interval. The lower bound is feedback that the look itself showed; the upper
    one counts edited feedback twice, as cumulative feedback with new text does.

    Args:
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``, ``first_seen_at``, ``last_seen_at``,
            ``state``.
        looks: ``snapshot_id``, ``first_at``, ``last_at``.
        days: the window.

    Returns:
        ``snapshot_id``, ``last_at``, ``sales_per_day``, ``low``, ``high`` (Float64), ``vendor_count`` (UInt32), in
        order of the second; 0 where feedback is known but none lies in the window, null where none is.
    """
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    rows = reviews.select(
        "vendor",
        "first_seen_at",
        "last_seen_at",
        at=middle,
        is_edited=(pl.col("state") == "edited").fill_null(value=False),
    ).drop_nulls("at")
    looked = looks.select("snapshot_id", "first_at", "last_at").with_columns(
        since=pl.col("last_at") - pl.duration(days=days)
    )
    within = rows.join_where(looked, pl.col("at") > pl.col("since"), pl.col("at") <= pl.col("last_at"))
    seen = (pl.col("first_seen_at") <= pl.col("last_at")) & (pl.col("last_seen_at") >= pl.col("first_at"))
    sums = within.group_by("snapshot_id").agg(
        sales_per_day=pl.len() / days,
        low=seen.sum() / days,
        high=(pl.len() + pl.col("is_edited").sum()) / days,
        vendor_count=pl.col("vendor").drop_nulls().n_unique(),
    )
    none = None if rows.is_empty() else 0
    return (
        looked.join(sums, on="snapshot_id", how="left")
        .select(
            "snapshot_id",
            "last_at",
            *(
                pl.coalesce(name, pl.lit(none)).cast(pl.Float64).alias(name)
                for name in ("sales_per_day", "low", "high")
            ),
            pl.coalesce("vendor_count", pl.lit(none)).cast(pl.UInt32).alias("vendor_count"),
        )
        .sort("last_at", "snapshot_id")
    )


def christin_revenue(
    reviews: pl.DataFrame, prices: pl.DataFrame, looks: pl.DataFrame, *, days: int = CHRISTIN_DAYS
) -> pl.DataFrame:
    """
    Revenue per day at each look: over listings, feedback of the days before times the mean price in these days, over
    the days.

    Args:
        reviews: ``listing_id``, ``occurred_from``, ``occurred_to``; feedback without a listing has no price and does
            not count.
        prices: observations of asked prices: ``listing_id``, ``captured_at``, ``price_eur``; without one in the window,
            a listing's feedback does not count.
        looks: ``snapshot_id``, ``last_at``.
        days: the window.

    Returns:
        ``snapshot_id``, ``last_at``, ``eur_per_day`` (Float64; null where no feedback has a price).
    """
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    looked = looks.select("snapshot_id", "last_at").with_columns(since=pl.col("last_at") - pl.duration(days=days))

    def windowed(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.join_where(looked, pl.col("at") > pl.col("since"), pl.col("at") <= pl.col("last_at"))

    sold = (
        windowed(reviews.select("listing_id", at=middle).drop_nulls())
        .group_by("snapshot_id", "listing_id")
        .agg(pl.len().alias("n"))
    )
    mean = (
        windowed(prices.select("listing_id", "price_eur", at="captured_at").drop_nulls())
        .group_by("snapshot_id", "listing_id")
        .agg(pl.col("price_eur").sort().mean())
    )
    revenue = (
        sold.join(mean, on=["snapshot_id", "listing_id"])
        .group_by("snapshot_id")
        .agg(eur_per_day=(pl.col("n") * pl.col("price_eur")).sort().sum() / days)
    )
    return looked.drop("since").join(revenue, on="snapshot_id", how="left").sort("last_at", "snapshot_id")


def sold_since_revenue(listings: pl.DataFrame) -> pl.DataFrame:
    """
    Sales and revenue a year of each listing that prints how many were sold since a day.

    Args:
        listings: ``listing_id``, ``captured_at``, ``price_eur``, ``sold_count``, ``sold_since`` (Date). The last
            statement counts.

    Returns:
        ``listing_id``, ``sold_per_day``, ``eur_per_year`` (Float64: price times sold over days times 365), in order of
        listings. The raw total hangs on a few high prices: on the published data, 0.4 % of the listings made 24 % of
        it.
    """
    days = (pl.col("captured_at").dt.date() - pl.col("sold_since")).dt.total_days()
    return (
        listings.drop_nulls(["listing_id", "sold_count", "sold_since"])
        .sort("listing_id", "captured_at", "sold_count", "price_eur")
        .group_by("listing_id", maintain_order=True)
        .last()
        .with_columns(sold_per_day=pl.when(days > 0).then(pl.col("sold_count") / days))
        .select("listing_id", "sold_per_day", eur_per_year=pl.col("sold_per_day") * pl.col("price_eur") * 365)
    )


def stock_sales(stocks: pl.DataFrame, by: str = "listing_id") -> pl.DataFrame:
    """
    Sales from falls of a printed stock: ``sum of max(0, stock(t-1) - stock(t))``; 6, 5, 7, 2, 1 gives 7.

    Args:
        stocks: the column named by ``by``, ``captured_at``, ``stock_count``; looks without a stock carry the last one.
        by: column that names what is stocked.

    Returns:
        the named column and ``stock_sales`` (Int64), in its order; what has one stock only has no row.
    """
    return (
        stocks.drop_nulls([by, "stock_count"])
        .sort(by, "captured_at", "stock_count")
        .with_columns(fall=(pl.col("stock_count").shift().over(by) - pl.col("stock_count")).clip(lower_bound=0))
        .drop_nulls("fall")
        .group_by(by)
        .agg(pl.col("fall").sum().cast(pl.Int64).alias("stock_sales"))
        .sort(by)
    )


def ndarc_counts(listings: pl.DataFrame) -> pl.DataFrame:
    """
    Listings of each week as NDARC counts them: those of one scrape, without duplicates of title, vendor and quantity.

    Args:
        listings: statements of one market: ``snapshot_id``, ``captured_at``, ``title``, ``vendor``, ``quantity_grams``,
            ``quantity_units``. The scrape of a week with the most listings is taken; partial ones are left out by the
            caller.

    Returns:
        ``week`` (Date, its Monday), ``snapshot_id``, ``listings`` (UInt32), ``vendors`` (UInt32), in order; no row
        without a scrape.
    """
    same = ["title", "vendor", "quantity_grams", "quantity_units"]
    scrapes = listings.with_columns(week=pl.col("captured_at").min().over("snapshot_id").dt.truncate("1w").dt.date())
    return (
        scrapes.group_by("week", "snapshot_id")
        .agg(
            pl.struct(same).n_unique().cast(pl.UInt32).alias("listings"),
            pl.col("vendor").drop_nulls().n_unique().cast(pl.UInt32).alias("vendors"),
        )
        .sort("week", "listings", "snapshot_id", descending=[False, True, False])
        .unique("week", keep="first", maintain_order=True)
    )


def survival(lives: pl.DataFrame, days: list[float]) -> pl.DataFrame:
    """
    Share of items still there so many days after they were first seen, by Kaplan and Meier.

    Args:
        lives: ``first_at``, ``last_at`` (first and last seen), ``is_censored`` (still there at the last look, so that
            the end is unknown).
        days: ages asked for.

    Returns:
        ``days``, ``share``, ``low``, ``high`` (Float64; Greenwood's limits of 95 %, null where they are not defined).
    """
    schema = {"days": pl.Float64, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    lasted = (lives["last_at"] - lives["first_at"]).dt.total_microseconds().to_numpy() / 86_400e6
    if not len(lasted):
        return pl.DataFrame(schema=schema)
    censored = lives["is_censored"].to_numpy()
    curve = ecdf(CensoredData(uncensored=lasted[~censored], right=lasted[censored])).sf
    band = curve.confidence_interval(0.95) if (~censored).any() else None
    asked = np.asarray(days, dtype=np.float64)

    def at(part: object) -> list[float | None]:
        found = np.asarray(part.evaluate(asked), dtype=np.float64)  # type: ignore[attr-defined]
        return [float(value) if np.isfinite(value) else None for value in found]

    none: list[float | None] = [None] * len(asked)
    return pl.DataFrame(
        {
            "days": asked,
            "share": at(curve),
            "low": at(band.low) if band else none,
            "high": at(band.high) if band else none,
        },
        schema=schema,
    )
