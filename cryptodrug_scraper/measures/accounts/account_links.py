"""
Accounts that may have one owner, as a ledger of evidence (methods E12; pitfall 15).

Accounts are never merged: a row says of a pair what agreed, and what that is worth. What decides:

- ``same``: a key with the same fingerprint, or a badge that the market has verified, under the same name and with a
  number that agrees or is likely to, unless keys are known of both accounts and differ: markets verify by key, so such
  a badge is that of another account.
- ``rejected``: evidence that was found and does not count (a copied key, the keys of an account that prints those of
  many, a badge whose number contradicts the other account), and pairs with different keys for which only one kind of
  medium evidence speaks, if both were active at the same time for longer than a move takes, or a badge contradicts:
  names are taken by impersonators, profiles copied.
- ``candidate``: everything else. Somebody has to look.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from cryptodrug_scraper.measures.accounts.accounts import account_keys, account_table, account_texts
from cryptodrug_scraper.measures.accounts.imported_sales import imported_sales
from cryptodrug_scraper.measures.accounts.link_evidence import (
    KEY_ACCOUNTS,
    KEY_ACCOUNTS_OF_MARKET,
    NAME_ACCOUNTS,
    by_badge,
    by_days,
    by_handle,
    by_inventory,
    by_key,
    by_text,
    copied_keys,
    key_collectors,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cryptodrug_scraper.measures.accounts.accounts import AccountPages

__all__ = [
    "ACCOUNT_LINK",
    "COMMON_WORD",
    "INVENTORY_ALIKE",
    "SALES_DAYS",
    "SALES_DAYS_ALIKE",
    "SIMULTANEOUS",
    "TEXT_ALIKE",
    "account_links",
    "clusters",
]

COMMON_WORD = 5
"""A word that texts of so many accounts of other names hold is a word of the language or of the trade, no name."""
TEXT_ALIKE = {"profile": (6, 0.7, 15, 1), "description": (8, 0.5, 20, 4), "title": (3, 0.5, 15, 1)}
"""
For each kind of text: words in a run, Jaccard's index from which texts are alike, runs that each must have of those
that are kept, and of how many runs one is kept: descriptions are long.
"""
SIMULTANEOUS = timedelta(days=28)
"""Time for which two accounts must both be active to count as simultaneous: one who moves keeps both for some weeks."""
INVENTORY_ALIKE = 0.3
"""Mean of Jaccard's indices from which two inventories are evidence."""
SALES_DAYS = 20
"""Days with ratings that an account must have for its days to be compared."""
SALES_DAYS_ALIKE = 0.5
"""Days with ratings in common, of the days with ratings of either, from which they are evidence."""
ACCOUNT_LINK = pl.Schema(
    {
        "market_a": pl.String(),
        "vendor_a": pl.String(),
        "market_b": pl.String(),
        "vendor_b": pl.String(),
        "evidence": pl.String(),
        "strength": pl.String(),
        "decision": pl.String(),
        "score": pl.Float64(),
        "detail": pl.String(),
    }
)
"""Columns of the ledger; ``score`` is what was measured, from 0 to 1, null where evidence is there or is not."""

_CLUSTER = pl.Schema(
    {"market": pl.String(), "vendor": pl.String(), "seller": pl.UInt32(), "account_count": pl.UInt32()}
)
_STRENGTHS = ("very_strong", "strong", "medium", "weak")


def account_links(
    markets: Mapping[str, AccountPages],
    *,
    titles: Mapping[str, str] | None = None,
    copied: Collection[str] = (),
    key_accounts: int = KEY_ACCOUNTS,
    key_accounts_of_market: int = KEY_ACCOUNTS_OF_MARKET,
    name_accounts: int = NAME_ACCOUNTS,
) -> pl.DataFrame:
    """
    Return the ledger: one row per pair of accounts, of one market or of two, and kind of evidence.

    Args:
        markets: what each market's pages state, by its code.
        titles: full names of markets by code, as badges may print them.
        copied: fingerprints that are nobody's, such as the keys of the markets themselves.
        key_accounts: see `KEY_ACCOUNTS`.
        key_accounts_of_market: see `KEY_ACCOUNTS_OF_MARKET`.
        name_accounts: see `NAME_ACCOUNTS`.

    Returns:
        The columns of `ACCOUNT_LINK`, sorted; of a pair, the account of the market first in the alphabet comes first.
        ``decision`` is that on the pair, the same on all its rows but those whose evidence does not count.
    """
    accounts = account_table(markets)
    keys = account_keys(accounts, markets)
    many = copied_keys(accounts, keys, most=key_accounts, most_of_market=key_accounts_of_market)
    stated = keys.filter(pl.col("key").is_in(list(copied))).group_by("key").agg(pl.len().alias("bearers"))
    not_own = pl.concat([many, stated]).unique("key", keep="first", maintain_order=True)
    texts = {what: account_texts(accounts, markets, what) for what in TEXT_ALIKE}
    badges = imported_sales(accounts, markets, titles or {}, most=name_accounts)
    collectors = key_collectors(keys, not_own, most=key_accounts)
    found = [
        by_key(keys, not_own, collectors),
        by_badge(accounts, badges.told, badges.nobodys),
        by_handle(accounts, _common_words(accounts, texts), most=name_accounts),
    ]
    for what, (width, least, least_features, one_in) in TEXT_ALIKE.items():
        alike = by_text(texts[what], what, width=width, least=least, least_features=least_features, one_in=one_in)
        found.append(alike)
    proposed = pl.concat(found)
    # names and badges of many tell of no pair that it is worth a look
    is_nobodys = pl.col("is_excluded") & pl.col("evidence").is_in(("handle", "similar_handle"))
    pairs = proposed.filter(~is_nobodys).select("a", "b").unique()
    found.extend(
        (
            by_inventory(pairs, _offers(accounts, markets), least=INVENTORY_ALIKE),
            by_days(pairs, _days(accounts, markets), least=SALES_DAYS_ALIKE, least_days=SALES_DAYS),
        )
    )
    own = keys.join(not_own, on="key", how="anti")
    return _ledger(accounts, _decided(pl.concat(found), accounts, own))


def _common_words(accounts: pl.DataFrame, texts: Mapping[str, pl.DataFrame]) -> frozenset[str]:
    """Folded names that are words which many accounts of other names write."""
    handles = accounts["handle"].unique()
    word = pl.col("text").str.normalize("NFKC").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").alias("handle")
    said = []
    for frame in texts.values():
        texts_once = frame.select(pl.col("text").unique())
        words = texts_once.with_columns(word).explode("handle", empty_as_null=False, keep_nulls=False)
        named = words.filter(pl.col("handle").is_in(handles.implode())).unique()
        said.append(frame.join(named, on="text").select("account", "handle").unique())
    others = pl.concat(said).join(accounts.select("account", own="handle"), on="account")
    counted = others.filter(pl.col("handle") != pl.col("own")).group_by("handle").agg(pl.col("account").n_unique())
    return frozenset(counted.filter(pl.col("account") >= COMMON_WORD)["handle"])


def _offers(accounts: pl.DataFrame, markets: Mapping[str, AccountPages]) -> pl.DataFrame:
    """What each account sells, and in which quantities."""
    measure = pl.coalesce("quantity_grams", "quantity_units").round_sig_figs(4).cast(pl.String)
    stated = [
        pages.listings.select(
            pl.lit(market).alias("market"),
            "vendor",
            pl.coalesce("substance", "drug_class").alias("sold"),
            (measure + pl.lit(" ") + pl.col("quantity_unit").fill_null("")).alias("quantity"),
        ).unique()
        for market, pages in markets.items()
    ]
    schema = dict.fromkeys(("market", "vendor", "sold", "quantity"), pl.String)
    rows = pl.concat([pl.DataFrame(schema=schema), *stated]).drop_nulls("sold")
    return rows.join(accounts, on=["market", "vendor"]).select("account", "sold", "quantity").unique()


def _days(accounts: pl.DataFrame, markets: Mapping[str, AccountPages]) -> pl.DataFrame:
    """Days on which each account was rated: of the ratings whose day is known, the day in the middle of the span."""
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    short = pl.col("occurred_to") - pl.col("occurred_from") <= pl.duration(days=1)
    stated = [
        pages.reviews.filter(short).select(pl.lit(market).alias("market"), "vendor", middle.dt.date().alias("day"))
        for market, pages in markets.items()
        if pages.reviews is not None
    ]
    schema = {"market": pl.String, "vendor": pl.String, "day": pl.Date}
    rows = pl.concat([pl.DataFrame(schema=schema), *stated]).drop_nulls()
    return rows.join(accounts, on=["market", "vendor"]).select("account", "day").unique()


def _decided(found: pl.DataFrame, accounts: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Add the decision on each pair, and why where it was rejected."""
    counts = ~pl.col("is_excluded")
    medium = counts & (pl.col("strength") == "medium")
    pairs = found.group_by("a", "b").agg(
        (counts & pl.col("strength").is_in(["very_strong", "strong"])).any().alias("is_strong"),
        (~counts & (pl.col("evidence") == "verified_badge")).any().alias("is_belied"),
        pl.col("evidence").filter(medium).n_unique().alias("medium_kinds"),
    )
    spans = accounts.select("account", "first_at", "last_at")
    for side in ("a", "b"):
        named = spans.select(pl.col("account").alias(side), pl.exclude("account").name.suffix(f"_{side}"))
        pairs = pairs.join(named, on=side)
    from_, to = pl.max_horizontal("first_at_a", "first_at_b"), pl.min_horizontal("last_at_a", "last_at_b")
    printed = keys.select("account", "key").unique()
    common = printed.join(printed, on="key", suffix="_b").filter(pl.col("account") < pl.col("account_b"))
    shared = common.select(a="account", b="account_b", is_shared=pl.lit(value=True)).unique()
    pairs = pairs.join(shared, on=["a", "b"], how="left")
    bearers = printed["account"].unique().implode()
    differ = pl.col("a").is_in(bearers) & pl.col("b").is_in(bearers) & pl.col("is_shared").is_null()
    is_torn = differ & ((to - from_ >= SIMULTANEOUS) | pl.col("is_belied"))
    decided = pairs.select(
        "a",
        "b",
        pl.when(pl.col("is_strong") & ~differ)
        .then(pl.lit("same"))
        .when(is_torn & ~pl.col("is_strong") & (pl.col("medium_kinds") < 2))
        .then(pl.lit("rejected"))
        .otherwise(pl.lit("candidate"))
        .alias("decision"),
        pl.when(to - from_ >= SIMULTANEOUS)
        .then(pl.format("; both active from {} to {} under different keys", from_.dt.date(), to.dt.date()))
        .otherwise(pl.lit("; their keys differ, and verified sales do not fit"))
        .alias("why"),
    )
    is_rejected = counts & (pl.col("decision") == "rejected")
    return found.join(decided, on=["a", "b"]).with_columns(
        pl.when(counts).then("decision").otherwise(pl.lit("rejected")).alias("decision"),
        pl.when(is_rejected).then(pl.col("detail") + pl.col("why")).otherwise("detail").alias("detail"),
    )


def _ledger(accounts: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    names = accounts.select("account", "market", "vendor")
    order = pl.col("strength").replace_strict(
        {name: place for place, name in enumerate(_STRENGTHS)}, return_dtype=pl.Int8
    )
    return (
        decided.join(names.rename({"account": "a", "market": "market_a", "vendor": "vendor_a"}), on="a")
        .join(names.rename({"account": "b", "market": "market_b", "vendor": "vendor_b"}), on="b")
        .sort("a", "b", order, "evidence")
        .select(*ACCOUNT_LINK)
        .cast(ACCOUNT_LINK)
    )


def clusters(links: pl.DataFrame) -> pl.DataFrame:
    """
    Return who has several accounts: the transitive closure over links decided as ``same``, and over no others.

    Args:
        links: of `account_links`.

    Returns:
        ``market``, ``vendor``, ``seller`` (numbered from 0 in the order of their first account), ``account_count``;
        one row per account that is linked with another, sorted by market and name.
    """
    same = links.filter(pl.col("decision") == "same")
    ends = [
        same.select(pl.col(f"market_{end}").alias("market"), pl.col(f"vendor_{end}").alias("vendor")) for end in "ab"
    ]
    accounts = pl.concat(ends).unique().sort("market", "vendor").with_row_index("number")
    if accounts.is_empty():
        return pl.DataFrame(schema=_CLUSTER)
    number = [
        side.join(accounts, on=["market", "vendor"], how="left", maintain_order="left")["number"].to_numpy()
        for side in ends
    ]
    edges = coo_array((np.ones(same.height), (number[0], number[1])), shape=(accounts.height, accounts.height))
    _, label = connected_components(edges, directed=False)
    first = pl.col("number").min().over("label")
    return (
        accounts.with_columns(pl.Series("label", label))
        .with_columns(
            first.rank("dense").cast(pl.UInt32).sub(1).alias("seller"), pl.len().over("label").alias("account_count")
        )
        .select(*_CLUSTER)
        .cast(_CLUSTER)
        .sort("market", "vendor")
    )
