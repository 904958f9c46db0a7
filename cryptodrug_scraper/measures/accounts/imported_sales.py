"""
Sales on another market that a market has verified and prints behind a vendor's name, as evidence of one owner.

Methods E12: imported sales of a named market and a matching name are very strong evidence. The number stands still from
the day of the import, on which the account was made or soon after; so it lies between what the other account's counter
showed before that day and what it showed at the first sighting of the badge or later. Without a later sighting the
number cannot be compared, except that it must not lie below what the counter showed before; it is likely if the counter
can have come so far at up to three times its usual pace.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.measures.accounts.accounts import AccountPages

__all__ = ["GROWTH", "MOST_OF_NAME", "Imported", "imported_sales", "market_named"]

GROWTH = 3.0
"""After its last sighting a counter may have grown so many times as fast as on average since the account was made."""

MOST_OF_NAME = 12
"""Accounts of one name that a badge may mean, and that may have such a badge: a name that more bear tells nobody."""

_INSTANT: pl.DataType = pl.Datetime("us", "UTC")
_DAY_SECONDS = 86_400


def market_named(printed: str, titles: Mapping[str, str]) -> str | None:
    """
    Return the code of the market that a badge names; None if it is none of those.

    Args:
        printed: the name as a page or its parser has it.
        titles: full names by code; signs between letters, case and a last word "market" do not count.

    >>> market_named("Wall Street Market", {"wallstreet": "", "dream": "Dream Market"})
    'wallstreet'
    """
    names = {_folded(name): code for code, title in sorted(titles.items()) for name in (title, code) if _folded(name)}
    return names.get(_folded(printed))


def _folded(name: str) -> str:
    letters = re.sub(r"[\W_]", "", name.casefold())
    return letters.removesuffix("market") or letters


class Imported(NamedTuple):
    """
    Badges, and the accounts that they may mean.

    Attributes:
        told: ``account`` (that has the badge), ``meant`` (the other), ``sales`` as printed, ``low`` and ``high`` (what
            the other's counter allows; null where it says nothing), ``agrees`` (null where the numbers cannot be
            compared), ``is_likely`` (they cannot, but the counter can have come so far). One row per pair, of the
            highest number if there are several.
        nobodys: badges under a name that too many bear: ``account``, ``meant`` (the first of those on the named
            market), ``external`` (that market), ``meant_count`` (accounts there of that name), ``badge_count``
            (accounts of that name with a badge of it). One row per account and market.
    """

    told: pl.DataFrame
    nobodys: pl.DataFrame


def imported_sales(
    accounts: pl.DataFrame,
    markets: Mapping[str, AccountPages],
    titles: Mapping[str, str],
    *,
    growth: float = GROWTH,
    most: int = MOST_OF_NAME,
) -> Imported:
    """
    Return the accounts that a badge may mean: those of the named market that bear the same name.

    Args:
        accounts: of `accounts.account_table`.
        markets: by code.
        titles: full names of markets by code, as badges may print them.
        growth: see `GROWTH`.
        most: see `MOST_OF_NAME`.
    """
    badges = _badges(accounts, markets, titles)
    named = accounts.select("account", "handle", "market", "member_since")
    meant = named.select(
        pl.col("account").alias("meant"),
        "handle",
        pl.col("market").alias("external"),
        pl.col("member_since").alias("meant_since"),
    )
    by = ["external", "handle"]
    borne = badges.join(named, on="account").filter(pl.col("handle") != "")
    counts = (
        borne.group_by(by)
        .agg(pl.col("account").n_unique().alias("badge_count"))
        .join(meant.group_by(by).agg(pl.len().alias("meant_count"), pl.col("meant").min()), on=by)
    )
    many = counts.filter(pl.max_horizontal("badge_count", "meant_count") > most)
    nobodys = (
        borne.join(many, on=by)
        .select("account", "meant", "external", "meant_count", "badge_count")
        .unique()
        .sort("account", "external")
    )
    pairs = borne.join(many, on=by, how="anti").join(meant, on=by)
    return Imported(_compared(pairs, _counters(accounts, markets), growth), nobodys)


def _compared(pairs: pl.DataFrame, counters: pl.DataFrame, growth: float) -> pl.DataFrame:
    """Each badge with what the counter of the account that it may mean allows."""
    at = counters.group_by("account", "captured_at").agg(
        pl.col("low").max(), pl.col("high").min(), last=pl.col("high").sort_by("low").last()
    )
    at = at.sort("account", "captured_at").with_columns(
        low=pl.col("low").cum_max().over("account"),
        high=pl.col("high").cum_min(reverse=True).over("account"),
        meant="account",
    )
    joined = pairs.with_columns(joined_at=pl.col("member_since").cast(_INSTANT))
    # what was counted before the badge's account was made, since the badge was seen, and last before that
    for name, instant, strategy in (
        ("low", "joined_at", "backward"),
        ("high", "badge_at", "forward"),
        ("last", "badge_at", "backward"),
    ):
        known = at.select("meant", name, pl.col("captured_at").alias(f"{name}_at")).sort(f"{name}_at")
        joined = joined.sort(instant, nulls_last=True).join_asof(
            known,
            left_on=instant,
            right_on=f"{name}_at",
            by="meant",
            strategy=strategy,  # type: ignore[arg-type]
            allow_exact_matches=strategy == "forward",
            check_sortedness=False,
        )
    age = pl.col("last_at") - pl.col("meant_since").cast(_INSTANT)
    pace = pl.col("last") / pl.max_horizontal(age.dt.total_seconds(), pl.lit(_DAY_SECONDS))
    reached = pl.col("last") + growth * pace * (pl.col("badge_at") - pl.col("last_at")).dt.total_seconds()
    is_above = pl.col("sales") >= pl.col("low").fill_null(0)
    return (
        joined.with_columns(((pl.col("sales") <= pl.col("high")) & is_above).alias("agrees"))
        .with_columns((pl.col("agrees").is_null() & (pl.col("sales") <= reached)).alias("is_likely"))
        .select("account", "meant", "sales", "low", "high", "agrees", pl.col("is_likely").fill_null(value=False))
        .sort("account", "meant", "sales")
        .unique(["account", "meant"], keep="last", maintain_order=True)
    )


def _badges(accounts: pl.DataFrame, markets: Mapping[str, AccountPages], titles: Mapping[str, str]) -> pl.DataFrame:
    """Badges that name a market known here, each with the first capture that has its number."""
    known = {market: titles.get(market, "") for market in markets}
    stated = [
        pages.external.select(pl.lit(market).alias("market"), "vendor", "external_market", "sales_count", "captured_at")
        for market, pages in markets.items()
    ]
    schema = pl.Schema(
        {
            "market": pl.String(),
            "vendor": pl.String(),
            "external_market": pl.String(),
            "sales_count": pl.Int64(),
            "captured_at": _INSTANT,
        }
    )
    rows = pl.concat([pl.DataFrame(schema=schema), *stated])
    codes = {name: market_named(name, known) for name in rows["external_market"].unique().drop_nulls()}
    external = pl.col("external_market").replace_strict(codes, default=None, return_dtype=pl.String)
    return (
        rows.with_columns(external.alias("external"))
        .filter(pl.col("external").is_not_null() & (pl.col("external") != pl.col("market")))
        .join(accounts.select("account", "market", "vendor"), on=["market", "vendor"])
        .group_by("account", "external", pl.col("sales_count").alias("sales"))
        .agg(pl.col("captured_at").min().alias("badge_at"))
    )


def _counters(accounts: pl.DataFrame, markets: Mapping[str, AccountPages]) -> pl.DataFrame:
    """Sales that each account can have had at a capture; a rounded counter is the floor of its last printed digit."""
    count = pl.col("sales_count")
    step = pl.when(count % 1000 == 0).then(1000).when(count % 100 == 0).then(100).when(count % 10 == 0).then(10)
    room = pl.when(pl.col("sales_is_exact") | (count == 0)).then(0).otherwise(step.otherwise(1) - 1)
    stated = [
        pages.vendors.drop_nulls("sales_count")
        .unique(["vendor", "sales_count", "captured_at"])
        .select(
            pl.lit(market).alias("market"), "vendor", "captured_at", count.alias("low"), (count + room).alias("high")
        )
        for market, pages in markets.items()
    ]
    schema = pl.Schema(
        {
            "market": pl.String(),
            "vendor": pl.String(),
            "captured_at": _INSTANT,
            "low": pl.Int64(),
            "high": pl.Int64(),
        }
    )
    rows = pl.concat([pl.DataFrame(schema=schema), *stated], how="vertical_relaxed")
    return rows.join(accounts.select("account", "market", "vendor"), on=["market", "vendor"]).select(
        "account", "captured_at", "low", "high"
    )
