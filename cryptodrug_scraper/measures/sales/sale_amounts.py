"""
What each sale that a rating stands for was worth (methods E6, E7).

The amount printed with the rating comes first, unless nobody can have paid it (`plausible_amounts`); then what the
listing asked at the time; then the price of its least tier; else the sale is only counted. So it is where a price is
known and its currency has no rate of that day. Three totals stand beside each other: *raw*, with holding prices as they
were asked and implausible amounts as printed; *filtered*, without them; *imputed*, with the listing's usual price in
their place, and with the vendor's median for sales of no known price.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import capped, weighted_median
from cryptodrug_scraper.measures.money.asked_prices import asked_prices
from cryptodrug_scraper.measures.money.holding_prices import MOST_USD
from cryptodrug_scraper.measures.money.order_quantities import order_quantities
from cryptodrug_scraper.measures.money.order_ratios import order_ratios, with_ratio
from cryptodrug_scraper.measures.pieces import slices

__all__ = ["SALE", "sale_amounts"]

SALE = pl.Schema(
    {
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
        "delivery_eur": pl.Float64(),
        "asked_eur": pl.Float64(),
        "is_tiered": pl.Boolean(),
        "order_ratio": pl.Float64(),
        "mean_ratio": pl.Float64(),
        "raw_eur": pl.Float64(),
        "filtered_eur": pl.Float64(),
        "imputed_eur": pl.Float64(),
    }
)
"""Columns of the frame of sales."""
_HELD = ("holding", "imputed_holding", "implausible")
_NO_PRICE = ("holding", "implausible")
_BLOCK = 50_000
"""Reviews that are looked up at a time: each has several prices, and all together would need too much memory."""
_NEEDED = (
    "review_id",
    "vendor",
    "listing_id",
    "listing_ids",
    "occurred_from",
    "occurred_to",
    "paid_eur",
    "paid_eur_high",
    "paid_usd",
)
_VALUED = (*_NEEDED, "paid_eur_low", "amount", "is_implausible", "printed_eur")
"""Columns of reviews by which sales are valued."""


def sale_amounts(
    paid: pl.DataFrame,
    spells: pl.DataFrame,
    tiers: pl.DataFrame,
    shipping: pl.DataFrame,
    fx: pl.DataFrame,
    markups: pl.DataFrame,
    ratios: pl.DataFrame | None = None,
    *,
    most_usd: float = MOST_USD,
) -> pl.DataFrame:
    """
    Return one row per distinct review with what its sale was worth, in EUR.

    Args:
        paid: distinct reviews with what was paid, of `paid.with_paid`, or of `plausible_amounts.with_plausible`.
        spells: of `holding_prices.flag_prices`.
        tiers: of `order_quantities.latest_parts`.
        shipping: likewise.
        fx: rates of `rates.exchange_rates`.
        markups: of `paid.markups`: asked prices are divided by them, and so are comparable with printed amounts.
        ratios: of `order_ratios.order_ratios`, for sales without a printed amount: learned on markets that print
            amounts. None takes those of this market; where it prints none, one unit is assumed.
        most_usd: least orders of tiers above it are none (`holding_prices.MOST_USD`).

    Returns:
        `SALE`, sorted by ``transaction_id``. ``price_source``: ``printed``, ``listing_before``, ``listing_after`` (the
        price was first stated later: carried back), ``tier``, ``listing_median`` (the reference price in place of a
        holding price), ``no_rate`` (a price is known, but no rate of its currency on that day), ``missing``.
        ``quantity``: units, null where it cannot be told. ``delivery_eur``: the delivery that is part of a printed
        amount which fits with it only, else null. ``asked_eur``: what one unit was asked for. ``order_ratio``: by which
        it was multiplied, one of those that orders of such prices have elsewhere (1: one unit), null where the amount
        is printed. So a single amount is not what was paid, but as many are large as there should be; the low bound is
        one unit, the high one at least the ``mean_ratio`` of such orders. The totals are sums of ``raw_eur``,
        ``filtered_eur`` and ``imputed_eur``; sales flagged ``free`` are counted and have no amount. A sale flagged
        ``implausible`` has a printed amount that nobody can have paid, or a listing whose prices nobody can have asked:
        it is counted, and worth what it would be without a printed amount; ``raw_eur`` keeps what was printed. Amounts
        are taken as printed, with whatever delivery is in them; their low bound is without it.
    """
    blocks = list(slices(paid.select(_NEEDED), _BLOCK))
    asked = pl.concat([asked_prices(part, spells, fx) for part in blocks]).with_columns(has_price=pl.lit(value=True))
    known = paid.select(name for name in _VALUED if name in paid.columns)
    rows = known.join(asked, on="review_id", how="left").join(markups, on="vendor", how="left")
    rows = rows.join(_least_tiers(tiers, fx, most_usd), on="listing_id", how="left")
    del asked, known
    if "is_implausible" not in rows.columns:
        rows = rows.with_columns(is_implausible=pl.lit(value=False), printed_eur="paid_eur")
    markup = pl.col("markup").fill_null(1.0)
    rows = rows.with_columns(
        pl.col("is_tiered").fill_null(value=False),
        *[pl.col(name) / markup for name in ("asked_low", "asked", "asked_high", "raw", "tier_eur")],
    )
    is_printed = pl.col("amount").is_not_null() if "amount" in paid.columns else pl.lit(value=False)
    is_dated = pl.col("occurred_from").is_not_null() & pl.col("occurred_to").is_not_null()
    rows = rows.with_columns(
        is_unrated=is_dated & pl.col("has_price").fill_null(value=False) & pl.col("flag").is_null(),
        is_unpaid=is_dated & is_printed & pl.col("paid_eur").is_null() & ~pl.col("is_implausible"),
    )
    rows = rows.with_columns(tier_eur=pl.when(~pl.col("is_unrated")).then("tier_eur"))
    rows = rows.with_columns(price_source=_source())
    rows = rows.with_columns(price_flag=_flag())
    asked_eur = pl.when(pl.col("flag").is_not_null()).then("asked").otherwise("tier_eur")
    rows = rows.with_columns(asked_eur=asked_eur)
    if ratios is None:
        usable = pl.when(pl.col("flag") == "ok").then("asked_eur")
        ratios = order_ratios(rows.with_columns(amount_eur="paid_eur", asked_eur=usable))
    rows = with_ratio(rows, ratios, ("vendor", "occurred_from", "review_id"))
    is_printed, valued = pl.col("price_source") == "printed", pl.col("price_flag") != "free"
    ratio = pl.col("order_ratio")
    most = pl.max_horizontal(ratio, "mean_ratio", pl.lit(1.0))
    tier = pl.col("flag").is_null()
    rows = rows.with_columns(
        amount_eur_low=_amount("paid_eur_low", pl.when(tier).then("tier_eur").otherwise("asked_low")),
        amount_eur=_amount("paid_eur", pl.col("asked_eur") * ratio),
        amount_eur_high=_amount(
            "paid_eur_high", pl.when(tier).then("tier_eur").otherwise(pl.max_horizontal("asked_high", "asked")) * most
        ),
        raw_eur=pl.when("is_implausible")
        .then("printed_eur")
        .otherwise(_amount("paid_eur", pl.when(tier).then("tier_eur").otherwise("raw") * ratio)),
        order_ratio=pl.when(~is_printed & pl.col("asked_eur").is_not_null() & valued).then(ratio),
        mean_ratio=pl.when(~is_printed & pl.col("asked_eur").is_not_null() & valued).then("mean_ratio"),
    )
    rows = rows.with_columns(amount_eur_low=pl.min_horizontal("amount_eur_low", "amount_eur"))
    rows = rows.with_columns(filtered_eur=pl.when(~pl.col("price_flag").is_in(_HELD)).then("amount_eur"))
    median = pl.col("filtered_eur").quantile(0.5, "lower")
    rows = rows.with_columns(of_vendor=median.over("vendor"), of_market=pl.lit(_middle(rows), pl.Float64))
    rows = rows.with_columns(
        imputed_eur=pl.when(valued).then(pl.coalesce("amount_eur", "of_vendor", "of_market")),
        transaction_id="review_id",
    )
    rows = rows.select("review_id", *(column for column in SALE if column in rows.columns))
    parts = [order_quantities(part, spells, tiers, shipping, fx, markups) for part in blocks]
    euros = paid.select("review_id", dollar=pl.col("paid_eur") / pl.col("paid_usd"))
    quantity = (
        pl.concat(parts)
        .join(euros, on="review_id")
        .with_columns(delivery_eur=pl.when(pl.col("delivery_usd") > 0).then(pl.col("delivery_usd") * pl.col("dollar")))
    )
    rows = rows.join(quantity, on="review_id", how="left")
    goods = (pl.col("amount_eur_low") - pl.col("delivery_eur").fill_null(0.0)).clip(lower_bound=0.0)
    rows = rows.with_columns(amount_eur_low=goods)
    return rows.select(list(SALE)).cast(SALE).sort("transaction_id")


def _source() -> pl.Expr:
    has_asked = pl.col("flag").is_not_null()
    has_no_rate = pl.col("is_unpaid") | pl.col("is_unrated") | pl.col("is_tier_unrated").fill_null(value=False)
    return (
        pl.when(pl.col("paid_eur").is_not_null())
        .then(pl.lit("printed"))
        .when(pl.col("flag") == "imputed_holding")
        .then(pl.lit("listing_median"))
        .when(pl.col("is_unpaid") & pl.col("flag").is_in(["free", *_NO_PRICE]))
        .then(pl.lit("no_rate"))
        .when(pl.col("flag").is_in(_NO_PRICE))
        .then(pl.lit("missing"))
        .when(has_asked & pl.col("is_before"))
        .then(pl.lit("listing_before"))
        .when(has_asked)
        .then(pl.lit("listing_after"))
        .when(pl.col("tier_eur").is_not_null())
        .then(pl.lit("tier"))
        .when(has_no_rate)
        .then(pl.lit("no_rate"))
        .otherwise(pl.lit("missing"))
    )


def _flag() -> pl.Expr:
    printed = pl.when(pl.col("paid_eur") > 0).then(pl.lit("ok")).otherwise(pl.lit("free"))
    asked = pl.when(pl.col("price_source") != "no_rate").then("flag").fill_null("ok")
    return (
        pl.when("is_implausible")
        .then(pl.lit("implausible"))
        .when(pl.col("paid_eur").is_not_null())
        .then(printed)
        .otherwise(asked)
    )


def _amount(printed: str, listed: pl.Expr) -> pl.Expr:
    """The printed amount or the listed one; nothing of free ones."""
    amount = pl.when(pl.col("price_source") == "printed").then(printed).otherwise(listed)
    return pl.when(pl.col("price_flag") != "free").then(amount)


def _middle(rows: pl.DataFrame) -> float | None:
    """The median of the vendors' median amounts, each with the weight of its sales as no one of them decides."""
    amounts = rows.drop_nulls("filtered_eur").group_by("vendor")
    of_vendor = amounts.agg(pl.col("filtered_eur").quantile(0.5, "lower"), size=pl.len()).sort("filtered_eur", "vendor")
    return weighted_median(of_vendor["filtered_eur"].to_numpy(), capped(of_vendor["size"].to_numpy()))


def _least_tiers(tiers: pl.DataFrame, fx: pl.DataFrame, most_usd: float) -> pl.DataFrame:
    """``listing_id, tier_eur`` (the least order of its lowest tier), ``is_tier_unrated``, ``is_tiered`` (several)."""
    rate = fx.select("day", price_currency="currency", rate="eur")
    rows = tiers.with_columns(day=pl.col("captured_at").dt.date())
    rows = rows.join(rate, on=["day", "price_currency"], how="left").sort("listing_id", "min_quantity", "price")
    dollar = fx.filter(pl.col("currency") == "USD").select("day", dollar="eur")
    worth = pl.col("price") * pl.col("rate") * pl.col("min_quantity").fill_null(1.0)
    rows = rows.join(dollar, on="day", how="left", maintain_order="left").with_columns(worth=worth)
    is_beyond = (pl.col("worth") > most_usd * pl.col("dollar")).fill_null(value=False)
    return rows.group_by("listing_id").agg(
        tier_eur=pl.when(~is_beyond).then("worth").first(),
        is_tier_unrated=(pl.col("price").is_not_null() & pl.col("rate").is_null()).first(),
        is_tiered=pl.len() > 1,
    )
