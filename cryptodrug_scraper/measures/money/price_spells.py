"""Spells in which a listing has one asked price, in the currency in which its vendor asks it."""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.money.own_currency import SAME_PRICE, has_moved, own_currencies

__all__ = ["SPELL", "price_spells", "vendor_currencies"]

SPELL = pl.Schema(
    {
        "listing_id": pl.String(),
        "vendor": pl.String(),
        "first_at": pl.Datetime("us", "UTC"),
        "last_at": pl.Datetime("us", "UTC"),
        "price": pl.Float64(),
        "currency": pl.String(),
        "price_eur": pl.Float64(),
        "price_usd": pl.Float64(),
        "observation_count": pl.UInt32(),
    }
)
"""Columns of the frame of spells."""


def price_spells(
    stated: pl.DataFrame, fx: pl.DataFrame, own: pl.DataFrame | None = None, *, same_price: float = SAME_PRICE
) -> pl.DataFrame:
    """
    Return the spells of one asked price of each listing: runs of statements of one price.

    When a price changed, between the last statement of a spell and the first of the next, nobody knows. Prices that are
    stated at one instant, as all of a day are where no more than the day is known, are spells of one time: which of
    them came first nobody knows either.

    Args:
        stated: of `own_currency.stated_prices`.
        fx: rates of `rates.exchange_rates`, for the days of the statements.
        own: of `own_currency.own_currencies`, of the same statements; if None it is computed.
        same_price: the share by which statements of one price may differ.

    Returns:
        `SPELL`, sorted by listing, time, currency and price, which together name a spell. ``first_at`` and ``last_at``
        are the first and last statement. ``price`` is the (lower) median of the statements. ``price_eur`` and
        ``price_usd`` are it at the rate of the day of ``first_at``. ``observation_count`` counts snapshots.
        ``currency`` is the printed one where no other stands still better.
    """
    tried = [column for column in stated.columns if len(column) == len("EUR") and column.isupper()]
    own = own_currencies(stated, currencies=tried, same_price=same_price) if own is None else own
    rows = stated.join(own, on="listing_id", maintain_order="left")
    in_own = pl.coalesce(*[pl.when(pl.col("currency") == code).then(code) for code in tried], None)
    rows = rows.with_columns(converted=in_own)
    is_known = pl.col("converted").is_not_null()
    rows = rows.with_columns(
        price=pl.when(is_known).then("converted").otherwise("shown"),
        currency=pl.when(is_known).then("currency").otherwise("shown_currency"),
    ).sort("listing_id", "first_at", "currency", "price", "snapshot_id")
    before = pl.col("currency").shift().over("listing_id")
    is_new = has_moved("price", same_price).fill_null(value=True) | (pl.col("currency") != before)
    spells = (
        rows.with_columns(spell=is_new.fill_null(value=True).cum_sum())
        .group_by("listing_id", "spell", "currency")
        .agg(
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            pl.col("vendor").drop_nulls().sort().last(),
            pl.col("price").quantile(0.5, "lower"),
            observation_count=pl.col("snapshot_id").n_unique(),
        )
        .with_columns(day=pl.col("first_at").dt.date())
    )
    rate = fx.select("day", "currency", rate="eur")
    dollar = fx.filter(pl.col("currency") == "USD").select("day", dollar="eur")
    valued = spells.join(rate, on=["day", "currency"], how="left").join(dollar, on="day", how="left")
    valued = valued.with_columns(price_eur=pl.col("price") * pl.col("rate"))
    in_dollars = pl.when(pl.col("currency") == "USD").then("price").otherwise(pl.col("price_eur") / pl.col("dollar"))
    return (
        valued.with_columns(price_usd=in_dollars)
        .select(list(SPELL))
        .cast(SPELL)
        .sort("listing_id", "first_at", "currency", "price")
    )


def vendor_currencies(spells: pl.DataFrame) -> pl.DataFrame:
    """
    Return the currency in which each vendor asks most of its prices, counted by observations.

    Args:
        spells: of `price_spells`.

    Returns:
        ``vendor, currency``, sorted by vendor; of currencies that are as frequent, the first in the alphabet.
    """
    counts = spells.filter(pl.col("vendor").is_not_null()).group_by("vendor", "currency")
    ordered = counts.agg(pl.col("observation_count").sum()).sort(
        "vendor", "observation_count", "currency", descending=[False, True, False]
    )
    return ordered.unique("vendor", keep="first", maintain_order=True).select("vendor", "currency")
