"""Counts, ages and names as Dream Market prints them: rounded down, as a time ago, masked."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.state import ReviewState

__all__ = [
    "DEFAULT_COMMENT",
    "Age",
    "Shown",
    "age_of",
    "bands",
    "in_page_order",
    "mask",
    "mean_stars",
    "rounded_down",
    "shown_ratings",
]

DEFAULT_COMMENT = "Enter your comments here"
MINUTE, HOUR, DAY = 60, 3600, 86400
_MONTH, _QUARTER = 65 * DAY // 2, 195 * DAY // 2
"""Ends of the first two bands: 32.5 days, and three times that."""
_MOST_ROWS, _LEAST_ROWS = 300, 25
_MOST_JITTER = 5
_ROUNDING = ((10, 1), (1000, 10), (10_000, 50), (100_000, 500))
"""Counts below a bound, and the step to which they are rounded."""


class Age(NamedTuple):
    """How long ago: what the page says, and between which numbers of seconds before the instant that lies."""

    text: str
    least: int
    most: int


class Shown(NamedTuple):
    """The ratings that a page has rows for, in its order, and the number that it says it leaves out."""

    rows: list[ReviewState]
    hidden: int


def rounded_down(count: int) -> int:
    """
    A count of sales or ratings: 7, 80, 330, 1050, 11500.
    """
    step = next((step for bound, step in _ROUNDING if count < bound), 5000)
    return count - count % step


def age_of(seconds: int) -> Age:
    """``22:58`` hours and minutes below a day, ``1d 22h`` below three, ``4d`` from then on."""
    if seconds < DAY:
        hours, minutes = divmod(seconds // MINUTE, 60)
        return _age(f"{hours:02}:{minutes:02}", seconds, MINUTE)
    days = seconds // DAY
    if days < 3:
        return _age(f"{days}d {seconds % DAY // HOUR}h", seconds, HOUR)
    return _age(f"{days}d", seconds, DAY)


def _age(text: str, seconds: int, unit: int) -> Age:
    least = seconds - seconds % unit
    return Age(text, least, least + unit)


def bands(instant: int) -> tuple[tuple[str, str, int, int], ...]:
    """The disjoint bands of the ratings table: name, label, first second and the second after the last."""
    now, month, quarter = instant + 1, instant - _MONTH, instant - _QUARTER
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


def shown_ratings(reviews: Sequence[ReviewState], instant: int) -> Shown:
    """
    The rows of the ratings tab, of all ratings, newest first.

    Never more than 300, and none older than three months, as long as 25 are left. The number of those left out is
    rounded, up: real pages said 220 for 212 and 3750 for 3710.
    """
    recent = sum(review.at >= instant - _QUARTER for review in reviews[:_MOST_ROWS])
    rows = reviews[: max(recent, _LEAST_ROWS)]
    left_out = len(reviews) - len(rows)
    hidden = rounded_down(left_out)
    if hidden < left_out:
        hidden += next((step for bound, step in _ROUNDING if left_out < bound), 5000)
    return Shown(in_page_order(rows), hidden)


def in_page_order(reviews: Sequence[ReviewState]) -> list[ReviewState]:
    """Ratings as the market sorts them: by something near their age, such as when the order was placed."""
    return sorted(reviews[:_MOST_ROWS], key=_ordered, reverse=True)


def _ordered(review: ReviewState) -> tuple[int, int]:
    return review.at - review.review_id * 7919 % (_MOST_JITTER * DAY), review.review_id


def mask(buyer: str) -> str:
    """A buyer's name: first and last letter."""
    return f"{buyer[:1]} . . . {buyer[-1:]}"
