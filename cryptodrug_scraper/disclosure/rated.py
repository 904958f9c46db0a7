"""Numbers of ratings by month: of a market all months are shown, or none, since one follows from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.threshold import any_few

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["OF_COUNTRY", "OF_MARKET", "ratings_of_many"]

OF_COUNTRY = (
    "rating_count",
    "rated",
    "rate",
    "rate_low",
    "rate_high",
    "sales",
    "sales_low",
    "sales_high",
    "vendor_count",
)
OF_MARKET = (
    "all_rating_count",
    "all_rate",
    "all_rate_low",
    "all_rate_high",
    "all_sales",
    "all_sales_low",
    "all_sales_high",
    "all_vendor_count",
)


def ratings_of_many(
    frame: pl.DataFrame, is_withheld: Callable[[str, str, object], bool], *, hidden: str
) -> pl.DataFrame:
    """
    Take away what ratings would tell of few vendors.

    Args:
        frame: rows of ``research.rated_sales``.
        is_withheld: whether the sales of a month are: of ``own``, the country, or of ``market``, by its code and month.
        hidden: name of the column that tells whether a row has lost its numbers.

    Numbers of a country tell those of the other vendors together with the market's: all three must be of five or none.
    """
    months = frame.select("market", "month").rows()
    withheld = {
        kind: pl.Series([is_withheld(kind, market, month) for market, month in months], dtype=pl.Boolean)
        for kind in ("own", "market", "last")
    }
    of_all = frame.select(any_few(("all_vendor_count",))).to_series() | withheld["market"] | withheld["last"]
    of_own = of_all | withheld["own"] | frame.select(any_few(("vendor_count", "other_vendor_count"))).to_series()
    marked = frame.with_columns(of_all.alias("_all"), of_own.alias("_own"))
    marked = marked.with_columns(pl.col("_all", "_own").any().over("market"))
    return marked.with_columns(
        *(pl.when(~pl.col("_own")).then(name).alias(name) for name in OF_COUNTRY),
        *(pl.when(~pl.col("_all")).then(name).alias(name) for name in OF_MARKET),
        pl.col("_own").alias(hidden),
    ).drop("_all", "_own", "other_vendor_count")
