"""What the measures of markets' months should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.live import live_listings
from simulator.truth.shown import shown_reviews
from simulator.truth.worth import sales_in_euros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.truth.frames import Frames

__all__ = ["market_months", "whole_months"]

MONTH = pl.col("at").dt.date().dt.month_start().alias("month")


def market_months(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return what ``research.market_month`` should say.

    ``vendors`` and ``listings`` are those live at any look of the month (`simulator.truth.live`); months without a look
    have none. ``transactions`` (and ``transactions_c13``, which is reckoned in another way but means the same) and
    ``turnover_eur`` are all sales that were made in the month.
    ``transactions_shown`` and ``turnover_shown_eur`` are the sales whose review was left in the month and shown by a
    page at some look. Each is worth what was paid for it, on the day of its sale: with its postage.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``market, month, measure, value, is_whole``, sorted; ``is_whole`` as in `whole_months`, true for vendors and
        listings.
    """
    live = live_listings(frames, looks).with_columns(pl.col("first_at").dt.date().dt.month_start().alias("month"))
    by_month = live.group_by("market", "month")
    sales = sales_in_euros(frames)
    shown = shown_reviews(frames, looks).join(
        sales.select("market", "sale_id", "paid_eur"), on=("market", "sale_id"), how="left"
    )
    parts = [
        _as("vendors", by_month.agg(pl.col("account_id").n_unique().alias("value"))),
        _as("listings", by_month.agg(pl.col("listing_id").n_unique().alias("value"))),
        *_traded(sales, "transactions", "turnover"),
        *_traded(shown, "transactions_shown", "turnover_shown"),
        _as("transactions_c13", sales.group_by("market", MONTH).agg(pl.len().alias("value"))),
    ]
    whole = whole_months(frames, looks)
    return (
        pl.concat(parts)
        .join(whole, on=("market", "month"), how="left")
        .with_columns(pl.col("is_whole").fill_null(value=False) | pl.col("measure").is_in(["vendors", "listings"]))
        .select("market", "month", "measure", "value", "is_whole")
        .sort("market", "month", "measure")
    )


def whole_months(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return the months of which looks can tell all.

    These are from that of a market's first look on (pages show reviews of the days before), up to the last month that
    was over, or whose market had closed, by the end of the last look. Where a market closed without a look after that,
    its last month is none of them.

    Returns:
        ``market, month, is_whole`` for each month of ``looks`` and between them.
    """
    spans = looks.group_by("market").agg(pl.col("first_at").min(), pl.col("last_at").max())
    spans = spans.join(frames.closings, on="market", how="left")
    start, end = (pl.col(name).dt.date().dt.month_start() for name in ("first_at", "last_at"))
    months = spans.with_columns(pl.date_ranges(start, end, interval="1mo").alias("month")).explode("month")
    over = pl.min_horizontal(pl.col("month").dt.offset_by("1mo").cast(looks.schema["last_at"]), "closed")
    return months.select("market", "month", (pl.col("last_at") >= over).alias("is_whole")).sort("market", "month")


def _traded(rows: pl.DataFrame, number: str, worth: str) -> Iterator[pl.DataFrame]:
    by_month = rows.group_by("market", MONTH)
    yield _as(number, by_month.agg(pl.len().alias("value")))
    yield _as(f"{worth}_eur", by_month.agg(pl.col("paid_eur").sum().alias("value")))


def _as(measure: str, values: pl.DataFrame) -> pl.DataFrame:
    return values.select("market", "month", pl.lit(measure).alias("measure"), pl.col("value").cast(pl.Float64))
