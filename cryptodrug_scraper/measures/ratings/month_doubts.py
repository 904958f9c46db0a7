"""
How far the number of a vendor's ratings in a month is unsure: ratings that may be one with another, and ratings whose
pages leave open in which month they were left.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from cryptodrug_scraper.measures.times.months import month_shares

__all__ = ["month_doubts", "with_doubts"]

_LONG = timedelta(days=3)
"""An interval that is no longer is that of a printed age and a day: what it leaves open evens out."""


def month_doubts(reviews: pl.DataFrame) -> pl.DataFrame:
    """
    Return the variance of the number of ratings for each vendor and month.

    A rating of certainty *c* (`same_rating`) counts with the variance ``c * (1 - c)``. One of which the share *s* lies
    in the month counts with ``s * (1 - s)``; those that one page shows first are early or late together, so their
    standard deviations are added before they are squared.

    Args:
        reviews: distinct ratings: ``vendor, occurred_from, occurred_to, certainty, first_page``.

    Returns:
        ``vendor, month`` (Date) and ``rating_variance``, where there is any.
    """
    known = reviews.drop_nulls(("vendor", "occurred_from", "occurred_to"))
    length = pl.col("occurred_to") - pl.col("occurred_from")
    unsure = known.filter((pl.col("certainty") < 1) | (length > _LONG))
    facts = unsure.select("vendor", "certainty", "first_page", length=length).with_row_index("row")
    shares = month_shares(unsure).join(facts, on="row")
    share = pl.col("share")
    parts = shares.with_columns(
        twin=share * pl.col("certainty") * (1 - pl.col("certainty")),
        late=pl.when(pl.col("length") > _LONG).then((share * (1 - share)).clip(lower_bound=0.0).sqrt()).otherwise(0.0),
    )
    return (
        parts.group_by("vendor", "month", "first_page")
        .agg(pl.col("twin", "late").sum())
        .group_by("vendor", "month")
        .agg(rating_variance=pl.col("twin").sum() + (pl.col("late") ** 2).sum())
        .sort("vendor", "month")
    )


def with_doubts(months: pl.DataFrame, doubts: pl.DataFrame | None) -> pl.DataFrame:
    """
    Add to the error of each month's transactions that of its number of ratings, each of which stands for several sales.

    Args:
        months: ``vendor, month, feedback_rate, transactions_error``.
        doubts: of `month_doubts`; None adds nothing.
    """
    if doubts is None:
        return months
    variance = pl.col("rating_variance").fill_null(0.0) / pl.col("feedback_rate").fill_null(1.0) ** 2
    return (
        months.join(doubts, on=["vendor", "month"], how="left")
        .with_columns(transactions_error=(pl.col("transactions_error") ** 2 + variance).sqrt())
        .drop("rating_variance")
    )
