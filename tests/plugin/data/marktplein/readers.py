"""What is read on each kind of page of Marktplein."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.money import parse_count, parse_money
from cryptodrug_scraper.page.places.fields import parse_place
from cryptodrug_scraper.page.records import Category, Listing, PageTotal, Vendor
from cryptodrug_scraper.page.select import audit, finder, one

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["read_category_list", "read_listing"]

_CARDS = finder("//li[@class='kraam']")
_CATEGORIES = finder("//*[@id='rubrieken']//a")
_TABLE = finder("//table[@id='gegevens']")
_ROWS = finder("//table[@id='gegevens']//tr")
_TOTAL = finder("//*[@id='aantal']")
_IGNORED = {"Aangeboden sinds": "no record has a field for it"}


def read_category_list(document: Document) -> None:
    """Read a page of cards, and the menu of categories beside it."""
    total = document.text(one(_TOTAL(document.root), "number of offers (#aantal)"))
    document.add(PageTotal(kind="listing", total=document.read("total", total.partition(" ")[0], parse_count)))
    for link in _CATEGORIES(document.root):
        number = (link.get("href") or "").rpartition("/")[2]
        document.add(Category(category_id=number, category_path=[document.text(link)]))
        document.link("category_list", f"/rubriek/{number}")
    for card in document.whole(_CARDS(document.root)):
        link = one(card.findall("a"), "link in a card")
        number = (link.get("href") or "").rpartition("/")[2]
        price = document.text(one(card.findall("b"), "price in a card"))
        document.add(
            Listing(
                listing_id=number,
                title=document.text(link),
                title_cut=False,
                seen_on="card",
                price=document.read("price", price, parse_money),
            )
        )
        document.link("listing", f"/kraam/{number}")


def read_listing(document: Document) -> None:
    """Read the page of one offer: its title, and the table of what is said of it."""
    if not document.whole(_TABLE(document.root)):
        return  # the end of the page cuts what is said of the offer
    title = one(document.root.findall(".//h1"), "title")
    listing = Listing(
        listing_id=(title.get("id") or "").removeprefix("kraam-"),
        title=document.text(title),
        title_cut=False,
        seen_on="page",
    )
    rows = {document.text(row[0]): row[1] for row in _ROWS(document.root) if len(row) == 2}
    unread = [label for label, cell in rows.items() if not _read_row(document, listing, label, cell)]
    audit(document, "listing", unread, _IGNORED)
    document.add(listing)
    if isinstance(listing.vendor, str):
        document.add(Vendor(vendor=listing.vendor, seen_on="listing"))


def _read_row(document: Document, listing: Listing, label: str, cell: Element) -> bool:
    """Read one row into the listing; tell whether its label is known."""
    text = document.text(cell)
    match label:
        case "Prijs":
            listing.price = document.read("price", text, parse_money)
        case "Verkoper":
            listing.vendor = text or None
        case "Rubriek":
            listing.category_path = [text] if text else None
        case "Verzending van":
            listing.ships_from = document.place("ships_from", parse_place(text))
        case "Betaling":
            listing.payment = ["escrow"] if text == "borg" else document.read("payment", text, lambda _: None)
        case _:
            return False
    return True
