"""Read category pages, searches and the home page of Empire Market."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsers.empire.addresses import category_id
from parsers.empire.cards import note_currency, prices_of, read_cards
from parsers.empire.frame import divisions, read_frame
from parsers.empire.paging import read_pager

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document

__all__ = ["read_category_list", "read_home"]

_EMPTY = re.compile(r"currently nothing to show", re.IGNORECASE)


def read_category_list(document: Document) -> None:
    """Read one page of a category or of a search."""
    boxes = document.once(divisions)
    site = read_frame(document, boxes)
    category = None
    for box in boxes.get("sub_head_inner_header", [])[:1]:
        steps = [number for link in box.iter("a") if (number := category_id(link.get("href", "")))]
        category = steps[-1] if steps else None
    cards = boxes.get("col-1search", [])
    note_currency(site, prices_of(read_cards(document, cards)))
    read_pager(document, "listing", "category_list", category)
    if not cards and document.complete:
        says_so = any(_EMPTY.search(document.text(box)) for box in boxes.get("right-content", []))
        what = "the page says that there is nothing to show" if says_so else "a list of listings without a card"
        document.issue("empty_list", what, "info" if says_so else "warning")


def read_home(document: Document) -> None:
    """Read the home page: its cards are those that the market features."""
    boxes = document.once(divisions)
    site = read_frame(document, boxes)
    cards = [
        card
        for box in boxes.get("feature-listing", [])
        for card in box.iter("div")
        if "col-2" in card.get("class", "").split()
    ]
    note_currency(site, prices_of(read_cards(document, cards, featured=True)))
    read_pager(document, "listing", "home")
