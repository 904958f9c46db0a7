"""What people decided of pairs of accounts, in the ledger of evidence beside what was measured (methods E12)."""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.accounts.account_links import ACCOUNT_LINK

__all__ = ["DECIDED", "decided_links"]

DECIDED = pl.Schema(
    {
        "market_a": pl.String(),
        "vendor_a": pl.String(),
        "market_b": pl.String(),
        "vendor_b": pl.String(),
        "is_same": pl.Boolean(),
        "detail": pl.String(),
    }
)
"""Columns of what is decided: the pair, the account of the market first in the alphabet first; each pair once."""

_PAIR = ["market_a", "vendor_a", "market_b", "vendor_b"]


def decided_links(links: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """
    Put decisions into the ledger: each is evidence of its own, and tells the decision on its pair.

    Evidence that was found and does not count stays ``rejected`` where a pair has other evidence that does. Where all
    of it was rejected, that was decided of the pair, and is decided anew.

    Args:
        links: of `account_links.account_links`.
        decided: the columns of `DECIDED`.

    Returns:
        The ledger with a row of evidence ``decision`` for each pair that is decided; sorted as before.
    """
    if decided.is_empty():
        return links
    word = pl.when("is_same").then(pl.lit("same")).otherwise(pl.lit("rejected"))
    known = decided.select(*_PAIR, word.alias("word"))
    counts = (pl.col("decision") != "rejected") | (pl.col("decision") == "rejected").all().over(_PAIR)
    told = links.join(known, on=_PAIR, how="left", maintain_order="left").with_columns(
        pl.when(pl.col("word").is_not_null() & counts).then("word").otherwise("decision").alias("decision")
    )
    own = decided.select(
        *_PAIR,
        pl.lit("decision").alias("evidence"),
        pl.lit("very_strong").alias("strength"),
        word.alias("decision"),
        pl.lit(None, pl.Float64).alias("score"),
        "detail",
    )
    order = ("very_strong", "strong", "medium", "weak")
    rank = pl.col("strength").replace_strict({name: place for place, name in enumerate(order)}, return_dtype=pl.Int8)
    return (
        pl.concat([told.select(*ACCOUNT_LINK), own.select(*ACCOUNT_LINK).cast(ACCOUNT_LINK)])
        .sort(*_PAIR, rank, "evidence")
        .cast(ACCOUNT_LINK)
    )
