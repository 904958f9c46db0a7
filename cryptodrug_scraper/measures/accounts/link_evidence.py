"""
Evidence that two accounts have one owner, each kind by itself (methods E12).

Every function returns the columns of `EVIDENCE`, one row per pair of accounts, with ``a < b``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.accounts.handles import handle_stem, is_telling
from cryptodrug_scraper.measures.accounts.similarity import alike_texts, jaccard

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = [
    "EVIDENCE",
    "KEY_ACCOUNTS",
    "KEY_ACCOUNTS_OF_MARKET",
    "NAME_ACCOUNTS",
    "by_badge",
    "by_days",
    "by_handle",
    "by_inventory",
    "by_key",
    "by_text",
    "copied_keys",
    "key_collectors",
]

KEY_ACCOUNTS = 6
"""Accounts that one key may link: two on each of three markets. More of them have copied somebody's key. All keys that
one account prints may link it with no more either: who prints those of more prints those of others."""
KEY_ACCOUNTS_OF_MARKET = 2
"""Accounts of one market that one key may link, as after a change of name."""
NAME_ACCOUNTS = 12
"""Accounts that one name, but for decoration and additions, may link: four on each of three markets, impersonators too.
A name that more of them bear is nobody's."""
EVIDENCE = pl.Schema(
    {
        "a": pl.UInt32(),
        "b": pl.UInt32(),
        "evidence": pl.String(),
        "strength": pl.String(),
        "is_excluded": pl.Boolean(),
        "score": pl.Float64(),
        "detail": pl.String(),
    }
)
"""
Columns of evidence: the pair, its kind, how strong it is, whether it was found and does not count, what was measured
(from 0 to 1; null where nothing is), and in plain words what agreed.
"""


def _rows(
    pairs: pl.DataFrame, evidence: str | pl.Expr, strength: pl.Expr, detail: pl.Expr, **more: pl.Expr
) -> pl.DataFrame:
    return pairs.select(
        pl.min_horizontal("a", "b").alias("a"),
        pl.max_horizontal("a", "b").alias("b"),
        (pl.lit(evidence) if isinstance(evidence, str) else evidence).alias("evidence"),
        strength.alias("strength"),
        more.get("is_excluded", pl.lit(value=False)).alias("is_excluded"),
        more.get("score", pl.lit(None, pl.Float64)).alias("score"),
        detail.alias("detail"),
    ).cast(EVIDENCE)


def copied_keys(
    accounts: pl.DataFrame,
    keys: pl.DataFrame,
    *,
    most: int = KEY_ACCOUNTS,
    most_of_market: int = KEY_ACCOUNTS_OF_MARKET,
) -> pl.DataFrame:
    """
    Return the keys that too many accounts print to be their owner's: ``key``, ``bearers``.

    Args:
        accounts: of `accounts.account_table`.
        keys: of `accounts.account_keys`.
        most: see `KEY_ACCOUNTS`.
        most_of_market: see `KEY_ACCOUNTS_OF_MARKET`.
    """
    bearers = keys.join(accounts.select("account", "market"), on="account").unique(["account", "key"])
    counted = bearers.with_columns(pl.len().over("key", "market").alias("of_market"))
    totals = counted.group_by("key").agg(pl.len().alias("bearers"), pl.col("of_market").max())
    too_many = (pl.col("bearers") > most) | (pl.col("of_market") > most_of_market)
    return totals.filter(too_many).select("key", "bearers").sort("key")


def key_collectors(keys: pl.DataFrame, copied: pl.DataFrame, *, most: int = KEY_ACCOUNTS) -> pl.DataFrame:
    """
    Return the accounts that print keys of more accounts than one owner has: ``account``, ``linked``.

    A page can print any key, and another one each day. Of the accounts that share keys with too many, those go first
    that share them with more than half as many as the one with the most; the others may be their victims, and are
    counted again without them.

    Args:
        keys: of `accounts.account_keys`.
        copied: of `copied_keys`; these keys link nobody.
        most: accounts that one may be linked with, itself included: see `KEY_ACCOUNTS`.
    """
    own = keys.select("account", "key").unique().join(copied, on="key", how="anti")
    ties = own.join(own, on="key", suffix="_b").select("account", b="account_b").unique()
    found = [ties.clear().select("account", linked=pl.lit(0, pl.UInt32))]
    while True:
        counted = ties.group_by("account").agg(pl.len().alias("linked"))
        too_many = counted.filter((pl.col("linked") > most) & (2 * pl.col("linked") > pl.col("linked").max()))
        if too_many.is_empty():
            return pl.concat(found).sort("account")
        found.append(too_many)
        gone = too_many["account"].implode()
        ties = ties.filter(~pl.col("account").is_in(gone) & ~pl.col("b").is_in(gone))


def by_key(keys: pl.DataFrame, copied: pl.DataFrame, collectors: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Accounts that printed a key with the same fingerprint: very strong. The armour around it does not count.

    A copied key is excluded as evidence: it gives each of its accounts one row, beside the first of them. So is any key
    of an account that prints those of others.

    Args:
        keys: of `accounts.account_keys`.
        copied: of `copied_keys`.
        collectors: of `key_collectors`; None for none.
    """
    printed = keys.select("account", "key").unique()
    own = printed.join(copied, on="key", how="anti")
    shared = own.rename({"account": "a"}).join(own.rename({"account": "b"}), on="key").filter(pl.col("a") < pl.col("b"))
    pairs = shared.group_by("a", "b").agg(pl.col("key").min())
    pairs = pairs.sort("a", "b").with_columns(linked=pl.lit(None, pl.UInt32))
    if collectors is not None and not collectors.is_empty():
        linked = [pl.col(side).replace_strict(*collectors, default=None) for side in "ab"]
        pairs = pairs.with_columns(linked=pl.max_horizontal(linked))
    is_others = pl.col("linked").is_not_null()
    said = pl.format("both printed the key {}", "key")
    of_others = pl.lit(", and one of them those of ") + pl.col("linked").cast(pl.String)
    of_others += pl.lit(" accounts in all: keys of others")
    found = _rows(
        pairs,
        "pgp_key",
        pl.when(is_others).then(pl.lit("weak")).otherwise(pl.lit("very_strong")),
        said + of_others.fill_null(""),
        is_excluded=is_others,
    )
    of_many = printed.join(copied, on="key").with_columns(pl.col("account").min().over("key").alias("a"))
    strangers = (
        of_many.rename({"account": "b"})
        .filter(pl.col("a") < pl.col("b"))
        .join(pairs, on=["a", "b"], how="anti")
        .sort("a", "b", "key")
        .unique(["a", "b"], keep="first", maintain_order=True)
    )
    why = pl.format("both printed the key {}, and so did {} accounts in all: a copied key", "key", "bearers")
    return pl.concat([found, _rows(strangers, "pgp_key", pl.lit("weak"), why, is_excluded=pl.lit(value=True))])


def by_badge(accounts: pl.DataFrame, imported: pl.DataFrame, nobodys: pl.DataFrame | None = None) -> pl.DataFrame:
    """
    Accounts whose sales another market has verified, under the same name: very strong if the numbers agree, strong if
    they are likely to, medium if they cannot be compared or several accounts bear the name, and excluded if they
    contradict it.

    A badge under a name that too many accounts bear is excluded too, and gives its account one row.

    Args:
        accounts: of `accounts.account_table`.
        imported: ``told`` of `imported_sales.imported_sales`.
        nobodys: ``nobodys`` of it; None for none.
    """
    names = accounts.select("account", "market", "vendor")
    named = imported.join(names, on="account").join(names.rename({"account": "meant"}), on="meant", suffix="_meant")
    pairs = named.rename({"account": "a", "meant": "b"})
    alone = pl.len().over("a", "market_meant") == 1
    telling = pl.col("agrees").fill_null(value=True)
    later = pl.col("high").cast(pl.String).fill_null("an unknown number")
    shown = pl.format("{} to {} at that time", pl.col("low").fill_null(0), later)
    detail = pl.format(
        "{} states {} verified sales on {}; the account of that name there showed {}",
        "market",
        pl.col("sales").cast(pl.String).fill_null("some"),
        "market_meant",
        shown,
    )
    strength = (
        pl.when(~telling)
        .then(pl.lit("weak"))
        .when(alone & pl.col("agrees"))
        .then(pl.lit("very_strong"))
        .when(alone & pl.col("is_likely"))
        .then(pl.lit("strong"))
        .otherwise(pl.lit("medium"))
    )
    rows = _rows(pairs, "verified_badge", strength, detail, is_excluded=~telling)
    if nobodys is not None:
        why = pl.format(
            "a badge for sales on {}, where {} accounts bear that name, and {} have such a badge: it tells nobody",
            "external",
            "meant_count",
            "badge_count",
        )
        many = nobodys.rename({"account": "a", "meant": "b"})
        rows = pl.concat([rows, _rows(many, "verified_badge", pl.lit("weak"), why, is_excluded=pl.lit(value=True))])
    ranks = pl.col("strength").replace_strict({"very_strong": 0, "strong": 1, "medium": 2, "weak": 3})
    return rows.sort("a", "b", ranks, "detail").unique(["a", "b"], keep="first", maintain_order=True)


def by_handle(accounts: pl.DataFrame, words: Collection[str], *, most: int = NAME_ACCOUNTS) -> pl.DataFrame:
    """
    Accounts whose names are the same but for decoration (medium), or but for an addition such as "official" (weak).

    A name that too many accounts bear is excluded as evidence: it gives each of them one row, beside the first of them.

    Args:
        accounts: of `accounts.account_table`.
        words: folded words that many accounts write (see `handles.is_telling`).
        most: see `NAME_ACCOUNTS`.
    """
    handles = accounts["handle"].unique().sort()
    stems = [handle_stem(handle) for handle in handles]
    known = pl.DataFrame(
        {
            "handle": handles,
            "stem": pl.Series(stems, dtype=pl.String),
            "is_telling": pl.Series([is_telling(stem, words=words) for stem in stems], dtype=pl.Boolean),
        }
    )
    named = accounts.select("account", "handle").join(known.filter("is_telling"), on="handle")
    named = named.with_columns(pl.len().over("stem").alias("bearers"))
    own = named.filter(pl.col("bearers") <= most)
    pairs = (
        own.rename({"account": "a"})
        .join(own.rename({"account": "b"}), on="stem", suffix="_b")
        .filter(pl.col("a") < pl.col("b"))
    )
    first = pl.col("account", "handle").sort_by("account").first().over("stem")
    strangers = (
        named.filter(pl.col("bearers") > most)
        .with_columns(first.name.suffix("_first"))
        .select("bearers", "handle", "handle_first", "stem", a="account_first", b="account")
        .filter(pl.col("a") < pl.col("b"))
    )
    same = pl.col("handle") == pl.col("handle_b")
    equal = _rows(pairs.filter(same), "handle", pl.lit("medium"), pl.format("both names come down to {}", "handle"))
    alike = pl.format("{} and {} differ by an addition only", "handle", "handle_b")
    also = _rows(pairs.filter(~same), "similar_handle", pl.lit("weak"), alike)
    why = pl.format(
        "both names come down to {}, and so do those of {} accounts in all: nobody's name", "stem", "bearers"
    )
    kind = (
        pl.when(pl.col("handle") == pl.col("handle_first")).then(pl.lit("handle")).otherwise(pl.lit("similar_handle"))
    )
    many = _rows(strangers, kind, pl.lit("weak"), why, is_excluded=pl.lit(value=True))
    return pl.concat([equal, also, many])


def by_text(
    texts: pl.DataFrame, what: str, *, width: int, least: float, least_features: int, one_in: int = 1
) -> pl.DataFrame:
    """
    Accounts whose texts have much in common: medium.

    Args:
        texts: of `accounts.account_texts`.
        what: ``profile``, ``description`` or ``title``.
        width: words in a run (see `similarity.shingles`).
        least: Jaccard's index from which texts count as alike.
        least_features: runs that a set must have, of those that are kept.
        one_in: of so many runs one is kept (see `similarity.shingles`).
    """
    pairs = alike_texts(texts, width=width, least=least, least_features=least_features, one_in=one_in)
    said = pl.format(
        "{}: {} runs of {} words in common, Jaccard {}",
        pl.lit(what),
        pl.col("shared") * one_in,
        pl.lit(width),
        pl.col("jaccard").round(2),
    )
    return _rows(pairs, what, pl.lit("medium"), said, score=pl.col("jaccard"))


def by_inventory(pairs: pl.DataFrame, offers: pl.DataFrame, *, least: float) -> pl.DataFrame:
    """
    Pairs that sell much the same: weak, so only pairs that other evidence proposes are looked at.

    The index is the mean of Jaccard's index over substances (the class where none is known) and over substances with
    their quantity, as methods E12 lists them.

    Args:
        pairs: ``a`` and ``b``.
        offers: ``account``, ``sold`` and ``quantity`` (text; null where not known).
        least: mean index from which it is evidence.
    """
    sold = pl.col("sold").hash(seed=0).alias("feature")
    dosed = pl.struct("sold", "quantity").hash(seed=0).alias("feature")
    kinds = jaccard(pairs, offers.select("account", sold).unique())
    doses = jaccard(pairs, offers.drop_nulls("quantity").select("account", dosed).unique())
    both = kinds.join(doses, on=["a", "b"], suffix="_dosed")
    mean = pl.mean_horizontal(pl.col("jaccard"), pl.col("jaccard_dosed"))
    alike = both.with_columns(mean.alias("score")).filter(pl.col("score") >= least)
    said = pl.format("{} substances and {} quantities of them in common", "shared", "shared_dosed")
    return _rows(alike, "inventory", pl.lit("weak"), said, score=pl.col("score"))


def by_days(pairs: pl.DataFrame, days: pl.DataFrame, *, least: float, least_days: int) -> pl.DataFrame:
    """
    Pairs that were rated on the same days: weak, so only pairs that other evidence proposes are looked at.

    Measures of methods E12: overlap over union, Hamming distance (days on which only one of them was rated), total.

    Args:
        pairs: ``a`` and ``b``.
        days: ``account`` and ``day``, each pair once.
        least: overlap over union from which it is evidence.
        least_days: days that each account must have.
    """
    enough = days.filter(pl.len().over("account") >= least_days)
    found = jaccard(pairs, enough.select("account", pl.col("day").to_physical().cast(pl.UInt64).alias("feature")))
    alike = found.filter(pl.col("jaccard") >= least)
    union = (pl.col("shared") / pl.col("jaccard")).round().cast(pl.Int64)
    said = pl.format(
        "rated on the same {} of {} days, {} days differ", "shared", union, union - pl.col("shared").cast(pl.Int64)
    )
    return _rows(alike, "sales_days", pl.lit("weak"), said, score=pl.col("jaccard"))
