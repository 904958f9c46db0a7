"""
What was paid for an order, from the amount printed with its rating (methods E6, E8).

A market may print what was paid in the currency of the viewer, converted when the page is viewed: then the number of
one rating moves from capture to capture, and only the rate of its own capture turns it back. A fee may lie between the
price that a listing asks and the amount that its buyers are said to have paid.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped, weighted_median

__all__ = ["COINS", "markups", "with_paid"]

COINS = ("BTC", "BCH", "XMR", "LTC", "ETH")
"""Currencies of which an amount may be printed with one or two digits."""
_LEAST_RATIO, _MOST_RATIO = 0.95, 1.12
_PRECISE = 0.01
_FEW = 5


def with_paid(
    reviews: pl.DataFrame, fx: pl.DataFrame, own: pl.DataFrame, *, moves: bool, coin: str | None = None
) -> pl.DataFrame:
    """
    Add what was paid, in EUR and in USD: ``paid_eur_low, paid_eur, paid_eur_high, paid_usd, own_currency``.

    If amounts do not move, the amount counts at the rates of the days of the rating: ``paid_eur`` at the middle of its
    interval, and the range over the interval and half the amount's rounding on both sides. If they move, the amount is
    first turned back, at the rate of its own capture (``amount_at``), into the coin that it is kept in, else into the
    currency in which the vendor asks; where that is not known, into EUR.

    Args:
        reviews: distinct reviews: ``vendor, listing_id, amount, amount_currency, amount_step, amount_at,
            occurred_from, occurred_to``.
        fx: rates of `rates.exchange_rates`.
        own: ``vendor, currency``: in which each vendor asks, of `price_spells.vendor_currencies`.
        moves: whether amounts move, as `moving_amounts.amounts_move` tells.
        coin: the coin that moving amounts are kept in, as `moving_amounts.kept_coin` tells; None for none.
    """
    rows = reviews.with_columns(
        low_day=pl.col("occurred_from").dt.date(),
        day=(pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2).dt.date(),
        high_day=(pl.col("occurred_to") - pl.duration(microseconds=1)).dt.date(),
        amount_day=pl.col("amount_at").dt.date(),
    )
    if moves:
        rows = rows.join(own.select("vendor", own_currency="currency"), on="vendor", how="left")
        rows = rows.with_columns(own_currency=pl.lit(coin) if coin else pl.col("own_currency").fill_null("EUR"))
    else:
        rows = rows.with_columns(own_currency=pl.col("amount_currency"))
    for name, day, currency in (
        ("at_capture", "amount_day", "amount_currency"),
        ("own_at_capture", "amount_day", "own_currency"),
        ("own_low", "low_day", "own_currency"),
        ("own_mid", "day", "own_currency"),
        ("own_high", "high_day", "own_currency"),
    ):
        rate = fx.select(pl.col("day").alias(day), pl.col("currency").alias(currency), pl.col("eur").alias(name))
        rows = rows.join(rate, on=[day, currency], how="left")
    dollar = fx.filter(pl.col("currency") == "USD").select(day="day", dollar="eur")
    rows = rows.join(dollar, on="day", how="left")
    is_own = pl.col("own_currency") == pl.col("amount_currency")
    unit = pl.when(is_own).then(1.0).otherwise(pl.col("at_capture") / pl.col("own_at_capture"))
    is_nothing = pl.col("amount_currency").is_in(COINS) & (pl.col("amount") == 0)
    half = pl.when(is_nothing).then(0.0).otherwise(pl.col("amount_step").fill_null(0.0) / 2)
    rates = pl.concat_list("own_low", "own_mid", "own_high")
    rows = rows.with_columns(unit=unit).with_columns(
        paid_eur=pl.col("amount") * pl.col("unit") * pl.col("own_mid"),
        paid_eur_low=(pl.col("amount") - half).clip(0) * pl.col("unit") * rates.list.min(),
        paid_eur_high=(pl.col("amount") + half) * pl.col("unit") * rates.list.max(),
    )
    rows = rows.with_columns(
        paid_usd=pl.when(pl.col("own_currency") == "USD")
        .then(pl.col("amount") * pl.col("unit"))
        .otherwise(pl.col("paid_eur") / pl.col("dollar"))
    )
    kept = [*reviews.columns, "paid_eur_low", "paid_eur", "paid_eur_high", "paid_usd", "own_currency"]
    return rows.select(kept)


def markups(paid: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """
    Return by how much the asked prices of each vendor exceed the amounts that are printed for one unit.

    Source: on Dream's pages most prices have a fee of 4 % in them and the ratings tab does not. It is the lower median
    of price over amount, over the ratings of one listing whose ratio lies between 0.95 and 1.12; a vendor with fewer
    than five of them has the market's.

    Args:
        paid: of `with_paid`.
        spells: of `price_spells.price_spells`.

    Returns:
        ``vendor, markup``, sorted; 1.0 where nothing is known of the market. The market's is the median of the
        vendors', none of which weighs more than `pooling.MOST_SHARE`.
    """
    stated = spells.select("listing_id", "first_at", "price_usd")
    at = stated.select("listing_id", "first_at").unique().sort("first_at")
    known = paid.filter(pl.col("paid_usd").is_not_null() & pl.col("listing_id").is_not_null())
    known = known.filter(pl.col("amount_step") <= _PRECISE * pl.col("amount")).sort("occurred_to")
    near = known.join_asof(
        at, left_on="occurred_to", right_on="first_at", by="listing_id", strategy="nearest", check_sortedness=False
    )
    asked = near.with_row_index("rating").join(stated, on=["listing_id", "first_at"])
    ratios = asked.select("rating", "vendor", ratio=pl.col("price_usd") / pl.col("paid_usd"))
    ratios = ratios.filter(pl.col("ratio").is_between(_LEAST_RATIO, _MOST_RATIO))
    ratios = ratios.group_by("rating", "vendor").agg(pl.col("ratio").min())  # of prices stated at one instant
    per_vendor = ratios.group_by("vendor").agg(markup=pl.col("ratio").quantile(0.5, "lower"), count=pl.len())
    per_vendor = per_vendor.sort("vendor")
    market = weighted_median(per_vendor["markup"].to_numpy(), capped(per_vendor["count"].to_numpy()))
    per_vendor = per_vendor.filter(pl.col("count") >= _FEW)
    every = pl.concat([paid.select("vendor"), spells.select("vendor")]).drop_nulls().unique()
    joined = every.join(per_vendor, on="vendor", how="left")
    return joined.select("vendor", pl.col("markup").fill_null(1.0 if market is None else market)).sort("vendor")
