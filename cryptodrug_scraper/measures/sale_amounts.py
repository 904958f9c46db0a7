"""
What each sale that a rating stands for was worth (methods E6, E7).

The amount printed with the rating comes first; then what the listing asked at the time, for one unit; then the price of
its least tier; else the sale is only counted. Three totals stand beside each other: *raw*, with holding prices as they
were asked; *filtered*, without them; *imputed*, with the listing's usual price in their place, and with the vendor's
median for sales of no known price.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.asked_prices import asked_prices
from cryptodrug_scraper.measures.order_quantities import order_quantities

__all__ = ["LARGE_EUR", "SALE", "order_ratio", "removed_above", "sale_amounts"]

LARGE_EUR = 1000.0
"""The limit of `removed_above`: a finding says that no sale was above it, so no filter may remove any unseen."""
SALE = {
    "transaction_id": pl.String(),
    "vendor": pl.String(),
    "listing_id": pl.String(),
    "listing_ids": pl.List(pl.String()),
    "occurred_from": pl.Datetime("us", "UTC"),
    "occurred_to": pl.Datetime("us", "UTC"),
    "amount_eur_low": pl.Float64(),
    "amount_eur": pl.Float64(),
    "amount_eur_high": pl.Float64(),
    "price_source": pl.String(),
    "price_flag": pl.String(),
    "quantity": pl.Float64(),
    "asked_eur": pl.Float64(),
    "is_tiered": pl.Boolean(),
    "raw_eur": pl.Float64(),
    "filtered_eur": pl.Float64(),
    "imputed_eur": pl.Float64(),
}
"""Columns of the frame of sales."""
_HELD = ("holding", "imputed_holding")


def sale_amounts(
    paid: pl.DataFrame,
    spells: pl.DataFrame,
    tiers: pl.DataFrame,
    shipping: pl.DataFrame,
    fx: pl.DataFrame,
    markups: pl.DataFrame,
    *,
    ratio: float | None = None,
) -> pl.DataFrame:
    """
    Return one row per distinct review with what its sale was worth, in EUR.

    Args:
        paid: distinct reviews with what was paid, of `paid.with_paid`.
        spells: of `holding_prices.flag_prices`.
        tiers, shipping: of `order_quantities.latest_parts`.
        fx: rates of `rates.exchange_rates`.
        markups: of `paid.markups`: asked prices are divided by it, so that they are comparable with printed amounts.
        ratio: how often its asked price an order is worth in the mean, for sales without a printed amount; None takes
            what `order_ratio` says of this market, and 1 (one unit) where it prints no amounts. The low bound is always
            one unit.

    Returns:
        `SALE`, sorted by ``transaction_id``. ``price_source``: ``printed``, ``listing_before``, ``listing_after`` (the
        price was first stated later: carried back), ``tier``, ``listing_median`` (the reference price in place of a
        holding price), ``missing``. ``quantity``: units, null where it cannot be told. ``asked_eur``: for one unit.
        Whether amounts include delivery is not known; on Dream and Empire they seem to, and are taken as printed.
    """
    rows = paid.join(asked_prices(paid, spells, fx), on="review_id", how="left").join(markups, on="vendor", how="left")
    tier = _least_tiers(tiers, fx)
    rows = rows.join(tier, on="listing_id", how="left").with_columns(pl.col("is_tiered").fill_null(value=False))
    markup = pl.col("markup").fill_null(1.0)
    rows = rows.with_columns(
        [pl.col(name) / markup for name in ("asked_low", "asked", "asked_high", "raw", "tier_eur")]
    )
    rows = rows.join(order_quantities(paid, spells, tiers, shipping, fx, markups), on="review_id", how="left")
    is_printed = pl.col("paid_eur").is_not_null()
    has_asked, has_tier = pl.col("flag").is_not_null(), pl.col("tier_eur").is_not_null()
    source = (
        pl.when(is_printed)
        .then(pl.lit("printed"))
        .when(pl.col("flag") == "imputed_holding")
        .then(pl.lit("listing_median"))
        .when(has_asked & pl.col("asked").is_null() & ~pl.col("flag").is_in(["free"]))
        .then(pl.lit("missing"))
        .when(has_asked & pl.col("is_before"))
        .then(pl.lit("listing_before"))
        .when(has_asked)
        .then(pl.lit("listing_after"))
        .when(has_tier)
        .then(pl.lit("tier"))
        .otherwise(pl.lit("missing"))
    )
    flag = (
        pl.when(is_printed).then(pl.when(pl.col("paid_eur") > 0).then(pl.lit("ok")).otherwise(pl.lit("free")))
    ).otherwise(pl.col("flag").fill_null("ok"))
    rows = rows.with_columns(price_source=source, price_flag=flag, is_printed=is_printed)
    one = order_ratio(_as_sales(rows)) if ratio is None else ratio
    one = 1.0 if one is None else one
    rows = rows.with_columns(
        amount_eur_low=_first("paid_eur_low", pl.col("asked_low"), "tier_eur"),
        amount_eur=_first("paid_eur", pl.col("asked") * one, pl.col("tier_eur") * one),
        amount_eur_high=_first("paid_eur_high", pl.col("asked_high") * max(one, 1.0), pl.col("tier_eur") * one),
        raw_eur=_first("paid_eur", pl.col("raw") * one, pl.col("tier_eur") * one),
    )
    valued = pl.col("price_flag") != "free"
    rows = rows.with_columns(
        [pl.when(valued).then(name).alias(name) for name in ("amount_eur_low", "amount_eur", "amount_eur_high")]
    )
    rows = rows.with_columns(filtered_eur=pl.when(~pl.col("price_flag").is_in(_HELD)).then("amount_eur"))
    median = pl.col("filtered_eur").quantile(0.5, "lower")
    rows = rows.with_columns(vendor_median=median.over("vendor"), market_median=median)
    rows = rows.with_columns(
        imputed_eur=pl.when(valued).then(pl.coalesce("amount_eur", "vendor_median", "market_median")),
        transaction_id="review_id",
        asked_eur="asked",
    )
    return rows.select(list(SALE)).cast(SALE).sort("transaction_id")


def order_ratio(sales: pl.DataFrame) -> float | None:
    """
    Return what orders were worth in the mean, in asked prices of one unit: printed over listed, as a ratio of sums.

    Args:
        sales: ``price_source, price_flag, amount_eur, asked_eur, listing_id`` of `SALE`; those with a printed amount and
            one known listing count.

    Returns:
        None where there is none: then one unit is the only assumption left.
    """
    both = sales.filter(
        (pl.col("price_source") == "printed") & pl.col("asked_eur").is_not_null() & pl.col("listing_id").is_not_null()
    )
    asked = both["asked_eur"].sum()
    return float(both["amount_eur"].sum()) / float(asked) if asked else None


def removed_above(sales: pl.DataFrame, *, limit_eur: float = LARGE_EUR) -> int:
    """Return the number of sales above a limit, as asked, that the filter of holding prices removed."""
    above = sales.filter((pl.col("raw_eur") > limit_eur) & pl.col("filtered_eur").is_null())
    return above.height


def _first(*columns: str | pl.Expr) -> pl.Expr:
    return pl.coalesce(*columns)


def _as_sales(rows: pl.DataFrame) -> pl.DataFrame:
    held = pl.col("flag").is_in(["ok"])
    return rows.select("price_source", "listing_id", amount_eur="paid_eur", asked_eur=pl.when(held).then("asked"))


def _least_tiers(tiers: pl.DataFrame, fx: pl.DataFrame) -> pl.DataFrame:
    """``listing_id, tier_eur`` (the least order of its lowest tier), ``is_tiered`` (it has several prices)."""
    rate = fx.select("day", price_currency="currency", rate="eur")
    rows = tiers.with_columns(day=pl.col("captured_at").dt.date())
    rows = rows.join(rate, on=["day", "price_currency"], how="left").sort("listing_id", "min_quantity", "price")
    return rows.group_by("listing_id").agg(
        tier_eur=(pl.col("price") * pl.col("rate") * pl.col("min_quantity").fill_null(1.0)).first(),
        is_tiered=pl.len() > 1,
    )
