"""
How many listings, or vendors, a snapshot never showed on any page, by how many pages showed the others (methods E2).

A listing stands on its own page, on a card of its category, and on its vendor's page. Those that only one page showed,
and those that two did, tell how many none did: ``f0 = f1 (f1 - 1) / (2 (f2 + 1))``, Chao's lower bound in its form
without bias (Chao 1987), with her log-normal limits. It assumes that pages are missed one by one and by chance: a whole
category that was left out is not seen by it. Where few pages could show each, it says up to half too many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.intervals import Z
from cryptodrug_scraper.measures.pieces import pieces_of

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["unseen"]


def unseen(statements: Pieces, name: str) -> pl.DataFrame:
    """
    Return how many of what is named no page of a snapshot showed.

    Args:
        statements: ``snapshot_id``, ``page`` and the column ``name``, one row per statement; nulls do not count. Of
            pieces, each has all of what it names.
        name: what is counted, as ``listing_id``.

    Returns:
        ``snapshot_id``, ``unseen``, ``unseen_high`` (Float64; the upper limit of 95 %), in order of the first. 145 seen
        once and 1,305 twice give 8.0, and 16.8 at most.
    """
    pages = pl.concat(
        part.drop_nulls(name).group_by("snapshot_id", name).agg(pl.col("page").n_unique().alias("pages"))
        for part in pieces_of(statements)
    )
    once, twice = pl.col("once"), pl.col("twice") + 1
    missed = once * (once - 1) / (2 * twice)
    variance = (
        missed
        + once * (2 * once - 1) ** 2 / (4 * twice**2)
        + once**2 * pl.col("twice") * (once - 1) ** 2 / (4 * twice**4)
    )
    spread = (Z * (1 + pl.col("variance") / pl.col("unseen") ** 2).log().sqrt()).exp()
    return (
        pages.group_by("snapshot_id")
        .agg(
            (pl.col("pages") == 1).sum().cast(pl.Float64).alias("once"),
            (pl.col("pages") == 2).sum().cast(pl.Float64).alias("twice"),
        )
        .with_columns(missed.alias("unseen"), variance.alias("variance"))
        .select(
            "snapshot_id",
            "unseen",
            pl.when(pl.col("unseen") > 0).then(pl.col("unseen") * spread).otherwise(0.0).alias("unseen_high"),
        )
        .sort("snapshot_id")
    )
