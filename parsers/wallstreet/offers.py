"""Read the table of a vendor's listings: a row without a link names the category of the rows below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.wallstreet.addresses import listing_id
from parsers.wallstreet.cards import read_cards

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.page.records import Listing

__all__ = ["read_offers"]


def read_offers(document: Document, tab: Element, owner: str) -> list[Listing]:
    """Read the listings of a vendor, each with the category under which it stands."""
    rows: list[Element] = []
    paths: dict[str, list[str]] = {}
    path: list[str] | None = None
    for row in tab.iter("tr"):
        offer = next((found for link in row.iter("a") if (found := listing_id(link.get("href", "")))), None)
        if offer is not None:
            rows.append(row)
            if path is not None:
                paths.setdefault(offer, path)
        elif row.find("a") is None and (names := _path(document, row)):
            path = names
    listings = read_cards(document, rows, owner=owner, priced=False)
    for listing in listings:
        if listing.listing_id in paths:
            listing.category_path = paths[listing.listing_id]
    if not rows and document.complete:
        document.issue("empty_list", "a vendor without an offer")
    return listings


def _path(document: Document, row: Element) -> list[str]:
    """The names in a heading, which an ``<i/>`` or ``>`` may separate; a row of column titles has several cells."""
    cells = [cell for cell in row.iterchildren("td", "th") if document.text(cell)]
    if len(cells) != 1:
        return []
    pieces: list[str] = []
    for piece in cells[0].iter():
        pieces += (" > " if piece.tag == "i" else "", piece.text or "", "" if piece is cells[0] else piece.tail or "")
    return [name for part in "".join(pieces).split(">") if (name := document.line(part))]
