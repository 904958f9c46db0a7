"""
What a package for anybody says of its pages and looks: made of the rows that it publishes, and of nothing else.

A card that counted for itself would print what the tables beside it withhold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.disclosure.counts import rounded_sum

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LOOKS", "PAGES", "looks_published", "pages_published"]

LOOKS = "snapshot"
"""The table of which `looks_published` is made."""
PAGES = "capture_quality"
"""The table of which `pages_published` is made."""

_COUNTS = {
    "page_count": "pages",
    "wall_count": "walls",
    "incomplete_count": "cut",
    "page_with_issue_count": "with_issues",
    "warning_count": "warnings",
    "error_count": "errors",
}
_OF_NOBODY = "wall_count"
"""Pages of it are no vendor's, and are counted as they are."""
_OF_A_LOOK = ("snapshot_id", "market", "first_at", "last_at", "grade")
_SHARES = ("listing_completeness", "vendor_completeness", "review_completeness")


def looks_published(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """
    Return how complete each snapshot was, one row each.

    Args:
        tables: rows as they are published, by the name of the table.
    """
    return tables[LOOKS].select(*_OF_A_LOOK, *_SHARES, "reason").sort("market", "first_at")


def pages_published(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """
    Return how many pages there are, one row per market.

    A number is that of its parts, with two for each that is withheld, to the nearest five: one that was counted would
    tell these. It is null where they are all of one to four.

    Args:
        tables: rows as they are published, by the name of the table.
    """
    rows = tables[PAGES].with_columns(pl.col("market").fill_null("(none)"))
    return (
        rows.group_by("market")
        .agg(
            pl.col("day").min().alias("first_day"),
            pl.col("day").max().alias("last_day"),
            *(
                (pl.col(name).sum() if name == _OF_NOBODY else rounded_sum(name)).alias(as_)
                for name, as_ in _COUNTS.items()
            ),
        )
        .sort("market")
    )
