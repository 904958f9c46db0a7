"""What is told of each distinct review: what its rows leave of its time, its amount, its listing, and if it went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.ratings.review_edits import plain_views

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DISTINCT_REVIEW", "described", "found_reviews", "known_listings", "sightings", "vanished_reviews"]

_TIME = pl.Datetime("us", "UTC")
DISTINCT_REVIEW: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "review_id": pl.String,
    "market": pl.String,
    "vendor": pl.String,
    "listing_id": pl.String,
    "listing_ids": pl.List(pl.String),
    "listing_source": pl.String,
    "stars": pl.Float64,
    "sign": pl.String,
    "comment": pl.Binary,
    "is_default_comment": pl.Boolean,
    "buyer_mask": pl.String,
    "amount": pl.Float64,
    "amount_currency": pl.String,
    "amount_step": pl.Float64,
    "occurred_from": _TIME,
    "occurred_to": _TIME,
    "first_seen_at": _TIME,
    "last_seen_at": _TIME,
    "sighting_count": pl.Int64,
    "state": pl.String,
    "certainty": pl.Float64,
    "first_page": pl.UInt32,
    "first_ordinal": pl.Int32,
    "last_page": pl.UInt32,
    "last_ordinal": pl.Int32,
    "amount_at": _TIME,
}
"""Columns of `review_identity.told_apart`."""
_YEARS = timedelta(days=730)
"""A rating that was left within so long an interval has no month: it would be spread thinly over many."""
_MICROSECOND = timedelta(microseconds=1)
_LEAST = timedelta(minutes=1) // _MICROSECOND
"""An interval is never shorter: clocks may disagree by so much that nothing is left."""


def described(
    market: str, rows: pl.DataFrame, keys: pl.DataFrame, known: pl.DataFrame, tolerance: timedelta
) -> pl.DataFrame:
    """
    Tell what is known of each review, which its first row has as number.

    Args:
        market: code of the market.
        rows: of `review_views.review_views`, with ``review, is_dated, is_edited, certainty``.
        keys: of the same.
        known: of `known_listings`, and of `vanished_reviews`.
        tolerance: by which the intervals of the rows are wider.

    Returns:
        `DISTINCT_REVIEW`, in order of the first sighting.
    """
    of_review = rows.group_by("review").agg(
        pl.col("low").filter("is_dated").max() + tolerance // _MICROSECOND,
        pl.col("high").filter("is_dated").min() - tolerance // _MICROSECOND,
        pl.len().cast(pl.Int64).alias("sighting_count"),
        pl.col("is_edited").any(),
        pl.col("certainty").min(),
        pl.col("row").max().alias("last_row"),
    )
    at = rows.select("row", "page", "ordinal", "captured_at", "key")
    told = (
        of_review.join(
            at.select(review="row", first_page="page", first_ordinal="ordinal", first_seen_at="captured_at"),
            on="review",
        )
        .join(
            at.select("key", last_row="row", last_page="page", last_ordinal="ordinal", last_seen_at="captured_at"),
            on="last_row",
        )
        .join(keys.drop("buyer_mask", "listing_id"), on="key")
        .join(_masks(rows, keys), on="review", how="left")
        .join(_amounts(rows), on="review", how="left")
        .join(known, on="review", how="left")
        .sort("review")
    )
    low, high = pl.min_horizontal("low", "high"), pl.max_horizontal("low", "high")
    gone = pl.when("is_gone").then(pl.lit("vanished")).otherwise(pl.lit("seen"))
    found = told.with_columns(
        market=pl.lit(market),
        vendor="account",
        review_id=_name("first_page", "first_ordinal"),
        listing_source=pl.col("listing_source").fill_null("unknown"),
        state=pl.when("is_edited").then(pl.lit("edited")).otherwise(gone),
        occurred_from=low.cast(_TIME),
        occurred_to=pl.when(low == high).then(low + _LEAST).otherwise(high).cast(_TIME),
    ).select(pl.col(name).cast(dtype) for name, dtype in DISTINCT_REVIEW.items())
    return _undated(found)


def _undated(found: pl.DataFrame) -> pl.DataFrame:
    """Take the time from reviews of which no page says when they were left, or in which of several years."""
    is_known = pl.col("occurred_to") - pl.col("occurred_from") < _YEARS
    return found.with_columns(pl.when(is_known).then(name).alias(name) for name in ("occurred_from", "occurred_to"))


def found_reviews(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The reviews so far: what their first row says, the times that all rows leave, the finest amount."""
    dated = ~pl.col("is_undated")
    return (
        rows.group_by("review")
        .agg(pl.col("key").first(), pl.col("low").filter(dated).max(), pl.col("high").filter(dated).min())
        .join(keys, on="key")
        .drop("key", "buyer_mask")
        .join(_masks(rows, keys), on="review", how="left")
        .join(_amounts(rows), on="review", how="left")
        .sort("review")
    )


def _masks(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The buyer of each review that has one: a listing's page may show none."""
    masked = rows.select("review", "key").unique().join(keys.select("key", "buyer_mask"), on="key")
    first = masked.drop_nulls("buyer_mask").sort("review", "key").unique("review", keep="first", maintain_order=True)
    return first.select("review", "buyer_mask")


def _amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """For each review the amount that is printed finest, and of these the first."""
    step = pl.col("amount_step") / pl.col("amount")
    return (
        rows.filter(pl.col("amount").is_not_null())
        .select("review", "row", "amount", "amount_currency", "amount_step", amount_at="captured_at", step=step)
        .sort("review", "step", "row", nulls_last=True)
        .unique("review", keep="first", maintain_order=True)
        .drop("row", "step")
    )


def known_listings(rows: pl.DataFrame, keys: pl.DataFrame, partners: pl.DataFrame) -> pl.DataFrame:
    """For each review ``listing_id, listing_ids, listing_source``: the candidates that most of its parts have."""
    matched = partners.select(row="review", listing=pl.coalesce("listing_ids", pl.concat_list("listing_id")))
    matched = (
        rows.select("row", "review")
        .join(matched.filter(pl.col("listing").list.first().is_not_null()), on="row")
        .select("review", "listing", pl.lit(1).alias("is_match"))
    )
    shown = rows.select("review", "key").unique().join(keys.select("key", "listing_id"), on="key")
    on_tab = shown.filter(pl.col("listing_id").is_null())
    on_page = shown.join(on_tab, on="review", how="anti").select("review", "listing_id").unique()
    on_page = on_page.select("review", pl.concat_list("listing_id").alias("listing"), pl.lit(0).alias("is_match"))
    votes = (
        pl.concat([matched, on_page])
        .explode("listing")
        .group_by("review", "listing")
        .agg(pl.len(), pl.col("is_match").max())
        .filter(pl.col("len") == pl.col("len").max().over("review"))
        .group_by("review")
        .agg(pl.col("listing").sort(), pl.col("is_match").max())
    )
    several = pl.col("listing").list.len() > 1
    source = pl.when(several).then(pl.lit("unknown")).when(pl.col("is_match") == 1).then(pl.lit("matched"))
    return votes.select(
        "review",
        listing_id=pl.when(~several).then(pl.col("listing").list.first()),
        listing_ids=pl.when(several).then(pl.col("listing")),
        listing_source=source.otherwise(pl.lit("page")),
    )


def vanished_reviews(rows: pl.DataFrame, views: pl.DataFrame, age_disorder: timedelta, most_rows: int) -> pl.DataFrame:
    """Reviews (``review, is_gone``) that the next view of their list must have shown, and that no later page shows."""
    spans = rows.group_by("review", "series").agg(pl.col("view").max())
    times = rows.group_by("review").agg(pl.col("captured_at").max().alias("last_at"), pl.col("low").max())
    disorder = age_disorder // timedelta(microseconds=1)
    return (
        spans.join(views.select("view", "place"), on="view")
        .join(plain_views(rows, views).with_columns(pl.col("place") - 1).drop("view"), on=["series", "place"])
        .join(times, on="review")
        .filter(
            pl.col("is_whole")
            & pl.col("is_plain")
            & (pl.col("row_count") < most_rows)
            & (pl.col("last_at") < pl.col("at"))
            & (pl.col("is_counted") | (pl.col("low") >= pl.col("oldest") + disorder))
        )
        .select("review", is_gone=pl.lit(value=True))
        .unique()
    )


def sightings(rows: pl.DataFrame, pages: pl.Series) -> pl.DataFrame:
    """
    Return which row of a page shows which review: ``page, ordinal, review_id``.

    Args:
        rows: ``page, ordinal, row, review`` of a group of accounts, whose pages are numbered from 0.
        pages: the numbers of these pages in the market.
    """
    shown = rows.with_columns(page=pages.gather(rows["page"]))
    first = shown.select(review="row", review_id=_name("page", "ordinal"))
    return shown.select("page", "ordinal", "review").join(first, on="review").drop("review").sort("page", "ordinal")


def _name(page: str, ordinal: str) -> pl.Expr:
    return pl.format("{}-{}", page, ordinal)
