"""
Reviews that are one review before and after an edit (methods E3 step 4, pitfall 5).

An edit changes stars or text, hence the key, and on some markets makes the rating young again. A rating that appears in
a list is taken for an edited one if a rating of the same buyer has gone from the list meanwhile, and

- their intervals meet: the new row is older than the list's view before, in which it should have stood; or
- the new row is younger, and the old one has gone from a view that must have shown it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.ratings.edit_pairs import candidates, one_to_one

if TYPE_CHECKING:
    from collections.abc import Collection

    from cryptodrug_scraper.measures.ratings.review_views import Viewed

__all__ = ["AGE_DISORDER", "AMOUNT_MARGIN", "MOST_ROWS", "Edits", "amounts_agree", "edit_links", "plain_views"]

AMOUNT_MARGIN = 0.25
"""Amounts of one order, converted at two times, differ by no more than this share beside the printed step."""
AGE_DISORDER = timedelta(days=14)
"""Rows of a list may stand so far out of age order (pitfall 1)."""
MOST_ROWS = 300
"""A view with so many rows may be cut, and proves no rating gone."""
_DAY = 86_400_000_000
"""Microseconds: a rating seen in a view is not younger than that, whatever clocks said."""


class Edits(NamedTuple):
    """
    Reviews before and after an edit.

    Attributes:
        links: ``review`` (the later one), ``earlier``, ``is_young`` (the edit gave it a new date).
        left_out: pairs that were not looked at, since too many ratings of one buyer could be one (`edit_pairs`).
    """

    links: pl.DataFrame
    left_out: int


def edit_links(
    viewed: Viewed,
    found: pl.DataFrame,
    stable: Collection[str] = (),
    *,
    amount_margin: float = AMOUNT_MARGIN,
    age_disorder: timedelta = AGE_DISORDER,
    most_rows: int = MOST_ROWS,
) -> Edits:
    """
    Find pairs of reviews that are one, before and after an edit; each is the earlier and the later of one at most.

    Args:
        viewed: the rows of a market in views, with ``review``.
        found: reviews: ``review, buyer_mask, low, high, amount, amount_currency, amount_step``.
        stable: currencies whose amounts do not move.
        amount_margin: how far amounts may lie apart where they move.
        age_disorder: how far rows may stand out of age order.
        most_rows: rows of a view that may be cut.

    Returns:
        The pairs, and how many were not looked at.
    """
    rows, keys, views = viewed
    owners = keys.select("key", owner=pl.struct("listing_id", "buyer_mask").rank("dense"))
    times = views.sort("list", "at", "view").select(
        "view", "place", "at", "snapshot_id", before=pl.col("until").cum_max().shift(1).over("list")
    )
    spans = (
        rows.group_by("review", "key", "list", "series")
        .agg(pl.col("view").min().alias("first_view"), pl.col("view").max())
        .join(times.select("view", "place", last_at="at"), on="view")
        .join(times.select("before", first_view="view", first_at="at", first_in="snapshot_id"), on="first_view")
        .join(owners, on="key")
        .sort("first_at", "key")
        .group_by("review", "list", "owner", "series")
        .agg(
            pl.col("first_at", "first_in", "before").first(),
            pl.col("last_at").max(),
            pl.col("place").max().alias("last"),
        )
        .join(
            found.select("review", "buyer_mask", "low", "high", "amount", "amount_currency", "amount_step"), on="review"
        )
    )
    late = spans.filter(pl.col("before").is_not_null()).drop("last_at", "series", "last")
    after = plain_views(rows, views).select(
        *("series", "oldest", "row_count", "is_plain"), last=pl.col("place") - 1, gone_in="snapshot_id"
    )
    gone = spans.drop("before", "first_at", "first_in").join(after, on=["series", "last"])
    by = ("list", "owner")
    agree = (pl.col("last_at") < pl.col("first_at")) & amounts_agree(stable, amount_margin)
    meet = (pl.col("low") < pl.col("high_old")) & (pl.col("low_old") < pl.col("high"))
    older = late.filter(pl.col("low") < pl.col("before").dt.epoch("us") + _DAY)
    known = (*by, "review", "low", "high", "amount", "amount_currency", "amount_step")
    met = candidates(older.select(*known, "first_at"), gone.select(*known, "last_at"), by, agree & meet, meets=True)
    plain = _frame(one_to_one(met), is_young=False)
    disorder = age_disorder // timedelta(microseconds=1)
    has_amount = pl.col("buyer_mask").is_not_null() & pl.col("amount").is_not_null()
    missing = gone.join(plain, left_on="review", right_on="earlier", how="anti").filter(
        has_amount
        & pl.col("is_plain")
        & (pl.col("low") >= pl.col("oldest") + disorder)
        & (pl.col("row_count") < most_rows)
    )
    younger = late.join(plain, on="review", how="anti").filter(has_amount)
    follow = (pl.col("high_old") <= pl.col("low")) & (pl.col("buyer_mask") == pl.col("buyer_mask_old"))
    followed = candidates(
        younger.select(*known, "buyer_mask", "first_at", seen_in="first_in"),
        missing.select(*known, "buyer_mask", "last_at", seen_in="gone_in"),
        (*by, "seen_in"),
        agree & follow,
        meets=False,
    )
    young = _frame(one_to_one(followed), is_young=True)
    return Edits(pl.concat([plain, young]).sort("review"), met.left_out + followed.left_out)


def plain_views(rows: pl.DataFrame, views: pl.DataFrame) -> pl.DataFrame:
    """
    Add ``is_plain`` to views: whether all rows from the oldest on are seen, since no page of the list is missing.

    Args:
        rows: of `review_views.review_views`.
        views: of the same.
    """
    pages = rows.group_by("view").agg(pl.col("page").n_unique().alias("pages"))
    is_plain = (pl.col("pages").max().over("series") == 1) | (pl.col("is_whole") & pl.col("is_counted"))
    return views.join(pages, on="view", how="left").with_columns(is_plain=is_plain).drop("pages")


def _frame(links: list[tuple[int, int]], *, is_young: bool) -> pl.DataFrame:
    schema = {"review": pl.UInt32, "earlier": pl.UInt32}
    return pl.DataFrame(links, schema=schema, orient="row").with_columns(is_young=pl.lit(is_young))


def amounts_agree(stable: Collection[str], margin: float = AMOUNT_MARGIN) -> pl.Expr:
    """
    Return whether two amounts can be of one order; other currencies and unknown amounts say nothing.

    Args:
        stable: currencies whose amounts do not move.
        margin: how far amounts may lie apart where they move.
    """
    difference = (pl.col("amount") - pl.col("amount_old")).abs()
    steps = (pl.col("amount_step").fill_null(0) + pl.col("amount_step_old").fill_null(0)) / 2
    most = pl.max_horizontal("amount", "amount_old") * margin + steps
    most = pl.when(pl.col("amount_currency").is_in(list(stable))).then(0.0).otherwise(most)
    is_comparable = pl.col("amount_currency") == pl.col("amount_currency_old")
    return (~is_comparable | (difference <= most)).fill_null(value=True)
