"""
Whether those who moved kept their name and their key (methods E13).

Links rest on keys and names themselves, so the table says what linked accounts did and not what all did: who changed
both is found by a verified badge only. With candidates the table counts changed keys behind a kept name, and
impersonators among them; the truth lies between the two tables.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.accounts.handles import handle_key

__all__ = ["IDENTITY", "identity_behaviour"]

IDENTITY = pl.Schema(
    {
        "event": pl.String(),
        "from_market": pl.String(),
        "to_market": pl.String(),
        "class": pl.String(),
        "handle": pl.String(),
        "key": pl.String(),
        "pair_count": pl.Int64(),
    }
)
"""
Columns of the table: ``handle`` is ``kept`` (but for decoration) or ``changed``; ``key`` is ``kept`` where both printed
one and the same, ``changed`` where both printed some and none is the same, ``unknown`` otherwise.
"""


def identity_behaviour(migration: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """
    Count pairs of accounts by what became of name and key.

    Args:
        migration: of `migration.migration`.
        keys: ``market``, ``vendor``, ``key``: the fingerprints that each account printed.

    Returns:
        The columns of `IDENTITY`, sorted; combinations that do not occur have no row.
    """
    pairs = migration.drop_nulls("to_vendor")
    names = pl.concat([pairs["from_vendor"], pairs["to_vendor"]]).unique()
    folded = {name: handle_key(name) for name in names}
    own = keys.drop_nulls().group_by("market", "vendor").agg(pl.col("key").unique())
    for side in ("from", "to"):
        renamed = own.select(
            pl.col("market").alias(f"{side}_market"),
            pl.col("vendor").alias(f"{side}_vendor"),
            pl.col("key").alias(side),
        )
        pairs = pairs.join(renamed, on=[f"{side}_market", f"{side}_vendor"], how="left")
    name = {side: pl.col(f"{side}_vendor").replace_strict(folded, return_dtype=pl.String) for side in ("from", "to")}
    same = pl.col("from").list.set_intersection("to").list.len()
    return (
        pairs.with_columns(
            pl.when(name["from"] == name["to"]).then(pl.lit("kept")).otherwise(pl.lit("changed")).alias("handle"),
            pl.when(same > 0)
            .then(pl.lit("kept"))
            .when(same == 0)
            .then(pl.lit("changed"))
            .otherwise(pl.lit("unknown"))
            .alias("key"),
        )
        .group_by("event", "from_market", "to_market", "class", "handle", "key")
        .agg(pl.len().alias("pair_count"))
        .cast(IDENTITY)
        .sort(pl.all())
    )
