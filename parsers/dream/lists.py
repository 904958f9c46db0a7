"""Read category pages and the home page of Dream Market."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.money import parse_count
from cryptodrug_scraper.page.select import finder, first, one
from parsers.dream.cards import read_card_list
from parsers.dream.frame import frame_of, read_frame
from parsers.dream.pagers import pagers_of, report_unread

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document

__all__ = ["read_category_list", "read_home"]

_SHOP = finder('div[contains(concat(" ", normalize-space(@class), " "), " shop ")]')
_TOTAL = re.compile(r"\((\d[\d.,'’ ]{0,12})\)\s*\Z")


def read_category_list(document: Document) -> None:
    """
    Read one page of a category or of a search.

    Raises:
        ParseError: the page has not exactly one list.
    """
    frame = document.once(frame_of)
    selected = read_frame(document, frame)
    shop = one([] if frame.content is None else _SHOP(frame.content), "list (div.shop)")
    extent = read_card_list(document, shop, selected=selected)
    report_unread(document, pagers_of(shop))
    title = first([box for box in shop.iterchildren("div") if "title" in classes(box)])
    total = None if title is None else _TOTAL.search(document.text(title))
    if total is not None:
        extent.total = document.read("total", total[1], parse_count)


def read_home(document: Document) -> None:
    """Read the first page after the login: its cards are those that the market promotes."""
    frame = document.once(frame_of)
    read_frame(document, frame)
    if frame.content is not None:
        read_card_list(document, frame.content, promoted=True)
        report_unread(document, [])
