"""
Recognise Wall Street Market's pages and their kinds.

The title is the same on all pages, and the class of the body is known for the index, the walls and the login only, so
a page is told by what it holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.frame_part import place_of
from parsers.wallstreet.addresses import is_refund, listing_id, vendor_name, vendor_tab
from parsers.wallstreet.frame import content_text, walk
from parsers.wallstreet.labels import fold
from parsers.wallstreet.menu import TREE
from parsers.wallstreet.notices import ERROR, EXPIRED, GONE, MAINTENANCE
from parsers.wallstreet.outline import outline_of

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["claims", "classify", "title_of"]

_TITLE = re.compile(rb"<title[^<>]*>(?:\s*(Wallstreet Market)\s*</title)?", re.IGNORECASE)
_NAME = re.compile(
    rb"<h1\b[^<>]{0,200}\bshop_mhead\b[^<>]{0,200}>\s*Wall\s*<sup>\s*ST\s*</sup>\s*Market\b", re.IGNORECASE
)
_INDEX = "act-frontendIndexIndex"
_MAINTENANCE_PAGE = "act-frontendMaintenanceIndex"
_FILTERS = ("menuCat", "form[cat", "form[searchTerm]")
_VENDOR_KINDS = {"info": "vendor_profile", "pgp": "vendor_pgp", "offers": "vendor_offers"}


def claims(body: bytes) -> bool:
    """
    Tell whether Wall Street Market made this page: by its frame or the class of its body, and its title or, where it
    has none, the name at the top of its menu.
    """
    if b"act-frontend" not in body and b"mCont" not in body:
        return False
    start = body.find(b"<title")
    title = _TITLE.search(body) if start < 0 else _TITLE.match(body, start)
    if title is None:
        return start < 0 and _NAME.search(body) is not None
    return title[1] is not None


def classify(document: Document) -> str:
    """Return the kind of a page, worked out once."""
    return document.once(_classify)


def title_of(document: Document) -> list[Element]:
    """Return the headings that are titles of listings; a listing's page has one."""
    return [heading for heading in document.once(outline_of).headings if "fheading" in classes(heading)]


def _classify(document: Document) -> str:
    body = document.root.find("body")
    names = [] if body is None else classes(body)
    if _MAINTENANCE_PAGE in names:
        return "maintenance"
    kind = _by_controls(document)
    if kind is None and (_INDEX in names or _has_cards(document)):
        return "category_list"
    return kind or _vendor_kind(document) or _wall(document)


def _by_controls(document: Document) -> str | None:
    """The kind as far as a title, a form or a captcha tells it; content comes before walls."""
    wall: str | None = None
    tree = place_of(document, TREE)
    for part in walk(document, "ol", "h1", "button", "input", "select", "img"):
        name = part.get("name", "")
        if part.tag == "h1":
            if "fheading" in part.get("class", ""):
                return _listing_kind(document)
        elif name.startswith(_FILTERS) or (part.tag == "ol" and part is tree):
            return "category_list"
        elif name == "form[username]":
            wall = "login"
        elif wall is None and ("captcha" in name or "captcha_image" in part.get("class", "")):
            wall = "captcha"
    if wall == "login" and EXPIRED.search(fold(content_text(document))):
        return "session_lost"
    return wall


def _has_cards(document: Document) -> bool:
    return any(
        "card-title" in heading.get("class", "") and heading.find(".//a") is not None
        for heading in walk(document, "h4")
    )


def _listing_kind(document: Document) -> str:
    links = document.once(outline_of).links
    tabs = [link for link in links if listing_id(href := link.get("href", "")) is not None or is_refund(href)]
    active = [link for link in tabs if _is_active(link)]
    if active:
        return "listing_refund" if is_refund(active[0].get("href", "")) else "listing"
    url = document.context.url
    if url is not None and listing_id(url) is not None:
        return "listing_refund" if is_refund(url) else "listing"
    return "listing" if _shows_tabs(document) else "unknown"


def _vendor_kind(document: Document) -> str | None:
    outline = document.once(outline_of)
    tabs = [(tab, link) for link in outline.links if (tab := vendor_tab(link.get("href", ""))) is not None]
    url = document.context.url
    named = url is not None and vendor_name(url) is not None
    if not tabs and not (outline.tables and (outline.tab is not None or (named and not document.complete))):
        return None
    if not any(heading.tag == "h2" for heading in outline.headings):
        return None
    active = next((tab for tab, link in tabs if _is_active(link)), None)
    if active is None and outline.tab is not None:
        if "-----BEGIN PGP" in "".join(texts(outline.tab)):
            active = "pgp"
        elif any(listing_id(link.get("href", "")) for row in outline.tab.iter("tr") for link in row.iter("a")):
            active = "offers"
    if active is None and url is not None and named:
        active = vendor_tab(url) or "info"
    if active is None and not _shows_tabs(document):
        return "unknown"
    return _VENDOR_KINDS[active or "info"]


def _shows_tabs(document: Document) -> bool:
    """Tell whether a page has all that tells which of its tabs is shown; a page that ends too early may not."""
    tab = document.once(outline_of).tab
    return document.complete or (tab is not None and not document.is_cut(tab))


def _is_active(link: Element) -> bool:
    box = link.getparent()
    return "active" in classes(link) or (box is not None and box.tag == "li" and "active" in classes(box))


def _wall(document: Document) -> str:
    words = fold(content_text(document))
    for kind, pattern in (
        ("session_lost", EXPIRED),
        ("maintenance", MAINTENANCE),
        ("listing_gone", GONE),
        ("error", ERROR),
    ):
        if pattern.search(words):
            return kind
    return "unknown"
