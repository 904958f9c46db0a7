"""How many of those that a market's end hit are found elsewhere, and how fast (methods E13)."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl

__all__ = ["ARRIVAL", "CONFIDENCE", "MIGRANT_SHARE", "arrivals", "migrant_share"]

CONFIDENCE = 0.95
"""Of the intervals."""
MIGRANT_SHARE = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "to_market": pl.String(),
        "account_count": pl.Int64(),
        "migrant_count": pl.Int64(),
        "multi_homer_count": pl.Int64(),
        "ambiguous_count": pl.Int64(),
        "other_count": pl.Int64(),
        "share": pl.Float64(),
        "share_low": pl.Float64(),
        "share_high": pl.Float64(),
    }
)
"""
Columns of shares. ``to_market`` is null for any market. ``other_count``: those not found there. ``share`` is migrants
over accounts; ``share_low`` and ``share_high`` are of what happened here: none of the ambiguous accounts is a migrant,
which is ``share`` itself, or all of them are.
"""
ARRIVAL = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "to_market": pl.String(),
        "days": pl.Float64(),
        "at_risk": pl.Int64(),
        "arrived": pl.Int64(),
        "share": pl.Float64(),
        "share_low": pl.Float64(),
        "share_high": pl.Float64(),
    }
)
"""Columns of `arrivals`: ``share`` of those at risk who have arrived by ``days`` after the shock, with an interval."""

_INSTANT = pl.Datetime("us", "UTC")
_DAY_US = 86_400_000_000
_GROUP = ["event", "from_market", "to_market"]


def migrant_share(migration: pl.DataFrame) -> pl.DataFrame:
    """
    Return the share of migrants among the accounts that a shock hit, by target market and over all of them.

    An account with several accounts on one market has been there before if one of them was; it is a migrant to any
    market if it is one to some market.

    Args:
        migration: of `migration.migration`.

    Returns:
        The columns of `MIGRANT_SHARE`; a market to which nobody is linked has no row. Sorted, any market first.
    """
    hit = migration.group_by("event", "from_market").agg(pl.col("from_vendor").n_unique().alias("account_count"))
    by_market = _classes(migration.drop_nulls("to_market"), ("multi_homer", "ambiguous", "migrant"))
    to_any = _classes(
        migration.with_columns(pl.lit(None, pl.String).alias("to_market")),
        ("migrant", "ambiguous", "multi_homer", "lost"),
    )
    counts = [
        (pl.col("class") == name).sum().alias(f"{name}_count") for name in ("migrant", "multi_homer", "ambiguous")
    ]
    table = (
        pl.concat([to_any, by_market])
        .group_by(_GROUP)
        .agg(counts)
        .join(hit, on=["event", "from_market"])
        .sort(_GROUP, nulls_last=False)
    )
    found = pl.sum_horizontal("migrant_count", "multi_homer_count", "ambiguous_count")
    return table.select(
        *_GROUP,
        "account_count",
        "migrant_count",
        "multi_homer_count",
        "ambiguous_count",
        (pl.col("account_count").cast(pl.Int64) - found.cast(pl.Int64)).alias("other_count"),
        (pl.col("migrant_count") / pl.col("account_count")).alias("share"),
        (pl.col("migrant_count") / pl.col("account_count")).alias("share_low"),
        ((pl.col("migrant_count") + pl.col("ambiguous_count")) / pl.col("account_count")).alias("share_high"),
    ).cast(MIGRANT_SHARE)


def _classes(rows: pl.DataFrame, order: tuple[str, ...]) -> pl.DataFrame:
    """One class per account and market: the one that comes first in an order."""
    rank = pl.col("class").replace_strict(
        {name: place for place, name in enumerate(order)}, default=len(order), return_dtype=pl.Int8
    )
    return rows.sort(rank, "class").group_by(*_GROUP, "from_vendor", maintain_order=True).agg(pl.col("class").first())


def arrivals(
    migration: pl.DataFrame, shocks: pl.DataFrame, observed: pl.DataFrame, *, confidence: float = CONFIDENCE
) -> pl.DataFrame:
    """
    Return the Kaplan-Meier curve of the time from a shock to the first activity on each market.

    At risk are the accounts hit that were not on that market before; those whose first activity may lie on either side
    of the shock are left out (`MIGRANT_SHARE` counts them). An arrival counts from the end of the interval of its first
    activity, so the curve lags by up to that interval; who has not arrived is censored at the market's own end or last
    snapshot. Days count from the beginning of the first day on which the shock can have been. Intervals: Greenwood's
    variance on the scale of log(-log). Markets not observed after the shock have no curve.

    Args:
        migration: of `migration.migration`.
        shocks: of `shocks.shocks`.
        observed: of `shocks.observed_until`.
        confidence: of the intervals.

    Returns:
        The columns of `ARRIVAL`, one row per time at which somebody arrived or was censored.
    """
    start = pl.col("first_on").cast(_INSTANT)
    accounts = migration.select("event", "from_market", "from_vendor").unique()
    at_risk = (
        accounts.join(shocks.select("event", "first_on", from_market="market"), on=["event", "from_market"])
        .join(observed.rename({"market": "to_market"}), how="cross")
        .filter((pl.col("to_market") != pl.col("from_market")) & (pl.col("observed_until") > start))
    )
    known = migration.drop_nulls("to_market")
    there = known.filter(pl.col("class") != "migrant")
    came = (
        known.filter(pl.col("class") == "migrant").group_by(*_GROUP, "from_vendor").agg(pl.col("first_seen_to").min())
    )
    end = (pl.col("observed_until") - start).dt.total_microseconds() / _DAY_US
    day = (pl.col("first_seen_to") - start).dt.total_microseconds() / _DAY_US
    times = (
        at_risk.join(there, on=[*_GROUP, "from_vendor"], how="anti")
        .join(came, on=[*_GROUP, "from_vendor"], how="left")
        .with_columns(pl.min_horizontal(day, end).alias("days"), day.is_null().alias("is_censored"))
        .sort(*_GROUP, "from_vendor")
    )
    curves = [_curve(group, confidence) for _, group in times.group_by(_GROUP, maintain_order=True)]
    return pl.concat([ARRIVAL.to_frame(), *curves])


def _curve(times: pl.DataFrame, confidence: float) -> pl.DataFrame:
    from scipy.stats import CensoredData, ecdf  # noqa: PLC0415  # it takes half a second, and few who import this ask for it

    days, is_censored = times["days"].to_numpy(), times["is_censored"].to_numpy()
    survival = ecdf(CensoredData.right_censored(days, is_censored)).sf
    points, came = survival.quantiles, np.sort(days[~is_censored])
    with warnings.catch_warnings():  # before the first arrival and after the last one it is not defined: nan
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = survival.confidence_interval(confidence, method="log-log")
    return (
        pl.DataFrame(
            {
                "days": points,
                "at_risk": len(days) - np.searchsorted(np.sort(days), points, side="left"),
                "arrived": np.searchsorted(came, points, side="right") - np.searchsorted(came, points, side="left"),
                "share": 1 - survival.probabilities,
                "share_low": 1 - interval.high.probabilities,
                "share_high": 1 - interval.low.probabilities,
            }
        )
        .select(
            *(pl.lit(times[column][0]).alias(column) for column in _GROUP),
            "days",
            "at_risk",
            "arrived",
            "share",
            pl.col("share_low").fill_nan(None),
            pl.col("share_high").fill_nan(None),
        )
        .cast(ARRIVAL)
    )
