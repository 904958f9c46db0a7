"""What sales were worth in EUR, and where their listings were sent from at that time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["euros", "origin_codes", "sales_in_euros"]


def euros(frames: Frames) -> pl.DataFrame:
    """
    Return the truth's exchange rates, which are those that pages print.

    Returns:
        ``day, currency, eur``: EUR for one unit.
    """
    rates = frames.table("rate").with_columns(pl.col("micro_usd").cast(pl.Float64))
    euro = rates.filter(pl.col("currency") == "EUR").select("day", pl.col("micro_usd").alias("euro"))
    dollar = euro.select("day", pl.lit("USD").alias("currency"), (1_000_000 / pl.col("euro")).alias("eur"))
    others = rates.filter(pl.col("currency") != "USD").join(euro, on="day")
    others = others.select("day", "currency", (pl.col("micro_usd") / pl.col("euro")).alias("eur"))
    return pl.concat((dollar, others)).sort("day", "currency")


def sales_in_euros(frames: Frames) -> pl.DataFrame:
    """
    Return all sales with what they were worth on their day, without postage; bulk sales are among them.

    Returns:
        The columns of the table ``sale``, ``amount_eur``, ``paid_eur`` (with postage; without it where the truth has
        none) and ``origin_codes``, sorted by market and sale.
    """
    sales = frames.table("sale").with_columns(pl.col("at").dt.date().alias("day"))
    sales = sales.join(_postage(frames), on=("market", "sale_id"), how="left")
    paid = pl.col("cents") + pl.col("postage").fill_null(0)
    worth = sales.join(euros(frames), on=("day", "currency"), how="left").with_columns(
        (pl.col("cents") / 100 * pl.col("eur")).alias("amount_eur"), (paid / 100 * pl.col("eur")).alias("paid_eur")
    )
    spells = frames.table("listing_origin").select("market", "listing_id", "since", origin_codes())
    return (
        worth.drop("day", "eur", "postage")
        .sort("at")
        .join_asof(
            spells.sort("since"),
            left_on="at",
            right_on="since",
            by=["market", "listing_id"],
            strategy="backward",
            check_sortedness=False,
        )
        .drop("since")
        .sort("market", "sale_id")
    )


def _postage(frames: Frames) -> pl.DataFrame:
    if frames.has("postage"):
        return frames.table("postage").rename({"cents": "postage"})
    return frames.table("sale").select("market", "sale_id", pl.lit(0, pl.Int64).alias("postage")).clear()


def origin_codes() -> pl.Expr:
    """The set of origins that a row of ``listing_origin`` states, sorted; empty where it states none."""
    stated = pl.concat_list("country", "second_country", "region").list.drop_nulls()
    return stated.list.unique().list.sort().alias("origin_codes")
