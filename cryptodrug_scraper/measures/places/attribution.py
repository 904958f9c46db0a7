"""
From which country a sale is counted (methods E9, 3; pitfall 13).

``A1``: by the origins of its listing at that time, in equal parts; a sale that may be of several listings has equal
parts in each. ``A2``: whole, where its vendor is of the country by a definition. ``A3``: by the number of countries
that its vendor ever sent from, as 1/n. The same sales give shares that differ by a factor of two: print which it is.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.times.months import month_shares

__all__ = ["MONTH_COLUMNS", "origin_months", "sale_origins"]

MONTH_COLUMNS = ("vendor", "month", "drug_class", "product_class", "code")
"""Key of `origin_months`."""

_NO_REVENUE = ("holding", "free")


def sale_origins(sales: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """
    The countries that each sale was sent from, with weights that sum to 1 (``A1``).

    A listing's countries are those at the last snapshot at or before the middle of the sale's interval, else at the
    first one after it. A sale whose listing is not known is shared equally among the listings that its vendor had
    then.

    Args:
        sales: ``transaction_id``, ``vendor``, ``listing_id``, ``listing_ids``, ``occurred_from``, ``occurred_to``.
        rows: what `definitions.origin_rows` gives.

    Returns:
        ``transaction_id``, ``code`` (null: no country is stated), ``weight``, ``basis`` (``listing``; ``candidates``:
        several, or the vendor's listings at that time; ``none``: no listing is known); sorted.
    """
    span = pl.col("occurred_to") - pl.col("occurred_from")
    timed = sales.select(
        "transaction_id",
        "vendor",
        (pl.col("occurred_from") + span / 2).alias("at"),
        pl.when(pl.col("listing_id").is_not_null())
        .then(pl.concat_list("listing_id"))
        .when(pl.col("listing_ids").list.len() > 0)
        .then(pl.col("listing_ids").list.unique())
        .alias("listing_id"),
    )
    named = timed.filter(pl.col("listing_id").is_not_null()).with_columns(
        pl.col("listing_id").list.len().alias("candidate_count")
    )
    listings = rows.select("listing_id", "first_at", pl.col("codes").list.join(",").alias("codes"))
    found = _at_or_near(named.explode("listing_id"), listings, "listing_id")
    known = found.filter(pl.col("is_found")).select("transaction_id").unique()
    certain = found.join(known, on="transaction_id", how="semi").with_columns(
        pl.when(pl.col("candidate_count") == 1).then(pl.lit("listing")).otherwise(pl.lit("candidates")).alias("basis"),
        (1.0 / pl.col("candidate_count")).alias("part"),
    )
    rest = timed.join(known, on="transaction_id", how="anti").drop("listing_id")
    columns = ("transaction_id", "code", "weight", "basis")
    split = certain.with_columns(pl.col("codes").replace("", None).str.split(",").alias("code"))
    split = split.with_columns((pl.col("part") / pl.col("code").list.len().fill_null(1)).alias("weight"))
    return (
        pl.concat([split.explode("code").select(columns), _by_vendor(rest, rows).select(columns)])
        .group_by("transaction_id", "code", "basis")
        .agg(pl.col("weight").sort().sum())
        .select("transaction_id", "code", "weight", "basis")
        .sort("transaction_id", "code", nulls_last=True)
    )


def _by_vendor(sales: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Sales of no known listing, shared among all that their vendor had then: ``code``, ``weight``, ``basis``."""
    # by code, and not by listing: a vendor's listings times its sales may be any number
    mix = (
        rows.select("vendor", "first_at", pl.col("codes").alias("code"))
        .with_columns(weight=1.0 / pl.len().over("vendor", "first_at") / pl.col("code").list.len().clip(1).fill_null(1))
        .explode("code", empty_as_null=True)
        .group_by("vendor", "first_at", "code")
        .agg(pl.col("weight").sort().sum())
    )
    states = mix.select("vendor", "first_at").unique().sort("vendor", "first_at").with_row_index("codes")
    shares = mix.join(states, on=["vendor", "first_at"]).select("codes", "code", "weight")
    guessed = _at_or_near(sales, states, "vendor").join(shares, on="codes", how="left")
    return guessed.with_columns(
        pl.col("weight").fill_null(1.0),
        pl.when("is_found").then(pl.lit("candidates")).otherwise(pl.lit("none")).alias("basis"),
    )


def _at_or_near(sales: pl.DataFrame, states: pl.DataFrame, key: str) -> pl.DataFrame:
    """Sales with the state at the last snapshot at or before them, else at the first one after; and if there is one."""
    states = states.sort("first_at", "codes").with_columns(pl.lit(value=True).alias("is_found"))
    found = sales.sort("at").join_asof(states, left_on="at", right_on="first_at", by=key, check_sortedness=False)
    missing = pl.col("is_found").is_null()
    before = found.filter(~missing).drop("first_at")
    after = found.filter(missing).drop("first_at", "codes", "is_found")
    later = after.join_asof(
        states, left_on="at", right_on="first_at", by=key, strategy="forward", check_sortedness=False
    ).drop("first_at")
    return pl.concat([before, later]).with_columns(pl.col("is_found").fill_null(value=False))


def origin_months(sales: pl.DataFrame, weights: pl.DataFrame, vendor_month: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Sales by vendor, month, class of goods and country of origin: what every attribution is summed from.

    An interval that lies in several months has a part in each (methods E4).

    Args:
        sales: ``transaction_id``, ``vendor``, ``occurred_from``, ``occurred_to``, ``amount_eur``, ``price_flag``,
            ``drug_class``, and ``product_class`` and ``price_source`` if there are such.
        weights: what `sale_origins` gives.
        vendor_month: ``vendor``, ``month``, ``transactions``, ``turnover_eur``: estimates of all sales, to which the
            sales shown are scaled. A month of a vendor of which nothing was shown takes the vendor's origins of all its
            sales. Without it the figures are those of the sales shown.

    Returns:
        ``vendor``, ``month``, ``drug_class``, ``product_class``, ``code`` (null: no country), ``transactions``,
        ``turnover_eur`` (prices that hold a place, and free goods, add nothing; null where some sale's price has no
        rate and no estimate stands for it).
    """
    goods = (
        sales if "product_class" in sales.columns else sales.with_columns(pl.lit(None, pl.Utf8).alias("product_class"))
    )
    amount = pl.when(pl.col("price_flag").is_in(_NO_REVENUE).not_().fill_null(value=True)).then("amount_eur")
    is_unrated = pl.col("price_source") == "no_rate" if "price_source" in goods.columns else pl.lit(value=False)
    shown = (
        month_shares(goods)
        .join(goods.with_row_index("row"), on="row", maintain_order="left")
        .with_columns(
            pl.col("share").alias("part"), amount.fill_null(0.0).alias("amount"), is_unrated.alias("is_unrated")
        )
        .join(weights, on="transaction_id")
        .with_columns((pl.col("part") * pl.col("weight")).alias("part"))
        .group_by(MONTH_COLUMNS)
        .agg(
            pl.col("part").sort().sum().alias("transactions"),  # sorted: a sum of floats depends on their order
            pl.when(~pl.col("is_unrated").any())
            .then((pl.col("part") * pl.col("amount")).sort().sum())
            .alias("turnover_eur"),
        )
    )
    whole = shown if vendor_month is None else _scaled(shown, vendor_month)
    return whole.select(*MONTH_COLUMNS, "transactions", "turnover_eur").sort(MONTH_COLUMNS, nulls_last=True)


def _scaled(shown: pl.DataFrame, vendor_month: pl.DataFrame) -> pl.DataFrame:
    """Sales shown, scaled by vendor and month to estimates of all sales; where there is no estimate, those shown."""
    cell, figures = ["vendor", "month"], ("transactions", "turnover_eur")
    estimates = vendor_month.select(*cell, *(pl.col(name).cast(pl.Float64).alias(f"all_{name}") for name in figures))
    usual = shown.group_by("vendor", "drug_class", "product_class", "code").agg(pl.col(figures).sort().sum())
    unseen = estimates.join(shown, on=cell, how="anti").filter(pl.col("all_transactions") > 0)
    filled = unseen.select(cell).join(usual, on="vendor", how="left")
    filled = filled.with_columns(pl.col("transactions").fill_null(1.0)).select(shown.columns)
    rows = pl.concat([part.with_columns(is_shown=pl.lit(part is shown)) for part in (shown, filled)])
    rows = rows.join(estimates, on=cell, how="left").sort(MONTH_COLUMNS, nulls_last=True)
    scaled = []
    for name in figures:
        shown_sum = pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).over(cell)
        by_count = pl.col("transactions") / pl.col("transactions").sum().over(cell)
        portion = pl.when(shown_sum > 0).then(pl.col(name) / shown_sum).otherwise(by_count)
        lone = pl.when(pl.col("is_shown") & (pl.col(name) > 0)).then(name)
        scaled.append(pl.coalesce(portion * pl.col(f"all_{name}"), lone).alias(name))
    return rows.with_columns(scaled)
