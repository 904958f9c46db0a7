"""
How many of the ratings that vendors' pages could show were read.

A vendor's list is read against what the market counts for the vendor: disjoint bands of age, rolling windows, or one
number. Windows are not as long as their names (methods, pitfall 2), so a count agrees where it lies between the rows
that are surely young enough and those that may be. Sums are compared, not stars: an edit moves a rating from one star
to another. What a page never shows is no gap: the greatest number of rows, and the share of its ratings that a vendor
of some size still shows, are learned from the pages.

A page may count any number of ratings, so no vendor's list is thought to lack more than `MOST_TIMES` the longest of the
others, and the number that is expected without the vendor of whom most is missing stands beside the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.measures.estimators.pooling import FEWEST_POOLED
from cryptodrug_scraper.measures.pieces import pieces_of, summed

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.pieces import Pieces

__all__ = ["FEWEST_CAPPED", "MOST_TIMES", "WINDOWS", "band_checks", "rating_ages", "review_counts", "row_cap"]

WINDOWS = {"newer_1m": (31.0, 34.0), "1m": (28.0, 34.0), "6m": (180.0, 190.0), "12m": (360.0, 372.0)}
"""Ages in days, by window, at which a rating surely counts in it, and above which it surely does not."""

FEWEST_CAPPED = 2
"""A length is a limit of the market's lists when as many vendors' lists end exactly there, each with more ratings."""

MOST_TIMES = 5.0
"""How many times the longest list of another vendor may be missing of one."""

_SPAN = ("sure", "possible")
"""What the two ages of a window bound: ratings that are surely in it, and those that may be."""
_COUNTS = ("sure_count", "possible_count", "row_count")
_FULLEST = ("newer_1m", "12m", "6m", "1m")
"""Windows by how much a match of rows says, best first: a disjoint band is compared by its youngest part."""


def _url_of_page() -> pl.Expr:
    """Return what tells one list from another: an address, however often it was fetched; without one, the page."""
    return pl.coalesce("url_key", pl.col("page").cast(pl.Utf8)).alias("url_key")


def row_cap(lists: pl.DataFrame, *, fewest: int = FEWEST_CAPPED) -> int | None:
    """
    Return the number of rows at which the market's lists end, but for one vendor's; None where none is seen to.

    Args:
        lists: ``vendor, row_count, stated_count``, one row per list.
        fewest: vendors whose list must end exactly there; one more where another vendor's list is longer.
    """
    longest = lists.group_by("vendor").agg(pl.col("row_count").max()).sort("row_count", descending=True)["row_count"]
    ends = [(length, fewest) for length in longest.head(1)]
    if len(longest) >= FEWEST_POOLED:  # one list may be longer than lists of the market are
        ends += [(length, fewest + 1) for length in longest.slice(1, 1)]
    for length, enough in ends:
        at = lists.filter((pl.col("row_count") == length) & (pl.col("stated_count") > length))
        if at["vendor"].n_unique() >= enough:
            return int(length)
    return None


def band_checks(pages: pl.DataFrame, ages: pl.DataFrame, counters: pl.DataFrame) -> pl.DataFrame:
    """
    Hold the rows of each vendor's list in each snapshot against the market's count of a window.

    Example: a band of 233 where 223 rows are at most 31 days old and more than 233 at most 34 agrees.

    Args:
        pages: ``page, snapshot_id, url_key, kind``.
        ages: `rating_ages`.
        counters: ``page, vendor, counter, window_or_band, value``.

    Returns:
        ``snapshot_id, vendor, window, target, sure_count, possible_count, row_count, band_sum``, one row per vendor and
        snapshot with such a count; ``band_sum`` is the sum of all disjoint bands, null where windows overlap.
    """
    where = pages.select("page", "snapshot_id", _url_of_page(), "kind")
    stated = (
        counters.filter(pl.col("counter").str.contains("^(stars|feedback)_") & pl.col("window_or_band").is_not_null())
        .join(where.select("page", "snapshot_id"), on="page")
        .group_by("snapshot_id", "vendor", "page", "window_or_band")
        .agg(pl.col("value").sum())
        .group_by("snapshot_id", "vendor", "window_or_band")
        .agg(pl.col("value").sort_by("page").last())
    )
    chosen = (
        stated.join(
            pl.DataFrame(
                {"window_or_band": list(_FULLEST), "_rank": range(len(_FULLEST))}, schema_overrides={"_rank": pl.Int64}
            ),
            on="window_or_band",
        )
        .sort("_rank")
        .unique(["snapshot_id", "vendor"], keep="first", maintain_order=True)
    )
    bands = (
        stated.filter(pl.col("window_or_band").str.contains("^(newer_|older)"))
        .group_by("snapshot_id", "vendor")
        .agg(pl.col("value").sum().alias("band_sum"))
    )
    own = where.filter(pl.col("kind").str.starts_with("vendor_")).drop("kind")
    of_vendors = ages.drop_nulls("vendor").join(own, on="page")
    counted = (
        chosen.select(
            "snapshot_id", "vendor", pl.col("window_or_band").alias("window"), pl.col("value").alias("target")
        )
        .join(of_vendors, on=["snapshot_id", "vendor"], how="left")
        .with_columns(_of_window(kind) for kind in _SPAN)
        .group_by("snapshot_id", "vendor", "window", "target", "url_key")
        .agg(pl.col(*_COUNTS).max())
        .group_by("snapshot_id", "vendor", "window", "target")
        .agg(pl.col(*_COUNTS).sum())
    )
    return (
        counted.join(bands, on=["snapshot_id", "vendor"], how="left")
        .select("snapshot_id", "vendor", "window", "target", "sure_count", "possible_count", "row_count", "band_sum")
        .sort("snapshot_id", "vendor")
    )


def review_counts(
    pages: pl.DataFrame,
    vendors: pl.DataFrame,
    reviews: Pieces,
    counters: pl.DataFrame,
) -> pl.DataFrame:
    """
    Count, for each snapshot, the ratings that its vendors' lists could show, and those that were read.

    A list that was read is short by what its window counts and no row can be; a list that was not read is short by the
    vendor's count, times the share that lists of vendors with as many ratings show, up to the longest list.

    Args:
        pages: ``page, snapshot_id, url_key, kind``.
        vendors: ``page, vendor, rating_count``.
        reviews: ``page, captured_at, vendor, occurred_from, occurred_to``, or pieces of them.
        counters: as for `band_checks`.

    Returns:
        ``snapshot_id, review_seen, review_expected``, and ``review_expected_but_for_one`` (all Int64): without what is
        missing of the vendor of whom most is, null of fewer than five vendors. No row where nothing is counted.
    """
    ages = rating_ages(reviews)
    checks = band_checks(pages, ages, counters)
    where = pages.select("page", "snapshot_id")
    rated = (
        vendors.drop_nulls("rating_count")
        .join(where, on="page")
        .group_by("snapshot_id", "vendor")
        .agg(pl.col("rating_count").max())
    )
    vendor = rated.join(checks, on=["snapshot_id", "vendor"], how="full", coalesce=True).with_columns(
        pl.coalesce("band_sum", "rating_count", "target").alias("stated_count")
    )
    listed = _listed(pages, ages, counters)
    vendor = vendor.join(listed, on=["snapshot_id", "vendor"], how="left").with_columns(
        pl.col("listed").fill_null(value=False), pl.coalesce("row_count", "_rows").fill_null(0).alias("row_count")
    )
    read = vendor.filter("listed")
    cap = row_cap(read)
    size = (pl.col("stated_count").clip(lower_bound=1).log(2)).floor()
    shares = (
        read.filter(pl.col("stated_count") > 0)
        .group_by(size.alias("_size"))
        .agg((pl.col("row_count").sum() / pl.col("stated_count").sum()).clip(0, 1).alias("_share"))
    )
    limit = pl.lit(cap, pl.Float64)
    short = (pl.col("target") - pl.col("possible_count")).clip(lower_bound=0).fill_null(0)
    full = (pl.col("row_count") >= limit).fill_null(value=False)
    guess = pl.coalesce(
        pl.when(pl.col("band_sum").is_null()).then("target"), pl.col("stated_count") * pl.col("_share").fill_null(1.0)
    )
    expected = (
        pl.when("listed")
        .then(pl.col("row_count") + pl.when(full).then(0).otherwise(short))
        .otherwise(pl.min_horizontal(guess, limit))
    )
    missing, rows = pl.col("_missing"), pl.col("row_count").sum()
    most = pl.when(pl.lit(vendor["vendor"].n_unique() >= FEWEST_POOLED)).then(MOST_TIMES * pl.col("_longest"))
    return (
        vendor.with_columns(size.alias("_size"))
        .join(shares, on="_size", how="left")
        .join(_longest_of_others(vendor), on="vendor", how="left")
        .with_columns(_missing=pl.min_horizontal(expected - pl.col("row_count"), most))
        .group_by("snapshot_id")
        .agg(
            rows.cast(pl.Int64).alias("review_seen"),
            (rows + missing.sum()).round().cast(pl.Int64).alias("review_expected"),
            pl.when(pl.len() >= FEWEST_POOLED)
            .then(rows + missing.sum() - missing.max())
            .round()
            .cast(pl.Int64)
            .alias("review_expected_but_for_one"),
        )
        .filter(pl.col("review_expected") > 0)
        .sort("snapshot_id")
    )


def _longest_of_others(lists: pl.DataFrame) -> pl.DataFrame:
    """Of each vendor, the rows of the longest list of another one: ``vendor, _longest``."""
    longest = lists.group_by("vendor").agg(pl.col("row_count").max()).sort("row_count", "vendor", descending=True)
    first, second = (pl.col("row_count").get(place, null_on_oob=True) for place in (0, 1))
    is_longest = pl.int_range(pl.len()) == 0
    return longest.select("vendor", _longest=pl.when(is_longest).then(second).otherwise(first).clip(lower_bound=1))


def rating_ages(reviews: Pieces) -> pl.DataFrame:
    """
    Count the ratings of each vendor on each page by their ages.

    Args:
        reviews: ``page, captured_at, vendor, occurred_from, occurred_to``, or pieces of them.

    Returns:
        ``page, vendor, rows``, ``row_count`` (of known age), and for each of `WINDOWS` those that are surely in it, and
        those that may be.
    """
    old = (pl.col("captured_at") - pl.col("occurred_to")).dt.total_seconds() / 86400
    within = [
        (pl.col("old") <= days).sum().cast(pl.Int64).alias(f"{window} {kind}")
        for window, spans in WINDOWS.items()
        for kind, days in zip(_SPAN, spans, strict=True)
    ]
    dated = pl.col("old").is_not_null().sum().cast(pl.Int64).alias("row_count")
    counts = (
        part.select("page", "vendor", old=old)
        .group_by("page", "vendor")
        .agg(pl.len().cast(pl.Int64).alias("rows"), dated, *within)
        for part in pieces_of(reviews)
    )
    return summed(counts, "page", "vendor")


def _of_window(kind: str) -> pl.Expr:
    """The count of the window that a row names."""
    counts = (pl.when(pl.col("window") == window).then(f"{window} {kind}") for window in WINDOWS)
    return pl.coalesce(*counts).alias(f"{kind}_count")


def _listed(pages: pl.DataFrame, ages: pl.DataFrame, counters: pl.DataFrame) -> pl.DataFrame:
    """Return which vendors' lists were read at all; a page of the kind of such lists may be an empty one."""
    own = pages.filter(pl.col("kind").str.starts_with("vendor_")).select("page", "snapshot_id", "kind")
    per_page = ages.select("page", "vendor", _rows="rows")
    kinds = per_page.join(own, on="page").get_column("kind").unique()
    shown = pl.concat([per_page.select("page", "vendor"), counters.select("page", "vendor")]).drop_nulls().unique()
    lists = shown.join(own.filter(pl.col("kind").is_in(kinds.implode())), on="page", how="inner")
    return (
        lists.unique(["snapshot_id", "vendor", "page"])
        .join(per_page, on=["page", "vendor"], how="left")
        .group_by("snapshot_id", "vendor")
        .agg(pl.lit(value=True).first().alias("listed"), pl.col("_rows").max())
    )
