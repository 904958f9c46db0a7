"""Read tables of feedback, on a vendor's tabs and on a listing's feedback tab."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptodrug_scraper.bounded import instant
from cryptodrug_scraper.page.moments import MONTHS, minute_stamp
from cryptodrug_scraper.page.money import money_step, parse_count, parse_money
from cryptodrug_scraper.page.records import UNSET, Interval, Money, Review, Sign
from parsers.empire.addresses import Product, listing_url, product
from parsers.empire.paging import read_pager

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_feedback"]

_SIGNS: dict[str, Sign] = {"1": "positive", "2": "neutral", "3": "negative"}
_ICON = re.compile(r"feedback(\d)\.")
_DEFAULT_COMMENT = "No feedback comment"
_RESPONSE = "Seller Response:"
_STAMP = re.compile(r"([A-Z][a-z]{2})[a-z]*\s+(\d{1,2}),\s*(\d{4})\s+(\d{1,2}):(\d\d)(?:\s*([AaPp])\.?[Mm]\b)?")
_NOON = 12
_TOTAL = re.compile(r"Total (?:\w+ )*feedbacks?\s*:\s*([\d,]+)", re.IGNORECASE)
_NONE = re.compile(r"no feedback|nothing to show", re.IGNORECASE)
_TOGETHER = re.compile(r"(\S*?)\s*([A-Z]{3}\s[\d.,]+)\Z")
"""Pattern of a buyer's mask and an amount in one text."""
_CELLS = 4


def read_feedback(document: Document, content: Element, vendor: str, own: Product | None = None) -> None:
    """
    Read a tab of feedback: its rows, the number of all rows, and the number of pages.

    Args:
        document: the page.
        content: the content of the tab.
        vendor: the vendor whom the feedback is about.
        own: the listing, on a listing's own tab, where rows need not repeat it.
    """
    tables = [table for table in content.iter("table") if "user_feedbackTbl" in table.get("class", "")]
    rows = sum(_read_rows(document, table, vendor, own) for table in tables)
    extent = read_pager(document, "review", "vendor_feedback" if own is None else "listing_feedback")
    total = _total(document, content)
    if total is not None:
        extent.total = total
    if not rows and document.complete:
        if total == 0 or _NONE.search(document.text(content)):
            document.issue("empty_list", "the page says that there is no feedback", "info")
        else:
            document.issue("empty_list", "a tab of feedback without a row")


def _read_rows(document: Document, table: Element, vendor: str, own: Product | None) -> int:
    """Read the rows of a table: sign, comment, buyer and amount, time. Returns how many, cut ones included."""
    position = 0
    for row in table.iter("tr"):
        cells = list(row)
        if len(cells) < _CELLS or cells[0].tag != "td":
            continue
        position += 1
        if not document.is_cut(row):
            document.add(_read_row(document, cells, vendor, position, own))
    return position


def _total(document: Document, box: Element) -> int | None:
    """The number of feedbacks that the heading of a table states, or None; the end of the page may cut its digits."""
    for line in document.whole(list(box.iter("p"))):
        if "boldstats" in line.get("class", "") and (match := _TOTAL.search(document.text(line))) is not None:
            return document.read("total", match[1], parse_count)
    return None


def _read_row(document: Document, cells: list[Element], vendor: str, position: int, own: Product | None) -> Review:
    review = Review(vendor=vendor, position=position, sign=_sign(document, cells[0]))
    _read_words(document, cells[1], review)
    _read_order(document, cells[2], review)
    raw = " ".join(_pieces(document, cells[3]))
    review.age_raw = raw
    review.occurred = document.read("occurred", raw, _occurred)
    numbers = own
    for link in cells[3].iter("a"):
        if (found := product(link.get("href", ""))) is not None:
            numbers = found
            break
    if numbers is not None:
        review.listing_id = numbers.listing_id
        document.link("listing", listing_url(numbers))
    return review


def _sign(document: Document, cell: Element) -> Sign | None:
    for picture in cell:
        match = None if picture.tag != "img" else _ICON.search(picture.get("src", ""))
        if match is not None and match[1] in _SIGNS:
            return _SIGNS[match[1]]
    document.issue("field_unreadable", "sign: a row of feedback without its picture")
    return None


def _read_words(document: Document, cell: Element, review: Review) -> None:
    seen = False
    for line in cell:
        if line.tag != "p":
            continue
        text = document.text(line)
        if "feedback_msg" not in line.get("class", ""):
            review.listing_title = text or None
        elif text.startswith(_RESPONSE):
            review.reply = text.removeprefix(_RESPONSE).strip() or None
        elif not seen:
            seen = True
            review.is_default_comment = text == _DEFAULT_COMMENT
            review.comment = None if review.is_default_comment else text or None
        else:
            document.issue("unknown_label", f"feedback: a second text {text[:80]!r}")


def _read_order(document: Document, cell: Element, review: Review) -> None:
    """The buyer's mask stands before the amount, in an element of its own; where it has none, the currency ends it."""
    mask, *rest = _pieces(document, cell) or [""]
    printed = " ".join(rest)
    if not rest:
        together = _TOGETHER.match(mask)
        mask, printed = together.groups() if together is not None else mask.partition(" ")[::2]
    review.buyer_mask = mask or None
    amount = document.read("amount", printed, _exact) if printed else None
    review.amount, review.amount_step = (None, UNSET) if amount is None else amount


def _pieces(document: Document, cell: Element) -> list[str]:
    """The texts of a cell, one for each element or line that has one, links left out."""
    raw = [cell.text]
    for part in cell.iterdescendants():
        raw += None if part.tag == "a" else part.text, part.tail
    return [text for piece in raw if piece and not piece.isspace() and (text := document.line(piece))]


@lru_cache(maxsize=4096)
def _exact(text: str) -> tuple[Money, Money] | None:
    amount = parse_money(text)
    return None if amount is None else (amount, money_step(amount, text))


@lru_cache(maxsize=4096)
def _occurred(text: str) -> Interval | None:
    match = _STAMP.match(text)
    month = None if match is None else MONTHS.get(match[1].lower())
    if match is None or month is None:
        return None
    hour = int(match[4])
    if match[6] is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if match[6].lower() == "p" else 0)
    at = instant([int(match[3]), month, int(match[2]), hour, int(match[5])])
    return None if at is None else minute_stamp(at)
