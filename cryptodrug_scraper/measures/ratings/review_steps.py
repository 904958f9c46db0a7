"""
The steps in which the ratings of one group of accounts are told apart (`review_identity` has the whole).

Between them what the market's ratings have in common is added up. Frames of a group number its own pages from 0, in
their order, so that they are the same whatever pages other accounts have.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from cryptodrug_scraper.measures.ratings.edits_across import Shares, edits_across, sides_of
from cryptodrug_scraper.measures.ratings.review_align import aligned
from cryptodrug_scraper.measures.ratings.review_amounts import amount_pairs
from cryptodrug_scraper.measures.ratings.review_described import (
    described,
    found_reviews,
    known_listings,
    vanished_reviews,
)
from cryptodrug_scraper.measures.ratings.review_edits import AGE_DISORDER, MOST_ROWS, amounts_agree, edit_links
from cryptodrug_scraper.measures.ratings.review_groups import Step
from cryptodrug_scraper.measures.ratings.review_listing import MATCH, matched_listings
from cryptodrug_scraper.measures.ratings.review_views import TOLERANCE, Viewed, review_views
from cryptodrug_scraper.measures.ratings.same_rating import Rarity, same_ratings, word_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from cryptodrug_scraper.measures.ratings.edits_across import Across

    Frames: TypeAlias = Mapping[str, pl.DataFrame]

__all__ = ["ALIGNED", "COUNTED", "DESCRIBED", "JOINED", "SAME", "VIEWED", "Bounds"]

_MICROSECOND = timedelta(microseconds=1)
_EVER = timedelta(days=7300)
"""Longer than any market was open."""
_AHEAD = timedelta(days=2)
"""By how much the clock of a market can be ahead, its zone included."""
_FIRST = datetime(2011, 1, 1, tzinfo=UTC)
"""The first cryptomarket of hidden services opened in February 2011 (Christin 2013)."""


class Bounds(NamedTuple):
    """
    Within which ratings are compared.

    Attributes:
        tolerance: by how much clocks may differ.
        age_disorder: how far rows of a list may stand out of age order.
        most_rows: rows of a view that may be cut.
    """

    tolerance: timedelta = TOLERANCE
    age_disorder: timedelta = AGE_DISORDER
    most_rows: int = MOST_ROWS


def _viewed(frames: Frames, by_sign: tuple[str, ...], bounds: Bounds) -> Frames:
    """Put the rows of a group into views, with ``review``, aligned without amounts."""
    viewed = review_views(
        _dated(frames["reviews"]),
        frames["pages"],
        frames["names"],
        frames["totals"],
        tolerance=bounds.tolerance,
        by_sign=by_sign,
    )
    rows = viewed.rows.with_columns(review=aligned(viewed.rows))
    pairs = amount_pairs(rows, viewed.views, viewed.keys)
    return {"rows": rows, "keys": viewed.keys, "views": viewed.views, "pairs": pairs}


def _aligned(frames: Frames, stable: tuple[str, ...]) -> Frames:
    """Align the rows anew, now that it is known which currencies' amounts do not move."""
    rows = frames["rows"]
    return {"rows": rows.with_columns(review=aligned(rows, stable))}


def _counted(frames: Frames) -> Frames:
    """Count the words of a group."""
    return {"counts": word_counts(frames["rows"], frames["keys"]).sort("comment")}


def _same(frames: Frames) -> Frames:
    """Find the ratings of a group that are one though their dates contradict each other."""
    rarity = Rarity(frames["lists"], frames["twins"])
    same = same_ratings(frames["rows"], frames["keys"], frames["doubts"], rarity)
    # how sure it is hangs on all words of the market, what is done hardly ever: only the last step takes the former
    return {"same": same.drop("certainty"), "sure": same.select("certainty", asked="review")}


def _joined(frames: Frames, stable: tuple[str, ...], bounds: Bounds) -> Frames:
    """Join ratings of a group that dates, kinds of pages or an edit keep apart."""
    rows, keys, views, same = (frames[name] for name in ("rows", "keys", "views", "same"))
    rows = (
        rows.join(same.drop("first"), on="review", how="left", maintain_order="left")
        .with_columns(asked="review", is_undated=~pl.col("is_dated").fill_null(value=True))
        .drop("is_dated")
    )
    rows = _renumbered(rows, same.select("review", "first").iter_rows(), "review")
    partners = matched_listings(found_reviews(rows, keys), frames["prices"])
    doubtful = partners.filter(~pl.col("is_only"))["partner"].implode()
    rows = rows.with_columns(is_other=pl.col("review").is_in(doubtful))
    rows = _renumbered(rows, partners.select("review", "partner").iter_rows(), "review")
    links, left_out = edit_links(
        Viewed(rows, keys, views),
        found_reviews(rows, keys),
        stable,
        age_disorder=bounds.age_disorder,
        most_rows=bounds.most_rows,
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
    joined = Viewed(_renumbered(rows, links.select("review", "earlier").iter_rows(), "review"), keys, views)
    sides = sides_of(
        joined,
        found_reviews(joined.rows, keys),
        frames["pages"].join(frames["doubts"], on="page", how="left", maintain_order="left"),
        links.height,
        age_disorder=bounds.age_disorder // _MICROSECOND,
        most_rows=bounds.most_rows,
    )
    told = pl.DataFrame({**sides.shares._asdict(), "left_out": left_out})
    return {"joined": joined.rows, "partners": partners, "lone": sides.lone, "tabs": sides.tabs, "shares": told}


def _described(frames: Frames, market: str, shares: Shares, stable: tuple[str, ...], bounds: Bounds) -> Frames:
    """Join ratings of a group that two kinds of page show before and after an edit, and tell what is known of each."""
    known = frames["joined"].join(frames["sure"], on="asked", how="left", maintain_order="left")
    viewed = Viewed(known.with_columns(pl.col("certainty").fill_null(1.0)), frames["keys"], frames["views"])
    across = edits_across(frames["lone"], frames["tabs"], shares, amounts_agree(stable))
    rows, of_edits = _with_edits_across(viewed, across)
    partners = pl.concat([frames["partners"], of_edits])
    crowded = partners.filter(pl.col("listing_id").is_null() & pl.col("listing_ids").is_null()).height
    listings = known_listings(rows, viewed.keys, partners)
    vanished = vanished_reviews(rows, viewed.views, bounds.age_disorder, bounds.most_rows)
    told = listings.join(vanished, on="review", how="full", coalesce=True)
    return {
        "found": described(market, rows, viewed.keys, told, bounds.tolerance),
        "sightings": rows.select("page", "ordinal", "row", "review"),
        "beyond": pl.DataFrame({"crowded": crowded, "left_out": across.left_out}),
    }


VIEWED = Step("viewed", _viewed, ("reviews", "pages", "names", "totals"))
ALIGNED = Step("aligned", _aligned, ("rows",))
COUNTED = Step("counted", _counted, ("rows", "keys"))
SAME = Step("same", _same, ("rows", "keys", "doubts", "lists", "twins"))
JOINED = Step("joined", _joined, ("rows", "keys", "views", "same", "pages", "doubts", "prices"))
DESCRIBED = Step("described", _described, ("joined", "keys", "views", "sure", "partners", "lone", "tabs"))


def _with_edits_across(viewed: Viewed, across: Across) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with ratings joined that two kinds of page show before and after an edit; and partners."""
    if across.links.is_empty() and across.doubts.is_empty():
        return viewed.rows, pl.DataFrame(schema=MATCH)
    sides = across.links.select("review", "certainty"), across.links.select("certainty", review="earlier")
    told = pl.concat([each.select("review", "certainty") for each in (*sides, across.doubts)])
    sure = told.group_by("review").agg(sure=pl.col("certainty").min())
    rows = viewed.rows.join(sure, on="review", how="left", maintain_order="left").with_columns(
        pl.col("certainty") * pl.col("sure").fill_null(1.0),
        pl.col("is_edited") | pl.col("review").is_in(pl.concat([side["review"] for side in sides]).implode()),
    )
    both = across.links.select("review", "earlier").rows()
    listed = found_reviews(viewed.rows, viewed.keys).select("review", "listing_id")
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
    return joined, partners.select(pl.col(name).cast(dtype) for name, dtype in MATCH.items())


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
