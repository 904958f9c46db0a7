"""
How much two accounts have in common of what they write and sell: Jaccard's index of their features.

Source of the index: methods E12, and Tai, Soska and Christin 2019, who take it over words; of runs of words (shingles)
for texts: Broder 1997, "On the resemblance and containment of documents". Pairs are never all compared: those that
share features that few accounts have are proposed, those that cannot reach the wanted index are left out by a bound
(shared features are at most the rare ones that are shared and the common ones of the smaller set), and only for the
rest is the index counted. Accounts with the very same texts are looked at as one: their features are held once.
"""

from __future__ import annotations

import numpy as np
import polars as pl

__all__ = ["MOST_BEARERS", "OVERLAP", "alike_texts", "jaccard", "overlaps", "shingles"]

MOST_BEARERS = 6
"""A feature that more accounts have proposes no pairs: nobody has so many. It counts in the index of those proposed."""
OVERLAP = pl.Schema({"a": pl.UInt32(), "b": pl.UInt32(), "shared": pl.UInt32(), "jaccard": pl.Float64()})
"""Columns of pairs: accounts by number, features of both, and Jaccard's index, null where an account has none."""

_WORD = r"[\p{L}\p{N}]+"
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no part of a hash is lost
_BYTES_AT_ONCE = 4_000_000
"""Of texts, whose words are held together."""


def shingles(texts: pl.DataFrame, *, width: int, one_in: int = 1) -> pl.DataFrame:
    """
    Return the runs of ``width`` words of each text, as hashes; a shorter text has none.

    Args:
        texts: ``account`` (UInt32) and ``text``, one row per text of an account.
        width: words in a run; 1 for words.
        one_in: keep the runs whose hash is a multiple of this: a sample that is the same for all texts, so that
            Jaccard's index of samples is an unbiased estimate of that of all runs (Broder 1997, sketches modulo m).

    Returns:
        ``account`` and ``feature`` (UInt64), each pair once.
    """
    said = texts.select("account", "text").drop_nulls().unique()
    distinct = said.select(pl.col("text").unique()).with_row_index("number")
    which = (pl.col("text").str.len_bytes().cum_sum() // _BYTES_AT_ONCE).alias("which")
    parts = distinct.with_columns(which).partition_by("which", include_key=False)
    runs = [_runs(part, width, one_in) for part in parts]
    found = pl.concat([pl.DataFrame(schema={"number": pl.UInt32, "feature": pl.UInt64}), *runs])
    numbers = said.join(distinct, on="text").select("account", "number")
    return numbers.join(found, on="number").select("account", "feature").unique()


def _runs(texts: pl.DataFrame, width: int, one_in: int) -> pl.DataFrame:
    words = texts.select("number", pl.col("text").str.to_lowercase().str.extract_all(_WORD).alias("word")).explode(
        "word", empty_as_null=False, keep_nulls=False
    )
    run = words["word"].hash(seed=0)
    following = run
    for _ in range(width - 1):  # a polynomial modulo 2 ** 64: one column is held, however long the runs are
        following = following.shift(-1)
        run = run * _FACTOR + following
    is_within = words["number"] == words["number"].shift(1 - width)
    return words.select("number", run.alias("feature")).filter(is_within & (run % one_in == 0)).unique()


def alike_texts(
    texts: pl.DataFrame, *, width: int, least: float, least_features: int = 1, one_in: int = 1
) -> pl.DataFrame:
    """
    Return the pairs of accounts whose texts have an index of ``least`` or more.

    Args:
        texts: ``account`` (UInt32) and ``text``, one row per text of an account.
        width: words in a run (see `shingles`).
        least: Jaccard's index that is wanted.
        least_features: runs that the texts of an account must have.
        one_in: of so many runs one is kept (see `shingles`).

    Returns:
        The columns of `OVERLAP`, with ``a < b``, sorted.
    """
    said = texts.select("account", "text").drop_nulls().unique()
    numbered = said.with_columns(pl.col("text").rank("dense").alias("number"))
    copies = numbered.group_by("account").agg(pl.col("number").sort().cast(pl.String).str.join(" ").alias("all"))
    copies = copies.select("account", pl.col("account").min().over("all").alias("first"))
    firsts = said.filter(pl.col("account").is_in(copies["first"].implode()))
    features = shingles(firsts, width=width, one_in=one_in)
    return overlaps(features, least=least, least_features=least_features, copies=copies)


def overlaps(
    features: pl.DataFrame,
    *,
    least: float,
    least_features: int = 1,
    most_bearers: int = MOST_BEARERS,
    copies: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """
    Return the pairs of accounts with an index of ``least`` or more that share a feature of few accounts.

    Args:
        features: ``account`` and ``feature``, each pair once.
        least: Jaccard's index that is wanted.
        least_features: accounts with fewer features are left out: little text agrees by chance.
        most_bearers: see `MOST_BEARERS`.
        copies: ``account`` and ``first``: whose features in ``features`` are those of an account too, one row for each
            account; without, each has its own.

    Returns:
        The columns of `OVERLAP`, with ``a < b``, sorted.
    """
    if copies is None:
        copies = features.select("account", first="account").unique()
    bearing = copies.group_by(account="first").len("copies")
    sized = (
        features.join(bearing, on="account")
        .with_columns(pl.len().over("account").alias("size"), pl.col("copies").sum().over("feature").alias("bearers"))
        .filter(pl.col("size") >= least_features)
    )
    sizes = sized.group_by("account").agg(
        pl.col("size", "copies").first(), (pl.col("bearers") > most_bearers).sum().alias("common")
    )
    rare = sized.filter(pl.col("bearers").is_between(2, most_bearers)).select("account", "feature")
    pairs = (
        rare.select(a="account", feature="feature")
        .join(rare.select(b="account", feature="feature"), on="feature")
        .filter(pl.col("a") <= pl.col("b"))
        .group_by("a", "b")
        .len("rare")
        .join(sizes.rename({"account": "a"}), on="a")
        .join(sizes.rename({"account": "b"}), on="b", suffix="_b")
        .filter((pl.col("a") < pl.col("b")) | (pl.col("copies") > 1))
    )
    most = pl.min_horizontal(pl.col("rare") + pl.min_horizontal("common", "common_b"), "size", "size_b")
    promising = pairs.filter(most >= least * (pl.col("size") + pl.col("size_b") - most)).select("a", "b")
    found = jaccard(promising, features).filter(pl.col("jaccard") >= least)
    each = (
        found.join(copies.rename({"account": "one", "first": "a"}), on="a")
        .join(copies.rename({"account": "other", "first": "b"}), on="b")
        .filter((pl.col("a") < pl.col("b")) | (pl.col("one") < pl.col("other")))
    )
    ordered = [pl.min_horizontal("one", "other").alias("a"), pl.max_horizontal("one", "other").alias("b")]
    return each.select(*ordered, "shared", "jaccard").sort("a", "b")


def jaccard(pairs: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    """
    Return Jaccard's index for pairs of accounts.

    Args:
        pairs: ``a`` and ``b``, numbers of accounts.
        features: ``account`` and ``feature``, each pair once.

    Returns:
        The columns of `OVERLAP`, one row per pair, sorted.
    """
    wanted = pairs.select("a", "b").unique().sort("a", "b")
    bearers = pl.concat([wanted["a"], wanted["b"]]).unique()
    grouped = features.filter(pl.col("account").is_in(bearers.implode())).group_by("account").agg("feature")
    sets = {
        account: np.sort(found.to_numpy())
        for account, found in zip(grouped["account"], grouped["feature"], strict=True)
    }
    none = np.empty(0, dtype=np.uint64)
    shared, union = [], []
    for a, b in wanted.iter_rows():
        first, second = sets.get(a, none), sets.get(b, none)
        both = len(np.intersect1d(first, second, assume_unique=True))
        shared.append(both)
        union.append(len(first) + len(second) - both if len(first) and len(second) else None)
    return wanted.with_columns(
        pl.Series("shared", shared, dtype=pl.UInt32),
        (pl.Series(shared, dtype=pl.Float64) / pl.Series(union, dtype=pl.Float64)).alias("jaccard"),
    ).cast(OVERLAP)
