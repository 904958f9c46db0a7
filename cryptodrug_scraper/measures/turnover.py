"""
Turnover of each vendor and month: what rated sales show, and an estimate of all sales (methods E6, E7; pitfalls 10 and
14).

Three totals stand side by side, all of rated sales only: as printed (``raw``, holding prices and all), without the
sales whose price is a placeholder or was put in for one (``shown``), and with what was put in (``imputed``). The
estimate of all sales is the mean amount of the vendor's rated sales of the month times its transactions; sales without
a known amount have that mean, free ones are part of it with nothing. A month without an amount takes the vendor's mean
of all months, and a vendor without any the mean of the market's vendors in that month. Unrated sales are thought to be
like rated ones; a few bulk sales can move a month by a third, which ``turnover_error`` tells.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.intervals import Z
from cryptodrug_scraper.measures.months import month_shares

__all__ = ["with_turnover"]

_PARTS = ("least", "most", "squares", "counted", "assumed", "printed")
_PRICED = ["ok", "unverified_high"]
_MEANT = [*_PRICED, "imputed_holding", "free"]


def _sums(sales: pl.DataFrame) -> pl.DataFrame:
    """Amounts of rated sales by vendor and month."""
    flag, amount, share = pl.col("price_flag"), pl.col("amount_eur"), pl.col("share")
    raw = pl.coalesce("amount_raw_eur", "amount_eur") if "amount_raw_eur" in sales.columns else amount
    rows = sales.with_row_index("row").with_columns(
        amount_raw=raw,
        amount=pl.when(flag == "free").then(0.0).when(flag.is_in(_MEANT)).then(amount),
        least=pl.when(flag == "free").then(0.0).when(flag.is_in(_MEANT)).then(pl.coalesce("amount_eur_low", amount)),
        most=pl.when(flag == "free").then(0.0).when(flag.is_in(_MEANT)).then(pl.coalesce("amount_eur_high", amount)),
    )
    is_printed = pl.col("price_source") == "printed" if "price_source" in sales.columns else pl.lit(value=True)
    spread = month_shares(sales).join(rows, on="row", how="left").sort("vendor", "month", "amount", "row")

    def total(column: str) -> pl.Expr:
        return (share * pl.col(column)).sort().sum()

    return spread.group_by("vendor", "month").agg(
        turnover_shown_eur=(share * amount).filter(flag.is_in(_PRICED)).sort().sum(),
        turnover_imputed_eur=total("amount"),
        turnover_raw_eur=total("amount_raw"),
        least=total("least"),
        most=total("most"),
        squares=(share * pl.col("amount") ** 2).sort().sum(),
        assumed=(share * pl.col("amount")).filter(~is_printed).sort().sum(),
        printed=(share * amount).filter(is_printed & flag.is_in(_PRICED)).sort().sum(),
        counted=share.filter(pl.col("amount").is_not_null()).sort().sum(),
    )


def with_turnover(months: pl.DataFrame, sales: pl.DataFrame) -> pl.DataFrame:
    """
    Add turnover to the vendors' months of one market.

    Args:
        months: as from `vendor_months`.
        sales: estimated sales that a rating stands for: ``vendor``, ``occurred_from``, ``occurred_to``,
            ``amount_eur_low``, ``amount_eur``, ``amount_eur_high``, ``price_flag``, ``amount_raw_eur`` where
            the price as printed is kept, and ``price_source`` (else all amounts are taken as printed).

    Returns:
        the months with, in EUR and Float64, ``turnover_shown_eur``, ``turnover_imputed_eur``, ``turnover_raw_eur`` (0
        where no amount is known), ``turnover_eur``, ``turnover_eur_low``, ``turnover_eur_high`` (limits of 95 %, the
        lower one not below what was printed), ``turnover_error`` (standard error that vendors do not share),
        ``turnover_printed`` (amounts that pages print) and ``turnover_assumed`` (the part of ``turnover_eur`` that
        rests on asked prices). The estimate and its limits are null where transactions or all amounts are unknown.
    """
    sums = _sums(sales.filter(pl.col("vendor").is_not_null()))
    parts = ["turnover_shown_eur", "turnover_imputed_eur", "turnover_raw_eur", *_PARTS]
    joined = (
        months.join(sums, on=["vendor", "month"], how="left")
        .with_columns(pl.col(parts).fill_null(0.0))
        .sort("vendor", "month")
    )
    amount, counted = pl.col("turnover_imputed_eur"), pl.col("counted")

    def ratio(column: str) -> pl.Expr:
        """Of the month, else of the vendor, else of the market's month."""
        of = pl.col(column)
        own = pl.when(counted > 0).then(of / counted)
        vendor = pl.when(counted.sum().over("vendor") > 0).then(of.sum().over("vendor") / counted.sum().over("vendor"))
        market = pl.when(counted.sum().over("month") > 0).then(of.sum().over("month") / counted.sum().over("month"))
        return pl.coalesce(own, vendor, market)

    total = counted.sum().over("vendor")
    mean = amount.sum().over("vendor") / total
    spread = pl.when(total > 0).then((pl.col("squares").sum().over("vendor") / total - mean**2).clip(lower_bound=0.0))
    unknown = (pl.col("transactions") - counted).clip(lower_bound=0.0)
    sampled = spread.fill_null(pl.col("mean") ** 2) * unknown * (1 + unknown / pl.max_horizontal(counted, 1.0))
    value, error = pl.col("turnover_eur"), pl.col("turnover_error")
    shown = pl.col("turnover_shown_eur")
    return (
        joined.with_columns(mean=ratio("turnover_imputed_eur"), mean_low=ratio("least"), mean_high=ratio("most"))
        .with_columns(
            turnover_eur=pl.col("transactions") * pl.col("mean"),
            turnover_error=(sampled + (pl.col("transactions_error") * pl.col("mean")) ** 2).sqrt(),
        )
        .with_columns(
            turnover_eur=pl.when(value.is_not_null()).then(pl.max_horizontal(value, shown)),
            low=pl.col("transactions") * pl.col("mean_low") - Z * error,
            high=pl.col("transactions") * pl.col("mean_high") + Z * error,
        )
        .with_columns(
            turnover_eur_low=pl.when(value.is_not_null()).then(pl.max_horizontal("low", "printed")),
            turnover_eur_high=pl.when(value.is_not_null()).then(pl.max_horizontal("high", "turnover_eur")),
            turnover_assumed=pl.when(amount > 0).then(value * pl.col("assumed") / amount).otherwise(0.0),
            turnover_printed=pl.col("printed"),
        )
        .drop(*_PARTS, "mean", "mean_low", "mean_high", "low", "high")
    )
