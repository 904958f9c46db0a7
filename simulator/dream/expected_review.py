"""Records of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.dream.dates import age_of, instant_text
from simulator.dream.markup import one_line

if TYPE_CHECKING:
    from simulator.dream.frame import Frame
    from simulator.state import ReviewState

    Record = dict[str, Any]

__all__ = ["review_record"]


def review_record(frame: Frame, review: ReviewState, position: int) -> Record:
    """A rating by what both kinds of page show of it."""
    age = age_of(frame.instant - review.at)
    return {
        "record": "review",
        "vendor": review.vendor,
        "position": position,
        "stars": review.stars,
        "comment": None if review.comment is None else one_line(review.comment) or None,
        "is_default_comment": review.comment is None,
        "age_raw": age.text,
        "age": {"least": age.least, "most": age.most},
        "occurred": {"from": instant_text(frame.instant - age.most), "to": instant_text(frame.instant - age.least)},
    }
