"""All distinct reviews of a market as one frame, for tests that look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.measures.ratings.review_identity import told_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["distinct_in_groups"]


def distinct_in_groups(
    market: str,
    ratings: Sequence[Callable[[], pl.DataFrame]],
    pages: pl.DataFrame,
    names: pl.DataFrame,
    **about: Any,
) -> pl.DataFrame:
    """Tell the distinct reviews of one market as `told_apart` does, all in order of the first sighting."""
    told = told_apart(market, ratings, pages, names, **about)
    return pl.concat(told.parts).sort("first_seen_at", "first_page", "first_ordinal")
