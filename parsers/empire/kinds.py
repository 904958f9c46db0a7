"""Recognise Empire Market's pages and their kinds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts
from cryptodrug_scraper.page.select import tester
from parsers.empire.addresses import category_id, product, tab_of
from parsers.empire.frame import Divisions, divisions
from parsers.empire.tabs import shown_tab
from parsers.empire.vendor import owner_in_heading, store_owner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["claims", "classify"]

_HEAD = 4_096
_FOOT = 2_048
_STUB = 1_024
_TITLE = re.compile(rb"<title>\s*Empire Market\s*(?:-|</title)", re.IGNORECASE)
_FOOTER = re.compile(rb"Copyright (?:&copy;|\xc2\xa9) \d{4} Empire Market")
_REFRESH = re.compile(
    rb"""<meta\b(?=[^>]*http-equiv\s*=\s*["']?refresh)[^>]*URL=[^>]*/(?:index/)?login\b""", re.IGNORECASE
)
_LOGIN = tester('boolean(//form[contains(@action, "/login")]//input[@type="password"])')
_CAPTCHA = tester('boolean(//form//img[contains(@src, "captcha")])')
_EXPIRED = re.compile(
    r"session (?:has |is )?(?:been )?(?:expired|timed? ?out|lost)|logged out|log(?:ged)? ?in again", re.IGNORECASE
)
_GONE = re.compile(
    r"(?:listing|product|item|page)[^.!]{0,40}(?:not found|no longer|does(?: not|n't) exist"
    r"|has been (?:removed|deleted)|is not available|unavailable)",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(r"\bmaintenance\b", re.IGNORECASE)
_ERROR = re.compile(r"\berror\b|\bgateway\b|\A\W*[45]\d\d\b", re.IGNORECASE)
_HOME = re.compile(r"Empire Market\s*-\s*Home\Z")
_BARE = re.compile(r"Empire Market\Z")
"""The title of every page but the home page and those of listings, which have theirs."""
_OF_LISTING = re.compile(r"Empire Market\s*-\s*(?!Home\Z)\S")
_VENDOR_TABS = {
    "about": "vendor_profile",
    "p_feedback": "vendor_feedback",
    "n_feedback": "vendor_feedback",
    "c_feedback": "vendor_feedback",
    "l_feedback": "vendor_feedback",
    "feedback": "vendor_feedback",
    "pgp": "vendor_pgp",
}
_LISTING_TABS = {"desc": "listing", "feedback": "listing_feedback", "refund": "listing_refund"}


def claims(body: bytes) -> bool:
    """
    Tell whether Empire Market made this page: by its title or footer, since clones share the rest; or as the stub that
    sends a visitor without a session to the login.
    """
    if _TITLE.search(body, 0, _HEAD) is not None:
        return True
    if len(body) < _STUB:
        return _REFRESH.search(body) is not None
    return _FOOTER.search(body[-_FOOT:]) is not None


def classify(document: Document) -> str:
    """
    Return the kind of a page. Content is recognised by its containers, before any wall.

    A page that ends before it says which of several kinds it is, such as a vendor's page that ends above its tabs and
    whose address names none, is ``unknown``, never the most likely of them.
    """
    boxes = document.once(divisions)
    if "listDes" in boxes:
        return _by_tab(document, boxes, _LISTING_TABS, "listing")
    if "user_info_mid" in boxes:
        return _by_tab(document, boxes, _VENDOR_TABS, "vendor_profile")
    if "feature-listing" in boxes or _has_title(document, _HOME):
        return "home"
    if "right-content" in boxes:
        words = "" if "col-1search" in boxes else _words(document, boxes["right-content"][0])
        if "col-1search" in boxes or "currently nothing to show" in words or words.startswith("Sort:"):
            return "category_list" if store_owner(document, boxes) is None else "vendor_offers"
        kind = _without_content(words)
        return kind if kind != "unknown" else _in_heading(document, boxes)
    if "right-session" in boxes or _has_title(document, _OF_LISTING):
        return _in_heading(document, boxes)
    body = document.root.find("body")
    words = _words(document, document.root if body is None and document.complete else body)
    if document.root.find(".//meta[@http-equiv]") is not None and "login-textbox" not in boxes and len(words) < _STUB:
        stub = document.root.find(".//meta[@http-equiv]")
        if stub is not None and stub.get("http-equiv", "").lower() == "refresh":
            return "session_lost"
    if _LOGIN(document.root):
        return "session_lost" if _EXPIRED.search(words) else "login"
    if _CAPTCHA(document.root):
        return "captcha"
    return _without_content(words)


def _by_tab(document: Document, boxes: Divisions, kinds: Mapping[str, str], usual: str) -> str:
    """The kind of a page with tabs; the ``usual`` one where a page that is not cut above them marks none."""
    tab = shown_tab(document, boxes)
    if tab is None and not document.complete:
        return "unknown"
    return kinds.get(tab or "", usual)


def _in_heading(document: Document, boxes: Divisions) -> str:
    """
    The kind of list that a page without a card is, as far as its heading tells it.

    It is a path of categories above lists and above listings: the address tells these apart, and the page's title,
    which on a listing's page is that of the listing.
    """
    if owner_in_heading(document, boxes) is not None:
        return "vendor_offers"
    heading = next(iter(boxes.get("sub_head_inner_header", [])), None)
    if document.complete or heading is None or document.is_cut(heading):
        return _in_address(document)
    links = [link.get("href", "") for link in heading.iter("a")]
    url = document.context.url or ""
    is_list = category_id(url) is not None or (product(url) is None and _has_title(document, _BARE))
    is_category = is_list and any(category_id(href) for href in links)
    is_search = any("/searchProducts" in href for href in links)
    return "category_list" if is_category or is_search else _in_address(document)


def _in_address(document: Document) -> str:
    """The kind of a listing's page that ends above the listing: the title is that of one, the address has the tab."""
    url = document.context.url or ""
    if document.complete or product(url) is None or not _has_title(document, _OF_LISTING):
        return "unknown"
    return _LISTING_TABS.get(tab_of(url) or "", "unknown")


def _has_title(document: Document, title: re.Pattern[str]) -> bool:
    """Tell whether a page has such a title, all of it."""
    element = document.root.find("head/title")
    return element is not None and not document.is_cut(element) and title.match(document.text(element)) is not None


def _words(document: Document, element: Element | None) -> str:
    """The words of an element; those of a heading and of what follows are words of their own."""
    return "" if element is None else document.line(" ".join(texts(element)))


def _without_content(words: str) -> str:
    if _GONE.search(words):
        return "listing_gone"
    if _MAINTENANCE.search(words):
        return "maintenance"
    return "error" if _ERROR.search(words) else "unknown"
