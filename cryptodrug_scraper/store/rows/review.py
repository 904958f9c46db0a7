"""Turn the reviews that buyers left into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import Interval
from cryptodrug_scraper.store.rows.page_rows import empty_fields
from cryptodrug_scraper.store.rows.values import shown

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
        occurred = review.occurred
        amount, amount_currency = rows.money(review.amount, "amount")
        step, step_currency = rows.money(review.amount_step, "amount_step")
        rows.add(
            "review_observation",
            ordinal=ordinal,
            position=review.position,
            vendor=rows.key(review.vendor, "vendor"),
            listing_id=rows.key(review.listing_id, "listing_id"),
            listing_title=shown(review.listing_title),
            stars=rows.decimal(review.stars, "stars"),
            sign=shown(review.sign),
            comment_sha256=rows.text(review.comment),
            is_default_comment=shown(review.is_default_comment),
            buyer_mask=shown(review.buyer_mask),
            amount=amount,
            amount_currency=amount_currency,
            amount_step=step,
            amount_step_currency=step_currency,
            age_raw=shown(review.age_raw),
            occurred_from=occurred.start if isinstance(occurred, Interval) else None,
            occurred_to=occurred.end if isinstance(occurred, Interval) else None,
            reply_sha256=rows.text(review.reply),
            empty_fields=empty_fields(review),
        )
