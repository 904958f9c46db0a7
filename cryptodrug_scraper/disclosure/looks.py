"""What single looks at a market saw, as it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_to
from cryptodrug_scraper.disclosure.threshold import any_few
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.disclosure.sums import Key

__all__ = [
    "LOOK_COUNTS",
    "PAGE_COUNTS",
    "listings_hidden",
    "moved_of_many",
    "pages_of_many",
    "read_of_many",
    "seen_of_many",
    "warnings_of_many",
]

LOOK_COUNTS = ("vendor_seen", "vendor_expected", "capture_count", "incomplete_count", "listing_page_count")
"""Columns of ``snapshot`` that are rounded: vendors, and pages, of which those of vendors are what others leave."""
PAGE_COUNTS = (
    *("page_count", "incomplete_count", "page_with_issue_count", "warning_count", "error_count"),
    *("listing_count", "vendor_count", "review_count"),
)
"""Columns of ``capture_quality`` that are rounded: all but the walls, which are of nobody."""

_READ_COUNTS = ("pages", "cut", "with_issues", "warnings", "errors")
_TIME_COUNTS = (
    *("pages", "agree", "older", "newer", "unsure", "without_time", "moved"),
    *("by_ratings", "by_counters", "by_rates", "by_clock", "by_bytes", "by_rest"),
)
_EXACT_WARNINGS = tuple(f"warning.{name}" for name in ("too_few", "hangs_on_unseen", "hangs_on_shape", "too_wide"))
"""Those that tell numbers of what was met, or may have been there."""
_OF_MOVED = ("days_least", "days_median", "days_most")
_OF_VENDORS = ("listing_", "vendor_completeness", "review_")
"""How columns of ``snapshot`` begin that tell something of its vendors."""
_STEPS = 20
"""Completeness of vendors is published in steps of 5 per cent: what was seen, over it, would tell what was expected."""


def listings_hidden(frame: pl.DataFrame, listings: frozenset[Key]) -> pl.Series:
    """
    Return for each row of a look whether numbers of its listings are withheld: its own, or those of its month.

    Args:
        frame: with ``market``, ``snapshot_id`` and ``first_at``.
        listings: numbers of listings that are withheld (`listings_withheld`).
    """
    rows = frame.select("market", pl.col("first_at").dt.date().dt.month_start(), "snapshot_id").rows()
    hidden = [{("market", *row[:2]), ("look", *row)} & listings for row in rows]
    return pl.Series(map(bool, hidden), dtype=pl.Boolean)


def seen_of_many(frame: pl.DataFrame, listings: frozenset[Key]) -> pl.DataFrame:
    """
    Return snapshots with vendors and pages rounded, without listings where they are withheld, with nothing of fewer
    than five vendors, and no number in words.

    Args:
        frame: of the view ``snapshot``.
        listings: numbers of listings that are withheld (`listings_withheld`).
    """
    is_of_few = frame.select(any_few(("vendor_seen", "vendor_expected"))).to_series()
    is_hidden = listings_hidden(frame, listings) | is_of_few
    rows = rounded_to(frame, *LOOK_COUNTS).with_columns(
        *_reason_alone(frame), (pl.col("vendor_completeness") * _STEPS).round() / _STEPS
    )
    return rows.with_columns(
        pl.when(~(is_hidden if name.startswith("listing_") else is_of_few)).then(name).alias(name)
        for name in rows.columns
        if name.startswith(_OF_VENDORS)
    )


def _reason_alone(frame: pl.DataFrame) -> Iterator[pl.Expr | pl.Series]:
    """What decided on the grade, without its numbers, which are exact; of release 0.2.0, the sentence up to them."""
    words = Words("en")
    told = [
        text.partition(":")[0] if code is None else words(f"completeness_alone.{code.partition('.')[2]}")
        for text, code in frame.select("reason", "reason_code").rows()
    ]
    yield pl.Series("reason", told, dtype=pl.String)
    yield pl.lit(None, pl.String).alias("reason_values")


def warnings_of_many(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return estimates of populations whose warnings have no exact number in them.

    Args:
        frame: of the view ``population``.
    """
    is_exact = pl.col("warning_code").is_in(_EXACT_WARNINGS)
    alone = pl.col("warning_code").str.replace("warning.", "warning_alone.", literal=True)
    return frame.with_columns(
        pl.when(is_exact).then(alone).otherwise("warning_code").alias("warning_code"),
        pl.when(~is_exact).then("warning_values").alias("warning_values"),
    )


def pages_of_many(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return counts of pages as numbers of accounts are published: a day's pages of vendors are as many as the vendors.

    Args:
        frame: of the view ``capture_quality``.
    """
    return rounded_to(frame, *PAGE_COUNTS)


def read_of_many(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return counts of what became of pages as `pages_of_many` does, in the order of those.

    Args:
        frame: ``market``, ``kind``, counts, of which ``walls`` are of nobody, and ``clean_share``, which is made of the
            numbers as they are published.
    """
    rows = rounded_to(frame, *_READ_COUNTS)
    clean = 1 - pl.when(pl.col("pages") > 0).then(pl.col("with_issues") / pl.col("pages"))
    order = ["market", "pages", "kind"]
    return rows.with_columns(clean.alias("clean_share")).sort(order, descending=[False, True, False], nulls_last=True)


def moved_of_many(frame: pl.DataFrame) -> pl.DataFrame:
    """
    Return counts of pages by what is thought of their times as `pages_of_many` does, and no more of few moved pages.

    Args:
        frame: ``moved`` and other counts; ``days_…``, by how many days pages were moved; ``moved_share``, which is made
            of the numbers as they are published.
    """
    rows = rounded_to(frame, *_TIME_COUNTS)
    of_many = pl.col("moved").is_not_null()
    shares = ["moved_share"] if "moved_share" in frame.columns else []
    return rows.with_columns(
        *(pl.when(of_many).then(name).alias(name) for name in _OF_MOVED if name in frame.columns),
        *(pl.when(pl.col("pages") > 0).then(pl.col("moved") / pl.col("pages")).alias(name) for name in shares),
    )
