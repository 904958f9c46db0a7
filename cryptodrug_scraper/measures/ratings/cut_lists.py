"""
Months of which a vendor's pages never showed all ratings, as their lists end before these (methods E5b, pitfall 7).

A page counts a vendor's ratings in bands or windows of age, and lists only the newest. Where a band counts clearly more
than are known of its time, from whichever pages, the list ended in it, and the months from the end of the list back to
that of the band lack ratings. The newest band alone does not tell that of the months before a vendor's first page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEAST_DAYS", "LEAST_MISSING", "MISSING_SHARE", "WINDOW_MONTHS", "with_cut_lists"]

MISSING_SHARE = 0.05
"""Share of a band's ratings that may be missing among the known ones without being taken for cut off: edits, dates."""
LEAST_MISSING = 3
"""Ratings that must be missing besides: a small vendor's band and rows differ by one or two at the edge of the band."""
WINDOW_MONTHS: Mapping[str, int] = {"newer_1m": 1, "newer_3m": 3, "1m": 1}
"""Months up to which bands and windows reach back, by name; a month is as long as the newest band. What reaches further
back lacks what was left before anybody looked, and does not say where."""
LEAST_DAYS = 3.0
"""Days of a month that must lie in the time in which ratings are lacking."""
_DAY = 86_400e6


def with_cut_lists(
    months: pl.DataFrame,
    bands: pl.DataFrame,
    reviews: pl.DataFrame,
    ends: pl.DataFrame,
    *,
    width: float | None,
    missing_share: float = MISSING_SHARE,
    least_missing: int = LEAST_MISSING,
) -> pl.DataFrame:
    """
    Mark the months of vendors whose lists ended before them.

    Args:
        months: of `vendor_months.vendor_months`.
        bands: of `bands.band_counts`.
        reviews: distinct ratings: ``vendor``, ``occurred_from``, ``occurred_to``.
        ends: how far back the list of each page goes: ``page``, ``reached``.
        width: days of the newest band, of `bands.band_width`; None marks nothing.
        missing_share: share of the ratings of a band that must be missing.
        least_missing: ratings that must be missing besides.

    Returns:
        The months; ``is_truncated`` is true of these too.
    """
    if width is None or bands.is_empty():
        return months
    spans = _spans(bands, width)
    known = _known(reviews)
    counted = _counted(_counted(spans, known, "until"), known, "since")
    shown = pl.col("known_until") - pl.col("known_since")
    lacking = pl.col("ratings") - shown
    cut = (
        counted.filter(lacking >= least_missing, lacking > missing_share * pl.col("ratings"))
        .join(ends, on="page", how="left")
        .with_columns(pl.min_horizontal("until", "reached").alias("until"))
    )
    month = months.select("vendor", "month").with_columns(
        pl.col("month").cast(pl.Datetime("us", "UTC")).alias("starts"),
        pl.col("month").dt.offset_by("1mo").cast(pl.Datetime("us", "UTC")).alias("ends"),
    )
    both = month.join(cut.select("vendor", "since", "until"), on="vendor")
    inside = pl.min_horizontal("ends", "until") - pl.max_horizontal("starts", "since")
    lacks = both.filter(inside.dt.total_microseconds() >= LEAST_DAYS * _DAY).select("vendor", "month").unique()
    marked = months.join(lacks.with_columns(lacks=pl.lit(value=True)), on=["vendor", "month"], how="left")
    return marked.with_columns(pl.col("is_truncated") | pl.col("lacks").fill_null(value=False)).drop("lacks")


def _spans(bands: pl.DataFrame, width: float) -> pl.DataFrame:
    """Bands as times that do not overlap: ``vendor, page, since, until, ratings``."""
    keys = ["vendor", "page", "captured_at"]
    reach = pl.col("window_or_band").replace_strict(WINDOW_MONTHS, default=None, return_dtype=pl.Int64)
    ordered = bands.with_columns(reach=reach).drop_nulls("reach").sort(*keys, "reach")
    begins = pl.col("reach").shift(1).over(keys).fill_null(0)
    back = [pl.duration(microseconds=months * width * _DAY) for months in (pl.col("reach"), begins)]
    since, until = (pl.col("captured_at") - span for span in back)
    return ordered.select("vendor", "page", since.alias("since"), until.alias("until"), "ratings")


def _known(reviews: pl.DataFrame) -> pl.DataFrame:
    """How many ratings of each vendor are known up to each of them: ``vendor, at, known``."""
    middle = pl.col("occurred_from") + (pl.col("occurred_to") - pl.col("occurred_from")) / 2
    dated = reviews.select("vendor", at=middle).drop_nulls().sort("vendor", "at")
    return dated.with_columns(known=pl.int_range(1, pl.len() + 1).over("vendor")).sort("at")


def _counted(spans: pl.DataFrame, known: pl.DataFrame, at: str) -> pl.DataFrame:
    found = spans.sort(at).join_asof(
        known.rename({"at": at, "known": f"known_{at}"}), on=at, by="vendor", check_sortedness=False
    )
    return found.with_columns(pl.col(f"known_{at}").fill_null(0))
