"""
When accounts were first active on a market, as an interval (methods E13; pitfall 16).

A snapshot without an account and the next with it leave everything between them open. The day of joining, where pages
print it, closes the interval to a day; otherwise the oldest rating moves its end back. A rating cannot move its
beginning: older ones scroll out of the lists.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.accounts.accounts import sightings

__all__ = ["FIRST_SEEN", "USABLE", "first_seen"]

USABLE = ("complete", "usable")
"""Grades of snapshots in which an account that is not there counts as absent."""
FIRST_SEEN = pl.Schema(
    {
        "market": pl.String(),
        "vendor": pl.String(),
        "first_seen_from": pl.Datetime("us", "UTC"),
        "first_seen_to": pl.Datetime("us", "UTC"),
        "evidence": pl.String(),
    }
)
"""
Columns of first sightings: the account was first active after ``first_seen_from`` (null: nothing is known, there is no
earlier snapshot) and at ``first_seen_to`` at the latest; ``evidence`` is what decides: ``member_since``, ``review`` or
``snapshot``.
"""

_INSTANT = pl.Datetime("us", "UTC")


def first_seen(
    market: str,
    vendors: pl.DataFrame,
    listings: pl.DataFrame,
    snapshots: pl.DataFrame,
    reviews: pl.DataFrame | None = None,
    *,
    use_member_since: bool = True,
) -> pl.DataFrame:
    """
    Return when each account of a market was first active.

    Args:
        market: its code.
        vendors: statements of vendors.
        listings: statements of listings.
        snapshots: ``first_at``, ``last_at``, ``grade``; only those of a grade in `USABLE` show that someone was absent.
        reviews: ``vendor``, ``occurred_to`` of ratings, distinct or not.
        use_member_since: whether the day of joining decides; without it one sees what snapshots alone would tell.

    Returns:
        The columns of `FIRST_SEEN`, one row per account, sorted. A day of joining later than the first sighting is
        taken for a mistake and not used.
    """
    seen = sightings(vendors, listings)
    if reviews is None:
        reviews = pl.DataFrame(schema={"vendor": pl.String, "occurred_to": _INSTANT})
    oldest = reviews.group_by("vendor").agg(pl.col("occurred_to").min().alias("rated_at"))
    dated = seen.join(oldest, on="vendor", how="left").with_columns(
        pl.min_horizontal("first_at", "rated_at").alias("at"),
        pl.col("member_since").cast(_INSTANT).alias("joined"),
        (pl.col("rated_at") < pl.col("first_at")).fill_null(value=False).alias("by_review"),
    )
    without = (
        snapshots.filter(pl.col("grade").is_in(USABLE))
        .select(pl.col("last_at").cast(_INSTANT), pl.col("first_at").cast(_INSTANT).alias("absent_at"))
        .sort("last_at")
    )
    bounded = dated.sort("at").join_asof(
        without, left_on="at", right_on="last_at", strategy="backward", allow_exact_matches=False
    )
    by_join = pl.col("joined").is_not_null() & (pl.col("joined") <= pl.col("at")) & pl.lit(use_member_since)
    until = pl.min_horizontal("at", pl.col("joined") + pl.duration(days=1))
    return (
        bounded.select(
            pl.lit(market).alias("market"),
            "vendor",
            pl.when(by_join).then("joined").otherwise("absent_at").alias("first_seen_from"),
            pl.when(by_join).then(until).otherwise("at").alias("first_seen_to"),
            pl.when(by_join)
            .then(pl.lit("member_since"))
            .when("by_review")
            .then(pl.lit("review"))
            .otherwise(pl.lit("snapshot"))
            .alias("evidence"),
        )
        .cast(FIRST_SEEN)
        .sort("vendor")
    )
