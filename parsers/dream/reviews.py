"""Read rows of reviews, on a listing's page and on a vendor's ratings tab."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.moments import age_of, ago
from cryptodrug_scraper.page.money import money_step, parse_money
from cryptodrug_scraper.page.records import UNSET, Age, Interval, Money, Review

if TYPE_CHECKING:
    from cryptodrug_scraper.capture import CaptureTime
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_reviews"]

_DEFAULT_COMMENT = "Enter your comments here"
_STARS = 5
_SHORT_ROW = 3
_AGE = re.compile(r"(?:(\d{1,5})d)?(?:\s*(\d{1,3})h)?\Z")
_CLOCK = re.compile(r"(\d{1,3}):(\d\d)\Z")


def read_reviews(document: Document, table: Element, vendor: str | None, listing: str | None) -> int:
    """
    Read the rows of a table of reviews: age, stars, text, and on a vendor's tab the masked buyer and the amount.

    Returns the number of rows on the page, cut ones included.
    """
    listing_id = UNSET if listing is None else listing
    times: dict[str, tuple[Age | None, Interval | None]] = {}
    position = 0
    for row in table.iter("tr"):
        cells = list(row)
        if len(cells) < _SHORT_ROW or cells[0].tag != "td":
            continue
        position += 1
        if document.is_cut(row):
            continue
        age = (cells[0].text or "").strip()
        comment = document.text(cells[2])
        review = Review(
            vendor=vendor,
            listing_id=listing_id,
            position=position,
            stars=_stars(document, cells[1]),
            comment=None if comment == _DEFAULT_COMMENT else comment or None,
            is_default_comment=comment == _DEFAULT_COMMENT,
            age_raw=age,
        )
        if age not in times:
            times[age] = _age(age), _occurred(document, age)
        review.age, review.occurred = times[age]
        if len(cells) > _SHORT_ROW:
            _read_buyer_and_amount(document, review, cells[_SHORT_ROW:])
        document.add(review)
    return position


def age_interval(age: str, captured: CaptureTime) -> Interval | None:
    """
    Return the interval of an age as Dream prints it: ``22:58`` (hours and minutes), ``1d 22h``, ``9d`` (methods E3).

    Below three days the market prints hours too. ``2d`` alone may then mean no hours or unknown ones, and is read as
    the whole day from two to three days ago, which holds both.

    Returns None for any other text.
    """
    bounds = _age_bounds(age)
    return None if bounds is None else ago(captured, *bounds)


@lru_cache(maxsize=4096)
def _age_bounds(age: str) -> tuple[timedelta, timedelta] | None:
    """The least and the greatest age that is printed so."""
    if (match := _CLOCK.match(age)) is not None:
        youngest = timedelta(hours=int(match[1]), minutes=int(match[2]))
        return youngest, youngest + timedelta(minutes=1)
    match = _AGE.match(age)
    if match is None or not age:
        return None
    youngest = timedelta(days=int(match[1] or 0), hours=int(match[2] or 0))
    return youngest, youngest + (timedelta(hours=1) if match[2] else timedelta(days=1))


@lru_cache(maxsize=4096)
def _age(age: str) -> Age | None:
    return age_of(_age_bounds(age))


def _occurred(document: Document, age: str) -> Interval | None:
    captured = document.context.captured
    if captured is None:
        return None
    return document.read("age_raw", age, lambda printed: age_interval(printed, captured))


def _stars(document: Document, cell: Element) -> int | None:
    if len(cell) == _STARS and cell[-1].get("alt") == "gold":
        return _STARS  # they are lit from the left
    marks = [star.get("alt") for star in cell.iterchildren("img")]
    if len(marks) != _STARS or not {"gold", "grey"}.issuperset(marks):
        document.issue("field_unreadable", f"stars: {marks!r}")
        return None
    return marks.count("gold")


def _read_buyer_and_amount(document: Document, review: Review, cells: list[Element]) -> None:
    """The tab gained its amount in January 2018: before that a row ends with the buyer."""
    review.buyer_mask = document.text(cells[0]).replace(" ", "") or None
    if len(cells) == 1:
        return
    amount = document.read("amount", cells[1].text or "", _rounded)
    review.amount = None if amount is None else amount[0]
    review.amount_step = None if amount is None else amount[1]


@lru_cache(maxsize=4096)
def _rounded(text: str) -> tuple[Money, Money] | None:
    amount = parse_money(text)
    if amount is None:
        return None
    step = money_step(amount, text)
    return Money(amount.amount.quantize(step.amount), amount.currency), step
