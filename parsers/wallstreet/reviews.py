"""Read the table of feedback on the page of a listing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.records import UNSET, Review
from parsers.wallstreet.means import mean_within
from parsers.wallstreet.times import occurred, printed_age

if TYPE_CHECKING:
    from msgspec import UnsetType

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import Age, Interval

__all__ = ["read_reviews"]

_SHORT_ROW = 4
_HALVES = (("", Decimal(0)), ("half", Decimal("0.5")))
_NUMBERS = ("zero", "one", "two", "three", "four", "five")
_NAMED = {f"{name}{half}": value + step for value, name in enumerate(_NUMBERS) for half, step in _HALVES}
"""Class names of a rating: ``one`` to ``five``, and ``fourhalf`` for four and a half."""


def read_reviews(document: Document, table: Element, vendor: str | None, listing: str | None) -> None:
    """
    Read the rows of the table: stars, title of the product and comment, buyer, time.

    A comment may be empty. The title is the first element of its cell; the comment is the cell's own text.
    """
    listing_id = UNSET if listing is None else listing
    times: dict[str, tuple[Age | UnsetType, Interval | None]] = {}
    position = 0
    for row in table.iter("tr"):
        cells = list(row)
        if len(cells) < _SHORT_ROW or cells[0].tag != "td":
            continue
        position += 1
        if document.is_cut(row):
            continue
        stars, words, buyer, time = cells[:_SHORT_ROW]
        title, comment = _words(document, words)
        age = document.text(time)
        if age not in times:
            times[age] = printed_age(age) or UNSET, _occurred(document, age)
        document.add(
            Review(
                vendor=vendor,
                position=position,
                listing_id=listing_id,
                listing_title=title,
                stars=_stars(document, stars),
                comment=comment,
                buyer_mask=document.text(buyer).replace(" ", "") or None,
                age_raw=age or None,
                age=times[age][0],
                occurred=times[age][1],
            )
        )


def _occurred(document: Document, age: str) -> Interval | None:
    captured = document.context.captured
    if captured is None or not age:
        return None
    return document.read("occurred", age, lambda text: occurred(text, captured))


def _stars(document: Document, cell: Element) -> Decimal | int | None:
    """The number in brackets behind the stars; where it is missing, the name of the stars' class."""
    named = ""
    for part in cell.iterchildren(reversed=True):
        names = part.get("class")
        if names is not None and "text-muted" in names:
            return _read_number(document, document.text(part))
        if names is not None and "ratings" in names:
            named = next((str(_NAMED[name]) for name in names.split() if name in _NAMED), "")
    return _read_number(document, document.text(cell) or named)


def _read_number(document: Document, text: str) -> Decimal | int | None:
    value = _number(text)
    if value is None:
        document.issue("field_unreadable", f"stars: {text[:80]!r}")
    return value


def _number(text: str) -> Decimal | int | None:
    value = mean_within(text)
    return int(value) if value is not None and value == value.to_integral_value() else value


def _words(document: Document, cell: Element) -> tuple[str | None, str | None]:
    title: str | None = None
    own = [cell.text or ""]
    for part in cell:
        if part.tag == "br":
            own.append(" ")
        elif title is None:
            title = document.text(part) or None
        own.append(part.tail or "")
    return title, document.line("".join(own)) or None
