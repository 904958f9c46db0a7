"""
How much of a market a snapshot shows, and what it may be used for.

Completeness is seen over expected, for listings, vendors and ratings (methods E1). Where a snapshot offers nothing to
compare with, a share is null: it is neither 0 nor 1. A look that nothing tells of how many listings there should be, or
of `FEWEST_VENDORS` vendors at least, is partial, however many ratings it shows; so are strays, pages from between two
crawls.

One vendor's page may count any number of ratings. Of five vendors and more none makes a snapshot partial alone: it is
usable if it is so without the ratings that are missing of the vendor of whom most are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.looks.listing_totals import market_totals
from cryptodrug_scraper.measures.looks.review_lists import review_counts
from cryptodrug_scraper.measures.looks.stale_menus import without_stale_menus
from cryptodrug_scraper.measures.pieces import pieces_of, united

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["COMPLETE", "FEWEST_VENDORS", "USABLE", "completeness", "is_usable"]

COMPLETE = 0.95
"""Least share, on all that is known, of a complete snapshot."""
USABLE = 0.80
"""Least share of a usable one: shares can be taken from it, levels only corrected."""
FEWEST_VENDORS = 5
"""With fewer vendors named, those that were read are no share of a market's vendors."""

_OF = ("listing", "vendor", "review")
_WITHOUT = {
    "listing": "completeness.without_listings",
    "vendor": "completeness.without_vendors",
    "review": "completeness.without_reviews",
}


def completeness(
    snapshots: pl.DataFrame,
    pages: pl.DataFrame,
    listings: Pieces,
    vendors: pl.DataFrame,
    reviews: Pieces,
    counters: pl.DataFrame,
    totals: pl.DataFrame,
    menus: pl.DataFrame,
    *,
    complete: float = COMPLETE,
    usable: float = USABLE,
) -> pl.DataFrame:
    """
    Grade the snapshots of one market.

    Listings: distinct ones on any page, cards too, over the market's own totals; a menu with the counts of a look of
    weeks before is none (`stale_menus`). Vendors: those with a page of their
    own that was read, over those named anywhere. Ratings: rows on vendors' pages over what these pages could show. A
    share above 1 (the market changed meanwhile) counts as 1. A kind of page that an imported snapshot has none of lies
    outside its scope: its share is null, and the snapshot is no more than usable if another one of the market has such
    pages. Of a snapshot that shows no listing, and no vendors that could be held against anything, no listing was met
    where there is a total of them. A crawl's scope is that of all crawls of the market.

    Args:
        snapshots: ``snapshot_id, first_at, crawl_id, is_stray`` and what else is to be kept.
        pages: with ``snapshot_id``, as all that follow may have but need not.
        listings: statements of listings; of pieces, each has all of its listings.
        vendors: statements of vendors.
        reviews: rows of ratings, or pieces of them.
        counters: counters of vendors.
        totals: totals that pages print.
        menus: entries of category menus.
        complete: see `COMPLETE`.
        usable: see `USABLE`.

    Returns:
        The snapshots with ``listing_completeness, vendor_completeness, review_completeness`` (0 to 1, null where
        nothing is there to compare with), ``listing_seen, listing_expected, vendor_seen, vendor_expected, review_seen,
        review_expected, wall_count, incomplete_count, listing_page_count`` (listings whose own page was read),
        ``grade``, and what decided on it, ``reason_code`` and ``reason_values`` (JSON; `cryptodrug_scraper.reason`).
    """
    where = pages.select("page", "snapshot_id", "kind")
    believed = without_stale_menus(pages, menus, snapshots)
    counts = (
        snapshots.join(_listings_seen(where, listings), on="snapshot_id", how="left")
        .join(market_totals(believed, menus, totals, listings), on="snapshot_id", how="left")
        .join(_vendors_named(where, listings, vendors), on="snapshot_id", how="left")
        .join(review_counts(pages, vendors, reviews, counters), on="snapshot_id", how="left")
        .join(_walls(pages), on="snapshot_id", how="left")
        .with_columns(pl.col("listing_seen", "listing_page_count", "vendor_seen").fill_null(0))
    )
    shares = counts.with_columns(_share("vendor"), _share("review")).with_columns(_share("listing"))
    lacked = _lacked()
    known = pl.concat_list(f"{of}_completeness" for of in _OF)
    least = known.list.min()
    but_for_one = (pl.col("review_seen") / pl.col("review_expected_but_for_one")).clip(upper_bound=1.0)
    review = pl.when(pl.col("review_completeness").is_not_null()).then(
        pl.max_horizontal("review_completeness", but_for_one)
    )
    bearable = pl.min_horizontal("listing_completeness", "vendor_completeness", review)
    names_market = pl.col("listing_completeness").is_not_null() | (
        pl.col("vendor_completeness").is_not_null() & (pl.col("vendor_expected") >= FEWEST_VENDORS)
    )
    grade = (
        pl.when(~names_market | pl.col("is_stray"))
        .then(pl.lit("partial"))
        .when((least >= complete) & lacked.is_null())
        .then(pl.lit("complete"))
        .when(bearable >= usable)
        .then(pl.lit("usable"))
        .otherwise(pl.lit("partial"))
        .alias("grade")
    )
    is_but_for_one = (least < usable) & (bearable >= usable)
    return (
        shares.with_columns(grade, *_reason(known.list.arg_min(), least, is_but_for_one, review))
        .with_columns(*_of_no_market(~names_market & (bearable >= usable)))
        .with_columns(*_contradicted())
        .with_columns(*_out_of_scope(lacked))
        .drop("_referenced", "review_expected_but_for_one", "menu_count", "list_count")
        .sort("first_at", "snapshot_id")
    )


def is_usable(of: str, *, usable: float = USABLE) -> pl.Expr:
    """
    Return for each graded snapshot whether a listing or a vendor that it does not show was absent.

    The share of the thing itself and that of listings decide where they are known: that ratings are missing makes no
    listing disappear, and a look at a part of the market names a part of its vendors. Else the grade does.

    Args:
        of: ``listing`` or ``vendor``.
        usable: see `USABLE`.
    """
    least = pl.min_horizontal("listing_completeness", f"{of}_completeness")
    return pl.coalesce(least >= usable, pl.col("grade").is_in(["complete", "usable"]))


def _listings_seen(where: pl.DataFrame, listings: Pieces) -> pl.DataFrame:
    named = pl.col("listing_id")
    counts = [
        part.drop_nulls("listing_id")
        .select("page", "listing_id", "seen_on")
        .join(where.select("page", "snapshot_id"), on="page")
        .group_by("snapshot_id")
        .agg(
            named.n_unique().cast(pl.Int64).alias("listing_seen"),
            named.filter(pl.col("seen_on") == "page").n_unique().cast(pl.Int64).alias("listing_page_count"),
        )
        for part in pieces_of(listings)
    ]
    return pl.concat(counts).group_by("snapshot_id").sum()


def _vendors_named(where: pl.DataFrame, listings: Pieces, vendors: pl.DataFrame) -> pl.DataFrame:
    """Count the vendors; ``_referenced`` are those whom a page other than vendors' own ones names."""
    told = where.select("page", "snapshot_id", is_of_vendor=pl.col("kind").str.starts_with("vendor_"))

    def named() -> Iterator[pl.DataFrame]:
        yield vendors.select("page", "vendor", own=pl.col("seen_on") == "page")
        for part in pieces_of(listings):
            yield part.select("page", "vendor", own=pl.lit(value=False))

    parts = (part.drop_nulls("vendor").join(told, on="page").drop("page") for part in named())
    return (
        united(parts)
        .group_by("snapshot_id")
        .agg(
            pl.col("vendor").filter("own").n_unique().cast(pl.Int64).alias("vendor_seen"),
            pl.col("vendor").n_unique().cast(pl.Int64).alias("vendor_expected"),
            (~pl.col("own") & ~pl.col("is_of_vendor")).any().alias("_referenced"),
        )
    )


def _walls(pages: pl.DataFrame) -> pl.DataFrame:
    return pages.group_by("snapshot_id").agg(
        pl.col("is_wall").sum().cast(pl.Int64).alias("wall_count"),
        (~pl.col("is_complete")).sum().cast(pl.Int64).alias("incomplete_count"),
    )


def _share(of: str) -> pl.Expr:
    """Return seen over expected; null where nothing of the kind was looked for, or nothing tells how much there is."""
    seen, expected = pl.col(f"{of}_seen"), pl.col(f"{of}_expected")
    alone = pl.col("vendor_completeness").is_null() if of == "listing" else pl.lit(value=False)
    looked = (
        (seen > 0)
        | alone
        | (pl.col("crawl_id").is_not_null() & (seen > 0).any().over(pl.col("crawl_id").is_not_null()))
    )
    told = pl.col("_referenced").fill_null(value=False) if of == "vendor" else pl.lit(value=True)
    share = (seen / expected).clip(upper_bound=1.0)
    return pl.when(looked & told & (expected > 0)).then(share).alias(f"{of}_completeness")


def _reason(place: pl.Expr, least: pl.Expr, is_but_for_one: pl.Expr, review: pl.Expr) -> Iterator[pl.Expr]:
    """Say which share decided, and by what numbers."""
    code, values = pl.lit("completeness.nothing"), pl.lit("{}")
    for number, of in enumerate(_OF):
        code = pl.when(place == number).then(pl.lit(f"completeness.{of}s")).otherwise(code)
        values = pl.when(place == number).then(_as_json(of, share=least)).otherwise(values)
    of_one = _as_json("review", share=least, but_for_one=review)
    yield pl.when(is_but_for_one).then(pl.lit("completeness.reviews_of_a_vendor")).otherwise(code).alias("reason_code")
    yield pl.when(is_but_for_one).then(of_one).otherwise(values).alias("reason_values")


def _of_no_market(alone: pl.Expr) -> Iterator[pl.Expr]:
    """Say what is told of strays, and of a look that shows all of what is no market."""
    named = pl.struct(pl.lit(FEWEST_VENDORS).alias("fewest"), pl.col("vendor_expected").fill_null(0).alias("vendors"))
    pages = pl.struct(pl.col("capture_count").alias("pages"))
    code = pl.when(alone).then(pl.lit("completeness.of_no_market")).otherwise("reason_code")
    values = pl.when(alone).then(named.struct.json_encode()).otherwise("reason_values")
    yield pl.when("is_stray").then(pl.lit("completeness.strays")).otherwise(code).alias("reason_code")
    yield pl.when("is_stray").then(pages.struct.json_encode()).otherwise(values).alias("reason_values")


def _contradicted() -> Iterator[pl.Expr]:
    """Say of a snapshot whose menus and lists contradict each other what both count, beside what decided."""
    code, values, is_so = (
        pl.col("reason_code"),
        pl.col("reason_values"),
        pl.col("menu_count").is_not_null() & ~pl.col("is_stray"),
    )
    both = pl.struct(pl.col("list_count").alias("lists"), pl.col("menu_count").alias("menu")).struct.json_encode()
    told = _beside_decided(both)
    yield pl.when(is_so).then(pl.lit("completeness.contradicted")).otherwise(code).alias("reason_code")
    yield pl.when(is_so).then(told).otherwise(values).alias("reason_values")


def _lacked() -> pl.Expr:
    """
    Return of what a snapshot has no page at all, though another one of the market has some; null of nothing.

    Which first: without listings nothing of a market is known, and without vendors' pages there are no ratings of them.
    That one vendor alone counts ratings is not enough.
    """
    lacked = pl.lit(None, pl.String)
    for of in ("review", "vendor", "listing"):
        seen = pl.col(f"{of}_seen").fill_null(0)
        expected = pl.col("review_expected_but_for_one" if of == "review" else f"{of}_expected")
        is_lacked = (seen == 0) & (expected > 0) & (seen > 0).any()
        lacked = pl.when(is_lacked & pl.col(f"{of}_completeness").is_null()).then(pl.lit(of)).otherwise(lacked)
    return lacked


def _out_of_scope(lacked: pl.Expr) -> Iterator[pl.Expr]:
    """Say of a snapshot that is of use what it does not show, beside what decided."""
    code, values = pl.col("reason_code"), pl.col("reason_values")
    is_graded = pl.col("grade") != "partial"
    of_listings = is_graded & ~(pl.col("vendor_seen") > 0).any() & (pl.col("vendor_expected") > 0)
    counts = {of: pl.struct(pl.col(f"{of}_expected").alias("expected")).struct.json_encode() for of in _OF}
    for of, count in counts.items():
        is_so = is_graded & (lacked == of)
        code = pl.when(is_so).then(pl.lit(_WITHOUT[of])).otherwise(code)
        values = pl.when(is_so).then(_beside_decided(count)).otherwise(values)
    yield pl.when(of_listings).then(pl.lit("completeness.of_listings")).otherwise(code).alias("reason_code")
    yield pl.when(of_listings).then(_beside_decided(counts["vendor"])).otherwise(values).alias("reason_values")


def _beside_decided(values: pl.Expr) -> pl.Expr:
    """Values of a reason, as JSON, with the reason that decided before."""
    decided = [pl.lit('{"decided":{"code":"'), pl.col("reason_code"), pl.lit('","values":'), pl.col("reason_values")]
    return pl.concat_str(*decided, pl.lit("},"), values.str.strip_prefix("{"))


def _as_json(of: str, **shares: pl.Expr) -> pl.Expr:
    counts = [pl.col(f"{of}_{name}").alias(name) for name in ("expected", "seen")]
    return pl.struct(*counts, *(share.alias(name) for name, share in shares.items())).struct.json_encode()
