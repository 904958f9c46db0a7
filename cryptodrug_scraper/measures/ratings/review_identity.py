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

from cryptodrug_scraper.measures.ratings.edits_across import Shares, edits_across, sides_of
from cryptodrug_scraper.measures.ratings.review_align import aligned
from cryptodrug_scraper.measures.ratings.review_amounts import amount_pairs, amounts_are_stable, stable_currencies
from cryptodrug_scraper.measures.ratings.review_described import (
    described,
    found_reviews,
    known_listings,
    vanished_reviews,
)
from cryptodrug_scraper.measures.ratings.review_edits import AGE_DISORDER, MOST_ROWS, amounts_agree, edit_links
from cryptodrug_scraper.measures.ratings.review_listing import MATCH, matched_listings
from cryptodrug_scraper.measures.ratings.review_views import TOLERANCE, Viewed, kinds_by_sign, review_views
from cryptodrug_scraper.measures.ratings.same_rating import rarity_of, same_ratings, word_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, MutableMapping, Sequence
    from typing import TypeAlias

    from cryptodrug_scraper.measures.ratings.edits_across import Across, Sides
    from cryptodrug_scraper.measures.ratings.same_rating import Rarity

    Kept: TypeAlias = MutableMapping[tuple[int, str], pl.DataFrame]

__all__ = ["Bounds", "Identified", "distinct_in_groups"]

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


class Identified(NamedTuple):
    """
    The distinct reviews of a market.

    Attributes:
        reviews: `DISTINCT_REVIEW`.
        pairs: amounts that two snapshots print with one review (`review_amounts.amount_pairs`).
        edits_left_out: pairs that were not tried as one review before and after an edit (`review_edits.Edits`).
        listings_left_out: reviews of which more than `review_listing.MOST_LISTINGS` listings fit.
    """

    reviews: pl.DataFrame
    pairs: pl.DataFrame
    edits_left_out: int = 0
    listings_left_out: int = 0


def distinct_in_groups(
    market: str,
    groups: Sequence[Callable[[], pl.DataFrame]],
    pages: pl.DataFrame,
    names: pl.DataFrame,
    *,
    totals: pl.DataFrame | None = None,
    prices: pl.DataFrame | None = None,
    bounds: Bounds | None = None,
    kept: Kept,
) -> Identified:
    """
    Tell the distinct reviews of one market, of which the rows of one group of accounts are held at a time.

    What a market's ratings have in common (whether its amounts move, how rare words are, how often ratings are edited)
    is counted group by group and added up, between steps; so it does not matter which accounts are of one group.

    Args:
        market: code of the market.
        groups: each gives rows as they were read, all of its accounts and of no other group's; one at least.
        pages: ``page, snapshot_id, kind, url_key, doubt`` of at least their pages; ``is_vague`` of pages whose time is
            not known, by which no rating can have vanished.
        names: ``vendor, account`` of renamed vendors (`account_names.account_names`).
        totals: what pages say of their lists; without them no page number is known and less is known to have vanished.
        prices: ``listing_id, captured_at, price, price_currency``, to decide between listings that a rating may be of.
        bounds: within which ratings are compared.
        kept: where the frames of a group lie between two steps, by group and name; at the end there are the ``rows`` of
            each with their ``review`` (`review_described.sightings`).

    Returns:
        The reviews in order of the first sighting. ``vendor`` is the account. Stars and text are those last
        seen; the amount is that of the sighting that prints it finest, and of these the first. ``occurred_from`` and
        ``occurred_to`` are what all sightings leave, before an edit that made the rating young, and without listing
        pages that may show another rating. ``listing_id`` is null where no listing is known (``listing_source``
        ``unknown``), with candidates in ``listing_ids`` where several fit. ``sighting_count`` counts rows of pages.
        ``vanished`` is said only where the next view of the list must have shown the rating.
    """
    within = bounds or Bounds()
    by_sign = kinds_by_sign((group() for group in groups), pages)
    pairs, counts, found, shares = [], [], [], Shares()
    for number, group in enumerate(groups):
        viewed = _viewed(group(), pages, names, totals, by_sign, within)
        pairs.append(amount_pairs(viewed.rows, viewed.views, viewed.keys))
        _keep(kept, number, viewed)
    of_amounts = pl.concat(pairs).sort("captured_at", "captured_before", "vendor", "amount_currency", "amount_before")
    stable = stable_currencies(amounts_are_stable(of_amounts, market))
    for number, _ in enumerate(groups):
        viewed = _kept(kept, number)
        if stable:
            viewed = viewed._replace(rows=viewed.rows.with_columns(review=aligned(viewed.rows, stable)))
            _keep(kept, number, viewed)
        counts.append(word_counts(viewed.rows, viewed.keys))
    rarity, crowded, left_out = rarity_of(pl.concat(counts)), 0, 0
    for number, _ in enumerate(groups):
        joined = _joined(_kept(kept, number), pages, prices, rarity, stable, within)
        shares = shares.plus(joined.sides.shares)
        left_out += joined.left_out
        _keep(kept, number, joined.viewed)
        kept[number, "partners"], kept[number, "lone"], kept[number, "tabs"] = joined.partners, *joined.sides[:2]
    for number, _ in enumerate(groups):
        viewed, partners = _kept(kept, number), kept.pop((number, "partners"))
        across = edits_across(kept.pop((number, "lone")), kept.pop((number, "tabs")), shares, amounts_agree(stable))
        rows, of_edits = _with_edits_across(viewed, across)
        partners = pl.concat([partners, of_edits])
        crowded += partners.filter(pl.col("listing_id").is_null() & pl.col("listing_ids").is_null()).height
        left_out += across.left_out
        listings = known_listings(rows, viewed.keys, partners)
        vanished = vanished_reviews(rows, viewed.views, within.age_disorder, within.most_rows)
        known = listings.join(vanished, on="review", how="full", coalesce=True)
        found.append(described(market, rows, viewed.keys, known, within.tolerance))
        _keep(kept, number, viewed._replace(rows=rows))
    told = pl.concat(found).sort("first_seen_at", "first_page", "first_ordinal")
    return Identified(told, of_amounts, left_out, crowded)


class _Joined(NamedTuple):
    viewed: Viewed
    partners: pl.DataFrame
    sides: Sides
    left_out: int


def _keep(kept: Kept, number: int, viewed: Viewed) -> None:
    for name, frame in zip(Viewed._fields, viewed, strict=True):
        kept[number, name] = frame


def _kept(kept: Kept, number: int) -> Viewed:
    return Viewed(*(kept[number, name] for name in Viewed._fields))


def _viewed(
    reviews: pl.DataFrame,
    pages: pl.DataFrame,
    names: pl.DataFrame,
    totals: pl.DataFrame | None,
    by_sign: Collection[str],
    bounds: Bounds,
) -> Viewed:
    """The rows of a group in views, with ``review``, aligned without amounts."""
    own = reviews.select("page").unique()
    about = None if totals is None else totals.join(own, on="page", how="semi")
    viewed = review_views(
        _dated(reviews),
        pages.join(own, on="page", how="semi", maintain_order="left"),
        names,
        about,
        tolerance=bounds.tolerance,
        by_sign=by_sign,
    )
    return viewed._replace(rows=viewed.rows.with_columns(review=aligned(viewed.rows)))


def _joined(
    viewed: Viewed,
    pages: pl.DataFrame,
    prices: pl.DataFrame | None,
    rarity: Rarity,
    stable: Collection[str],
    bounds: Bounds,
) -> _Joined:
    """The rows of a group with ratings joined that dates, kinds of pages or an edit keep apart."""
    rows, keys, views = viewed
    same = same_ratings(rows, keys, pages.select("page", "doubt"), rarity)
    rows = (
        rows.join(same.drop("first"), on="review", how="left", maintain_order="left")
        .with_columns(pl.col("certainty").fill_null(1.0), is_undated=~pl.col("is_dated").fill_null(value=True))
        .drop("is_dated")
    )
    rows = _renumbered(rows, same.select("review", "first").iter_rows(), "review")
    asked = None if prices is None else prices.join(keys.select("listing_id").unique(), on="listing_id", how="semi")
    partners = matched_listings(found_reviews(rows, keys), asked)
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
        pages,
        links.height,
        age_disorder=bounds.age_disorder // _MICROSECOND,
        most_rows=bounds.most_rows,
    )
    return _Joined(joined, partners, sides, left_out)


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
