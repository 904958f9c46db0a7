"""
What a snapshot's pages say of themselves, held against what was read of them: the control ratios (a) to (e) of methods
E1.

They do not grade a snapshot. They show where reading or fetching went wrong: a band that no rows fill, a header that
its own bands contradict, a list that is shorter than the number above it.
"""

from __future__ import annotations

import polars as pl

from cryptodrug_scraper.measures.looks.listing_totals import category_totals
from cryptodrug_scraper.measures.looks.review_lists import band_checks, row_cap, url_of_page

__all__ = ["AGREES", "control_ratios"]

AGREES = 0.95
"""Least share of a category's listings at which the category counts as reached."""


def control_ratios(
    pages: pl.DataFrame,
    listings: pl.DataFrame,
    vendors: pl.DataFrame,
    reviews: pl.DataFrame,
    counters: pl.DataFrame,
    totals: pl.DataFrame,
    menus: pl.DataFrame,
    *,
    agrees: float = AGREES,
) -> pl.DataFrame:
    """
    Compare counts of one market's pages, snapshot by snapshot.

    - ``band_rows`` (a): rows young enough for a window over its count, by vendor's list; one agrees if the count lies
      between the rows surely and possibly young enough (31 and 34 days for a month). A list at its greatest length is
      left out.
    - ``band_header`` (b): the sum of disjoint bands over the vendor's rating counter, which rounds down to as little as
      one digit.
    - ``rows_counter`` (c): rows of a list over the total printed above it.
    - ``category_listings`` (d): listings reached over a top category's count.
    - ``vendors_visited`` (e): vendors whose own page was read over those named.

    Args:
        pages: with ``snapshot_id``.
        listings: statements of listings.
        vendors: statements of vendors.
        reviews: rows of ratings.
        counters: counters of vendors.
        totals: totals that pages print.
        menus: entries of category menus.
        agrees: see `AGREES`.

    Returns:
        ``snapshot_id, control, seen, expected`` (Float64 sums), ``ratio`` (null where nothing is expected),
        ``compared_count, agreeing_count``; no row where a control has nothing to compare.
    """
    where = pages.select("page", "snapshot_id", "kind", url_of_page())
    checks = band_checks(pages, reviews, counters)
    compared = {
        "band_rows": _band_rows(checks),
        "band_header": _band_header(where, checks, vendors),
        "rows_counter": _rows_counter(where, reviews, totals),
        "category_listings": _category_listings(
            where, category_totals(pages, menus, totals, listings), listings, agrees
        ),
        "vendors_visited": _vendors_visited(where, listings, vendors),
    }
    return (
        pl.concat([rows.with_columns(pl.lit(name).alias("control")) for name, rows in compared.items()])
        .group_by("snapshot_id", "control")
        .agg(
            pl.col("seen", "expected").sum(),
            pl.len().cast(pl.Int64).alias("compared_count"),
            pl.col("agrees").sum().cast(pl.Int64).alias("agreeing_count"),
        )
        .with_columns(pl.when(pl.col("expected") > 0).then(pl.col("seen") / pl.col("expected")).alias("ratio"))
        .select("snapshot_id", "control", "seen", "expected", "ratio", "compared_count", "agreeing_count")
        .sort("snapshot_id", "control")
    )


def _rows(seen: pl.Expr, expected: pl.Expr, agrees: pl.Expr) -> list[pl.Expr]:
    return [
        pl.col("snapshot_id"),
        seen.cast(pl.Float64).alias("seen"),
        expected.cast(pl.Float64).alias("expected"),
        agrees.alias("agrees"),
    ]


def _band_rows(checks: pl.DataFrame) -> pl.DataFrame:
    target, possible = pl.col("target"), pl.col("possible_count")
    cap = pl.lit(row_cap(checks.with_columns(pl.coalesce("band_sum", "target").alias("stated_count"))), pl.Int64)
    ends = (pl.col("row_count") >= cap).fill_null(value=False)  # a list that goes no further says nothing
    read = checks.filter(((pl.col("row_count") > 0) | (target == 0)) & ~ends)
    return read.select(_rows(pl.min_horizontal(target, possible), target, target.is_between("sure_count", possible)))


def _band_header(where: pl.DataFrame, checks: pl.DataFrame, vendors: pl.DataFrame) -> pl.DataFrame:
    header = pl.col("rating_count")
    rated = (
        vendors.filter(header > 0)
        .join(where, on="page")
        .group_by("snapshot_id", "vendor")
        .agg(header.max())
        .join(checks.drop_nulls("band_sum"), on=["snapshot_id", "vendor"])
    )
    step = pl.lit(10.0).pow(header.log10().floor())  # of a number with one digit and noughts
    return rated.select(_rows(pl.col("band_sum"), header, pl.col("band_sum").is_between(header, header + step)))


def _rows_counter(where: pl.DataFrame, reviews: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Compare lists; one may go over several pages: a listing's, or those of one sign of a vendor."""
    one = [
        pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name) for name in ("listing_id", "sign")
    ]
    read = reviews.group_by("page").agg(pl.len().cast(pl.Int64).alias("rows"), pl.col("vendor").first(), *one)
    of_vendor = pl.col("kind").str.starts_with("vendor_")
    stated = (
        totals.filter((pl.col("listed_kind") == "review") & pl.col("total_count").is_not_null())
        .group_by("page")
        .agg(pl.col("total_count").max())
        .join(where, on="page")
        .join(read, on="page", how="left")
        .with_columns(
            pl.col("rows").fill_null(0),
            pl.when(pl.col("rows").is_null()).then("page").alias("empty"),
            pl.when(~of_vendor).then("listing_id").alias("listing_id"),
            pl.when(of_vendor).then("sign").alias("sign"),
        )
        .group_by("snapshot_id", "kind", "vendor", "listing_id", "sign", "empty", "url_key")
        .agg(pl.col("rows", "total_count").max())
        .group_by("snapshot_id", "kind", "vendor", "listing_id", "sign", "empty")
        .agg(pl.col("rows").sum(), pl.col("total_count").max())
    )
    seen = pl.min_horizontal("rows", "total_count")
    return stated.select(_rows(seen, pl.col("total_count"), seen == pl.col("total_count")))


def _category_listings(
    where: pl.DataFrame, categories: pl.DataFrame, listings: pl.DataFrame, agrees: float
) -> pl.DataFrame:
    reached = (
        listings.drop_nulls(["category_path", "listing_id"])
        .select("page", "listing_id", pl.col("category_path").str.split("/").list.first().alias("category"))
        .join(where, on="page")
        .group_by("snapshot_id", "category")
        .agg(pl.col("listing_id").n_unique().alias("reached"))
    )
    both = categories.filter((pl.col("listing_expected") > 0) & (pl.col("category") != "")).join(
        reached, on=["snapshot_id", "category"], how="left"
    )
    seen = pl.min_horizontal(pl.col("reached").fill_null(0), "listing_expected")
    return both.select(_rows(seen, pl.col("listing_expected"), seen >= agrees * pl.col("listing_expected")))


def _vendors_visited(where: pl.DataFrame, listings: pl.DataFrame, vendors: pl.DataFrame) -> pl.DataFrame:
    named = pl.concat(
        [
            vendors.select("page", "vendor", (pl.col("seen_on") == "page").alias("own")),
            listings.select("page", "vendor", pl.lit(value=False).alias("own")),
        ]
    ).drop_nulls("vendor")
    each = named.join(where, on="page").group_by("snapshot_id", "vendor").agg(pl.col("own").any())
    return each.select(_rows(pl.col("own"), pl.lit(1.0), pl.col("own")))
