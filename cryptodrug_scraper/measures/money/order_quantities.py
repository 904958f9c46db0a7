"""
How many units an order was of: the amount paid over what one unit was asked for (methods E6).

Amounts may or may not include delivery. So an order's amount fits a quantity if it is that many units at a price of the
time, at the price of the tier of that quantity if the listing has tiers, and with one way of delivery or without.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from cryptodrug_scraper.measures.money.asked_prices import candidates, spells_during

__all__ = [
    "LAG",
    "MOST_PARTS",
    "MOST_TRIED",
    "MOST_UNITS",
    "TOLERANCE",
    "latest_parts",
    "order_quantities",
    "untried_parts",
]

LAG = timedelta(days=30)
"""How long before a rating its order may have been made, at the price of that time."""
TOLERANCE = 0.006
"""Share of an amount by which rates and rounding may part it from units times price."""
MOST_UNITS = 1000
"""More units than this are no order."""
MOST_PARTS = 40
"""Tiers, and ways of delivery, of one listing that are tried, the first that its page prints."""
MOST_TRIED = 10_000
"""Prices, ways and tiers that are tried together on one order: of its prices, the last ones."""
_ROWS_AT_ONCE = 1 << 20
_AMBIGUOUS = 0.35


def latest_parts(parts: pl.DataFrame, listings: pl.DataFrame) -> pl.DataFrame:
    """
    Return the tiers, or the ways of delivery, of each listing's last statement that has any, with ``listing_id``.

    Args:
        parts: frame ``tiers`` or ``shipping``: ``page, listing_ordinal`` and the rest.
        listings: ``page, ordinal, listing_id, price, price_currency``; the listing's price comes along as ``of_price``,
            ``of_currency``.
    """
    of = listings.select(
        "page", "listing_id", listing_ordinal="ordinal", of_price="price", of_currency="price_currency"
    )
    named = parts.join(of, on=["page", "listing_ordinal"])
    named = named.filter(pl.col("page") == pl.col("page").max().over("listing_id"))
    return named.filter(pl.col("listing_ordinal") == pl.col("listing_ordinal").min().over("listing_id")).sort(
        "listing_id", "ordinal"
    )


def untried_parts(*parts: pl.DataFrame) -> int:
    """Return how many tiers and ways of delivery, each of `latest_parts`, are more than `MOST_PARTS` of a listing."""
    counts = [each.group_by("listing_id").len("parts")["parts"].cast(pl.Int64) for each in parts]
    return sum(int((count - MOST_PARTS).clip(0).sum()) for count in counts)


def order_quantities(
    paid: pl.DataFrame,
    spells: pl.DataFrame,
    tiers: pl.DataFrame,
    shipping: pl.DataFrame,
    fx: pl.DataFrame,
    markups: pl.DataFrame,
    *,
    tolerance: float = TOLERANCE,
) -> pl.DataFrame:
    """
    Return how many units each order with a printed amount was of, where that can be told.

    Args:
        paid: distinct reviews with what was paid, of `paid.with_paid`.
        spells: of `holding_prices.flag_prices`; holding prices are left out.
        tiers: of `latest_parts`; a tier's price counts as a share of the listing's.
        shipping: of `latest_parts`.
        fx: rates of `rates.exchange_rates`.
        markups: of `paid.markups`.
        tolerance: share of the amount.

    Returns:
        ``review_id, quantity`` (units), ``delivery_usd`` (0 without delivery), sorted; no row where nothing fits, or
        where a unit is too cheap to tell. Of several that fit, an order without delivery comes first, then the closest,
        then the one of fewer units.
    """
    known = paid.filter(pl.col("paid_usd") > 0)
    rows = candidates(known).with_columns(since=pl.col("occurred_from") - LAG)
    money = known.select("review_id", "vendor", "paid_usd", step=(pl.col("paid_eur_high") / pl.col("paid_eur")) - 1)
    rows = rows.join(money, on="review_id").join(markups, on="vendor", how="left")
    real = spells.filter(pl.col("price_flag").is_in(["ok", "unverified_high"]) & (pl.col("price_usd") > 0))
    rows = spells_during(rows, real.select("listing_id", "first_at", "price_usd"), "since")
    options = (
        rows.with_columns(
            unit=pl.col("price_usd") / pl.col("markup").fill_null(1.0),
            error=pl.col("paid_usd") * (pl.col("step").fill_null(0.0) + tolerance),
        )
        .group_by("review_id", "listing_id", "paid_usd", "unit", "error")
        .agg(pl.col("first_at").max())
    )
    none = options.select("listing_id", delivery=pl.lit(0.0)).unique()
    bare = _fits(options, tiers, none)
    left = options.join(bare, on="review_id", how="anti")
    ways = _in_dollars(_first(shipping.filter(pl.col("price") > 0)), fx)
    posted = _fits(left, tiers, ways)
    return pl.concat([bare, posted]).sort("review_id")


def _first(parts: pl.DataFrame) -> pl.DataFrame:
    """The first parts of each listing."""
    return parts.filter(pl.int_range(pl.len()).over("listing_id") < MOST_PARTS)


def _fits(options: pl.DataFrame, tiers: pl.DataFrame, ways: pl.DataFrame) -> pl.DataFrame:
    """The closest fit of each order to one of its prices, by one of the ways of delivery and one of the tiers."""
    shares = tiers.filter((pl.col("of_price") > 0) & (pl.col("price_currency") == pl.col("of_currency")))
    shares = shares.select("listing_id", "min_quantity", "max_quantity", rate=pl.col("price") / pl.col("of_price"))
    ways = ways.join(_first(shares), on="listing_id", how="left").with_columns(
        tried=pl.len().over("listing_id").cast(pl.Int64)
    )
    count = ways.select("listing_id", "tried").unique()
    latest = pl.int_range(pl.len()).over("review_id", "listing_id") * pl.col("tried")
    asked = (
        options.join(count, on="listing_id")
        .sort("review_id", "listing_id", "first_at", "unit", descending=[False, False, True, False])
        .filter(latest < MOST_TRIED)
        .drop("first_at")
    )
    blocks = asked.with_columns(block=pl.col("tried").cum_sum() // _ROWS_AT_ONCE).partition_by("block")
    best = [_best(block.drop("tried", "block").join(ways, on="listing_id")) for block in blocks]
    kept = [*best, _NO_FIT]
    return _closest(pl.concat(kept)).select("review_id", "quantity", delivery_usd="delivery")


_NO_FIT = pl.DataFrame(
    schema={"review_id": pl.String, "quantity": pl.Float64, "delivery": pl.Float64, "off": pl.Float64}
)


def _best(rows: pl.DataFrame) -> pl.DataFrame:
    """The closest fit of each order among these, and by how much it is off."""
    rows = rows.with_columns(
        unit=pl.col("unit") * pl.col("rate").fill_null(1.0), goods=pl.col("paid_usd") - pl.col("delivery")
    )
    rows = rows.with_columns(quantity=(pl.col("goods") / pl.col("unit")).round().clip(1, MOST_UNITS))
    rows = rows.with_columns(off=(pl.col("goods") - pl.col("quantity") * pl.col("unit")).abs())
    within = (pl.col("quantity") >= pl.col("min_quantity").fill_null(1)) & (
        pl.col("max_quantity").is_null() | (pl.col("quantity") <= pl.col("max_quantity"))
    )
    good = rows.filter(within & (pl.col("off") <= pl.col("error")) & (pl.col("error") <= _AMBIGUOUS * pl.col("unit")))
    return _closest(good.select(_NO_FIT.columns))


def _closest(fits: pl.DataFrame) -> pl.DataFrame:
    ordered = fits.sort("review_id", "off", "quantity", "delivery")
    return ordered.unique("review_id", keep="first", maintain_order=True)


def _in_dollars(shipping: pl.DataFrame, fx: pl.DataFrame) -> pl.DataFrame:
    """Ways of delivery: ``listing_id, delivery`` in USD at the rate of the day of the statement."""
    dollar = fx.filter(pl.col("currency") == "USD").select("day", dollar="eur")
    rate = fx.select("day", price_currency="currency", rate="eur")
    rows = shipping.with_columns(day=pl.col("captured_at").dt.date())
    rows = rows.join(rate, on=["day", "price_currency"], how="left").join(dollar, on="day", how="left")
    in_dollars = (
        pl.when(pl.col("price_currency") == "USD")
        .then("price")
        .otherwise(pl.col("price") * pl.col("rate") / pl.col("dollar"))
    )
    return rows.select("listing_id", delivery=in_dollars).drop_nulls().unique()
