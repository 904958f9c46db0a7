"""
What those who came, and those who had been there before, sold on a market before and after another one's end, and how
much of the market's growth that is (methods E13).
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

__all__ = ["AFTER_WINDOW", "GROWTH", "VOLUME", "arrived_as", "growth", "spans", "volumes"]

AFTER_WINDOW = timedelta(days=28)
"""
Time before and after the shock that is compared, at most; fewer whole days where the market was observed for less.
"""
VOLUME = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "to_market": pl.String(),
        "to_vendor": pl.String(),
        "class": pl.String(),
        "days": pl.Float64(),
        "transactions_before": pl.Int64(),
        "transactions_after": pl.Int64(),
        "turnover_before_eur": pl.Float64(),
        "turnover_after_eur": pl.Float64(),
    }
)
"""
Columns of volumes, one row per account on the other market that sold anything in either window. ``class`` is null for
accounts that are linked with none that the shock hit. ``days`` is the length of each window. A turnover is null where
no sale in the window has an amount.
"""
GROWTH = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "to_market": pl.String(),
        "measure": pl.String(),
        "days": pl.Float64(),
        "before": pl.Float64(),
        "after": pl.Float64(),
        "growth": pl.Float64(),
        "growth_migrants": pl.Float64(),
        "growth_multi_homers": pl.Float64(),
        "growth_ambiguous": pl.Float64(),
        "migrant_share": pl.Float64(),
    }
)
"""
Columns of growth: ``measure`` is ``vendors`` (that sold something), ``transactions`` or ``turnover_eur``.
``migrant_share`` is ``growth_migrants / growth``, null where the market did not grow; above 1 where the rest shrank.
"""

_INSTANT = pl.Datetime("us", "UTC")
_GROUP = ["event", "from_market", "to_market"]
_CLASSES = {"migrant": "growth_migrants", "multi_homer": "growth_multi_homers", "ambiguous": "growth_ambiguous"}


def spans(shocks: pl.DataFrame, observed: pl.DataFrame, *, window: timedelta = AFTER_WINDOW) -> pl.DataFrame:
    """
    Return the equal windows before and after each shock, on each other market that was observed for a day after it.

    Args:
        shocks: of `shocks.shocks`.
        observed: of `shocks.observed_until`.
        window: see `AFTER_WINDOW`.

    Returns:
        ``event, from_market, to_market, start, resume, length``: before ends at ``start``, after begins at ``resume``.
    """
    start, resume = pl.col("first_on").cast(_INSTANT), pl.col("last_on").cast(_INSTANT)
    observed_days = (pl.col("observed_until") - pl.col("resume")).dt.total_days()
    length = pl.min_horizontal(pl.lit(window), pl.duration(days=observed_days))
    return (
        shocks.select("event", pl.col("market").alias("from_market"), start.alias("start"), resume.alias("resume"))
        .join(observed.rename({"market": "to_market"}), how="cross")
        .filter((pl.col("from_market") != pl.col("to_market")) & (observed_days >= 1))
        .select("event", "from_market", "to_market", "start", "resume", length.alias("length"))
    )


def arrived_as(migration: pl.DataFrame) -> pl.DataFrame:
    """
    Return the class of each account on another market that is linked with one that a shock hit.

    Args:
        migration: of `migration.migration`.

    Returns:
        ``event, from_market, to_market, to_vendor, class``: of several, that of who had been there before.
    """
    rank = pl.col("class").replace_strict({"multi_homer": 0, "ambiguous": 1, "migrant": 2}, default=3)
    return (
        migration.drop_nulls("to_vendor")
        .sort(rank)
        .unique([*_GROUP, "to_vendor"], keep="first", maintain_order=True)
        .select(*_GROUP, "to_vendor", "class")
    )


def volumes(
    migration: pl.DataFrame,
    shocks: pl.DataFrame,
    sales: pl.DataFrame,
    observed: pl.DataFrame,
    *,
    window: timedelta = AFTER_WINDOW,
) -> pl.DataFrame:
    """
    Return what each account of the other markets sold in equal windows before and after a shock.

    Before ends where the first day begins on which the shock can have been, after begins where the last one begins. A
    sale counts where the middle of its interval lies. Sales known by their ratings are missing at the end of a market's
    observation, since buyers rate them later: there growth is too low.

    Args:
        migration: of `migration.migration`.
        shocks: of `shocks.shocks`.
        sales: ``market``, ``vendor``, ``occurred_from``, ``occurred_to``, ``amount_eur``, of all markets.
        observed: of `shocks.observed_until`; a market that ends before the shock has no rows.
        window: see `AFTER_WINDOW`.

    Returns:
        The columns of `VOLUME`, sorted.
    """
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    timed = sales.select(
        pl.col("market").alias("to_market"),
        pl.col("vendor").alias("to_vendor"),
        middle.cast(_INSTANT).alias("at"),
        "amount_eur",
    )
    is_before = (pl.col("at") >= pl.col("start") - pl.col("length")) & (pl.col("at") < pl.col("start"))
    is_after = (pl.col("at") >= pl.col("resume")) & (pl.col("at") < pl.col("resume") + pl.col("length"))
    return (
        spans(shocks, observed, window=window)
        .join(timed, on="to_market")
        .with_columns(is_before.alias("is_before"), is_after.alias("is_after"))
        .filter(pl.col("is_before") | pl.col("is_after"))
        .group_by(*_GROUP, "to_vendor")
        .agg(
            (pl.col("length").first().dt.total_microseconds() / 86_400_000_000).alias("days"),
            pl.col("is_before").sum().alias("transactions_before"),
            pl.col("is_after").sum().alias("transactions_after"),
            _sum_of("is_before").alias("turnover_before_eur"),
            _sum_of("is_after").alias("turnover_after_eur"),
        )
        .join(arrived_as(migration), on=[*_GROUP, "to_vendor"], how="left")
        .select(*VOLUME)
        .cast(VOLUME)
        .sort(*_GROUP, "to_vendor")
    )


def _sum_of(window: str) -> pl.Expr:
    amounts = pl.col("amount_eur").filter(pl.col(window)).sort()
    return pl.when(amounts.count() > 0).then(amounts.sum())


def growth(volumes: pl.DataFrame) -> pl.DataFrame:
    """
    Return how much a market grew from before to after another one's end, and how much of that the migrants are.

    Args:
        volumes: of `volumes`.

    Returns:
        The columns of `GROWTH`, sorted; markets on which nothing was sold in either window have no rows.
    """
    measures = {
        "transactions": (pl.col("transactions_before"), pl.col("transactions_after")),
        "turnover_eur": (pl.col("turnover_before_eur"), pl.col("turnover_after_eur")),
        "vendors": (pl.col("transactions_before") > 0, pl.col("transactions_after") > 0),
    }
    rows = []
    for measure, (before, after) in measures.items():
        sold = volumes.select(
            *_GROUP,
            "to_vendor",
            "class",
            "days",
            before.cast(pl.Float64).fill_null(0.0).alias("before"),
            after.cast(pl.Float64).fill_null(0.0).alias("after"),
        ).sort(*_GROUP, "to_vendor")
        gain = pl.col("after") - pl.col("before")
        rows.append(
            sold.group_by(_GROUP, maintain_order=True).agg(
                pl.lit(measure).alias("measure"),
                pl.col("days").first(),
                pl.col("before").sum(),
                pl.col("after").sum(),
                gain.sum().alias("growth"),
                *(gain.filter(pl.col("class") == name).sum().alias(column) for name, column in _CLASSES.items()),
            )
        )
    share = pl.when(pl.col("growth") > 0).then(pl.col("growth_migrants") / pl.col("growth"))
    return (
        pl.concat(rows).with_columns(share.alias("migrant_share")).select(*GROWTH).cast(GROWTH).sort(*_GROUP, "measure")
    )
