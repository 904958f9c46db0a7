"""
How far the number of a vendor's ratings in a month is unsure: ratings that may be one with another, and ratings whose
pages leave open in which month they were left.

Told twice: as a variance, for intervals, and as bounds, which hold whatever is true of what is unsure.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.pieces import grouped, slices
from cryptodrug_scraper.measures.times.months import month_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["month_doubts", "shown_doubts", "with_doubts"]

_LONG = timedelta(days=3)
"""An interval that is no longer is that of a printed age and a day: what it leaves open evens out."""

_REACH = timedelta(days=30)
"""How far back an old copy may be that nothing tells, where none is told."""
_EXACT = timedelta(hours=1)
"""Ratings that are equal, and were left in the same time that is no longer than this, are hardly two."""
_USUAL, _DOUBTED = 0.02, 0.5
"""Doubt of a page of a source of which no old copies are told, and of one whose time some evidence contradicts."""
_SHOWN = ("vendor", "listing_id", "stars", "sign", "comment", "is_default_comment", "buyer_mask")
_AT_ONCE = 100_000
_COUNT = pl.Schema({"vendor": pl.String(), "month": pl.Date(), "less": pl.UInt32(), "more": pl.UInt32()})


def month_doubts(reviews: pl.DataFrame) -> pl.DataFrame:
    """
    Return the variance of the number of ratings for each vendor and month.

    A rating of certainty *c* (`same_rating`) counts with the variance ``c * (1 - c)``. One of which the share *s* lies
    in the month counts with ``s * (1 - s)``; those that one page shows first are early or late together, so their
    standard deviations are added before they are squared.

    Args:
        reviews: distinct ratings: ``vendor, occurred_from, occurred_to, certainty, first_page``.

    Returns:
        ``vendor, month`` (Date) and ``rating_variance``, where there is any.
    """
    known = reviews.drop_nulls(("vendor", "occurred_from", "occurred_to"))
    length = pl.col("occurred_to") - pl.col("occurred_from")
    unsure = known.filter((pl.col("certainty") < 1) | (length > _LONG))
    facts = unsure.select("vendor", "certainty", "first_page", length=length).with_row_index("row")
    shares = month_shares(unsure).join(facts, on="row")
    share = pl.col("share")
    parts = shares.with_columns(
        twin=share * pl.col("certainty") * (1 - pl.col("certainty")),
        late=pl.when(pl.col("length") > _LONG).then((share * (1 - share)).clip(lower_bound=0.0).sqrt()).otherwise(0.0),
    )
    return (
        parts.group_by("vendor", "month", "first_page")
        .agg(pl.col("twin", "late").sum())
        .group_by("vendor", "month")
        .agg(rating_variance=pl.col("twin").sum() + (pl.col("late") ** 2).sum())
        .sort("vendor", "month")
    )


def with_doubts(months: pl.DataFrame, doubts: pl.DataFrame | None) -> pl.DataFrame:
    """
    Add to the error of each month's transactions that of its number of ratings, each of which stands for several sales.

    Args:
        months: ``vendor, month, feedback_rate, transactions_error``.
        doubts: of `month_doubts`; None adds nothing.
    """
    if doubts is None:
        return months
    variance = pl.col("rating_variance").fill_null(0.0) / pl.col("feedback_rate").fill_null(1.0) ** 2
    return (
        months.join(doubts, on=["vendor", "month"], how="left")
        .with_columns(transactions_error=(pl.col("transactions_error") ** 2 + variance).sqrt())
        .drop("rating_variance")
    )


def shown_doubts(reviews: pl.DataFrame, rows: Iterable[pl.DataFrame], pages: pl.DataFrame) -> pl.DataFrame:
    """
    Return how many ratings fewer, and how many more, than their dates tell each vendor may have had in each month.

    Fewer: ratings that may be another one, or of another month. Their words may be of one that contradicts them
    (``certainty``); the next page of their list must have shown them, and did not, so that they may stand there in
    other words; another one is equal in all that is shown, and in the hour; or one page alone shows them, which is an
    old copy, or one that nothing dates of a source that keeps such.
    More: ratings of the last kind, which may be older than they look; ratings that were edited, each of which may be
    two; and rows of pages of doubtful time that were taken for ratings of other pages, since their dates, being vague,
    do not contradict them.

    Args:
        reviews: `review_identity.DISTINCT_REVIEW`.
        rows: ratings as pages list them: ``page, vendor, occurred_from, occurred_to``. They come in parts, of which one
            is held at a time; a vendor's are in one.
        pages: ``page, captured_to, estimated_from, estimated_to, is_apart, is_vague, doubt``: those
            whose time is vague (`derive.dated.Dated`) tell of no month.

    Returns:
        ``vendor, month`` (Date), ``less``, ``more`` (UInt32), where there is any.
    """
    doubt = pl.col("doubt").fill_null(1.0)
    is_long = ((pl.col("estimated_to") - pl.col("estimated_from")) > _LONG).fill_null(value=True)
    dated = pages.filter(~pl.col("is_vague"))
    told = dated.select("page", is_doubted=is_long | (doubt >= _DOUBTED), is_unsure=is_long | (doubt > _USUAL))
    known = reviews.drop_nulls(("vendor", "occurred_from", "occurred_to")).sort("first_page", "first_ordinal")
    length = pl.col("occurred_to") - pl.col("occurred_from")
    is_equal = (length <= _EXACT) & (pl.int_range(pl.len()).over(*_SHOWN, "occurred_from", "occurred_to") > 0)
    judged = known.join(told, left_on="first_page", right_on="page", how="left").with_columns(
        is_lone=(pl.col("first_page") == pl.col("last_page")) & pl.col("is_unsure").fill_null(value=True),
        is_equal=is_equal,
    )
    is_doubtful = (pl.col("certainty") < 1) | (pl.col("state") == "vanished") | pl.col("is_equal") | pl.col("is_lone")
    reach = _reach(dated)
    parts = [
        _of_ratings(some, is_doubtful, reach)
        for some in slices(judged.filter(is_doubtful | (pl.col("state") == "edited")), _AT_ONCE)
    ]
    fewer = pl.concat(less for less, _ in parts).group_by("vendor", "month").agg(pl.col("less").sum())
    firsts = known.group_by(pl.col("first_page").alias("page"), "vendor").agg(first=pl.len().cast(pl.Int64))
    joined = _joined(rows, told.filter("is_doubted"), firsts)
    more = pl.concat([*(more for _, more in parts), joined])
    return (
        fewer.join(
            more.group_by("vendor", "month").agg(pl.col("more").sum()),
            on=("vendor", "month"),
            how="full",
            coalesce=True,
        )
        .select(
            pl.col(name).cast(kind).fill_null(0) if name in {"less", "more"} else name for name, kind in _COUNT.items()
        )
        .sort("vendor", "month")
    )


def _of_ratings(ratings: pl.DataFrame, is_doubtful: pl.Expr, reach: timedelta) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many of some ratings there may be fewer and more in a month: ``vendor, month, less`` and ``…, more``."""
    fewer = _touched(ratings.filter(is_doubtful)).filter(pl.col("share") >= 1).group_by("vendor", "month").len("less")
    lone = ratings.filter("is_lone")
    older = _touched(lone.with_columns(pl.col("occurred_from") - reach)).join(
        _touched(lone), on=("row", "month"), how="anti"
    )
    # what is taken for a rating before and after an edit may be two, the second left at any time until it was seen last
    until_last = pl.max_horizontal("occurred_to", "last_seen_at")
    two = _touched(ratings.filter(pl.col("state") == "edited").with_columns(occurred_to=until_last))
    more = pl.concat([older.select("vendor", "month"), two.select("vendor", "month")])
    return fewer, more.group_by("vendor", "month").agg(more=pl.len().cast(pl.Int64))


def _joined(rows: Iterable[pl.DataFrame], doubted: pl.DataFrame, firsts: pl.DataFrame) -> pl.DataFrame:
    """
    How many rows of pages of doubtful time touch a month and were taken for ratings of other pages: ``vendor, month,
    more``.

    Args:
        rows: as `shown_doubts` takes them.
        doubted: ``page`` of each page of doubtful time.
        firsts: ``page, vendor, first``: the ratings that the page shows first.
    """
    counted = [
        _touched(some)
        .group_by("vendor", "page", "month")
        .agg(rows=pl.len().cast(pl.Int64))
        .join(firsts, on=("page", "vendor"), how="left")
        .group_by("vendor", "month")
        .agg(more=(pl.col("rows") - pl.col("first").fill_null(0)).clip(lower_bound=0).sum())
        for part in rows
        for some in _some(part, doubted)
    ]
    return pl.concat(counted).group_by("vendor", "month").agg(pl.col("more").sum())


def _some(rows: pl.DataFrame, doubted: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows of some pages of doubtful time after the other: an interval of many months is a row for each of them."""
    told = rows.join(doubted, on="page", how="semi").drop_nulls(("vendor", "occurred_from", "occurred_to"))
    return grouped(told, _AT_ONCE, "page")


def _reach(pages: pl.DataFrame) -> timedelta:
    """How far back the oldest copy is that is told."""
    back = pages.filter("is_apart").select(pl.col("captured_to") - pl.col("estimated_from")).to_series().max()
    return back if isinstance(back, timedelta) and back > timedelta(0) else _REACH


def _touched(intervals: pl.DataFrame) -> pl.DataFrame:
    """The months that each interval touches: ``row, month, share, vendor`` and, where there is one, ``page``."""
    columns = [name for name in ("vendor", "page") if name in intervals.columns]
    return month_shares(intervals).join(intervals.select(columns).with_row_index("row"), on="row")
