"""
One row for each rating that was left, whatever number of pages, snapshots and kinds of page showed it (methods E3).

Steps: rows into views (`review_views`), equal rows of successive views aligned (`review_align`), amounts tested and
used only where they never move (`review_amounts`), equal rows whose dates contradict each other joined where their
words are distinctive (`same_rating`), ratings of vendor pages matched with those of listing pages (`review_listing`),
and reviews linked before and after an edit, on pages of one kind (`review_edits`) and of two (`edits_across`).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.ratings.edits_across import edits_across
from cryptodrug_scraper.measures.ratings.review_align import aligned
from cryptodrug_scraper.measures.ratings.review_amounts import amount_pairs, amounts_are_stable, stable_currencies
from cryptodrug_scraper.measures.ratings.review_edits import (
    AGE_DISORDER,
    MOST_ROWS,
    amounts_agree,
    edit_links,
    plain_views,
)
from cryptodrug_scraper.measures.ratings.review_listing import MATCH, matched_listings
from cryptodrug_scraper.measures.ratings.review_views import TOLERANCE, Viewed, review_views
from cryptodrug_scraper.measures.ratings.same_rating import same_ratings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = ["DISTINCT_REVIEW", "Identified", "distinct_reviews"]

_TIME = pl.Datetime("us", "UTC")
DISTINCT_REVIEW: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "review_id": pl.String,
    "market": pl.String,
    "vendor": pl.String,
    "listing_id": pl.String,
    "listing_ids": pl.List(pl.String),
    "listing_source": pl.String,
    "stars": pl.Float64,
    "sign": pl.String,
    "comment": pl.Binary,
    "is_default_comment": pl.Boolean,
    "buyer_mask": pl.String,
    "amount": pl.Float64,
    "amount_currency": pl.String,
    "amount_step": pl.Float64,
    "occurred_from": _TIME,
    "occurred_to": _TIME,
    "first_seen_at": _TIME,
    "last_seen_at": _TIME,
    "sighting_count": pl.Int64,
    "state": pl.String,
    "certainty": pl.Float64,
    "first_page": pl.UInt32,
    "first_ordinal": pl.Int32,
    "last_page": pl.UInt32,
    "last_ordinal": pl.Int32,
    "amount_at": _TIME,
}
"""Columns of `distinct_reviews`."""
_EVER = timedelta(days=7300)
"""Longer than any market was open."""
_YEARS = timedelta(days=730)
"""A rating that was left within so long an interval has no month: it would be spread thinly over many."""
_MICROSECOND = timedelta(microseconds=1)
_LEAST = timedelta(minutes=1) // _MICROSECOND
"""An interval is never shorter: clocks may disagree by so much that nothing is left."""


_AHEAD = timedelta(days=2)
"""By how much the clock of a market can be ahead, its zone included."""
_FIRST = datetime(2011, 1, 1, tzinfo=UTC)
"""The first cryptomarket of hidden services opened in February 2011 (Christin 2013)."""


class Identified(NamedTuple):
    """
    The distinct reviews of a market.

    Attributes:
        reviews: `DISTINCT_REVIEW`.
        sightings: ``page, ordinal, review_id``: which row of a page shows which of them.
        pairs: amounts that two snapshots print with one review (`review_amounts.amount_pairs`).
        edits_left_out: pairs that were not tried as one review before and after an edit (`review_edits.Edits`).
        listings_left_out: reviews of which more than `review_listing.MOST_LISTINGS` listings fit.
    """

    reviews: pl.DataFrame
    sightings: pl.DataFrame
    pairs: pl.DataFrame
    edits_left_out: int = 0
    listings_left_out: int = 0


def distinct_reviews(
    market: str,
    reviews: pl.DataFrame,
    pages: pl.DataFrame,
    names: pl.DataFrame,
    *,
    totals: pl.DataFrame | None = None,
    prices: pl.DataFrame | None = None,
    tolerance: timedelta = TOLERANCE,
    age_disorder: timedelta = AGE_DISORDER,
    most_rows: int = MOST_ROWS,
) -> Identified:
    """
    Tell the distinct reviews of one market.

    Args:
        market: code of the market.
        reviews: rows as they were read.
        pages: ``page, snapshot_id, kind, url_key, doubt`` of at least their pages; ``is_vague`` of pages whose time is
            not known, by which no rating can have vanished.
        names: ``vendor, account`` of renamed vendors (`account_names.account_names`).
        totals: what pages say of their lists; without them no page number is known and less is known to have vanished.
        prices: ``listing_id, captured_at, price, price_currency``, to decide between listings that a rating may be of.
        tolerance: by how much clocks may differ.
        age_disorder: how far rows of a list may stand out of age order.
        most_rows: rows of a view that may be cut.

    Returns:
        The reviews in order of the first sighting. ``vendor`` is the account. Stars and text are those last
        seen; the amount is that of the sighting that prints it finest, and of these the first. ``occurred_from`` and
        ``occurred_to`` are what all sightings leave, before an edit that made the rating young, and without listing
        pages that may show another rating. ``listing_id`` is null where no listing is known (``listing_source``
        ``unknown``), with candidates in ``listing_ids`` where several fit. ``sighting_count`` counts rows of pages.
        ``vanished`` is said only where the next view of the list must have shown the rating.
    """
    rows, keys, views = review_views(_dated(reviews), pages, names, totals, tolerance=tolerance)
    rows = rows.with_columns(review=aligned(rows))
    pairs = amount_pairs(rows, views, keys)
    stable = stable_currencies(amounts_are_stable(pairs, market))
    if stable:
        rows = rows.with_columns(review=aligned(rows, stable))
    same = same_ratings(rows, keys, pages.select("page", "doubt"))
    rows = (
        rows.join(same.drop("first"), on="review", how="left", maintain_order="left")
        .with_columns(pl.col("certainty").fill_null(1.0), is_undated=~pl.col("is_dated").fill_null(value=True))
        .drop("is_dated")
    )
    rows = _renumbered(rows, same.select("review", "first").iter_rows(), "review")
    partners = matched_listings(_found(rows, keys), prices)
    doubtful = partners.filter(~pl.col("is_only"))["partner"].implode()
    rows = rows.with_columns(is_other=pl.col("review").is_in(doubtful))
    rows = _renumbered(rows, partners.select("review", "partner").iter_rows(), "review")
    links, edits_left_out = edit_links(
        Viewed(rows, keys, views), _found(rows, keys), stable, age_disorder=age_disorder, most_rows=most_rows
    )
    rows = rows.with_columns(
        part=pl.col("review"),
        is_dated=~(
            pl.col("review").is_in(links.filter("is_young")["review"].implode())
            | pl.col("is_other")
            | pl.col("is_undated")
        ),
        is_edited=pl.col("review").is_in(pl.concat([links["review"], links["earlier"]]).implode()),
    )
    rows = _renumbered(rows, links.select("review", "earlier").iter_rows(), "review")
    rows, of_edits, across_left_out = _with_edits_across(
        Viewed(rows, keys, views), pages, links.height, stable, age_disorder, most_rows
    )
    partners = pl.concat([partners, of_edits])
    listings = _listings(rows, keys, partners)
    vanished = _vanished(rows, views, age_disorder, most_rows)
    known = listings.join(vanished, on="review", how="full", coalesce=True)
    crowded = partners.filter(pl.col("listing_id").is_null() & pl.col("listing_ids").is_null()).height
    described = _undated(_described(market, rows, keys, known, tolerance))
    return Identified(described, _sightings(rows), pairs, edits_left_out + across_left_out, crowded)


def _with_edits_across(
    viewed: Viewed,
    pages: pl.DataFrame,
    edited: int,
    stable: Collection[str],
    age_disorder: timedelta,
    most_rows: int,
) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Rows with ratings joined that two kinds of page show before and after an edit; partners; pairs left out."""
    found = _found(viewed.rows, viewed.keys)
    across = edits_across(
        viewed,
        found,
        pages,
        edited,
        amounts_agree(stable),
        age_disorder=age_disorder // _MICROSECOND,
        most_rows=most_rows,
    )
    if across.links.is_empty() and across.doubts.is_empty():
        return viewed.rows, pl.DataFrame(schema=MATCH), across.left_out
    sides = across.links.select("review", "certainty"), across.links.select("certainty", review="earlier")
    told = pl.concat([each.select("review", "certainty") for each in (*sides, across.doubts)])
    sure = told.group_by("review").agg(sure=pl.col("certainty").min())
    rows = viewed.rows.join(sure, on="review", how="left", maintain_order="left").with_columns(
        pl.col("certainty") * pl.col("sure").fill_null(1.0),
        pl.col("is_edited") | pl.col("review").is_in(pl.concat([side["review"] for side in sides]).implode()),
    )
    both = across.links.select("review", "earlier").rows()
    listed = found.select("review", "listing_id")
    pairs = pl.DataFrame(
        [*both, *((b, a) for a, b in both)], schema={"review": pl.UInt32, "partner": pl.UInt32}, orient="row"
    )
    partners = (
        pairs.join(listed, on="review")
        .filter(pl.col("listing_id").is_null())
        .drop("listing_id")
        .join(listed.rename({"review": "partner"}), on="partner")
        .select("review", "partner", is_only=pl.lit(value=True), listing_id="listing_id", listing_ids=pl.lit(None))
    )
    joined = _renumbered(rows.drop("sure"), both, "review")
    named = partners.select(pl.col(name).cast(dtype) for name, dtype in MATCH.items())
    return joined, named, across.left_out


def _sightings(rows: pl.DataFrame) -> pl.DataFrame:
    first = rows.select(review="row", review_id=_name("page", "ordinal"))
    return rows.select("page", "ordinal", "review").join(first, on="review").drop("review").sort("page", "ordinal")


def _name(page: str, ordinal: str) -> pl.Expr:
    return pl.format("{}-{}", page, ordinal)


def _dated(reviews: pl.DataFrame) -> pl.DataFrame:
    """
    Give rows whose age cannot be read all the time before their capture, so that they are told apart too.

    A time after the capture, or from before there were such markets, is no age either.
    """
    is_after = pl.col("occurred_from") > pl.col("captured_at") + _AHEAD
    is_odd = (is_after | (pl.col("occurred_to") < _FIRST)).fill_null(value=False)
    known = reviews.with_columns(pl.when(~is_odd).then(name).alias(name) for name in ("occurred_from", "occurred_to"))
    return known.with_columns(
        pl.coalesce("occurred_from", pl.col("captured_at") - _EVER).alias("occurred_from"),
        pl.coalesce("occurred_to", "captured_at").alias("occurred_to"),
    )


def _undated(found: pl.DataFrame) -> pl.DataFrame:
    """Take the time from reviews of which no page says when they were left, or in which of several years."""
    is_known = pl.col("occurred_to") - pl.col("occurred_from") < _YEARS
    return found.with_columns(pl.when(is_known).then(name).alias(name) for name in ("occurred_from", "occurred_to"))


def _found(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The reviews so far: what their first row says, the times that all rows leave, the finest amount."""
    dated = ~pl.col("is_undated")
    return (
        rows.group_by("review")
        .agg(pl.col("key").first(), pl.col("low").filter(dated).max(), pl.col("high").filter(dated).min())
        .join(keys, on="key")
        .drop("key", "buyer_mask")
        .join(_masks(rows, keys), on="review", how="left")
        .join(_amounts(rows), on="review", how="left")
        .sort("review")
    )


def _masks(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The buyer of each review that has one: a listing's page may show none."""
    masked = rows.select("review", "key").unique().join(keys.select("key", "buyer_mask"), on="key")
    first = masked.drop_nulls("buyer_mask").sort("review", "key").unique("review", keep="first", maintain_order=True)
    return first.select("review", "buyer_mask")


def _amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """For each review the amount that is printed finest, and of these the first."""
    step = pl.col("amount_step") / pl.col("amount")
    return (
        rows.filter(pl.col("amount").is_not_null())
        .select("review", "row", "amount", "amount_currency", "amount_step", amount_at="captured_at", step=step)
        .sort("review", "step", "row", nulls_last=True)
        .unique("review", keep="first", maintain_order=True)
        .drop("row", "step")
    )


def _renumbered(rows: pl.DataFrame, edges: Iterable[tuple[int, int]], name: str) -> pl.DataFrame:
    """Give linked reviews the number of the first of them."""
    parent: dict[int, int] = {}

    def root(review: int) -> int:
        while (above := parent.get(review, review)) != review:
            parent[review] = review = parent.get(above, above)
        return review

    for one, other in edges:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    roots = [(review, root(review)) for review in parent]
    table = pl.DataFrame(roots, schema={name: pl.UInt32, "root": pl.UInt32}, orient="row")
    joined = rows.join(table, on=name, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("root", name).alias(name)).drop("root")


def _listings(rows: pl.DataFrame, keys: pl.DataFrame, partners: pl.DataFrame) -> pl.DataFrame:
    """For each review ``listing_id, listing_ids, listing_source``: the candidates that most of its parts have."""
    matched = partners.select(row="review", listing=pl.coalesce("listing_ids", pl.concat_list("listing_id")))
    matched = (
        rows.select("row", "review")
        .join(matched.filter(pl.col("listing").list.first().is_not_null()), on="row")
        .select("review", "listing", pl.lit(1).alias("is_match"))
    )
    shown = rows.select("review", "key").unique().join(keys.select("key", "listing_id"), on="key")
    on_tab = shown.filter(pl.col("listing_id").is_null())
    on_page = shown.join(on_tab, on="review", how="anti").select("review", "listing_id").unique()
    on_page = on_page.select("review", pl.concat_list("listing_id").alias("listing"), pl.lit(0).alias("is_match"))
    votes = (
        pl.concat([matched, on_page])
        .explode("listing")
        .group_by("review", "listing")
        .agg(pl.len(), pl.col("is_match").max())
        .filter(pl.col("len") == pl.col("len").max().over("review"))
        .group_by("review")
        .agg(pl.col("listing").sort(), pl.col("is_match").max())
    )
    several = pl.col("listing").list.len() > 1
    source = pl.when(several).then(pl.lit("unknown")).when(pl.col("is_match") == 1).then(pl.lit("matched"))
    return votes.select(
        "review",
        listing_id=pl.when(~several).then(pl.col("listing").list.first()),
        listing_ids=pl.when(several).then(pl.col("listing")),
        listing_source=source.otherwise(pl.lit("page")),
    )


def _vanished(rows: pl.DataFrame, views: pl.DataFrame, age_disorder: timedelta, most_rows: int) -> pl.DataFrame:
    """Reviews that the next view of their list must have shown, and that no later page shows."""
    spans = rows.group_by("review", "series").agg(pl.col("view").max())
    times = rows.group_by("review").agg(pl.col("captured_at").max().alias("last_at"), pl.col("low").max())
    disorder = age_disorder // timedelta(microseconds=1)
    return (
        spans.join(views.select("view", "place"), on="view")
        .join(plain_views(rows, views).with_columns(pl.col("place") - 1).drop("view"), on=["series", "place"])
        .join(times, on="review")
        .filter(
            pl.col("is_whole")
            & pl.col("is_plain")
            & (pl.col("row_count") < most_rows)
            & (pl.col("last_at") < pl.col("at"))
            & (pl.col("is_counted") | (pl.col("low") >= pl.col("oldest") + disorder))
        )
        .select("review", is_gone=pl.lit(value=True))
        .unique()
    )


def _described(
    market: str, rows: pl.DataFrame, keys: pl.DataFrame, known: pl.DataFrame, tolerance: timedelta
) -> pl.DataFrame:
    """The result; a review's number is its first row."""
    of_review = rows.group_by("review").agg(
        pl.col("low").filter("is_dated").max() + tolerance // _MICROSECOND,
        pl.col("high").filter("is_dated").min() - tolerance // _MICROSECOND,
        pl.len().cast(pl.Int64).alias("sighting_count"),
        pl.col("is_edited").any(),
        pl.col("certainty").min(),
        pl.col("row").max().alias("last_row"),
    )
    at = rows.select("row", "page", "ordinal", "captured_at", "key")
    described = (
        of_review.join(
            at.select(review="row", first_page="page", first_ordinal="ordinal", first_seen_at="captured_at"),
            on="review",
        )
        .join(
            at.select("key", last_row="row", last_page="page", last_ordinal="ordinal", last_seen_at="captured_at"),
            on="last_row",
        )
        .join(keys.drop("buyer_mask", "listing_id"), on="key")
        .join(_masks(rows, keys), on="review", how="left")
        .join(_amounts(rows), on="review", how="left")
        .join(known, on="review", how="left")
        .sort("review")
    )
    low, high = pl.min_horizontal("low", "high"), pl.max_horizontal("low", "high")
    gone = pl.when("is_gone").then(pl.lit("vanished")).otherwise(pl.lit("seen"))
    return described.with_columns(
        market=pl.lit(market),
        vendor="account",
        review_id=_name("first_page", "first_ordinal"),
        listing_source=pl.col("listing_source").fill_null("unknown"),
        state=pl.when("is_edited").then(pl.lit("edited")).otherwise(gone),
        occurred_from=low.cast(_TIME),
        occurred_to=pl.when(low == high).then(low + _LEAST).otherwise(high).cast(_TIME),
    ).select(pl.col(name).cast(dtype) for name, dtype in DISTINCT_REVIEW.items())
