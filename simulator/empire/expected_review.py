"""Records of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.empire.dates import minute
from simulator.empire.expected_values import money, utc
from simulator.empire.markup import mask, one_line
from simulator.empire.signs import sign_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.empire.frame import Frame
    from simulator.state import ReviewState

__all__ = ["review_rows"]

_MINUTE = 60


def review_rows(frame: Frame, reviews: Sequence[ReviewState]) -> Iterator[dict[str, Any]]:
    """The rows of a table of feedback, in its order."""
    for position, review in enumerate(reviews, 1):
        start = review.at - review.at % _MINUTE
        record = {
            "record": "review",
            "vendor": review.vendor,
            "position": position,
            "listing_id": str(review.listing_id),
            "listing_title": one_line(review.listing_title),
            "sign": sign_of(review.stars),
            "comment": None if review.comment is None else one_line(review.comment),
            "is_default_comment": review.comment is None,
            "buyer_mask": "".join(mask(review.buyer).split()),
            "amount": money(frame, review.amount),
            "amount_step": {"amount": "0.01", "currency": frame.amounts.currency},
            "age_raw": minute(review.at),
            "occurred": {"from": utc(start), "to": utc(start + _MINUTE)},
        }
        yield record if review.reply is None else record | {"reply": one_line(review.reply)}
