"""
Where the vendors of a market went after its end (methods E13; pitfall 16).

Of an account that traded on the market in the 90 days before the shock, each account of the same owner on another
market gives one row: ``migrant`` where that one was first active at the shock or later, ``multi_homer`` where it was
before, ``ambiguous`` where the interval of its first activity, or the days on which the shock can have been, leave both
open. On a market where no account is linked for certain, one that is a candidate by its name gives a row: it is no
migrant, but may be one where it was not active before. Who has neither is ``lost``, which means not found until the end
of observation, and not gone: whoever took another name that no link finds is in no interval.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from cryptodrug_scraper.measures.accounts.account_links import clusters

__all__ = ["CANDIDATE_EVIDENCE", "MIGRATION", "MOST_ACCOUNTS", "PRE_WINDOW", "cohort", "linked_accounts", "migration"]

PRE_WINDOW = timedelta(days=90)
"""Time before a shock in which an account must have traded to be one that the shock hits (methods E13)."""
MOST_ACCOUNTS = 24
"""Accounts that one owner may have: a longer chain of keys is somebody's game, and only the accounts that are linked
themselves count as of one owner there."""
CANDIDATE_EVIDENCE = ("handle", "verified_badge")
"""Evidence on which a candidate counts, where candidates count at all: names. Texts alone are copied too often."""
MIGRATION = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "from_vendor": pl.String(),
        "class": pl.String(),
        "to_market": pl.String(),
        "to_vendor": pl.String(),
        "first_seen_from": pl.Datetime("us", "UTC"),
        "first_seen_to": pl.Datetime("us", "UTC"),
        "evidence": pl.String(),
        "decision": pl.String(),
    }
)
"""
Columns of migration. ``evidence`` is what dates the first activity (see `first_seen.FIRST_SEEN`), ``decision`` that on
the link between the accounts. A lost account has no target: ``first_seen_from`` is the end of observation.
"""

_INSTANT = pl.Datetime("us", "UTC")
_PAIR = pl.Schema(dict.fromkeys(("from_market", "from_vendor", "to_market", "to_vendor", "decision"), pl.String()))


def cohort(
    shocks: pl.DataFrame, market: str, listings: pl.DataFrame, sales: pl.DataFrame, *, window: timedelta = PRE_WINDOW
) -> pl.DataFrame:
    """
    Return the accounts of a market that traded before its shock: with a listing seen, or a sale whose time lies for the
    most part, in ``[S - window, S)``, where S is the beginning of the first day on which the shock can have been.
    A review is left days after its order: some count that sold last shortly before the window.

    Args:
        shocks: of `shocks.shocks`.
        market: its code; without a shock it has no cohort.
        listings: ``vendor``, ``captured_at``.
        sales: ``vendor``, ``occurred_from``, ``occurred_to``; sales or distinct reviews.
        window: see `PRE_WINDOW`.

    Returns:
        ``market``, ``vendor``, sorted.
    """
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    active = pl.concat(
        [
            listings.select("vendor", pl.col("captured_at").alias("at").cast(_INSTANT)),
            sales.select("vendor", middle.alias("at").cast(_INSTANT)),
        ]
    ).with_columns(pl.lit(market).alias("market"))
    start = pl.col("first_on").cast(_INSTANT)
    return (
        active.drop_nulls()
        .join(shocks.select("market", "first_on"), on="market")
        .filter((pl.col("at") >= start - window) & (pl.col("at") < start))
        .select("market", "vendor")
        .unique()
        .sort("market", "vendor")
    )


def linked_accounts(links: pl.DataFrame, *, with_candidates: bool = False) -> pl.DataFrame:
    """
    Return the pairs of accounts of one owner on two markets, in both directions.

    Args:
        links: of `account_links.account_links`.
        with_candidates: whether pairs that are candidates by `CANDIDATE_EVIDENCE` count too; they are taken by
            themselves, while pairs decided as the same are closed transitively.

    Returns:
        ``from_market``, ``from_vendor``, ``to_market``, ``to_vendor``, ``decision``, each pair once.
    """
    found = clusters(links)
    sure = found.filter(pl.col("account_count") <= MOST_ACCOUNTS).select("market", "vendor", "seller")
    closed = sure.join(sure, on="seller", suffix="_b").select(
        pl.col("market").alias("from_market"),
        pl.col("vendor").alias("from_vendor"),
        pl.col("market_b").alias("to_market"),
        pl.col("vendor_b").alias("to_vendor"),
        pl.lit("same").alias("decision"),
    )
    chained = found.filter(pl.col("account_count") > MOST_ACCOUNTS).select(market_a="market", vendor_a="vendor")
    linked = links.filter(pl.col("decision") == "same").join(chained, on=["market_a", "vendor_a"], how="semi")
    pairs = pl.concat([closed, *_both_ways(linked)])
    if with_candidates:
        possible = links.filter((pl.col("decision") == "candidate") & pl.col("evidence").is_in(CANDIDATE_EVIDENCE))
        pairs = pl.concat([pairs, *_both_ways(possible)])
    return (
        pairs.cast(_PAIR)
        .filter(pl.col("from_market") != pl.col("to_market"))
        .sort(pl.all().exclude("decision"), pl.col("decision") != "same")
        .unique(["from_market", "from_vendor", "to_market", "to_vendor"], keep="first", maintain_order=True)
    )


def _both_ways(links: pl.DataFrame) -> list[pl.DataFrame]:
    return [
        links.select(
            pl.col(f"market_{one}").alias("from_market"),
            pl.col(f"vendor_{one}").alias("from_vendor"),
            pl.col(f"market_{other}").alias("to_market"),
            pl.col(f"vendor_{other}").alias("to_vendor"),
            "decision",
        )
        for one, other in ("ab", "ba")
    ]


def migration(
    shocks: pl.DataFrame,
    cohorts: pl.DataFrame,
    first_seen: pl.DataFrame,
    links: pl.DataFrame,
    observed: pl.DataFrame,
    *,
    with_candidates: bool = False,
) -> pl.DataFrame:
    """
    Return what became of each account that a shock hit, one row per account on another market.

    A shock that no other market was observed after gives no rows: nothing can be said of it.

    Args:
        shocks: of `shocks.shocks`.
        cohorts: of `cohort`, of all markets.
        first_seen: of `first_seen.first_seen`, of all markets.
        links: of `account_links.account_links`.
        observed: of `shocks.observed_until`, of all markets.
        with_candidates: whether candidates are told apart by their first activity, as those that are linked are.

    Returns:
        The columns of `MIGRATION`, sorted by them in their order, save the class.
    """
    first, last = pl.col("first_on").cast(_INSTANT), pl.col("last_on").cast(_INSTANT)
    others = shocks.join(observed.rename({"market": "other"}), how="cross").filter(
        (pl.col("other") != pl.col("market")) & (pl.col("observed_until") > last)
    )
    ends = others.group_by("market").agg(pl.col("observed_until").max())
    hit = (
        cohorts.select("market", "vendor")
        .unique()
        .join(shocks.select("market", "event", "first_on", "last_on"), on="market")
        .join(ends, on="market")
        .rename({"market": "from_market", "vendor": "from_vendor"})
    )
    pairs = linked_accounts(links, with_candidates=True)
    starts = first_seen.rename({"market": "to_market", "vendor": "to_vendor"})
    targets = hit.join(pairs, on=["from_market", "from_vendor"]).join(starts, on=["to_market", "to_vendor"])
    is_sure = (pl.col("decision") == "same") | with_candidates
    targets = targets.filter(is_sure | ~is_sure.any().over("from_market", "from_vendor", "to_market"))
    found = targets.with_columns(
        pl.when(is_sure & (pl.col("first_seen_from") >= last))
        .then(pl.lit("migrant"))
        .when(pl.col("first_seen_to") <= first)
        .then(pl.lit("multi_homer"))
        .otherwise(pl.lit("ambiguous"))
        .alias("class")
    )
    lost = hit.join(targets, on=["from_market", "from_vendor"], how="anti").with_columns(
        pl.lit("lost").alias("class"), pl.col("observed_until").alias("first_seen_from")
    )
    return (
        pl.concat([found, lost], how="diagonal")
        .select(*MIGRATION)
        .cast(MIGRATION)
        .sort("event", "from_market", "from_vendor", "to_market", "to_vendor")
    )
