"""
Turnover of each vendor and month: what rated sales show, and an estimate of all sales (methods E6, E7; pitfalls 10 and
14).

Three totals stand side by side, all of rated sales only: as printed (``raw``, holding prices and all), without the
sales whose price is a placeholder or implausible, or was put in for one (``shown``), and with what was put in
(``imputed``). The estimate of all sales is the mean amount of the vendor's rated sales of the month times its
transactions; sales without a known amount have that mean, free ones are part of it with nothing. A month without an
amount takes the vendor's mean of all months, and a vendor without any the mean of the market's vendors: of all months,
since a month's vendors are too few for no one of them to decide (`pooling`), or where the market has few vendors, of
that month. Unrated sales are thought to be like rated ones; a few
bulk sales can move a month by a third, which ``turnover_error`` tells, and so can the day on which one of them was
ordered, which no page tells. More sales than the ratings stand for, in the month and in all of the vendor's, as far as
that is not chance, are of listings of which the ratings were not met: each listing's orders are worth about the same,
so that they are unlike the others together, and not each for itself.

What was paid is turnover: amounts as printed, with the delivery that is in them. How much of them is delivery is seen
from the asked price; only ``turnover_printed`` is without it.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED, capped, within_others
from cryptodrug_scraper.measures.ratings.rating_delays import LAG
from cryptodrug_scraper.measures.times.months import month_shares

__all__ = ["with_turnover"]

_SHOWN = ("turnover_shown_eur", "turnover_imputed_eur", "turnover_raw_eur")
_PARTS = ("least", "most", "squares", "counted", "assumed", "printed", "crossing", "open")
_MEANS = ("turnover_imputed_eur", "least", "most")
_PRICED = ["ok", "unverified_high"]
_MEANT = [*_PRICED, "imputed_holding", "implausible", "free"]
_BESIDE = 5.0
"""Sales at the middle of the vendors' means that a vendor's own are put beside before it is said to be far off."""


def _meant(sales: pl.DataFrame) -> pl.DataFrame:
    """The sales with what counts: ``amount`` and its limits, ``is_printed``, ``goods`` (printed, without delivery)."""
    flag, amount = pl.col("price_flag"), pl.col("amount_eur")
    delivery = pl.col("delivery_eur").fill_null(0.0) if "delivery_eur" in sales.columns else pl.lit(0.0)
    is_printed = pl.col("price_source") == "printed" if "price_source" in sales.columns else pl.lit(value=True)

    def meant(value: pl.Expr) -> pl.Expr:
        return pl.when(flag == "free").then(0.0).when(flag.is_in(_MEANT)).then(value)

    is_unrated = pl.col("price_source") == "no_rate" if "price_source" in sales.columns else pl.lit(value=False)
    return sales.with_row_index("row").with_columns(
        is_unrated=is_unrated,
        amount_raw=pl.coalesce("amount_raw_eur", "amount_eur") if "amount_raw_eur" in sales.columns else amount,
        amount=meant(amount),
        least=meant(pl.coalesce("amount_eur_low", amount)),
        most=meant(pl.coalesce("amount_eur_high", amount)),
        is_printed=is_printed,
        goods=pl.when(is_printed & flag.is_in(_PRICED)).then(amount - delivery),
    )


def _rated(rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts by vendor and month of the rating."""
    share = pl.col("share")
    spread = month_shares(rows).join(rows, on="row", how="left").sort("vendor", "month", "amount", "row")

    def total(column: str) -> pl.Expr:
        return (share * pl.col(column)).sort().sum()

    return spread.group_by("vendor", "month").agg(
        turnover_shown_eur=(share * pl.col("amount_eur")).filter(pl.col("price_flag").is_in(_PRICED)).sort().sum(),
        turnover_imputed_eur=total("amount"),
        turnover_raw_eur=total("amount_raw"),
        least=total("least"),
        most=total("most"),
        squares=(share * pl.col("amount") ** 2).sort().sum(),
        assumed=(share * pl.col("amount")).filter(~pl.col("is_printed")).sort().sum(),
        counted=share.filter(pl.col("amount").is_not_null()).sort().sum(),
        unrated=share.filter("is_unrated").sort().sum(),
    )


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """
    What the day of the order, up to `LAG` before the rating, leaves open: ``vendor, month, printed, crossing``.

    ``printed`` is the sum of printed amounts of orders that lie in the month for sure. ``crossing`` is the variance of
    the month's amounts: an order of which the share ``q`` of such an interval lies in it adds ``amount^2 q (1 - q)``.
    """
    widened = rows.with_columns(occurred_from=pl.col("occurred_from") - LAG)
    share = pl.col("share")
    return (
        month_shares(widened)
        .join(widened, on="row", how="left")
        .group_by("vendor", "month")
        .agg(
            printed=pl.col("goods").filter(share >= 1).sort().sum(),
            crossing=(pl.col("amount") ** 2 * share * (1 - share)).sort().sum(),
        )
    )


def _market_means(parts: pl.DataFrame) -> pl.DataFrame:
    """What a sale of the market was worth in each month, of no vendor more than of others: ``month, market_…``."""
    sums = [pl.col(column).sum() for column in (*_MEANS, "counted")]
    vendors = parts.filter(pl.col("counted") > 0).group_by("vendor", "month").agg(sums).sort("vendor", "month")
    every = vendors.group_by("vendor").agg(sums).sort("vendor")
    rows = []
    for month in parts["month"].unique().sort():
        of_month = vendors.filter(pl.col("month") == month)
        rows.append({"month": month} | _pooled_means(every if every.height >= FEWEST_POOLED else of_month))
    kinds = {"month": pl.Date, **{f"market_{column}": pl.Float64 for column in _MEANS}}
    return pl.DataFrame(rows, schema=kinds)


def _pooled_means(vendors: pl.DataFrame) -> dict[str, float | None]:
    """The mean of each column over the sales of vendors, with the farthest ones where the next ones stand."""
    if vendors.is_empty():
        return {f"market_{column}": None for column in _MEANS}
    counted = vendors["counted"].to_numpy()
    means = vendors["turnover_imputed_eur"].to_numpy() / counted
    beside = (means * counted + np.median(means) * _BESIDE) / (counted + _BESIDE)
    moved = np.maximum(means + (within_others(beside) - beside) * (counted + _BESIDE) / counted, 0.0)
    drawn = np.divide(moved, means, out=np.ones_like(means), where=means > 0)
    weights = capped(counted) / counted
    return {
        f"market_{column}": float((vendors[column].to_numpy() * drawn * weights).sum() / (counted * weights).sum())
        for column in _MEANS
    }


def _open(rows: pl.DataFrame, alike: float) -> pl.DataFrame:
    """
    How unsure amounts are that no page prints: ``vendor, month, open``, a variance.

    What orders of one listing are worth varies together as far as they are alike (`order_doubt`), else each for itself.
    """
    if "order_ratio" not in rows.columns:
        return rows.select("vendor", month=pl.lit(None, pl.Date), open=pl.lit(0.0)).clear()
    told = rows.filter(pl.col("order_ratio").is_not_null(), pl.col("amount") > 0)
    spread = told.select((pl.col("order_ratio") / pl.col("mean_ratio")).var(ddof=0)).item() or 0.0
    share = pl.col("share")
    listings = (
        month_shares(told.select("occurred_from", "occurred_to"))
        .join(told.drop("row").with_row_index("row"), on="row", how="left")
        .group_by("vendor", "month", "listing_id")
        .agg(amount=(share * pl.col("amount")).sort().sum(), count=share.sort().sum())
        .sort("vendor", "month", "listing_id")
    )
    each = pl.col("amount") ** 2 * spread * (alike + (1 - alike) / pl.col("count"))
    return listings.group_by("vendor", "month", maintain_order=True).agg(open=each.sum())


def _clustered(rows: pl.DataFrame) -> pl.DataFrame:
    """
    How unlike listings of a vendor are: ``vendor, month, between, clump, listings``.

    ``between`` is the variance of what an order is worth from one listing to another, in units of the vendor's squared
    mean: its own, beside as much of that of all vendors as `_BESIDE` listings tell. ``clump`` is how many of the
    month's orders are of the listing of an order (the mean over orders), ``listings`` how many equal ones would be as
    unlike.
    """
    if "listing_id" not in rows.columns:
        return rows.select("vendor", month=pl.lit(None, pl.Date), between=0.0, clump=1.0, listings=1.0).clear()
    told = rows.filter(pl.col("amount") > 0)
    spread = (
        month_shares(told.select("occurred_from", "occurred_to"))
        .join(told.drop("row").with_row_index("row"), on="row", how="left")
        .group_by("vendor", "month", "listing_id")
        .agg(amount=(pl.col("share") * pl.col("amount")).sort().sum(), count=pl.col("share").sort().sum())
        .sort("vendor", "month", "listing_id")
    )
    count, mean = pl.col("count"), pl.col("amount") / pl.col("count")
    vendors = (
        spread.group_by("vendor", "listing_id", maintain_order=True)
        .agg(pl.col("amount", "count").sum())
        .with_columns(apart=(mean / (pl.col("amount").sum() / count.sum()).over("vendor") - 1) ** 2)
        .group_by("vendor", maintain_order=True)
        .agg(
            own=(count * pl.col("apart")).sum() / count.sum(),
            listings=count.sum() ** 2 / (count**2).sum(),
            size=count.sum(),
        )
    )
    weights = capped(vendors["size"].to_numpy()) * (vendors["listings"] > 1).to_numpy()
    usual = float(np.average(vendors["own"].to_numpy(), weights=weights)) if weights.sum() > 0 else 0.0
    told_by = pl.col("listings") - 1
    return (
        spread.group_by("vendor", "month", maintain_order=True)
        .agg(clump=(count**2).sum() / count.sum())
        .join(vendors, on="vendor", how="left", maintain_order="left")
        .select(
            "vendor",
            "month",
            "clump",
            "listings",
            between=(told_by * pl.col("own") + _BESIDE * usual) / (told_by + _BESIDE),
        )
    )


def _beyond(more: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """What is more than nothing, as far as chance (a variance) does not explain it."""
    return pl.when(more > 0).then(more**3 / (more**2 + chance)).otherwise(0.0)


def with_turnover(months: pl.DataFrame, sales: pl.DataFrame, *, alike: float = 1.0) -> pl.DataFrame:
    """
    Add turnover to the vendors' months of one market.

    Args:
        months: as from `vendor_months`.
        sales: estimated sales that a rating stands for: ``vendor``, ``occurred_from``, ``occurred_to``,
            ``amount_eur_low``, ``amount_eur``, ``amount_eur_high``, ``price_flag``, ``amount_raw_eur`` where
            the price as printed is kept, ``delivery_eur`` where amounts include it, and ``price_source`` (else all
            amounts are taken as printed; ``no_rate``: a price is known, but no rate of its currency). Amounts that are
            not printed are at the mean of such orders, with ``listing_id``, ``order_ratio`` and ``mean_ratio``.
        alike: how alike orders of one listing are, as from `order_doubt`.

    Returns:
        the months with, in EUR and Float64, ``turnover_shown_eur``, ``turnover_imputed_eur``, ``turnover_raw_eur`` (0
        where no amount is known, null where some sale has no rate), ``turnover_eur``, ``turnover_eur_low``,
        ``turnover_eur_high`` (limits of 95 %, the lower one not below ``turnover_printed``), ``turnover_error``
        (standard error that vendors do not share), ``turnover_unlike`` (likewise, of listings of which no rating was
        met), ``turnover_printed`` (amounts that pages print, without their
        delivery, of orders that were surely made in the month), ``turnover_assumed`` (the part of ``turnover_eur`` that
        rests on asked prices) and ``turnover_open`` (standard error of that part, which vendors do not share), and
        ``unrated`` (sales without a rate). The estimate and its limits are null where transactions or all amounts are
        unknown, and in a month in which no price of the market has a rate: nothing is carried into it from other
        months.
    """
    meant = _meant(sales.filter(pl.col("vendor").is_not_null()))
    parts = [*_SHOWN, *_PARTS, "unrated"]
    joined = (
        months.join(_rated(meant), on=["vendor", "month"], how="left")
        .join(_ordered(meant), on=["vendor", "month"], how="left")
        .join(_open(meant, alike), on=["vendor", "month"], how="left")
        .join(_clustered(meant), on=["vendor", "month"], how="left")
        .with_columns(pl.col(parts).fill_null(0.0))
        .sort("vendor", "month")
    )
    amount, counted = pl.col("turnover_imputed_eur"), pl.col("counted")

    is_without_rates = (pl.col("unrated").sum().over("month") > 0) & (counted.sum().over("month") == 0)
    joined = joined.join(_market_means(joined), on="month", how="left", maintain_order="left")

    def ratio(column: str) -> pl.Expr:
        """Return the ratio of the month, else of the vendor, else of the market's month."""
        of = pl.col(column)
        own = pl.when(counted > 0).then(of / counted)
        vendor = pl.when(counted.sum().over("vendor") > 0).then(of.sum().over("vendor") / counted.sum().over("vendor"))
        return pl.when(~is_without_rates).then(pl.coalesce(own, vendor, f"market_{column}"))

    total = counted.sum().over("vendor")
    mean = amount.sum().over("vendor") / total
    spread = pl.when(total > 0).then((pl.col("squares").sum().over("vendor") / total - mean**2).clip(lower_bound=0.0))
    unknown = (pl.col("transactions") - counted).clip(lower_bound=0.0)
    known = pl.max_horizontal(pl.when(counted > 0).then(counted).otherwise(total), 1.0)
    sampled = spread.fill_null(pl.col("mean") ** 2) * unknown * (1 + unknown / known)
    rate = pl.col("feedback_rate").fill_null(1.0) if "feedback_rate" in months.columns else pl.lit(1.0)
    more = pl.col("transactions") - counted / rate
    by_chance = (counted + 1) * (1 - rate) / rate**2 + pl.col("transactions_error").fill_null(0.0) ** 2
    unmet = pl.min_horizontal(_beyond(more, by_chance), _beyond(*(x.sum().over("vendor") for x in (more, by_chance))))
    of_all = [pl.col(name).mean().over("vendor") for name in ("clump", "between", "listings")]
    clump, between, listings = (
        pl.coalesce(name, own, other)
        for name, own, other in zip(
            ("clump", "between", "listings"), of_all, (unmet, pl.col("between").median(), pl.lit(1.0)), strict=True
        )
    )
    together = (pl.min_horizontal(unmet, clump / rate) - 1).clip(lower_bound=0.0) / pl.max_horizontal(unmet, 1.0)
    unlike = (pl.col("mean") * unmet) ** 2 * between.fill_null(0.0) * (together + 1 / listings)
    scale = pl.max_horizontal(pl.col("transactions") / pl.max_horizontal(counted, 1.0), 1.0)
    crossing = pl.col("crossing") * scale**2
    value, error = pl.col("turnover_eur"), (pl.col("turnover_error") ** 2 + pl.col("turnover_unlike") ** 2).sqrt()
    return (
        joined.with_columns(mean=ratio("turnover_imputed_eur"), mean_low=ratio("least"), mean_high=ratio("most"))
        .with_columns(
            turnover_eur=pl.col("transactions") * pl.col("mean"),
            turnover_unlike=unlike.sqrt(),
            turnover_error=(sampled + crossing + (pl.col("transactions_error") * pl.col("mean")) ** 2).sqrt(),
        )
        .with_columns(
            turnover_eur=pl.when(value.is_not_null()).then(pl.max_horizontal(value, "printed")),
            low=pl.col("transactions") * pl.col("mean_low") - Z * error,
            high=pl.col("transactions") * pl.col("mean_high") + Z * error,
        )
        .with_columns(
            turnover_eur_low=pl.when(value.is_not_null()).then(pl.max_horizontal("low", "printed")),
            turnover_eur_high=pl.when(value.is_not_null()).then(pl.max_horizontal("high", "turnover_eur")),
            turnover_assumed=pl.when(amount > 0).then(value * pl.col("assumed") / amount).otherwise(0.0),
            turnover_open=pl.when(amount > 0).then(value * pl.col("open").sqrt() / amount).otherwise(0.0),
            turnover_printed=pl.col("printed"),
        )
        .with_columns(pl.when(pl.col("unrated") == 0).then(pl.col(name)).alias(name) for name in _SHOWN)
        .drop(
            *_PARTS,
            "clump",
            "between",
            "listings",
            *(f"market_{column}" for column in _MEANS),
            "mean",
            "mean_low",
            "mean_high",
            "low",
            "high",
        )
    )
