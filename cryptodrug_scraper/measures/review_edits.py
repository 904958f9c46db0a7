"""
Reviews that are one review before and after an edit (methods E3 step 4, pitfall 5).

An edit changes stars or text, hence the key, and on some markets makes the rating young again. A rating that appears in
a list is taken for an edited one if a rating of the same buyer has gone from the list meanwhile, and

- their intervals meet: the new row is older than the list's view before, in which it should have stood; or
- the new row is younger, and the old one has gone from a view that must have shown it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["AGE_DISORDER", "AMOUNT_MARGIN", "MOST_ROWS", "edit_links", "list_views"]

AMOUNT_MARGIN = 0.25
"""Amounts of one order, converted at two times, differ by no more than this share beside the printed step."""
AGE_DISORDER = timedelta(days=14)
"""Rows of a list may stand so far out of age order (pitfall 1)."""
MOST_ROWS = 300
"""A view with so many rows may be cut, and proves no rating gone."""


def list_views(rows: pl.DataFrame) -> pl.DataFrame:
    """
    Return the views of each series of one list in order of time.

    Columns: ``series, view, snapshot_id``; ``place`` in the series, from 0; ``at``, when it was taken; ``row_count``;
    ``oldest``, where its oldest row begins; ``is_whole``, whether the page says nothing of rows left out and holds as
    many as it says that there are; ``is_counted``, whether it says how many.

    Args:
        rows: as of `review_views.review_rows`.
    """
    own, told = pl.col("repeat_of").is_null().sum(), pl.col("total_count").max()
    return (
        rows.group_by("series", "view", "snapshot_id")
        .agg(
            pl.col("captured_at").min().alias("at"),
            own.cast(pl.Int64).alias("row_count"),
            pl.col("low").min().alias("oldest"),
            ((pl.col("hidden_count").max().fill_null(0) == 0) & (own >= told.fill_null(0))).alias("is_whole"),
            told.is_not_null().alias("is_counted"),
        )
        .sort("series", "at", "view")
        .with_columns(place=pl.int_range(pl.len()).over("series"))
    )


def edit_links(
    rows: pl.DataFrame,
    found: pl.DataFrame,
    stable: Collection[str] = (),
    *,
    amount_margin: float = AMOUNT_MARGIN,
    age_disorder: timedelta = AGE_DISORDER,
    most_rows: int = MOST_ROWS,
) -> pl.DataFrame:
    """
    Find pairs of reviews that are one, before and after an edit; each is the earlier and the later of one at most.

    Args:
        rows: as of `review_views.review_rows`, with ``review``.
        found: reviews: ``review, low, high, amount, amount_currency, amount_step``.
        stable: currencies whose amounts do not move.
        amount_margin: how far amounts may lie apart where they move.
        age_disorder: how far rows may stand out of age order.
        most_rows: rows of a view that may be cut.

    Returns:
        ``review`` (the later one), ``earlier``, ``is_young`` (the edit gave it a new date).
    """
    views = list_views(rows)
    spans = (
        rows.select("review", "list", "listing_id", "buyer_mask", "series", "view")
        .join(views.select("view", "place", "at", "snapshot_id"), on="view")
        .group_by("review", "list", "listing_id", "buyer_mask", "series")
        .agg(
            pl.col("place").max().alias("last"),
            pl.col("at").min().alias("first_at"),
            pl.col("at").max().alias("last_at"),
            pl.col("snapshot_id").sort_by("at").first(),
        )
        .join(found.select("review", "low", "high", "amount", "amount_currency", "amount_step"), on="review")
    )
    late = spans.filter(pl.col("first_at") > pl.col("first_at").min().over("list"))
    gone = spans.join(
        views.select("series", "at", "oldest", "row_count", last=pl.col("place") - 1, gone_in="snapshot_id"),
        on=["series", "last"],
    )
    by = ["list", "listing_id", "buyer_mask"]
    agree = (pl.col("last_at_old") < pl.col("first_at")) & _amounts_agree(stable, amount_margin)
    meet = (pl.col("low") < pl.col("high_old")) & (pl.col("low_old") < pl.col("high"))
    plain = _one_to_one(late.join(gone, on=by, nulls_equal=True, suffix="_old").filter(agree & meet), is_young=False)
    disorder = age_disorder // timedelta(microseconds=1)
    missing = gone.join(plain, left_on="review", right_on="earlier", how="anti").filter(
        (pl.col("low") >= pl.col("oldest") + disorder)
        & (pl.col("row_count") < most_rows)
        & pl.col("amount").is_not_null()
    )
    follows = (pl.col("high_old") <= pl.col("low")) & (pl.col("snapshot_id") == pl.col("gone_in"))
    young = (
        late.join(plain, on="review", how="anti")
        .join(missing, on=by, nulls_equal=True, suffix="_old")
        .filter(agree & follows)
    )
    return pl.concat([plain, _one_to_one(young.filter(pl.col("amount").is_not_null()), is_young=True)]).sort("review")


def _amounts_agree(stable: Collection[str], margin: float) -> pl.Expr:
    """Whether two amounts can be of one order; other currencies and unknown amounts say nothing."""
    difference = (pl.col("amount") - pl.col("amount_old")).abs()
    steps = (pl.col("amount_step").fill_null(0) + pl.col("amount_step_old").fill_null(0)) / 2
    most = pl.max_horizontal("amount", "amount_old") * margin + steps
    most = pl.when(pl.col("amount_currency").is_in(list(stable))).then(0.0).otherwise(most)
    is_comparable = pl.col("amount_currency") == pl.col("amount_currency_old")
    return (~is_comparable | (difference <= most)).fill_null(value=True)


def _one_to_one(candidates: pl.DataFrame, *, is_young: bool) -> pl.DataFrame:
    """Take pairs, the most alike first: same amount, least time between, most of the interval shared."""
    overlap = pl.min_horizontal("high", "high_old") - pl.max_horizontal("low", "low_old")
    shorter = pl.min_horizontal(pl.col("high") - pl.col("low"), pl.col("high_old") - pl.col("low_old"))
    ranked = candidates.select(
        "review",
        pl.col("review_old").alias("earlier"),
        (pl.col("amount") == pl.col("amount_old")).fill_null(value=False).alias("same"),
        (pl.col("first_at") - pl.col("last_at_old")).alias("wait"),
        (overlap / shorter).alias("share"),
    ).sort("same", "wait", "share", "review", "earlier", descending=[True, False, True, False, False])
    later: set[int] = set()
    before: set[int] = set()
    keep = []
    for at, (new, old) in enumerate(ranked.select("review", "earlier").iter_rows()):
        if new not in later and old not in before and new != old:
            later.add(new)
            before.add(old)
            keep.append(at)
    return ranked[keep].select("review", "earlier", is_young=pl.lit(is_young))
