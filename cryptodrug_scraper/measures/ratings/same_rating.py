"""
Which ratings are one though their dates contradict each other, by weight of evidence (Fellegi and Sunter 1969).

`review_align` takes equal rows as one rating where their intervals meet. Where they do not, either the time of a page
is wrong, or somebody left the same words twice. The odds of the first against the second are those of the evidence:

- *m*, how likely times contradict if it is one rating: the chance that all pages of one side are dated wrongly
  (``doubt`` of `measures.times.capture_times`);
- *u*, how likely another rating of the list is equal in all that is shown: as often as ratings with words as rare have
  an equal one on their own page, for each page full of ratings that the list had.

Distinctive words on one list are one rating though dates contradict; "great, thanks" is not. *u* is learnt from each
market's own pages, as Splink estimates it from random pairs.
"""

from __future__ import annotations

from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Rarity", "rarity_of", "same_ratings", "word_counts"]

_SCHEMA = {"review": pl.UInt32, "first": pl.UInt32, "certainty": pl.Float64, "is_dated": pl.Boolean}
_EVEN = 0.5
_RARE = (1, 3, 10)
"""Lists on which words stand, at most, for each class of how rare they are; the last class has no end."""
_MOST = 40
"""Ratings of one key that are held against each other: words of more are not distinctive."""
_LEAST_TWINS = 0.5
"""Rows with a twin that are counted besides those seen: what was never seen may happen."""


class Rarity(NamedTuple):
    """
    How rare words are in a market.

    Attributes:
        lists: ``comment``, ``lists``: on how many lists they stand.
        twins: ``rare`` (a class of words), ``twins``: how likely a row of such words has an equal one in its own look.
    """

    lists: pl.DataFrame
    twins: pl.DataFrame


def word_counts(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """
    Count the words of some of a market's accounts.

    Args:
        rows: of `review_views.review_views`.
        keys: of the same.

    Returns:
        ``comment``, ``lists`` on which it stands, ``rows``, and ``equal``, how many of them have an equal one in their
        own look.
    """
    worded = _worded(rows.filter(pl.col("repeat_of").is_null()), keys)
    lists = worded.group_by("comment").agg(lists=pl.struct("account", "listing_id").n_unique().cast(pl.Int64))
    length = pl.col("len").cast(pl.Int64)
    looks = worded.group_by("view", "key", "comment").len().group_by("comment")
    return lists.join(looks.agg(rows=length.sum(), equal=length.filter(length > 1).sum()), on="comment")


def rarity_of(counts: pl.DataFrame) -> Rarity:
    """
    Tell how rare words are.

    Args:
        counts: of `word_counts` of all accounts of a market, each of which is counted once.
    """
    lists = counts.group_by("comment").agg(pl.col("lists", "rows", "equal").sum())
    classes = lists.with_columns(rare=_class_of("lists")).group_by("rare")
    twins = classes.agg(twins=(pl.col("equal").sum() + _LEAST_TWINS) / (pl.col("rows").sum() + 1.0))
    return Rarity(lists.select("comment", "lists"), twins)


def _worded(own: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Rows with words that somebody wrote."""
    said = keys.filter(pl.col("comment").is_not_null() & ~pl.col("is_default_comment").fill_null(value=False))
    return own.join(said.select("key", "comment", "account", "listing_id"), on="key")


def same_ratings(
    rows: pl.DataFrame, keys: pl.DataFrame, doubts: pl.DataFrame, rarity: Rarity | None = None
) -> pl.DataFrame:
    """
    Join ratings that are equal but for their dates, where it is more likely than not that they are one.

    Args:
        rows: of `review_views.review_views` with ``review``.
        keys: of `review_views.review_views`.
        doubts: ``page, doubt``.
        rarity: of the words of the whole market; None: these are all its rows.

    Returns:
        One row per rating with words of its own that equals another but for dates: ``review``; ``first``, the first of
        those that it is joined with; ``certainty``, from 0 to 1, that these are one rating and no other is the same;
        ``is_dated``, whether its dates are those that count. Two that one look shows are never joined.
    """
    own = rows.filter(pl.col("repeat_of").is_null())
    worded = _worded(own, keys)
    rare = rarity_of(word_counts(rows, keys)) if rarity is None else rarity
    several = worded.group_by("key").agg(pl.col("review").n_unique().alias("reviews"))
    asked = several.filter(pl.col("reviews").is_between(2, _MOST)).select("key")
    if asked.is_empty():
        return pl.DataFrame(schema=_SCHEMA)
    fullness = (
        own.group_by("list")
        .agg(pl.col("review").n_unique().alias("ratings"), pl.len(), pl.col("view").n_unique().alias("views"))
        .select("list", looks=pl.max_horizontal(1.0, pl.col("ratings") * pl.col("views") / pl.col("len")))
    )
    sides = (
        worded.join(asked, on="key", how="semi")
        .join(doubts, on="page", how="left")
        .join(rare.lists, on="comment", how="left")
        .with_columns(rare=_class_of("lists"))
        .join(rare.twins, on="rare", how="left")
        .join(fullness, on="list", how="left")
        .group_by("key", "review")
        .agg(
            pl.col("doubt").fill_null(0.0).product(),
            pl.col("view").unique(),
            pl.col("low").max(),
            u=(pl.col("twins") * pl.col("looks")).max(),
        )
        .sort("key", "low", "review")
    )
    found = [
        joined
        for _, *columns in sides.group_by("key", maintain_order=True).agg("review", "doubt", "view", "u").iter_rows()
        for joined in _joined(*columns)
    ]
    return pl.DataFrame(found, schema=_SCHEMA, orient="row").sort("review")


def _class_of(lists: str) -> pl.Expr:
    return sum(((pl.col(lists) > most).cast(pl.Int8) for most in _RARE), pl.lit(0, dtype=pl.Int8))


def _joined(
    reviews: Sequence[int], doubts: Sequence[float], views: Sequence[Sequence[int]], chances: Sequence[float]
) -> Iterator[tuple[int, int, float, bool]]:
    """
    Each rating of one key with the one that it is joined to, perhaps itself, how sure that is, and whether it is dated.

    Pairs are joined from the likeliest on, if no look shows both.
    """
    shown = [set(each) for each in views]
    root = list(range(len(reviews)))
    sure = [1.0] * len(reviews)
    for chance, one, other in sorted(_pairs(doubts, shown, chances), key=lambda pair: (-pair[0], pair[1:])):
        first, second = sorted((root[one], root[other]))
        if first == second:
            continue
        if chance < _EVEN or not shown[first].isdisjoint(shown[second]):
            sure[one] *= 1 - chance
            sure[other] *= 1 - chance
            continue
        shown[first] |= shown[second]
        sure[first] *= chance
        root = [first if each == second else each for each in root]
    for group in set(root):
        places = [place for place, each in enumerate(root) if each == group]
        # where as much speaks for one date as for another the earlier one counts: old copies make ratings look younger
        dated = min(places, key=lambda place: (doubts[place], place))
        first = min(reviews[place] for place in places)
        certainty = prod(sure[place] for place in places)
        for place in places:
            yield reviews[place], first, certainty, place == dated


def _pairs(
    doubts: Sequence[float], shown: Sequence[set[int]], chances: Sequence[float]
) -> Iterator[tuple[float, int, int]]:
    """How likely each pair of ratings of one key is one, if no look shows both."""
    for one, other in combinations(range(len(doubts)), 2):
        if shown[one].isdisjoint(shown[other]):
            m = 1 - (1 - doubts[one]) * (1 - doubts[other])
            yield m / (m + max(chances[one], chances[other])), one, other
