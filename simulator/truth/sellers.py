"""Which accounts are one person's, and where those of a market that ended went."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from simulator.truth.live import live_listings

if TYPE_CHECKING:
    from simulator.truth.frames import Frames

__all__ = ["COHORT_DAYS", "account_pairs", "migrations", "renamed_accounts"]

COHORT_DAYS = 90
"""An account is asked where it went if it sold something so many days before a shock."""
_SHOCKS = ("closure", "exit_scam")


def account_pairs(frames: Frames) -> pl.DataFrame:
    """
    Return the pairs of accounts that are one person's, on different markets.

    Returns:
        ``account_a, account_b``, sorted; the first has the lower number.
    """
    accounts = frames.accounts.select("person_id", "market", pl.col("account_id").alias("account_a"))
    pairs = accounts.join(accounts.rename({"account_a": "account_b"}), on="person_id", suffix="_b")
    pairs = pairs.filter((pl.col("account_a") < pl.col("account_b")) & (pl.col("market") != pl.col("market_b")))
    return pairs.select("account_a", "account_b").sort(pl.all())


def renamed_accounts(frames: Frames) -> pl.DataFrame:
    """
    Return the accounts that took another name.

    Returns:
        ``market, account_id, at, before, after``, sorted; empty where a scenario has none.
    """
    if not frames.has("rename"):
        none = frames.accounts.clear().with_columns(pl.col("vendor").alias("after"))
        return none.select(
            "market", "account_id", pl.col("joined").alias("at"), pl.col("vendor").alias("before"), "after"
        )
    names = {"handle_before": "before", "handle_after": "after"}
    columns = ("market", "account_id", "at", "before", "after")
    return frames.table("rename").rename(names).select(columns).sort("market", "account_id")


def migrations(frames: Frames, looks: pl.DataFrame) -> pl.DataFrame:
    """
    Return where accounts of a market that ended had another one by then, or made one.

    Asked are accounts with a sale in the 90 days before the shock was announced, or with a live listing at a look in
    that time. Another account counts if it was made by the end of the last look at its market. Shocks that no look at
    another market follows are left out, for nobody can say anything of them.

    Args:
        frames: the truth.
        looks: `simulator.truth.looks`.

    Returns:
        ``from_market, from_account, to_market, class``, sorted. ``class`` is ``migrant`` (the account on the other
        market was made after the shock), ``multi_homer`` (before), or ``lost`` (there is none, and no market).
    """
    shocks = frames.table("event").filter(pl.col("kind").is_in(_SHOCKS)).select("market", pl.col("at").alias("shock"))
    last = looks.group_by("market").agg(pl.col("last_at").max())
    followed = shocks.join(last, how="cross", suffix="_other").filter(
        (pl.col("market") != pl.col("market_other")) & (pl.col("last_at") > pl.col("shock"))
    )
    cohort = _cohort(frames, looks, followed.select("market", "shock").unique())
    others = frames.accounts.join(last, on="market").filter(pl.col("joined") <= pl.col("last_at"))
    others = others.select("person_id", pl.col("market").alias("to_market"), "joined")
    after = pl.when(pl.col("joined") >= pl.col("shock")).then(pl.lit("migrant")).otherwise(pl.lit("multi_homer"))
    gone = cohort.join(others, on="person_id").filter(pl.col("market") != pl.col("to_market"))
    gone = gone.with_columns(after.alias("class"))
    lost = cohort.join(gone, on="account_id", how="anti")
    lost = lost.with_columns(pl.lit(None, pl.String).alias("to_market"), pl.lit("lost").alias("class"))
    columns = (pl.col("market").alias("from_market"), pl.col("account_id").alias("from_account"), "to_market", "class")
    return pl.concat((gone.select(columns), lost.select(columns))).sort(pl.all())


def _cohort(frames: Frames, looks: pl.DataFrame, shocks: pl.DataFrame) -> pl.DataFrame:
    recent = timedelta(days=COHORT_DAYS)
    sold = frames.table("sale").select("market", "account_id", "at")
    live = live_listings(frames, looks).filter("on_show").select("market", "account_id", pl.col("last_at").alias("at"))
    active = pl.concat((sold, live)).join(shocks, on="market")
    active = active.filter((pl.col("at") < pl.col("shock")) & (pl.col("at") >= pl.col("shock") - recent))
    active = active.select("account_id", "shock").unique()
    return frames.accounts.join(active, on="account_id").select("account_id", "person_id", "market", "shock")
