"""
What ratings that a page does not show yet tell of its time.

Lists show the newest ratings first. A page whose list lacks ratings that are newer than all that it shows, and that
other pages show, was made before the first of these was left. Ratings are hidden and deleted, too, and some markets
show them days after the time that they print: where more pages lack some than can be old copies, they tell nothing.
Nor do they where a page prints the time of a later rating: it was made after that, whatever it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.pieces import pieces_of
from cryptodrug_scraper.measures.times.agreement import OPEN

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["missing_votes"]

_DAY = 86_400_000_000
_LATELY = 30 * _DAY
"""Ratings that were left within so long before a page's stated time are such as it should show."""
_ALL, _NOTHING = 0.2, 0.4
"""Where so many of the pages that should show ratings lack some, lists say all they can, and nothing: fewer are old."""
_PAGES = 20
"""A list is taken to lack ratings as often as all others do, until so many pages of its own tell."""
_CLOSE = 10 * _DAY
"""Of ratings with a longer interval it is not known well enough when they were left."""


def missing_votes(shown: Pieces, left: pl.DataFrame, pages: pl.DataFrame, newest: pl.DataFrame) -> pl.DataFrame:
    """
    Let ratings that lists should show and do not say that their page is older.

    Args:
        shown: ``rating, list, page``, of first pages of lists (`shared_ratings.shown_ratings`); of pieces, each has all
            rows of its ratings.
        left: of `shared_ratings.left_when`.
        pages: ``page, low`` (microseconds), the times that their sources state.
        newest: ``page, newest`` (microseconds), the latest time that each page names.

    Returns:
        Votes: ``page, low, high, weight``, one for each rating that a page lacks.
    """
    told = left.filter(pl.col("weight") > 0).drop("list")
    parts, ends = [], []
    for piece in pieces_of(shown):
        known = piece.select("rating", "list", "page").join(told, on="rating")
        ends.append(known.group_by("list", "page").agg(newest=pl.col("high").max()))
        close = known.filter(pl.col("high") - pl.col("low") <= _CLOSE)
        parts.append(close.select("list", "rating", "low", "high", "weight").unique(maintain_order=True))
    ratings = pl.concat(parts)
    of_lists = (
        pl.concat(ends)
        .group_by("list", "page")
        .agg(newest=pl.col("newest").max())
        .join(pages.select("page", stated="low").drop_nulls(), on="page")
        .with_columns(pl.col("stated") - _DAY)
    )
    following = ratings.select("list", "high", after="low").sort("after")
    lacking = (
        of_lists.sort("newest")
        .join_asof(
            following,
            left_on="newest",
            right_on="after",
            by="list",
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("high") < pl.col("stated"))
        .drop("high", "after")
    )
    return (
        lacking.join(ratings, on="list")
        .filter((pl.col("low") > pl.col("newest")) & (pl.col("high") < pl.col("stated")))
        .join(_trust(lacking, of_lists, ratings), on="list")
        .join(newest.rename({"newest": "named"}), on="page", how="left")
        .filter((pl.col("named") < pl.col("high")).fill_null(value=True))
        .select("page", low=pl.lit(-OPEN), high="high", weight=pl.col("weight") * pl.col("trust"))
        .filter(pl.col("weight") > 0)
    )


def _trust(lacking: pl.DataFrame, of_lists: pl.DataFrame, ratings: pl.DataFrame) -> pl.DataFrame:
    """What each list says, from 0 to 1: by how many of its pages lack ratings, of those that should show late ones."""
    latest = ratings.select("list", latest="high").sort("latest")
    asked = of_lists.sort("stated").join_asof(
        latest, left_on="stated", right_on="latest", by="list", check_sortedness=False
    )
    expecting = asked.filter(pl.col("latest") >= pl.col("stated") - _LATELY)
    usual = lacking.height / max(lacking.height, expecting.height, 1)
    share = (pl.col("lacking") + usual * _PAGES) / (pl.max_horizontal("lacking", "expecting") + _PAGES)
    return (
        lacking.group_by("list")
        .agg(lacking=pl.len())
        .join(expecting.group_by("list").agg(expecting=pl.len()), on="list", how="left")
        .select("list", trust=((_NOTHING - share) / (_NOTHING - _ALL)).clip(0.0, 1.0))
    )
