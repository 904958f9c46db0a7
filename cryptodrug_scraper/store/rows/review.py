"""Turn the reviews that buyers left into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.stated import stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.records import Review
    from cryptodrug_scraper.store.rows.page_rows import PageRows

__all__ = ["add_reviews"]


def add_reviews(rows: PageRows, reviews: Sequence[tuple[int, Review]]) -> None:
    """
    Add the rows of a page's reviews, each given with its place among the page's records. Equal reviews keep rows of
    their own.
    """
    for ordinal, review in reviews:
        rows.add("review_observation", stated(rows, review), ordinal=ordinal, empty_fields=empty_fields(review))
