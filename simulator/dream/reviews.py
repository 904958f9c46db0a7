"""Ratings as Dream Market shows them: which of them and in what order, their stars, comments and masked buyers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from simulator.dream.counts import rounded_down, rounding_step
from simulator.dream.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.state import Display, ReviewState

__all__ = [
    "DEFAULT_COMMENT",
    "Shown",
    "bands",
    "comment_text",
    "in_page_order",
    "mask",
    "mean_stars",
    "shown_ratings",
    "stars",
]

DEFAULT_COMMENT = "Enter your comments here"
_MOST_ROWS, _LEAST_ROWS = 300, 25
_SCATTER = 0x9E3779B1
_GOLD, _GREY = (f'<img class="star" src="./star_{metal}.png" alt="{metal}">' for metal in ("gold", "grey"))
_STARS = ["\n\t\t".join([_GOLD] * count + [_GREY] * (5 - count)) for count in range(6)]


class Shown(NamedTuple):
    """The ratings that a page has rows for, in its order, and the number that it says it leaves out."""

    rows: list[ReviewState]
    hidden: int


def bands(instant: int, display: Display, account_id: int) -> tuple[tuple[str, str, int, int], ...]:
    """The disjoint bands of a vendor's ratings table: name, label, first second and the second after the last."""
    first, second = display.bands
    stray = account_id * _SCATTER % (2 * display.band_stray + 1) - display.band_stray
    now, month, quarter = instant + 1, instant - first, instant - second - stray
    return (
        ("newer_1m", "Newer than 1 Month", month, now),
        ("newer_3m", "Newer than 3 Months", quarter, month),
        ("older", "Older", 0, quarter),
    )


def mean_stars(stars: Sequence[int]) -> Decimal | None:
    """Mean of counts of 1 to 5 stars, to two decimals; None without any."""
    count = sum(stars)
    if not count:
        return None
    total = sum(star * number for star, number in enumerate(stars, 1))
    return (Decimal(total) / count).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shown_ratings(reviews: Sequence[ReviewState], instant: int, display: Display) -> Shown:
    """
    The rows of the ratings tab, of all ratings, newest first.

    Never more than 300, and none older than three months, as long as 25 are left. The number of those left out is
    rounded, up: real pages said 220 for 212 and 3750 for 3710.
    """
    recent = sum(review.at >= instant - display.bands[1] for review in reviews[:_MOST_ROWS])
    most = max(recent, _LEAST_ROWS)
    rows = in_page_order(reviews if display.cut_in_page_order else reviews[:most], display)[:most]
    left_out = len(reviews) - len(rows)
    hidden = rounded_down(left_out)
    if hidden < left_out:
        hidden += rounding_step(left_out)
    return Shown(rows, hidden)


def in_page_order(reviews: Sequence[ReviewState], display: Display) -> list[ReviewState]:
    """The first 300 ratings as the market sorts them: by something near their age, such as when the order was made."""
    most = reviews[:_MOST_ROWS]
    if display.cut_in_page_order and len(most) == _MOST_ROWS:
        oldest = most[-1].at - display.disorder
        newer = takewhile(lambda review: review.at > oldest, islice(reviews, _MOST_ROWS, None))
        most = [*most, *newer]  # none of the others can be sorted before all of these
    return sorted(most, key=lambda review: _ordered(review, display), reverse=True)[:_MOST_ROWS]


def _ordered(review: ReviewState, display: Display) -> tuple[int, int]:
    if display.disorder_power == 1:
        return review.at - review.review_id * 7919 % display.disorder, review.review_id
    spread = (review.review_id * _SCATTER & 0xFFFFFFFF) ** display.disorder_power
    return review.at - (display.disorder * spread >> 32 * display.disorder_power), review.review_id


def mask(buyer: str) -> str:
    """A buyer's name: first and last letter."""
    return f"{buyer[:1]} . . . {buyer[-1:]}"


def stars(count: int) -> str:
    """Five stars, golden and grey."""
    return _STARS[count]


def comment_text(review: ReviewState) -> str:
    """A rating's words on one line; the market puts its own where the buyer left them."""
    return DEFAULT_COMMENT if review.comment is None else one_line(review.comment)
