"""Ratings that buyers left as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Interval
from cryptodrug_scraper.store.rows.reading import empty_fields, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.page.records import Review
    from cryptodrug_scraper.store.rows.reading import Reading

__all__ = ["add_reviews"]


def add_reviews(reading: Reading, reviews: Sequence[tuple[int, Review]]) -> None:
    """Add the rows of a page's ratings, each given with its place among the page's records. Equal ones stay apart."""
    for ordinal, review in reviews:
        occurred = review.occurred
        reading.tables["review_observation"].append(
            (
                *(reading.row_id("review", ordinal), *reading.seen(ordinal), review.position),
                *(reading.key(review.vendor, "vendor"), reading.key(review.listing_id, "listing_id")),
                *(shown(review.listing_title), reading.decimal(review.stars, "stars"), shown(review.sign)),
                *(reading.text(review.comment), shown(review.is_default_comment), shown(review.buyer_mask)),
                *(*reading.money(review.amount, "amount"), *reading.money(review.amount_step, "amount_step")),
                shown(review.age_raw),
                occurred.start if isinstance(occurred, Interval) else None,
                occurred.end if isinstance(occurred, Interval) else None,
                *(reading.text(review.reply), empty_fields(review)),
            )
        )
