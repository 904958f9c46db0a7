"""Which reviews stand on pages that were captured: what whoever tells reviews apart must come to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.printed import numbered
from simulator.truth.shown import DREAM_DAYS, DREAM_LEAST, DREAM_MOST

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["captured_reviews"]

_COLUMNS = ("market", "review_id", "sale_id", "listing_id", "account_id", "at")


def captured_reviews(frames: Frames, pages: pl.DataFrame) -> pl.DataFrame:
    """
    Return the reviews on captured pages.

    Dream and Wall Street Market print ages, and one page has all reviews of a vendor or listing that there are to see.
    The third market prints the minute at which a review was left, and has thirty on a page: there the minutes tell.
    Pages that are cut are taken to be whole, and reviews that a change has made young to have kept their age; by the
    minute both are found.

    Args:
        frames: the truth.
        pages: ``market, vendor, listing_id, captured_at, occurred_from``: at least one row for each page with reviews,
            and for each minute on it, as printed; ``listing_id`` is null on a vendor's page of Dream.

    Returns:
        ``market, review_id, sale_id, listing_id, account_id, at``, sorted by market and review.
    """
    edited = frames.table("review").select(*_COLUMNS, "edited")
    reviews = edited.select(_COLUMNS)
    named = numbered(pages).join(frames.names, left_on=("market", "vendor"), right_on=("market", "name"), how="left")
    minutes, ages = named.filter(pl.col("market") == "empire"), named.filter(pl.col("market") != "empire")
    keys = ("market", "listing_id", "captured_at")
    parts = [
        _of_minutes(edited, minutes),
        _newest(reviews, ages.filter(pl.col("listing_id").is_not_null()).select(keys).unique(), "listing_id"),
        _newest(
            reviews,
            ages.filter(pl.col("listing_id").is_null()).select("market", "account_id", "captured_at").unique(),
            "account_id",
        ),
    ]
    return pl.concat([part.select(_COLUMNS) for part in parts]).unique().sort("market", "review_id")


def _of_minutes(reviews: pl.DataFrame, minutes: pl.DataFrame) -> pl.DataFrame:
    printed = minutes.select("market", "account_id", pl.col("occurred_from").dt.truncate("1m").alias("minute")).unique()
    dated = pl.concat(
        reviews.with_columns(pl.col(moment).dt.truncate("1m").alias("minute")) for moment in ("at", "edited")
    )
    return dated.join(printed, on=("market", "account_id", "minute"), how="semi")


def _newest(reviews: pl.DataFrame, pages: pl.DataFrame, of: str) -> pl.DataFrame:
    """The last of the reviews that each vendor or listing had when its page was captured."""
    keys = ["market", of]
    number = pl.int_range(1, pl.len() + 1).over(keys).cast(pl.Int64)
    numbered = reviews.sort("at", "review_id").with_columns(number.alias("number"))
    last = _number_at(pages, numbered, keys, pl.col("captured_at"))
    most = pl.when(pl.col("market") == "dream").then(DREAM_MOST).otherwise(pl.col("last"))
    if of == "account_id":
        before = _number_at(pages, numbered, keys, pl.col("captured_at") - timedelta(days=DREAM_DAYS))
        last = last.with_columns(before["last"].alias("before"))
        most = pl.min_horizontal(most, pl.max_horizontal(pl.col("last") - pl.col("before"), pl.lit(DREAM_LEAST)))
    first = pl.max_horizontal(pl.col("last") - most, pl.lit(0)) + 1
    shown = last.with_columns(pl.int_ranges(first, pl.col("last") + 1).alias("number"))
    shown = shown.select(*keys, "number").explode("number").drop_nulls().unique()
    return numbered.join(shown, on=[*keys, "number"], how="semi")


def _number_at(pages: pl.DataFrame, numbered: pl.DataFrame, keys: list[str], at: pl.Expr) -> pl.DataFrame:
    """How many reviews there were at some instant, in the order of vendors or listings and captures."""
    asked = pages.with_columns(at.alias("asked")).sort("asked")
    found = asked.join_asof(
        numbered.select(*keys, "at", pl.col("number").alias("last")),
        left_on="asked",
        right_on="at",
        by=keys,
        check_sortedness=False,
    )
    return found.with_columns(pl.col("last").fill_null(0)).sort(*keys, "captured_at")
